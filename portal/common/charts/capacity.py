"""How many interns are there on each day, stacked by school, against the limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from portal.common.charts.marks import nice_top
from portal.common.charts.text import spread, text_width

_LEFT, _TOP, _FOOT = 34.0, 24.0, 22.0


@dataclass(frozen=True)
class Spell:
    """`seats` people of one school from `start` to `end`, both days included."""

    label: str
    start: date
    end: date
    seats: int
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A rectangle: one school's people over days without change."""

    label: str
    url: str
    number: int
    x: float
    y: float
    width: float
    height: float
    start: date
    end: date
    seats: int


@dataclass(frozen=True)
class CapacityChart:
    """Blocks, y marks (value, y), month marks (first day, x), the limit's y and today's x."""

    width: float
    height: float
    left: float
    base: float
    blocks: tuple[Block, ...]
    levels: tuple[tuple[int, float], ...]
    months: tuple[tuple[date, float], ...]
    limit_y: float | None
    today_x: float | None
    peak: int
    now: int


def capacity_chart(
    spells: Sequence[Spell], start: date, end: date, limit: int | None, today: date, width: float = 720.0
) -> CapacityChart:
    """Stacked steps from `start` to `end` (included), in the order in which schools first appear.

    The area of a block is people x days; stacks add up to the people of that day.
    """
    height = 200.0
    base = height - _FOOT
    labels = list(dict.fromkeys(spell.label for spell in spells))
    days = (end - start).days + 1
    stretches = _stretches(spells, start, end)
    peak = max((sum(_seats(spells, label, first) for label in labels) for first, _ in stretches), default=0)
    step, top = _axis(max(peak, limit or 0, 1))
    per_day, per_seat = (width - _LEFT - 8) / max(1, days), (base - _TOP) / top
    blocks = [
        block
        for first, last in stretches
        for block in _stack(spells, labels, first, last, (_LEFT, start, per_day), (base, per_seat))
    ]
    return CapacityChart(
        width=width,
        height=height,
        left=_LEFT,
        base=base,
        blocks=tuple(_merged(blocks)),
        levels=tuple((level, base - level * per_seat) for level in range(0, top + 1, step)),
        months=_months(start, end, per_day),
        limit_y=None if limit is None else base - limit * per_seat,
        today_x=_LEFT + (today - start).days * per_day if start <= today <= end else None,
        peak=peak,
        now=sum(spell.seats for spell in spells if spell.start <= today <= spell.end),
    )


def _stretches(spells: Sequence[Spell], start: date, end: date) -> list[tuple[date, date]]:
    """The days from start to end cut wherever somebody comes or goes."""
    edges = {start, end + timedelta(days=1)}
    for spell in spells:
        edges |= {max(start, spell.start), spell.end + timedelta(days=1)}
    ordered = sorted(edge for edge in edges if start <= edge <= end + timedelta(days=1))
    return [(a, b - timedelta(days=1)) for a, b in pairwise(ordered)]


def _seats(spells: Sequence[Spell], label: str, day: date) -> int:
    return sum(s.seats for s in spells if s.label == label and s.start <= day <= s.end)


def _stack(
    spells: Sequence[Spell],
    labels: Sequence[str],
    first: date,
    last: date,
    across: tuple[float, date, float],
    up: tuple[float, float],
) -> list[Block]:
    left, start, per_day = across
    base, per_seat = up
    x, width = left + (first - start).days * per_day, ((last - first).days + 1) * per_day
    blocks, y = [], base
    for number, label in enumerate(labels, start=1):
        seats = _seats(spells, label, first)
        if seats:
            height = seats * per_seat
            y -= height
            url = next((spell.url for spell in spells if spell.label == label), "")
            blocks.append(Block(label, url, number, x, y, width, height, first, last, seats))
    return blocks


def _axis(most: int) -> tuple[int, int]:
    """Step and top of the y axis: whole steps, at most five, none above the first that covers `most`."""
    step = max(1, int(nice_top(most / 4)))
    return step, step * -(-most // step)


def _merged(blocks: list[Block]) -> list[Block]:
    """Blocks of one school that lie side by side at one height are one block."""
    kept: list[Block] = []
    for block in blocks:
        before = next((one for one in reversed(kept) if one.label == block.label), None)
        if (
            before
            and before.end + timedelta(days=1) == block.start
            and before.y == block.y
            and before.seats == block.seats
        ):
            kept[kept.index(before)] = replace(before, width=before.width + block.width, end=block.end)
        else:
            kept.append(block)
    return kept


def _months(start: date, end: date, per_day: float) -> tuple[tuple[date, float], ...]:
    firsts, day = [], start
    while day <= end:
        firsts.append(day)
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    xs = [_LEFT + (day - start).days * per_day for day in firsts]
    kept = spread(xs, [text_width("10月")] * len(xs))
    return tuple((firsts[at], xs[at]) for at in kept)

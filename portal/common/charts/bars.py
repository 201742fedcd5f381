"""Horizontal bars, one stacked bar, and the bars of a funnel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from portal.common.charts.marks import Mark, clipped


@dataclass(frozen=True)
class BarRow:
    """One bar in per cent of its track; `tick` is None where the mark has none."""

    mark: Mark
    width: float
    tick: float | None


def bar_chart(marks: Sequence[Mark], maximum: float | None = None) -> tuple[BarRow, ...]:
    """Bars from a common zero; the track ends at `maximum`, else at the largest value or tick.

    width = 100 * value / maximum, clipped to the track

    >>> bar_chart([Mark("a", 5), Mark("b", 30, tick=10)], maximum=20)[1].width
    100.0
    """
    top = maximum or max((max(mark.value, mark.tick or 0.0) for mark in marks), default=1.0) or 1.0
    return tuple(
        BarRow(
            mark,
            100 * clipped(mark.value / top, 0.0, 1.0),
            None if mark.tick is None else 100 * clipped(mark.tick / top, 0.0, 1.0),
        )
        for mark in marks
    )


@dataclass(frozen=True)
class Segment:
    """A piece of a stacked bar: left edge and width in per cent of the whole."""

    mark: Mark
    x: float
    width: float


def stacked_bar(marks: Sequence[Mark], maximum: float | None = None, gap: float = 0.4) -> tuple[Segment, ...]:
    """The marks side by side; widths and the gaps between them add up to 100 (or to the filled share).

    width_i = (100 - gaps) * value_i / max(maximum, sum)
    """
    present = [mark for mark in marks if mark.value > 0]
    whole = max(sum(mark.value for mark in present), maximum or 0.0)
    if not whole:
        return ()
    room = 100.0 - gap * (len(present) - 1)
    segments, x = [], 0.0
    for mark in present:
        width = room * (mark.value / whole)  # the share first: a tiny value times the room would round up
        segments.append(Segment(mark, x, width))
        x += width + gap
    return tuple(segments)


def log_share(remaining: int, start: int) -> float:
    """Length of a funnel bar in per cent on a log scale: 100 for all, 0 for none.

    100 * log(1 + remaining) / log(1 + start)

    >>> round(log_share(2318, 2318)), log_share(0, 2318)
    (100, 0.0)
    """
    return 100.0 * log1p(max(0, remaining)) / log1p(start) if start > 0 else 0.0

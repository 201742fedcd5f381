"""Columns with their value on top and last year as an ink tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.common.charts.marks import Mark, clipped
from portal.common.charts.text import two_lines

_HEAD, _LINE, _TICK_OVER = 20.0, 15.0, 4.0


@dataclass(frozen=True)
class Column:
    """One column: left edge, top and size in pixels; label lines are centred at `centre`."""

    mark: Mark
    centre: float
    x: float
    y: float
    width: float
    height: float
    tick_y: float | None
    tick_from: float
    tick_to: float
    value_y: float
    lines: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class ColumnChart:
    """Columns on a base line at y = `base`."""

    width: float
    height: float
    base: float
    columns: tuple[Column, ...]


def column_chart(marks: Sequence[Mark], width: float = 360.0, height: float = 220.0) -> ColumnChart:
    """Columns from zero, equally spaced; labels are broken or cut to their slot, so none overlap."""
    slot = width / max(1, len(marks))
    thick = min(48.0, slot * 0.66)
    labels = [two_lines(mark.label, slot - 4) for mark in marks]
    foot = _LINE * max((len(lines) for lines in labels), default=1) + 6
    base = height - foot
    top = max((max(mark.value, mark.tick or 0.0) for mark in marks), default=1.0) or 1.0
    columns = [
        _column(mark, lines, at * slot + slot / 2, thick, base, top)
        for at, (mark, lines) in enumerate(zip(marks, labels, strict=True))
    ]
    return ColumnChart(width, height, base, tuple(columns))


def _column(
    mark: Mark, lines: tuple[str, ...], centre: float, thick: float, base: float, top: float
) -> Column:
    room = base - _HEAD
    height = room * clipped(mark.value / top, 0.0, 1.0)
    tick_y = None if mark.tick is None else base - room * clipped(mark.tick / top, 0.0, 1.0)
    highest = min(base - height, base if tick_y is None else tick_y)
    return Column(
        mark=mark,
        centre=centre,
        x=centre - thick / 2,
        y=base - height,
        width=thick,
        height=height,
        tick_y=tick_y,
        tick_from=centre - thick / 2 - _TICK_OVER,
        tick_to=centre + thick / 2 + _TICK_OVER,
        value_y=highest - 6,
        lines=tuple((line, base + _LINE * (number + 1)) for number, line in enumerate(lines)),
    )

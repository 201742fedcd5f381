"""A line over time, and a line so small that it stands in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.common.charts.marks import Mark
from portal.common.charts.text import spread, text_width


@dataclass(frozen=True)
class Dot:
    """A point of the line; `has_value` and `has_label` say which texts find room."""

    mark: Mark
    x: float
    y: float
    value_y: float
    has_value: bool
    has_label: bool


@dataclass(frozen=True)
class LineChart:
    """A polyline with its dots; `points` is ready for the SVG attribute."""

    width: float
    height: float
    base: float
    points: str
    dots: tuple[Dot, ...]


def line_chart(marks: Sequence[Mark], width: float = 480.0, height: float = 180.0) -> LineChart:
    """Equal steps along x, the y scale from the smallest to the largest value with a margin.

    Values and labels are printed where they leave room, first and last first; all are in the table.
    """
    if not marks:
        return LineChart(width, height, height, "", ())
    edge = max(text_width(mark.shown) for mark in (marks[0], marks[-1])) / 2 + 4
    edge = max(edge, max(text_width(mark.label) for mark in (marks[0], marks[-1])) / 2 + 2)
    base = height - 24
    xs = _places(len(marks), edge, width - edge)
    ys = _heights([mark.value for mark in marks], 24.0, base - 10)
    values = set(spread(xs, [text_width(mark.shown) for mark in marks]))
    labels = set(spread(xs, [text_width(mark.label) for mark in marks]))
    dots = tuple(
        Dot(mark, xs[at], ys[at], ys[at] - 9, has_value=at in values, has_label=at in labels)
        for at, mark in enumerate(marks)
    )
    return LineChart(width, height, base, _polyline(xs, ys), dots)


@dataclass(frozen=True)
class Sparkline:
    """A line of a word's size; the last point is where the dot stands."""

    width: float
    height: float
    points: str
    last_x: float
    last_y: float


def sparkline(values: Sequence[float], width: float = 110.0, height: float = 28.0) -> Sparkline:
    """The shape of a series of at least one value; a flat series lies in the middle."""
    if not values:
        return Sparkline(width, height, "", 0.0, 0.0)
    xs = _places(len(values), 3.0, width - 4.0)
    ys = _heights(values, 4.0, height - 4.0)
    return Sparkline(width, height, _polyline(xs, ys), xs[-1], ys[-1])


def _places(number: int, left: float, right: float) -> list[float]:
    if number == 1:
        return [(left + right) / 2]
    return [left + (right - left) * at / (number - 1) for at in range(number)]


def _heights(values: Sequence[float], top: float, bottom: float) -> list[float]:
    low, high = min(values), max(values)
    if high == low:
        return [(top + bottom) / 2 for _ in values]
    return [bottom - (bottom - top) * (value - low) / (high - low) for value in values]


def _polyline(xs: Sequence[float], ys: Sequence[float]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))

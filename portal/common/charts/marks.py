"""What a chart is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One value with its name, printed text, link, tick (last year, peer median) and colour class.

    `tone` is the end of a class `rh-f-...`: brand, deep, mid, pale, warm, green, red, grey, teal,
    1-5 (score parts), d0-d5 (depth).
    """

    label: str
    value: float
    text: str = ""
    url: str = ""
    tick: float | None = None
    tone: str = ""

    @property
    def shown(self) -> str:
        return self.text or f"{self.value:,g}"


def clipped(value: float, low: float, high: float) -> float:
    """`value`, but never outside [low, high]."""
    return max(low, min(high, value))


def nice_top(value: float) -> float:
    """The next number of the form 1, 2, 2.5, 5 or 10 x 10^k that is not below `value`.

    >>> nice_top(31), nice_top(0.7), nice_top(0)
    (50.0, 1.0, 1.0)
    """
    if value <= 0:
        return 1.0
    power = 1.0
    while power * 10 < value:
        power *= 10
    while power >= value and power > 1e-9:
        power /= 10
    return next(power * step for step in (1, 2, 2.5, 5, 10) if power * step >= value - 1e-9)

"""How wide a label is, and how to make it fit, without a browser.

Widths are estimates for sans-serif faces: a Chinese character is one em, a Latin letter or digit a
little over half. They err on the wide side, so that what fits here fits on the screen.
"""

from __future__ import annotations

from unicodedata import east_asian_width

NOTE = 12.0
_LATIN = 0.56


def text_width(text: str, size: float = NOTE) -> float:
    """Width in pixels at a font size of `size` pixels.

    >>> text_width("佛山"), text_width("ab", 10)
    (24.0, 11.2)
    """
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return size * (wide + _LATIN * (len(text) - wide))


def cut(text: str, width: float, size: float = NOTE) -> str:
    """`text`, or as much of it as fits into `width` pixels with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def two_lines(text: str, width: float, size: float = NOTE) -> tuple[str, ...]:
    """One or two lines that fit into `width`: broken at a space, or amid Chinese characters."""
    if text_width(text, size) <= width:
        return (text,)
    breaks = [at for at, letter in enumerate(text) if letter == " "] or [len(text) // 2]
    at = min(breaks, key=lambda place: abs(place - len(text) / 2))
    return cut(text[:at].strip(), width, size), cut(text[at:].strip(), width, size)


def spread(centres: list[float], widths: list[float], gap: float = 6.0) -> list[int]:
    """Which of the labels, left to right, can be printed side by side without touching.

    The first and the last are kept where both fit; between them each that leaves `gap` pixels.
    """
    if not centres:
        return []
    last = len(centres) - 1
    kept = [0]
    for at in range(1, last):
        is_free = _apart(centres, widths, kept[-1], at, gap) and _apart(centres, widths, at, last, gap)
        if is_free:
            kept.append(at)
    if last > 0 and _apart(centres, widths, kept[-1], last, gap):
        kept.append(last)
    return kept


def _apart(centres: list[float], widths: list[float], left: int, right: int, gap: float) -> bool:
    return centres[right] - widths[right] / 2 >= centres[left] + widths[left] / 2 + gap

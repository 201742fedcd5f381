"""A number in a cell means what its format says: a day, a share, a code with leading zeros.

Source: ECMA-376 part 1, 18.8.30 (built-in formats, with the East Asian ones 27-36 and 50-58 that are dates)
and 18.17.4.1 (serial days: day 1 is 1 January 1900, and a 29 February 1900 that never was; or 1904 on old
Macs).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum

MOST_DIGITS = 15  # Excel keeps no more; longer numbers have lost their end
DATE_IDS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
TIME_IDS = {18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56}
PERCENT_IDS = {9, 10}
UNSPOKEN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class Meaning(Enum):
    """What a format makes of a number."""

    PLAIN = "plain"
    DAY = "day"
    TIME = "time"
    SHARE = "share"


@dataclass(frozen=True)
class NumberFormat:
    """The meaning of a number format; `width` pads a code with zeros (format `000000`)."""

    meaning: Meaning = Meaning.PLAIN
    width: int = 0


PLAIN = NumberFormat()
DAY, TIME, SHARE = NumberFormat(Meaning.DAY), NumberFormat(Meaning.TIME), NumberFormat(Meaning.SHARE)
BUILT_IN = dict.fromkeys(DATE_IDS, DAY) | dict.fromkeys(TIME_IDS, TIME) | dict.fromkeys(PERCENT_IDS, SHARE)


def format_of(number_id: int, code: str | None) -> NumberFormat:
    """The meaning of a format by its built-in id or its own code.

    >>> format_of(164, 'yyyy"年"m"月"d"日"').meaning
    <Meaning.DAY: 'day'>
    >>> format_of(164, "000000").width
    6
    """
    if code is None:
        return BUILT_IN.get(number_id, PLAIN)
    first = UNSPOKEN.sub("", code.split(";")[0]).lower()
    letters = set(first)
    if "general" in first:
        return PLAIN
    if letters & set("yd") or ("m" in letters and not letters & set("hs")):
        return DAY
    if letters & set("hs"):
        return TIME
    if "%" in letters:
        return SHARE
    return NumberFormat(width=len(first)) if letters == {"0"} else PLAIN


def number_text(raw: str, form: NumberFormat, *, from_1904: bool = False) -> str:
    """A stored number as the text a person sees. What cannot be a number stays as it is.

    >>> number_text("3.0", PLAIN), number_text("45000", NumberFormat(Meaning.DAY))
    ('3', '2023-03-15')
    >>> number_text("0.85", NumberFormat(Meaning.SHARE)), number_text("42", NumberFormat(width=6))
    ('85%', '000042')
    """
    if form.meaning in {Meaning.DAY, Meaning.TIME}:
        return serial_text(raw, time_only=form.meaning is Meaning.TIME, from_1904=from_1904)
    if raw.isdecimal() and raw.isascii() and len(raw) <= MOST_DIGITS and form.meaning is Meaning.PLAIN:
        return raw.lstrip("0").zfill(max(form.width, 1))
    try:
        number = Decimal(repr(float(raw)))
    except (ValueError, InvalidOperation):
        return raw
    if not number.is_finite():
        return raw
    if form.meaning is Meaning.SHARE:
        return f"{_plain(number * 100)}%"
    return _plain(number).zfill(form.width)


def _plain(number: Decimal) -> str:
    """Digits without exponent and without zeros at the end."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def serial_text(raw: str, *, time_only: bool = False, from_1904: bool = False) -> str:
    """A serial day as ISO date, with its time where there is one; out of range it stays a number.

    >>> serial_text("45000.5")
    '2023-03-15 12:00'
    """
    try:
        serial = float(raw)
        moment = _moment(serial, from_1904=from_1904)
    except (ValueError, OverflowError):
        return raw
    if time_only and 0 <= serial < 1:
        return _clock(moment)
    if not (moment.hour or moment.minute or moment.second):
        return moment.date().isoformat()
    return f"{moment.date().isoformat()} {_clock(moment)}"


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def _moment(serial: float, *, from_1904: bool) -> datetime:
    """The moment of a serial day, rounded to the second. Raises ValueError or OverflowError out of range."""
    if serial < 0:
        raise ValueError(serial)
    # A cell's date has no time zone; the office that typed it knows which day it means.
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if serial < 60 else 30)  # noqa: DTZ001
    return first + timedelta(seconds=round(serial * 86400))


def lost_digits(raw: str, text: str) -> bool:
    """Whether a number is too long for Excel to have kept all its digits, such as an 18-digit code.

    >>> lost_digits("9.1440101E+17", "914401010000000000")
    True
    """
    return len(text.lstrip("-").partition(".")[0]) > MOST_DIGITS

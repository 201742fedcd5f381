"""Dates, money, distances and numbers in the words of the reader's language.

One home for formats: pages, messages, exports for reading and mails call these. Chinese when the
active language is Chinese (2026年3月1日, 3,200.00 元, 12.4 公里), else English (1 Mar 2026,
3,200.00 yuan, 12.4 km). Nothing here reads the clock; a datetime is shown in the current zone.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import SupportsFloat

from django.utils import timezone
from django.utils.translation import get_language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUS = "\N{MINUS SIGN}"
_CENT = Decimal("0.01")

Amount = Decimal | int | float | str


def is_chinese() -> bool:
    """True if the reader's language is Chinese (also when no language is active)."""
    return (get_language() or "zh-hans").startswith("zh")


def as_day(when: date | datetime) -> date:
    """The calendar day of `when` in the current time zone."""
    if isinstance(when, datetime):
        return timezone.localtime(when).date() if timezone.is_aware(when) else when.date()
    return when


def day_words(when: date | datetime | None) -> str:
    """A full date: 2026年3月1日 / 1 Mar 2026; empty for None."""
    if when is None:
        return ""
    day = as_day(when)
    if is_chinese():
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day_words(when: date | datetime | None) -> str:
    """A date whose year is plain from the context: 3月1日 / 1 Mar; empty for None."""
    if when is None:
        return ""
    day = as_day(when)
    if is_chinese():
        return f"{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]}"


def month_words(when: date | datetime | None) -> str:
    """A month: 2026年3月 / Mar 2026; empty for None."""
    if when is None:
        return ""
    day = as_day(when)
    return f"{day.year}年{day.month}月" if is_chinese() else f"{_MONTHS[day.month - 1]} {day.year}"


def moment_words(when: datetime | None) -> str:
    """Date and time to the minute: 2026年1月13日 08:30 / 13 Jan 2026, 08:30; empty for None."""
    if when is None:
        return ""
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    joint = " " if is_chinese() else ", "
    return f"{day_words(local.date())}{joint}{local:%H:%M}"


def range_words(start: date | None, end: date | None) -> str:
    """From `start` to `end`, both included; the year is said once if it is the same.

    2026年3月2日 至 8月28日 / 2 Mar to 28 Aug 2026. An open side: 2026年3月2日起 / from 2 Mar 2026.
    """
    if start is None or end is None:
        return _open_range(start, end)
    if start == end:
        return day_words(start)
    if is_chinese():
        last = short_day_words(end) if start.year == end.year else day_words(end)
        return f"{day_words(start)} 至 {last}"
    first = short_day_words(start) if start.year == end.year else day_words(start)
    return f"{first} to {day_words(end)}"


def _open_range(start: date | None, end: date | None) -> str:
    if start is not None:
        return f"{day_words(start)}起" if is_chinese() else f"from {day_words(start)}"
    if end is not None:
        return f"至 {day_words(end)}" if is_chinese() else f"until {day_words(end)}"
    return ""


def short_range_words(start: date | None, end: date | None) -> str:
    """A narrow range: 3月2日–15日, 3月2日–8月28日 / 2–15 Mar, 2 Mar – 28 Aug; years are said only where they differ."""
    if start is None or end is None or start == end:
        return short_day_words(start or end)
    if start.year != end.year:
        return (
            f"{day_words(start)}–{day_words(end)}"
            if is_chinese()
            else f"{day_words(start)} – {day_words(end)}"
        )
    is_same_month = (start.year, start.month) == (end.year, end.month)
    if is_chinese():
        last = f"{end.day}日" if is_same_month else short_day_words(end)
        return f"{short_day_words(start)}–{last}"
    if is_same_month:
        return f"{start.day}–{short_day_words(end)}"
    return f"{short_day_words(start)} – {short_day_words(end)}"


def grouped(number: Amount | None, places: int | None = None) -> str:
    """Digits in groups of three with a real minus sign; `places` decimals, or as many as it has."""
    if number is None or number == "":
        return ""
    value = Decimal(str(number))
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{value:,f}"
    return text.replace("-", _MINUS)


def signed(number: Amount | None, places: int | None = None) -> str:
    """A change: +3, −2, 0."""
    text = grouped(number, places)
    is_positive = bool(text) and not text.startswith(_MINUS) and Decimal(str(number)) > 0
    return f"+{text}" if is_positive else text


def yuan(amount: Amount | None) -> str:
    """Money without its unit, for table columns: 3,200.00."""
    if amount is None or amount == "":
        return ""
    return grouped(Decimal(str(amount)).quantize(_CENT, rounding=ROUND_HALF_UP))


def money_words(amount: Amount | None) -> str:
    """Money with its unit: 3,200.00 元 / 3,200.00 yuan; empty for None."""
    digits = yuan(amount)
    if not digits:
        return ""
    return f"{digits} 元" if is_chinese() else f"{digits} yuan"


def ten_thousands(amount: Amount | None) -> str:
    """Money in 万元 with one decimal, for tiles only: 1,386,000 -> 138.6."""
    if amount is None or amount == "":
        return ""
    return grouped(Decimal(str(amount)) / 10000, 1)


def km_words(km: SupportsFloat | None) -> str:
    """A distance: 12.4 公里 / 12.4 km; whole kilometres from 100 on, and a limit of 60 is 60; empty for None."""
    if km is None:
        return ""
    places = 0 if float(km) >= 100 or float(km).is_integer() else 1
    digits = grouped(Decimal(str(float(km))), places)
    return f"{digits} 公里" if is_chinese() else f"{digits} km"


def percent_words(share: SupportsFloat | None, places: int = 0) -> str:
    """A share in [0, 1] as per cent: 0.816 with one place -> 81.6%; empty for None."""
    if share is None:
        return ""
    return f"{grouped(Decimal(str(float(share))) * 100, places)}%"

"""Filters that say dates, money and numbers in the reader's language (part of `{% load ui %}`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.common import wording

register = template.Library()

register.filter("day", wording.day_words)
register.filter("short_day", wording.short_day_words)
register.filter("month", wording.month_words)
register.filter("moment", wording.moment_words)
register.filter("grouped", wording.grouped)
register.filter("signed", wording.signed)
register.filter("yuan", wording.yuan)
register.filter("money", wording.money_words)
register.filter("ten_thousands", wording.ten_thousands)
register.filter("km", wording.km_words)
register.filter("percent", wording.percent_words)

_WHOLE_ENDINGS = ("有限责任公司", "股份有限公司", "有限公司", "分公司", "职业技术学校", "职业技术学院")


@register.simple_tag
def date_range(start: date | None, end: date | None, *, short: bool = False) -> str:
    """From start to end in words; `short` leaves the years out."""
    return (wording.short_range_words if short else wording.range_words)(start, end)


@register.filter
def or_missing(value: Any) -> Any:
    """The value, or a muted 未填 where there is none; a zero is shown muted as 0."""
    if value is None or value == "":
        return format_html('<span class="rh-missing">{}</span>', _("Not filled in"))
    if value == 0 and not isinstance(value, bool):
        return SafeString('<span class="rh-missing">0</span>')
    return value


@register.filter
def whole_name(name: Any) -> SafeString:
    """A Chinese name kept whole, with one break allowed before its legal form."""
    text = str(name)
    for ending in _WHOLE_ENDINGS:
        if text.endswith(ending) and len(text) > len(ending):
            return format_html('<span class="rh-name">{}<wbr>{}</span>', text[: -len(ending)], ending)
    return format_html('<span class="rh-name">{}</span>', text)


@register.simple_tag
def quantity(number: Any, unit: str = "") -> SafeString:
    """A number with its unit that never wrap apart: 28 人."""
    return format_html('<span class="rh-num">{} {}</span>', wording.grouped(number), unit)

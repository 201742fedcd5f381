"""Dates, money and numbers as people here write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from portal.common import wording

MARCH, AUGUST, NEXT_MAY = date(2026, 3, 2), date(2026, 8, 28), date(2027, 5, 1)

CASES = [
    (wording.day_words, (MARCH,), "2026年3月2日", "2 Mar 2026"),
    (wording.day_words, (None,), "", ""),
    (wording.short_day_words, (MARCH,), "3月2日", "2 Mar"),
    (wording.month_words, (MARCH,), "2026年3月", "Mar 2026"),
    (
        wording.moment_words,
        (datetime(2026, 1, 13, 0, 30, tzinfo=UTC),),
        "2026年1月13日 08:30",
        "13 Jan 2026, 08:30",
    ),
    (wording.range_words, (MARCH, AUGUST), "2026年3月2日 至 8月28日", "2 Mar to 28 Aug 2026"),
    (wording.range_words, (MARCH, NEXT_MAY), "2026年3月2日 至 2027年5月1日", "2 Mar 2026 to 1 May 2027"),
    (wording.range_words, (MARCH, MARCH), "2026年3月2日", "2 Mar 2026"),
    (wording.range_words, (MARCH, None), "2026年3月2日起", "from 2 Mar 2026"),
    (wording.range_words, (None, AUGUST), "至 2026年8月28日", "until 28 Aug 2026"),
    (wording.short_range_words, (MARCH, date(2026, 3, 15)), "3月2日–15日", "2–15 Mar"),
    (
        wording.short_range_words,
        (MARCH, NEXT_MAY),
        "2026年3月2日–2027年5月1日",
        "2 Mar 2026 – 1 May 2027",
    ),
    (wording.short_range_words, (MARCH, AUGUST), "3月2日–8月28日", "2 Mar – 28 Aug"),
    (wording.money_words, (Decimal(3200),), "3,200.00 元", "3,200.00 yuan"),
    (wording.money_words, (Decimal("0.005"),), "0.01 元", "0.01 yuan"),
    (wording.money_words, (None,), "", ""),
    (wording.ten_thousands, (1386000,), "138.6", "138.6"),
    (wording.km_words, (12.4,), "12.4 公里", "12.4 km"),
    (wording.km_words, (123.6,), "124 公里", "124 km"),
    (wording.km_words, (60.0,), "60 公里", "60 km"),
    (wording.percent_words, (0.816, 1), "81.6%", "81.6%"),
    (wording.grouped, (1234567,), "1,234,567", "1,234,567"),
    (wording.grouped, (-4,), "−4", "−4"),
    (wording.signed, (3,), "+3", "+3"),
    (wording.signed, (-2,), "−2", "−2"),
    (wording.signed, (0,), "0", "0"),
]


@pytest.mark.parametrize(("say", "given", "chinese", "english"), CASES)
def test_words_in_both_languages(say, given, chinese, english):
    with translation.override("zh-hans"):
        assert say(*given) == chinese
    with translation.override("en"):
        assert say(*given) == english

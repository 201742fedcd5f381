"""How large an invented world is, and the calendar it lives by."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Scale:
    """Numbers of rows; proposals and activities follow from the partnerships' life stories."""

    schools: int
    programmes_per_school: int
    enterprises: int
    openings: int
    partnerships: int
    with_files: bool = False


SCALES = {
    "demo": Scale(60, 8, 2_000, 3_000, 600, with_files=True),
    "town": Scale(6, 5, 200, 300, 60, with_files=True),
    "city": Scale(60, 8, 5_000, 5_000, 1_500),
    "province": Scale(700, 11, 200_000, 200_000, 20_000),
}


@dataclass(frozen=True)
class Calendar:
    """The round of placements that a world is preparing on its day."""

    today: date
    batch_start: date
    entry_year: int

    @property
    def batch_end(self) -> date:
        """Six months less a few days: generally the longest that the law allows."""
        return self.batch_start + timedelta(days=179)

    @property
    def season(self) -> str:
        return "春季" if self.batch_start.month < 7 else "秋季"

    @property
    def batch_name(self) -> str:
        return f"{self.entry_year}级 · {self.batch_start.year}年{self.season}"


def calendar_for(today: date) -> Calendar:
    """The next round that starts in March or September, at least three weeks ahead.

    In spring those go out who entered three calendar years before, in autumn two: their third school year.

    >>> calendar_for(date(2026, 1, 13)).batch_name
    '2023级 · 2026年春季'
    """
    soonest = today + timedelta(days=21)
    starts = [date(year, month, 2) for year in (soonest.year, soonest.year + 1) for month in (3, 9)]
    start = min(day for day in starts if day >= soonest)
    return Calendar(today, start, start.year - (3 if start.month == 3 else 2))

"""Open data: sums by city, small numbers left out so that nobody can be told from them.

A sum of people or rows from 1 to 9 is suppressed (`None`), and so is the smallest other number of the same column
where only one city would be suppressed: it could be had from the total of the column. Where a total and its parts
stand in one row (due = placed + in talks + short; partnerships = their levels) never only one part is left out.
Schools stand in a public register: their number is not hidden. Nothing below a city and nothing by school or
enterprise is published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partnerships.summaries.models import Cell
from portal.reference.models import Region

FEW = 10
PUBLIC = ("schools",)
COLUMNS = (
    "schools", "due", "deferred", "secured", "in_talks", "short",
    "openings", "seats", "seats_free", "enterprises", "partnerships", *(f"level_{level}" for level in range(6)),
)  # fmt: skip
SUMS = (
    ("due", ("secured", "in_talks", "short")),
    ("partnerships", tuple(f"level_{level}" for level in range(6))),
)


@dataclass(frozen=True)
class CityRow:
    """A city and its sums; None is suppressed."""

    city: Region
    values: tuple[int | None, ...]


def suppressed(column: Mapping[str, int]) -> dict[str, int | None]:
    """One column without its small numbers: 1 to 9 become None, and never only one of them.

    >>> suppressed({"a": 4, "b": 20, "c": 35, "d": 0})
    {'a': None, 'b': None, 'c': 35, 'd': 0}
    >>> suppressed({"a": 12, "b": 20})
    {'a': 12, 'b': 20}
    """
    small = {key for key, value in column.items() if 0 < value < FEW}
    others = sorted((value, key) for key, value in column.items() if value >= FEW)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return {key: None if key in small else value for key, value in column.items()}


def guarded(row: Mapping[str, int | None], total: str, parts: Sequence[str]) -> dict[str, int | None]:
    """One row in which no left-out part can be had by subtracting the others from the total.

    Where exactly one part is left out, so is the smallest other part above 0, or else the total.

    >>> guarded({"all": 30, "a": 22, "b": None, "c": 0}, "all", ["a", "b", "c"])
    {'all': 30, 'a': None, 'b': None, 'c': 0}
    """
    safe = dict(row)
    missing = [name for name in parts if row[name] is None]
    if len(missing) == 1 and row[total] is not None:
        others = sorted((value, name) for name in parts if (value := row[name]))
        safe[others[0][1] if others else total] = None
    return safe


def city_rows() -> list[CityRow]:
    """All cities with their sums; two queries."""
    cities = list(Region.objects.cities().filter(retired_on=None).order_by("code"))
    sums = _sums(cities)
    columns: dict[str, Mapping[str, int | None]] = {}
    for name in COLUMNS:
        column = {city.pk: sums[city.pk].get(name, 0) for city in cities}
        columns[name] = column if name in PUBLIC else suppressed(column)
    rows = []
    for city in cities:
        row = {name: columns[name][city.pk] for name in COLUMNS}
        for total, parts in SUMS:
            row = guarded(row, total, parts)
        rows.append(CityRow(city, tuple(row[name] for name in COLUMNS)))
    return rows


def _sums(cities: Iterable[Region]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {city.pk: {} for city in cities}
    cells: Any = Cell.objects.filter(measure__in=COLUMNS)
    for (path, measure), value in cells.totals("region_path", "measure").items():
        code = _city_of(path)
        if code in found:
            found[code][measure] = found[code].get(measure, 0) + value
    return found


def _city_of(path: str) -> str:
    """The city in a region path; "" for a province."""
    codes = path.strip("/").split("/")
    return codes[1] if len(codes) > 1 else ""

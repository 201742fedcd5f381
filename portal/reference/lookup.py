"""Resolving what somebody wrote to a row: a place, an industry, a major; unknown or unclear gets suggestions.

A finder reads its table once, so an import of many rows costs one query a table; `region_for`, `industry_for` and
`major_for` are for a single text. Retired rows are not found.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models

from portal.reference.codes import CodeError, normalise, parse_industry_code, parse_major_code
from portal.reference.models import Industry, IndustryAlias, Major, MajorCategory, MajorClass, Region
from portal.reference.naming import Entry, Finding, NameIndex, place_spellings

RowType = TypeVar("RowType", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Answer(Generic[RowType]):
    """The row meant, or None with suggestions to choose from."""

    row: RowType | None
    suggestions: tuple[str, ...] = ()
    is_ambiguous: bool = False


def _answer(finding: Finding, rows: Mapping[str, RowType]) -> Answer[RowType]:
    row = rows[finding.code] if finding.code is not None else None
    return Answer(row, finding.suggestions, finding.is_ambiguous)


class RegionFinder:
    """Places of GB/T 2260 by code or name, with or without suffix and the places above, in both languages."""

    def __init__(self) -> None:
        self._rows = {region.code: region for region in Region.objects.filter(retired_on__isnull=True)}
        self._index = NameIndex(self._entry(region) for region in self._rows.values())

    def find(self, text: str, *, within: Region | None = None) -> Answer[Region]:
        """The place that the text names; `within` settles names that several cities have."""
        code = normalise(text)
        if code in self._rows:
            return Answer(self._rows[code])
        finding = self._index.find(text)
        if finding.is_ambiguous and within is not None:
            inside = frozenset(region.code for region in self._rows.values() if within.covers(region))
            finding = self._index.find(text, inside)
        return _answer(finding, self._rows)

    def in_address(self, address: str) -> Region | None:
        """The smallest place with which a postal address begins: 广东省深圳市南山区科技园 lies in 南山区."""
        code = self._index.longest_start(address)
        return None if code is None else self._rows[code]

    def _entry(self, region: Region) -> Entry:
        line = [self._rows[code] for code in reversed(region.codes_in_path) if code in self._rows]
        spellings = place_spellings([(place.name_zh, place.name_en) for place in line])
        return Entry(region.code, f"{region.name_zh}（{region.code}）", spellings)


class IndustryFinder:
    """Industries of GB/T 4754-2017 by code, with or without letter, by name or by everyday word."""

    def __init__(self) -> None:
        self._rows = {entry.code: entry for entry in Industry.objects.filter(retired_on__isnull=True)}
        words: dict[str, set[str]] = {}
        for word, code in IndustryAlias.objects.values_list("word", "industry_id"):
            words.setdefault(code, set()).add(word)
        self._index = NameIndex(self._entry(entry, words) for entry in self._rows.values())

    def find(self, text: str) -> Answer[Industry]:
        """The industry that the text names; a code may be followed by its name."""
        coded = re.match(r"\s*([A-Ta-t]?\d{2,4}|[A-Ta-t])(?![A-Za-z0-9])", text)
        if coded:
            return self._by_code(coded.group(1))
        return _answer(self._index.find(text), self._rows)

    def _by_code(self, code: str) -> Answer[Industry]:
        try:
            value = parse_industry_code(code).value
        except CodeError:
            return Answer(None)
        if value in self._rows:
            return Answer(self._rows[value])
        above = [self._rows[value[:length]] for length in (3, 2) if value[:length] in self._rows]
        return Answer(None, tuple(f"{entry.name_zh}（{entry.official_code}）" for entry in above[:1]))

    def _entry(self, entry: Industry, words: Mapping[str, set[str]]) -> Entry:
        spellings = {entry.name_zh, entry.name_en, *words.get(entry.code, ())}
        if self._is_named_like_kin(entry):
            spellings -= {entry.name_zh, entry.name_en}
        return Entry(entry.code, f"{entry.name_zh}（{entry.official_code}）", frozenset(spellings))

    def _is_named_like_kin(self, entry: Industry) -> bool:
        """Whether a better entry of the same line has the name: the division before its section and its groups."""
        if entry.level == Industry.Level.SECTION:
            return any(
                other.parent_id == entry.code and other.name_zh == entry.name_zh
                for other in self._rows.values()
            )
        parent = self._rows.get(entry.parent_id or "")
        return (
            parent is not None and parent.level != Industry.Level.SECTION and parent.name_zh == entry.name_zh
        )


class MajorFinder:
    """Majors of the national catalogue, newest year, by code (K or not) or by name and level."""

    def __init__(self) -> None:
        majors = Major.objects.filter(catalogue=Major.Catalogue.NATIONAL, retired_on__isnull=True)
        self._rows = {major.code: major for major in majors.order_by("year")}
        self._index = NameIndex(self._entry(major) for major in self._rows.values())
        self._levels = {
            level: frozenset(major.code for major in self._rows.values() if major.level == level)
            for level in {major.level for major in self._rows.values()}
        }

    def find(self, text: str, *, level: str | None = None) -> Answer[Major]:
        """The major that the text names; the same name stands on several levels, so give the level if known."""
        try:
            code = parse_major_code(text).value.removesuffix("K")
        except CodeError:
            among = None if level is None else self._levels.get(level, frozenset())
            return _answer(self._index.find(text, among), self._rows)
        return Answer(self._rows.get(code))

    def _entry(self, major: Major) -> Entry:
        label = f"{major.name_zh}（{major.official_code}）"
        return Entry(major.code, label, frozenset({major.name_zh, major.name_en}))


class MajorPrefixFinder:
    """What an opening accepts: categories, classes and majors, by code, by name, or by both as a form shows them."""

    def __init__(self) -> None:
        majors = Major.objects.filter(catalogue=Major.Catalogue.NATIONAL, retired_on__isnull=True)
        tables = (MajorCategory.objects.all(), MajorClass.objects.all(), majors.order_by("year"))
        self._names = {row.code: row for table in tables for row in table}
        self._index = NameIndex(
            Entry(code, f"{code} {row.name_zh}", frozenset({row.name_zh, row.name_en}))
            for code, row in self._names.items()
        )

    def find(self, text: str) -> Finding:
        """The code that the text means, or labels of what is near; a code is taken as it is, known or not."""
        try:
            return Finding(
                parse_major_code(text.split(maxsplit=1)[0] if text.strip() else "").value.removesuffix("K")
            )
        except CodeError:
            return self._index.find(text)


def region_for(text: str, *, within: Region | None = None) -> Answer[Region]:
    """The place that a text names, by one query; see `RegionFinder` for many texts."""
    return RegionFinder().find(text, within=within)


def industry_for(text: str) -> Answer[Industry]:
    """The industry that a text names, by two queries; see `IndustryFinder` for many texts."""
    return IndustryFinder().find(text)


def major_for(text: str, *, level: str | None = None) -> Answer[Major]:
    """The major that a text names, by one query; see `MajorFinder` for many texts."""
    return MajorFinder().find(text, level=level)

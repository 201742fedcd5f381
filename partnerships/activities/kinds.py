"""The kinds of activity: their names, their unit and the one measure that counts (kinds.json, read once, pure).

The scoring rubric weighs these kinds; a test keeps both lists equal. `fields` are what a form asks for, the measure
first: a quantity in the unit, people x hours a head, or money in yuan.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

QUANTITY, PERSON_HOURS, MONEY = "quantity", "person_hours", "money"
MEASURE_FIELDS = {QUANTITY: ("quantity",), PERSON_HOURS: ("people", "hours"), MONEY: ("money",)}
"""The fields of an activity that a measure is made of."""

Number = int | Decimal

_FILE = Path(__file__).with_name("kinds.json")


@dataclass(frozen=True)
class Dimension:
    """One of the eight sides of depth, under which kinds are listed."""

    code: str
    name_zh: str
    name_en: str

    def name_in(self, language: str) -> str:
        """The Chinese name for any zh, else the English one."""
        return self.name_zh if language.lower().startswith("zh") else self.name_en


@dataclass(frozen=True)
class ActivityKind:
    """One kind of activity; `people_*` says who is counted where people are asked for."""

    code: str
    name_zh: str
    name_en: str
    dimension: str
    measure: str
    unit: str
    unit_zh: str
    unit_en: str
    unit_en_one: str
    fields: tuple[str, ...]
    people_zh: str
    people_en: str
    people_en_one: str

    def name_in(self, language: str) -> str:
        """The Chinese name for any zh, else the English one."""
        return self.name_zh if language.lower().startswith("zh") else self.name_en

    def unit_in(self, language: str, number: Number = 2) -> str:
        """The unit in words, for `number` of them."""
        if language.lower().startswith("zh"):
            return self.unit_zh
        return self.unit_en_one if number == 1 else self.unit_en

    def people_in(self, language: str, number: Number = 2) -> str:
        """Who is counted, in words, for `number` of them; "" where nobody in particular."""
        if language.lower().startswith("zh"):
            return self.people_zh
        return self.people_en_one if number == 1 else self.people_en

    @property
    def required_fields(self) -> tuple[str, ...]:
        """The fields without which the activity measures nothing."""
        return MEASURE_FIELDS[self.measure]


@cache
def _document() -> dict[str, list[dict[str, object]]]:
    document: dict[str, list[dict[str, object]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return document


@cache
def dimensions() -> tuple[Dimension, ...]:
    """The eight dimensions in their order."""
    return tuple(
        Dimension(**{key: str(value) for key, value in row.items()}) for row in _document()["dimensions"]
    )


@cache
def kinds() -> dict[str, ActivityKind]:
    """Every kind by its code, in the order of the file."""
    return {str(row["code"]): _kind(row) for row in _document()["kinds"]}


def _kind(row: dict[str, object]) -> ActivityKind:
    fields = row["fields"]
    assert isinstance(fields, list)
    words = {key: str(value) for key, value in row.items() if key != "fields"}
    return ActivityKind(**words, fields=tuple(str(field) for field in fields))


def kind_of(code: str) -> ActivityKind:
    """The kind of that code; KeyError where there is none."""
    return kinds()[code]

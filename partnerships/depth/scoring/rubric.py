"""The rubric (评价指标体系): what counts towards depth, how much, and why. Data, with a version.

A rubric is a JSON document (`rubric_2026_1.json` is the first) that a bureau can edit, try out and publish. It names
eight dimensions whose maxima add up to 100 points and, within them, kinds. A kind has **one** additive measure, a
half-measure (the total that earns half of its maximum), a half-life, a maximum and a reason in both languages. Most
kinds are fed by activities; the others by agreements, the working group, placements and evaluations. The maxima of the
kinds of a dimension add up to more than the dimension holds: no partnership has to do everything, and none can fill a
dimension with one kind alone.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from partnerships.depth.scoring.documents import DocumentError
from partnerships.depth.scoring.measures import fading_unit, point_units, product, scaled

BUILT_IN_VERSION = "2026.1"
ACTIVITIES = "activities"
AGREEMENTS_IN_FORCE = "agreements_in_force"
FORMS = "forms"
YEARS_TOGETHER = "years_together"
MEETINGS = "meetings"
DECISIONS = "decisions"
ACTIONS_DONE = "actions_done"
PLACEMENT_TIME = "placement_time"
PLACEMENT_COMPLETED = "placement_completed"
EVALUATIONS = "evaluations"
PAPER_FEEDS = (AGREEMENTS_IN_FORCE, FORMS, YEARS_TOGETHER)
"""What a signed paper earns without anybody doing anything."""

FEEDS = (
    ACTIVITIES,
    *PAPER_FEEDS,
    MEETINGS,
    DECISIONS,
    ACTIONS_DONE,
    PLACEMENT_TIME,
    PLACEMENT_COMPLETED,
    EVALUATIONS,
)
QUANTITY, PERSON_HOURS, MONEY = "quantity", "person_hours", "money"
MEASURES = (QUANTITY, PERSON_HOURS, MONEY)
GRADES = ("excellent", "good", "pass", "fail")
CHINESE = "zh-hans"
Amount = int | Decimal


class RubricError(DocumentError):
    """A rubric breaks its form or one of its rules."""


@dataclass(frozen=True)
class Words:
    """One text in both languages of the portal."""

    en: str
    zh_hans: str

    def in_language(self, language: str) -> str:
        """Return the text for a language code: Chinese for any zh, else English."""
        return self.zh_hans if language.lower().startswith("zh") else self.en


@dataclass(frozen=True)
class Step:
    """A sensible smallest next activity of a kind: its amounts, the staff hours it costs both sides, its words."""

    quantity: Decimal
    people: Decimal
    hours: Decimal
    money: Decimal
    effort_hours: int
    do: Words


@dataclass(frozen=True)
class Kind:
    """One thing that is counted. `half_measure` is in the unit of the measure, `half_life_days` None = never fades.

    `people` says who is counted in person-hours. `cash_is_suspect` marks kinds that bring students to an enterprise:
    money on them earns nothing and is flagged (人头费).
    """

    code: str
    fed_by: str
    dimension: str
    unit: str
    measure: str
    half_measure: Decimal
    max_points: Decimal
    half_life_days: int | None
    names: Words
    reason: Words
    people: Words | None
    cash_is_suspect: bool
    step: Step | None

    @cached_property
    def max_units(self) -> int:
        """The maximum in point units."""
        return point_units(self.max_points)

    @cached_property
    def half_scaled(self) -> int:
        """The half-measure in millionths, in the unit of faded sums."""
        return scaled(self.half_measure) * fading_unit(self.half_life_days)

    def measured(self, *, quantity: Amount, people: Amount, hours: Amount, money: Amount) -> int:
        """Return the one of these amounts that this kind counts, in millionths."""
        if self.measure == PERSON_HOURS:
            return product(people, hours)
        return scaled(money if self.measure == MONEY else quantity)

    @cached_property
    def step_scaled(self) -> int:
        """The amount of the smallest step in millionths, 0 without one."""
        step = self.step
        if step is None:
            return 0
        return self.measured(quantity=step.quantity, people=step.people, hours=step.hours, money=step.money)


@dataclass(frozen=True)
class Form:
    """A form of cooperation that an agreement may name; `article_7_group` is its place in 校企合作促进办法 art. 7."""

    code: str
    names: Words
    article_7_group: int
    weight: Decimal


@dataclass(frozen=True)
class Dimension:
    """One of the eight sides of depth."""

    code: str
    max_points: Decimal
    names: Words
    short_names: Words
    reason: Words

    @cached_property
    def max_units(self) -> int:
        """The maximum in point units."""
        return point_units(self.max_points)


@dataclass(frozen=True)
class Level:
    """A level of depth and the points of 100 from which it starts."""

    level: int
    from_points: Decimal
    names: Words
    full_names: Words


@dataclass(frozen=True)
class Gate:
    """What an agreement missing means: the highest level then possible, and the step that opens the gate."""

    level_cap: int
    agreement_years: int
    effort_hours: int
    do: Words


@dataclass(frozen=True)
class FlagLimits:
    """When a flag is raised; see `flags`."""

    burst_activities: int
    burst_days: int
    quarter_end_days: int
    quarter_end_share: Decimal
    quarter_end_activities: int
    one_confirmer_activities: int


@dataclass(frozen=True)
class Rubric:
    """A complete version of the rubric; build it with `rubric_reading.parse_rubric`, which checks it."""

    version: str
    note: Words
    levels: tuple[Level, ...]
    gate: Gate
    years_window_days: int
    grades: dict[str, Decimal]
    flags: FlagLimits
    dimensions: tuple[Dimension, ...]
    units: dict[str, Words]
    forms: tuple[Form, ...]
    kinds: tuple[Kind, ...]

    @cached_property
    def activity_kinds(self) -> dict[str, Kind]:
        """The kinds that activities may have, by code, in the order of the rubric."""
        return {kind.code: kind for kind in self.kinds if kind.fed_by == ACTIVITIES}

    @cached_property
    def sources(self) -> dict[str, Kind]:
        """The kinds fed by anything else, by what feeds them."""
        return {kind.fed_by: kind for kind in self.kinds if kind.fed_by != ACTIVITIES}

    @cached_property
    def form_weights(self) -> dict[str, Decimal]:
        """The weight of each form of cooperation by code."""
        return {form.code: form.weight for form in self.forms}

    @cached_property
    def by_dimension(self) -> tuple[tuple[Dimension, tuple[Kind, ...]], ...]:
        """Each dimension with its kinds, in the order of the rubric."""
        return tuple((d, tuple(k for k in self.kinds if k.dimension == d.code)) for d in self.dimensions)

    def level_of(self, points: Decimal) -> int:
        """Return the level 0-5 that points of 100 reach."""
        return max(level.level for level in self.levels if points >= level.from_points)

    def level_named(self, level: int) -> Level:
        """Return the level with this number."""
        return next(found for found in self.levels if found.level == level)


def repeated(codes: Iterable[str]) -> list[str]:
    """Return the codes that occur more than once, sorted.

    >>> repeated(["a", "b", "a"])
    ['a']
    """
    return sorted(code for code, times in Counter(codes).items() if times > 1)


@cache
def built_in_document(version: str = BUILT_IN_VERSION) -> Any:
    """Return the JSON document of a rubric that ships with the portal; do not change it, copy it.

    Raises FileNotFoundError for a version that does not ship.
    """
    path = Path(__file__).with_name(f"rubric_{version.replace('.', '_')}.json")
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)

"""From a rubric document to a checked `Rubric`.

The rules a rubric must keep are here, each with its sentence, so that a bureau that edits one is told at once: maxima
of the dimensions add up to 100; every dimension can be filled, but not by one kind alone; codes are unique; levels
start at 0 and rise; a signed paper alone stays below level 1; every activity kind has a step of positive measure.
"""

from decimal import Decimal
from functools import cache
from itertools import pairwise

from partnerships.depth.scoring.documents import Record
from partnerships.depth.scoring.rubric import (
    ACTIVITIES,
    BUILT_IN_VERSION,
    CHINESE,
    FEEDS,
    GRADES,
    MEASURES,
    PAPER_FEEDS,
    PERSON_HOURS,
    Dimension,
    FlagLimits,
    Form,
    Gate,
    Kind,
    Level,
    Rubric,
    RubricError,
    Step,
    Words,
    built_in_document,
    repeated,
)

FULL_POINTS = Decimal(100)
TOP_LEVEL = 5
LARGEST_KIND_SHARE = Decimal("0.5")
ARTICLE_7_GROUPS = range(1, 8)


@cache
def built_in(version: str = BUILT_IN_VERSION) -> Rubric:
    """Return the rubric of that version that ships with the portal.

    >>> built_in().version
    '2026.1'
    """
    return parse_rubric(built_in_document(version))


def parse_rubric(document: object) -> Rubric:
    """Return the rubric of a JSON document (objects as dicts); raises RubricError with path and cure."""
    record = Record(document, "", RubricError)
    rubric = Rubric(
        version=record.text("version"),
        note=_words(record, "note"),
        levels=tuple(_level(row) for row in record.records("levels")),
        gate=_gate(record.record("gate")),
        years_window_days=_positive_whole(record, "years_window_days"),
        grades=_grades(record.record("grades")),
        flags=_flags(record.record("flags")),
        dimensions=tuple(_dimension(row) for row in record.records("dimensions")),
        units=_units(record.record("units")),
        forms=tuple(_form(row) for row in record.records("forms")),
        kinds=tuple(_kind(row) for row in record.records("kinds")),
    )
    _check(rubric)
    unknown = record.unknown()
    if unknown:
        raise RubricError(unknown[0], "is not part of a rubric; remove it or correct its name")
    return rubric


def _words(record: Record, key: str) -> Words:
    inner = record.record(key)
    return Words(en=inner.text("en"), zh_hans=inner.text(CHINESE))


def _positive(record: Record, key: str) -> Decimal:
    number = record.amount(key)
    if number <= 0:
        raise record.refuse(key, "must be more than 0; correct it")
    return number


def _positive_whole(record: Record, key: str) -> int:
    number = record.whole(key)
    if number <= 0:
        raise record.refuse(key, "must be 1 or more; correct it")
    return number


def _level(row: Record) -> Level:
    return Level(
        level=row.whole("level"),
        from_points=row.amount("from_points"),
        names=_words(row, "names"),
        full_names=_words(row, "full_names"),
    )


def _gate(record: Record) -> Gate:
    step = record.record("step")
    return Gate(
        level_cap=record.whole("level_cap"),
        agreement_years=_positive_whole(step, "years"),
        effort_hours=_positive_whole(step, "effort_hours"),
        do=_words(step, "do"),
    )


def _flags(record: Record) -> FlagLimits:
    return FlagLimits(
        burst_activities=_positive_whole(record, "burst_activities"),
        burst_days=_positive_whole(record, "burst_days"),
        quarter_end_days=_positive_whole(record, "quarter_end_days"),
        quarter_end_share=_positive(record, "quarter_end_share"),
        quarter_end_activities=_positive_whole(record, "quarter_end_activities"),
        one_confirmer_activities=_positive_whole(record, "one_confirmer_activities"),
    )


def _dimension(row: Record) -> Dimension:
    return Dimension(
        code=row.text("code"),
        max_points=_positive(row, "max_points"),
        names=_words(row, "names"),
        short_names=_words(row, "short_names"),
        reason=_words(row, "reason"),
    )


def _units(record: Record) -> dict[str, Words]:
    return {unit: _words(record, unit) for unit in record.names()}


def _grades(record: Record) -> dict[str, Decimal]:
    return {grade: record.amount(grade) for grade in GRADES}


def _form(row: Record) -> Form:
    group = row.whole("article_7_group")
    if group not in ARTICLE_7_GROUPS:
        raise row.refuse("article_7_group", "must be 1 to 7, the groups of article 7")
    return Form(
        code=row.text("code"),
        names=_words(row, "names"),
        article_7_group=group,
        weight=_positive(row, "weight"),
    )


def _kind(row: Record) -> Kind:
    half_life = row.get("half_life_days")
    return Kind(
        code=row.text("code"),
        fed_by=row.one_of("fed_by", FEEDS),
        dimension=row.text("dimension"),
        unit=row.text("unit"),
        measure=row.one_of("measure", MEASURES),
        half_measure=_positive(row, "half_measure"),
        max_points=_positive(row, "max_points"),
        half_life_days=None if half_life is None else _positive_whole(row, "half_life_days"),
        names=_words(row, "names"),
        reason=_words(row, "reason"),
        people=None if row.get("people") is None else _words(row, "people"),
        cash_is_suspect=row.truth("cash_is_suspect"),
        step=None if row.get("step") is None else _step(row.record("step")),
    )


def _step(row: Record) -> Step:
    return Step(
        quantity=row.amount("quantity"),
        people=row.amount("people"),
        hours=row.amount("hours"),
        money=row.money("money"),
        effort_hours=_positive_whole(row, "effort_hours"),
        do=_words(row, "do"),
    )


def _check(rubric: Rubric) -> None:
    _check_codes(rubric)
    _check_levels(rubric)
    _check_grades(rubric)
    _check_dimensions(rubric)
    for kind in rubric.kinds:
        _check_kind(rubric, kind)


def _check_codes(rubric: Rubric) -> None:
    lists = {
        "dimensions": [dimension.code for dimension in rubric.dimensions],
        "kinds": [kind.code for kind in rubric.kinds],
        "forms": [form.code for form in rubric.forms],
    }
    for name, codes in lists.items():
        if repeated(codes):
            raise RubricError(name, f"code {repeated(codes)[0]} occurs twice; give each its own")
    feeds = repeated(kind.fed_by for kind in rubric.kinds if kind.fed_by != ACTIVITIES)
    if feeds:
        raise RubricError("kinds", f"two kinds are fed by {feeds[0]}; only activities may feed several")


def _check_levels(rubric: Rubric) -> None:
    if [level.level for level in rubric.levels] != list(range(TOP_LEVEL + 1)):
        raise RubricError("levels", f"must be the levels 0 to {TOP_LEVEL} in this order")
    starts = [level.from_points for level in rubric.levels]
    if starts[0] != 0 or starts[-1] > FULL_POINTS or any(b <= a for a, b in pairwise(starts)):
        raise RubricError("levels", "from_points must start at 0, rise from level to level and end by 100")
    paper = sum((kind.max_points for kind in rubric.kinds if kind.fed_by in PAPER_FEEDS), Decimal(0))
    if paper >= starts[1]:
        raise RubricError("levels", f"paper alone can earn {paper} points; level 1 must start above that")
    if rubric.gate.level_cap > TOP_LEVEL:
        raise RubricError("gate.level_cap", f"must be a level from 0 to {TOP_LEVEL}")


def _check_grades(rubric: Rubric) -> None:
    values = [rubric.grades[grade] for grade in GRADES]
    if values[0] > 1 or any(b > a for a, b in pairwise(values)):
        raise RubricError("grades", "must not rise from excellent (at most 1) to fail")


def _check_dimensions(rubric: Rubric) -> None:
    total = sum((dimension.max_points for dimension in rubric.dimensions), Decimal(0))
    if total != FULL_POINTS:
        raise RubricError("dimensions", f"max_points add up to {total}; they must add up to 100")
    for dimension, kinds in rubric.by_dimension:
        reach = sum((kind.max_points for kind in kinds), Decimal(0))
        if reach < dimension.max_points:
            raise RubricError(
                f"dimensions.{dimension.code}",
                f"its kinds reach only {reach} of {dimension.max_points} points; add kinds or raise their maxima",
            )
        for kind in kinds:
            if kind.max_points > dimension.max_points * LARGEST_KIND_SHARE:
                raise RubricError(
                    f"kinds.{kind.code}.max_points",
                    f"must be at most half of the dimension's {dimension.max_points}",
                )


def _check_kind(rubric: Rubric, kind: Kind) -> None:
    path = f"kinds.{kind.code}"
    if kind.dimension not in {dimension.code for dimension in rubric.dimensions}:
        raise RubricError(f"{path}.dimension", f"{kind.dimension} is not among the dimensions")
    if kind.unit not in rubric.units:
        raise RubricError(f"{path}.unit", f"{kind.unit} has no words under units; add them")
    if (kind.measure == PERSON_HOURS) != (kind.people is not None):
        raise RubricError(f"{path}.people", "must be given for person_hours, and only then")
    if kind.fed_by != ACTIVITIES:
        return
    if kind.step_scaled <= 0:
        raise RubricError(f"{path}.step", f"must be given, with a {kind.measure} of more than 0")

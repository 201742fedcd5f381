"""Rubric 2026.1 as it ships, and what a rubric may not be."""

import csv
import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path

import pytest

from partnerships.depth.scoring.rubric import PAPER_FEEDS, RubricError, built_in_document
from partnerships.depth.scoring.rubric_reading import built_in, parse_rubric
from tests.partnerships.depth.scoring.made import RUBRIC

ROOT = Path(__file__).parents[4]
DIMENSIONS = [
    "governance",
    "curriculum",
    "teachers",
    "facilities",
    "placements",
    "employment",
    "service",
    "continuity",
]


def edited(change) -> dict:
    copy = deepcopy(built_in_document())
    change(copy)
    return copy


def kind_named(document: dict, code: str) -> dict:
    return next(kind for kind in document["kinds"] if kind["code"] == code)


def test_the_eight_dimensions_weigh_the_same():
    assert [(d.code, d.max_points) for d in RUBRIC.dimensions] == [
        (code, Decimal("12.5")) for code in DIMENSIONS
    ]


def test_every_dimension_has_at_least_three_kinds_of_activity():
    for dimension, kinds in RUBRIC.by_dimension:
        assert sum(kind.step is not None for kind in kinds) >= 3, dimension.code


def test_a_signed_paper_alone_stays_below_level_1():
    paper = sum(kind.max_points for kind in RUBRIC.kinds if kind.fed_by in PAPER_FEEDS)

    assert RUBRIC.level_of(paper) == 0


def test_the_levels_have_the_names_of_the_portal():
    assert [level.names.in_language("zh-hans") for level in RUBRIC.levels] == [
        "挂牌",
        "浅层",
        "起步",
        "协同",
        "深融",
        "共同体",
    ]
    assert RUBRIC.level_named(5).full_names.in_language("en") == "Community of common destiny"


@pytest.mark.parametrize(
    ("points", "level"), [("0", 0), ("11.9999999999", 0), ("12", 1), ("64.99", 3), ("100", 5)]
)
def test_a_level_starts_at_its_points(points, level):
    assert RUBRIC.level_of(Decimal(points)) == level


def test_money_never_counts_for_kinds_that_bring_students():
    suspect = [kind for kind in RUBRIC.kinds if kind.cash_is_suspect]

    assert len(suspect) >= 5
    assert all(kind.measure != "money" for kind in suspect)


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        (lambda d: d["dimensions"][0].update(max_points=13), "dimensions", "add up to 100.5"),
        (lambda d: d["kinds"].append(d["kinds"][-1]), "kinds", "culture_exchange occurs twice"),
        (lambda d: d["forms"].append(d["forms"][0]), "forms", "joint_major occurs twice"),
        (lambda d: d["levels"].pop(), "levels", "must be the levels 0 to 5"),
        (lambda d: d["levels"][2].update(from_points=50), "levels", "rise from level to level"),
        (lambda d: d["levels"][1].update(from_points=9), "levels", "paper alone can earn 9.5"),
        (
            lambda d: kind_named(d, "joint_course").update(max_points=7),
            "kinds.joint_course.max_points",
            "at most half",
        ),
        (
            lambda d: kind_named(d, "joint_course").update(half_measure=0),
            "kinds[10].half_measure",
            "more than 0",
        ),
        (
            lambda d: kind_named(d, "joint_course").update(measure="hours"),
            "kinds[10].measure",
            "use one of quantity",
        ),
        (
            lambda d: kind_named(d, "joint_course").update(dimension="culture"),
            "kinds.joint_course.dimension",
            "culture",
        ),
        (lambda d: kind_named(d, "joint_course").update(unit="pages"), "kinds.joint_course.unit", "no words"),
        (
            lambda d: kind_named(d, "joint_course").pop("step"),
            "kinds.joint_course.step",
            "quantity of more than 0",
        ),
        (
            lambda d: kind_named(d, "staff_training").pop("people"),
            "kinds.staff_training.people",
            "person_hours",
        ),
        (
            lambda d: kind_named(d, "joint_course")["names"].pop("zh-hans"),
            "kinds[10].names.zh-hans",
            "missing",
        ),
        (lambda d: kind_named(d, "joint_course").pop("reason"), "kinds[10].reason.en", "missing"),
        (lambda d: d["grades"].update(fail=1), "grades", "must not rise"),
        (lambda d: d["gate"].update(level_cap=6), "gate.level_cap", "0 to 5"),
        (lambda d: d.update(extra=1), "extra", "not part of a rubric"),
        (lambda d: d.update(years_window_days=0), "years_window_days", "1 or more"),
        (lambda d: d["forms"][0].update(article_7_group=8), "forms[0].article_7_group", "1 to 7"),
        (
            lambda d: kind_named(d, "evaluations").update(fed_by="meetings"),
            "kinds",
            "two kinds are fed by meetings",
        ),
    ],
)
def test_a_rubric_that_breaks_a_rule_is_refused_with_its_place(change, path, message):
    with pytest.raises(RubricError, match=message) as caught:
        parse_rubric(edited(change))

    assert caught.value.path == path


def test_a_dimension_that_cannot_be_filled_is_refused():
    def starve(document):
        document["kinds"] = [
            k for k in document["kinds"] if k["dimension"] != "service" or k["max_points"] > 5
        ]

    with pytest.raises(RubricError, match=r"reach only 11.5 of 12.5 points"):
        parse_rubric(edited(starve))


def test_a_bureau_can_publish_other_weights_from_plain_json_numbers():
    def shift(document):
        document["version"] = "2027.1"
        document["dimensions"][0]["max_points"] = 10.5
        document["dimensions"][1]["max_points"] = 14.5

    rubric = parse_rubric(edited(shift))

    assert (rubric.version, rubric.dimensions[1].max_points) == ("2027.1", Decimal("14.5"))
    assert built_in().dimensions[1].max_points == Decimal("12.5")


def test_the_rubric_weighs_exactly_the_forms_of_cooperation_of_the_reference_data():
    with (ROOT / "portal/reference/data/cooperation_forms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [(row["code"], row["name_zh"], row["name_en"]) for row in rows] == [
        (form.code, form.names.zh_hans, form.names.en) for form in RUBRIC.forms
    ]


def test_activities_can_be_logged_in_exactly_the_kinds_that_are_weighed():
    logged = json.loads((ROOT / "partnerships/activities/kinds.json").read_text(encoding="utf-8"))

    assert [(row["code"], row["unit"], row["measure"], row["dimension"]) for row in logged["kinds"]] == [
        (kind.code, kind.unit, kind.measure, kind.dimension) for kind in RUBRIC.activity_kinds.values()
    ]

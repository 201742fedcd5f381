"""What a partnership earns, part by part, in figures one can check on paper."""

from datetime import date
from decimal import Decimal

import pytest

from partnerships.depth.scoring.facts import ActivityFact, AgreementFact, Facts
from partnerships.depth.scoring.report import parts_json
from partnerships.depth.scoring.scorer import score
from partnerships.depth.scoring.tally import days_covered
from tests.partnerships.depth.scoring.made import (
    FORMS,
    ON,
    RUBRIC,
    activity,
    agreement,
    alder_and_birch,
    days_ago,
    document,
    rich,
    scored,
)


def part(result, code):
    return next(k for d in result.dimensions for k in d.kinds if k.kind == code)


def test_alder_and_birch_stand_at_level_3_between_55_and_65_points():
    result = scored(alder_and_birch())

    assert result.level == 3
    assert 55 <= result.points <= 65


def test_an_agreement_without_activity_is_paper_however_long_and_broad():
    result = scored(document(agreements=[agreement(4000, -4000, forms=tuple(FORMS))] * 5))

    assert (result.level, result.gate) == (0, ())
    assert 0 < result.points < 12


def test_every_dimension_can_be_filled():
    result = scored(rich(per_kind=8))

    assert result.points == 100
    assert result.level == 5


def test_two_courses_of_today_earn_three_quarters_of_their_kind():
    result = scored(document(activities=[activity("a", "joint_course", quantity=2)]))

    assert result.points == Decimal("4.5")
    assert part(result, "joint_course").confirmed == 2


def test_a_course_of_three_years_ago_counts_as_half_a_course():
    result = scored(document(activities=[activity("a", "joint_course", days=1095, quantity=1)]))

    assert part(result, "joint_course").confirmed == Decimal("0.5")
    assert result.points == Decimal("1.5")


def test_an_unconfirmed_course_earns_a_third_and_beside_a_confirmed_one_a_third_of_what_it_adds():
    claimed = activity("b", "joint_course", quantity=1) | {"confirmed": False}
    confirmed = activity("a", "joint_course", quantity=1)

    assert scored(document(activities=[claimed])).points == 1
    assert scored(document(activities=[confirmed])).points == 3
    assert scored(document(activities=[confirmed, claimed])).points == Decimal("3.5")


@pytest.mark.parametrize(
    ("kind", "amounts", "sum_"),
    [
        ("staff_training", {"quantity": 9, "people": 20, "hours": 8, "money": "999.00"}, "160"),
        ("technical_service", {"quantity": 9, "people": 20, "hours": 8, "money": "999.50"}, "999.50"),
        ("open_day", {"quantity": 9, "people": 20, "hours": 8, "money": "999.00"}, "9"),
    ],
)
def test_each_kind_counts_in_its_own_measure_alone(kind, amounts, sum_):
    result = scored(document(activities=[activity("a", kind, **amounts)]))

    assert part(result, kind).confirmed == Decimal(sum_)


def test_placements_count_in_student_days_up_to_today_and_again_when_completed():
    running = {"from": days_ago(29), "to": days_ago(-100), "students": 10}
    over = {"from": days_ago(739), "to": days_ago(730), "students": 8, "completed": True}

    result = scored(document(placements=[running, over]))

    assert part(result, "placement_time").confirmed == 300 + 40
    assert part(result, "placement_completed").confirmed == 40


def test_grades_count_by_their_worth_and_a_fail_for_nothing():
    grades = ["excellent", "good", "pass", "fail"]

    result = scored(document(evaluations=[{"on": days_ago(0), "grade": grade} for grade in grades]))

    assert part(result, "evaluations").confirmed == Decimal("2.3")


def test_the_working_group_counts_by_meetings_decisions_and_what_was_done():
    group = {
        "meetings": [{"on": days_ago(0), "decisions": 3}, {"on": days_ago(730), "decisions": 0}],
        "actions_done": 2,
    }

    result = scored(document(working_group=group))

    assert part(result, "working_group_meetings").confirmed == Decimal("1.5")
    assert part(result, "working_group_decisions").points == 1
    assert part(result, "working_group_actions_done").points == Decimal("1.25")


def test_only_forms_of_agreements_in_force_count_and_each_once():
    facts = document(
        agreements=[
            agreement(forms=("order_class", "joint_major")),
            agreement(forms=("order_class",)),
            agreement(900, 400, forms=("mixed_ownership",)),
            agreement(signed=False, forms=("school_in_factory",)),
        ]
    )

    assert part(scored(facts), "forms_agreed").confirmed == 2
    assert part(scored(facts), "agreement_in_force").confirmed == 2


@pytest.mark.parametrize(
    ("terms", "days"),
    [
        ([], 0),
        ([(0, 0)], 1),
        ([(9, 0), (4, -30)], 10),
        ([(19, 15), (9, 5)], 10),
        ([(200, 0)], 100),
        ([(900, 500)], 0),
        ([(50, 0), (30, 20), (60, 40)], 61),
        ([(60, 0), (50, 40), (30, 20)], 61),
    ],
)
def test_years_together_count_each_day_once_within_the_window(terms, days):
    rows = [
        AgreementFact((), date.fromisoformat(days_ago(a)), date.fromisoformat(days_ago(b)), True)
        for a, b in terms
    ]

    assert days_covered(rows, ON, window_days=100) == days


def test_an_activity_that_shares_a_file_with_one_that_earned_nothing_is_counted():
    rows = [
        activity("a", "joint_course", quantity=1, files=["x"]),
        activity("b", "joint_course", quantity=1, files=["x", "y"]),
        activity("c", "joint_course", quantity=1, files=["y"]),
    ]

    result = scored(document(activities=rows))

    assert part(result, "joint_course").ids == ("a", "c")
    assert [(row.id, row.reason, row.shared_with) for row in result.unearned] == [("b", "repeated_file", "a")]


def test_every_file_of_an_activity_is_taken_not_only_its_first():
    rows = [
        activity("a", "joint_course", quantity=1, files=["x", "y"]),
        activity("b", "joint_textbook", quantity=1, files=["y"]),
    ]

    result = scored(document(activities=rows))

    assert [(row.id, row.shared_with) for row in result.unearned] == [("b", "a")]


def test_an_activity_without_an_amount_is_named():
    result = scored(document(activities=[activity("a", "staff_training", people=20)]))

    assert [(row.id, row.reason) for row in result.unearned] == [("a", "nothing_measured")]


def test_coverage_is_the_share_confirmed_and_backed_by_a_file_of_its_own():
    rows = [
        activity("a", "joint_course", quantity=1),
        activity("b", "open_day", quantity=1, files=[]),
        activity("c", "open_day", quantity=1) | {"confirmed": False},
        activity("d", "open_day", quantity=1, files=["file of a"]),
    ]

    result = scored(document(activities=rows))

    assert (result.covered_count, result.evidence_count, result.coverage) == (1, 4, 0.25)
    assert scored(document()).coverage == 0


def test_what_lies_over_the_maximum_of_a_dimension_is_shown_and_not_counted():
    kinds = ["joint_course", "joint_textbook", "training_plan"]

    result = scored(document(activities=[activity(kind, kind, quantity=1000) for kind in kinds]))

    curriculum = result.dimension("curriculum")
    assert (curriculum.points, curriculum.over, curriculum.level) == (Decimal("12.5"), Decimal("2.5"), 5)


def test_a_retired_kind_of_an_old_row_earns_nothing_and_is_named():
    facts = Facts(
        on=ON, activities=(ActivityFact("a", "plaque_unveiling", ON, quantity=1, is_confirmed=True),)
    )

    result = score(facts, RUBRIC)

    assert result.points == 0
    assert result.unearned[0].reason == "unknown_kind"


def test_rows_after_the_day_of_scoring_are_an_error_of_the_caller():
    late = ActivityFact("a", "open_day", date(2026, 11, 23), quantity=1)

    with pytest.raises(ValueError, match="after the day of scoring"):
        score(Facts(on=ON, activities=(late,)), RUBRIC)


def test_the_parts_to_store_open_every_point_into_its_evidence():
    facts = alder_and_birch()
    parts = parts_json(scored(facts))

    kinds = {k["kind"]: k for d in parts["dimensions"] for k in d["kinds"]}
    assert kinds["teacher_practice"]["ids"] == ["t1", "t2", "t3"]
    assert kinds["placement_time"]["rows"] == 2
    assert sum(Decimal(d["points"]) for d in parts["dimensions"]) == scored(facts).points
    assert parts["evidence"] == {"count": 16, "covered": 16}

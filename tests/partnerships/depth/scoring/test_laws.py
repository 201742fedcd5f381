"""The laws of the depth score, each for any facts Hypothesis can think of."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partnerships.depth.scoring.report import score_text
from partnerships.depth.scoring.scorer import NO_AGREEMENT_IN_FORCE
from tests.partnerships.depth.scoring.made import (
    KINDS,
    RUBRIC,
    activities,
    activity,
    ages,
    agreement,
    days_ago,
    document,
    documents,
    rich,
    scored,
    with_activities,
)

often = settings(max_examples=150, deadline=None)


@often
@given(documents())
def test_points_lie_between_0_and_100_and_every_part_within_its_maximum(facts):
    result = scored(facts)

    assert 0 <= result.points <= 100
    assert all(0 <= d.points <= d.max_points for d in result.dimensions)
    assert all(0 <= k.points <= k.max_points for d in result.dimensions for k in d.kinds)


@often
@given(documents())
def test_kinds_add_up_to_dimensions_and_dimensions_to_points_exactly(facts):
    result = scored(facts)

    assert result.points == sum(d.points for d in result.dimensions)
    assert all(d.points == sum(k.points for k in d.kinds) - d.over for d in result.dimensions)
    assert all(d.over >= 0 for d in result.dimensions)


@often
@given(documents(), activities(), st.lists(st.text(min_size=3), max_size=2))
def test_one_more_confirmed_activity_with_unused_files_never_lowers_a_dimension(facts, added, files):
    used = {file for a in facts["activities"] for file in a["file_hashes"]}
    assume(added["id"] not in {a["id"] for a in facts["activities"]} and not used & set(files))
    added.update(confirmed=True, file_hashes=files)

    before, after = scored(facts), scored(with_activities(facts, [added]))

    pairs = zip(before.dimensions, after.dimensions, strict=True)
    assert all(new.points >= old.points for old, new in pairs)
    assert after.level >= before.level


@often
@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_change_a_byte(facts, chance):
    shuffled = deepcopy(facts)
    for key in ("agreements", "activities", "placements", "evaluations"):
        chance.shuffle(shuffled[key])
    chance.shuffle(shuffled["working_group"]["meetings"])

    assert score_text(facts, RUBRIC) == score_text(shuffled, RUBRIC)


@often
@given(st.lists(activities(), min_size=1, max_size=10, unique_by=lambda a: a["id"]))
def test_unconfirmed_evidence_alone_earns_at_most_a_third(rows):
    claimed = scored(document(activities=[{**a, "confirmed": False} for a in rows]))
    confirmed = scored(document(activities=[{**a, "confirmed": True} for a in rows]))

    assert claimed.points * 3 <= confirmed.points
    assert all(
        c.points * 3 <= d.points for c, d in zip(claimed.dimensions, confirmed.dimensions, strict=True)
    )


@often
@given(documents(), activities(keys=st.just("the one whole")), st.sampled_from(["hours", "people"]))
def test_splitting_an_activity_into_ten_of_the_same_day_and_total_earns_nothing_more(
    facts, whole, hours_or_people
):
    measure = RUBRIC.activity_kinds[whole["kind"]].measure
    split = hours_or_people if measure == "person_hours" else measure
    total = Decimal(str(whole[split]))
    whole["file_hashes"] = []
    tenth = {**whole, split: f"{total / 10:f}" if split == "money" else total / 10}
    ten = [{**tenth, "id": f"part number {n}", "file_hashes": [f"own file {n}"]} for n in range(10)]

    in_one, in_ten = scored(with_activities(facts, [whole])), scored(with_activities(facts, ten))

    assert in_ten.points <= in_one.points


@often
@given(documents(), activities(keys=st.just("the one whole")))
def test_splitting_in_binary_numbers_earns_nothing_more_either(facts, whole):
    measure = RUBRIC.activity_kinds[whole["kind"]].measure
    assume(measure != "money")
    split = "hours" if measure == "person_hours" else measure
    whole = {**whole, split: round(float(whole[split]), 6), "file_hashes": []}
    ten = [{**whole, split: whole[split] / 10, "id": f"part number {n}"} for n in range(10)]

    in_one, in_ten = scored(with_activities(facts, [whole])), scored(with_activities(facts, ten))

    assert in_ten.points <= in_one.points + Decimal("1e-9")


@often
@given(documents(), activities(keys=st.just("\U0010ffff" * 7)))
def test_a_repeated_file_earns_nothing(facts, again):
    first = activity("\x00", "joint_course", quantity=1, files=["the file"])
    assume("\x00" not in {a["id"] for a in facts["activities"]})
    facts = with_activities(facts, [first])
    again["file_hashes"] = ["the file", "another"]

    before, after = scored(facts), scored(with_activities(facts, [again]))

    assert after.points == before.points
    assert [(row.reason, row.shared_with) for row in after.unearned if row.id == again["id"]] == [
        ("repeated_file", "\x00")
    ]
    assert "same_file_twice" in [flag.code for flag in after.flags]


@often
@given(documents(), activities(keys=st.just("the moved one")), ages)
def test_an_older_activity_never_earns_more_than_the_same_one_newer(facts, moved, days):
    older_on = max(date.fromisoformat(moved["on"]) - timedelta(days=days), date(1, 1, 1))
    older = {**moved, "on": older_on.isoformat()}

    new, old = scored(with_activities(facts, [moved])), scored(with_activities(facts, [older]))

    assert all(o.points <= n.points for o, n in zip(old.dimensions, new.dimensions, strict=True))


@often
@given(documents())
def test_without_an_agreement_in_force_the_level_is_at_most_2_and_the_gate_says_so(facts):
    in_force = any(a["signed"] and a["from"] <= facts["on"] <= a["to"] for a in facts["agreements"])

    result = scored(facts)

    assert result.gate == (() if in_force else (NO_AGREEMENT_IN_FORCE,))
    assert result.level == (result.level_by_points if in_force else min(2, result.level_by_points))
    assert result.level_by_points == RUBRIC.level_of(result.points)


@often
@given(st.integers(2, 4), st.lists(st.sampled_from(KINDS), max_size=8))
def test_rich_evidence_in_all_dimensions_reaches_level_4_or_5_only_under_an_agreement(per_kind, missing):
    facts = rich(per_kind=per_kind)
    facts["activities"] = [a for a in facts["activities"] if a["kind"] not in missing]
    lawless = {**facts, "agreements": [agreement(signed=False)]}

    assert scored(facts).level in {4, 5}
    assert scored(lawless).level == 2
    assert scored(lawless).level_by_points in {4, 5}


@often
@given(documents())
def test_the_gate_and_the_flags_never_change_points(facts):
    suspicious = deepcopy(facts)
    suspicious["enterprise_staff"] = 0
    for row in suspicious["activities"]:
        row.update(confirmed_by="one person", logged_on="2026-09-30")

    assert scored(suspicious).points == scored(facts).points
    assert scored(suspicious).level == scored(facts).level


@often
@given(documents(), st.integers(0, 2000))
def test_an_unsigned_agreement_counts_for_nothing(facts, days):
    more = {**facts, "agreements": [*facts["agreements"], agreement(days, -days, signed=False)]}

    assert score_text(more, RUBRIC) == score_text(facts, RUBRIC)


def test_evidence_that_fills_a_dimension_unconfirmed_still_earns_only_a_third_of_it():
    facts = rich()
    facts["activities"] = [{**a, "confirmed": False} for a in facts["activities"]]
    only_activities = document(activities=facts["activities"])

    result = scored(only_activities)

    assert result.dimension("curriculum").points == Decimal("4.1666666666")
    assert result.points <= Decimal(100) / 3


def test_a_new_activity_whose_id_sorts_before_the_others_takes_nothing_from_them():
    facts = document(
        activities=[
            activity("b", "joint_course", quantity=1, files=["x"]),
            activity("c", "joint_textbook", quantity=1, files=["x", "y"]),
            activity("d", "real_project", quantity=1, files=["y"]),
        ]
    )

    result = scored(with_activities(facts, [activity("a", "training_plan", quantity=1, files=["z"])]))

    assert [row.id for row in result.unearned] == ["c"]
    assert result.points > scored(facts).points


def test_old_dates_far_away_are_nothing_rather_than_an_error():
    facts = document(activities=[activity("a", "joint_course", quantity=5) | {"on": "0001-01-01"}])

    assert scored(facts).points == 0
    assert days_ago(0) == "2026-11-22"

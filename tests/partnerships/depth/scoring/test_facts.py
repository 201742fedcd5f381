"""Facts that break their form are refused with the place and what to do."""

from datetime import date
from decimal import Decimal

import pytest

from partnerships.depth.scoring.facts import FactsError, parse_facts
from partnerships.depth.scoring.report import read_document
from tests.partnerships.depth.scoring.made import RUBRIC, activity, agreement, alder_and_birch, document


def parsed(facts):
    return parse_facts(facts, RUBRIC)


def one_activity(**changes) -> dict:
    return document(activities=[activity("a1", "joint_course", quantity=1) | changes])


def test_everything_but_the_day_may_be_absent():
    facts = parsed({"on": "2026-11-22"})

    assert facts.on == date(2026, 11, 22)
    assert (facts.activities, facts.agreements, facts.working_group.meetings) == ((), (), ())


def test_absent_and_null_measures_count_as_nothing():
    facts = parsed(
        document(activities=[{"id": "a1", "kind": "joint_course", "on": "2026-11-22", "quantity": None}])
    )

    found = facts.activities[0]
    assert (found.quantity, found.people, found.money, found.file_hashes, found.is_confirmed) == (
        0,
        0,
        0,
        (),
        False,
    )


def test_numbers_keep_every_digit():
    row = b'{"id": "a", "kind": "joint_course", "on": "2026-11-22", "quantity": 0.1, "hours": 1e3, "money": "0.10"}'

    facts = parsed(read_document(b'{"on": "2026-11-22", "activities": [' + row + b"]}"))

    assert facts.activities[0].quantity == Decimal("0.1")
    assert (facts.activities[0].hours, facts.activities[0].money) == (1000, Decimal("0.10"))


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        ({"kind": "party"}, "kind", '"party" is not known; use one of leadership_visit'),
        ({"kind": None}, "kind", "missing"),
        ({"unit": "books"}, "unit", '"books" is not the unit of joint_course; write courses'),
        ({"unit": 3}, "unit", "write courses"),
        ({"id": ""}, "id", "not empty"),
        ({"id": 7}, "id", "must be a text"),
        ({"on": "2026-11-23"}, "on", "after the day of scoring"),
        ({"on": "20261122"}, "on", "must be a date"),
        ({"on": "2026-02-30"}, "on", "not a day of the calendar"),
        ({"on": "２０２６-11-22"}, "on", "must be a date"),
        ({"quantity": -1}, "quantity", "must not be negative"),
        ({"quantity": True}, "quantity", "must be a number"),
        ({"quantity": "2"}, "quantity", "must be a number"),
        ({"quantity": float("nan")}, "quantity", "finite"),
        ({"quantity": float("inf")}, "quantity", "finite"),
        ({"hours": Decimal("NaN")}, "hours", "finite"),
        ({"people": [3]}, "people", "must be a number"),
        ({"money": "1,200"}, "money", "must be yuan"),
        ({"money": "-5"}, "money", "must be yuan"),
        ({"money": "NaN"}, "money", "must be yuan"),
        ({"money": "1_000"}, "money", "must be yuan"),
        ({"money": -5}, "money", "must not be negative"),
        ({"confirmed": 1}, "confirmed", "must be true or false"),
        ({"confirmed": "yes"}, "confirmed", "must be true or false"),
        ({"file_hashes": "abc"}, "file_hashes", "must be a list"),
        ({"file_hashes": ["abc", 1]}, "file_hashes[1]", "must be a text"),
        ({"confirmed_by": 5}, "confirmed_by", "must be a text"),
    ],
)
def test_a_wrong_activity_is_refused_with_its_place(change, path, message):
    with pytest.raises(FactsError) as caught:
        parsed(one_activity(**change))

    assert caught.value.path == f"activities[0].{path}"
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("facts", "path", "message"),
    [
        ([], "", "must be an object"),
        ({}, "on", "is missing; add it"),
        ({"on": None}, "on", "is missing"),
        (document(activities={}), "activities", "must be a list"),
        (document(activities=["a"]), "activities[0]", "must be an object"),
        (
            document(agreements=[agreement() | {"forms": ["friendship"]}]),
            "agreements[0].forms[0]",
            "friendship",
        ),
        (document(agreements=[agreement() | {"to": None}]), "agreements[0].to", "is missing"),
        (document(agreements=[agreement(5, 10)]), "agreements[0].to", "before the start"),
        (
            document(agreements=[agreement(-1, -9, signed=False)]),
            "agreements[0].from",
            "after the day of scoring",
        ),
        (
            document(placements=[{"from": "2026-12-01", "to": "2026-12-31"}]),
            "placements[0].from",
            "after the day",
        ),
        (
            document(placements=[{"from": "2026-01-01", "to": "2026-12-31", "students": 2.5}]),
            "placements[0].students",
            "whole number",
        ),
        (
            document(evaluations=[{"on": "2026-11-22", "grade": "A"}]),
            "evaluations[0].grade",
            "excellent, good, pass",
        ),
        (document(evaluations=[{"grade": "good"}]), "evaluations[0].on", "missing"),
        (document(working_group=[]), "working_group", "must be an object"),
        (
            document(working_group={"meetings": [{"on": "2027-01-01"}]}),
            "working_group.meetings[0].on",
            "after the day",
        ),
        (document(working_group={"actions_done": 10**10}), "working_group.actions_done", "at most"),
    ],
)
def test_wrong_facts_are_refused_with_their_place(facts, path, message):
    with pytest.raises(FactsError) as caught:
        parsed(facts)

    assert caught.value.path == path
    assert message in caught.value.message


def test_ids_are_unique():
    with pytest.raises(FactsError, match=r'activities\[1\].id: "a1" occurs twice'):
        parsed(document(activities=[activity("a1", "joint_course"), activity("a1", "open_day")]))


def test_an_end_after_the_day_of_scoring_is_fine():
    facts = parsed(document(agreements=[agreement(10, -10)]))

    assert facts.agreements[0].is_in_force(facts.on)


def test_keys_that_mean_nothing_are_named_not_scored():
    facts = parsed({**alder_and_birch(), "activites": [], "working_group": {"chair": "Bob"}})

    assert facts.unknown_keys == ("activites", "working_group.chair")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "line 1, column 1: not JSON"),
        (b'{"on":\n "2026-11-22",}', "line 2, column 15: not JSON"),
        (b'{"on": "2026-11-22", "enterprise_staff": NaN}', "not finite"),
        (b'{"on": -Infinity}', "not finite"),
        (b'{"on": 1e400}', "1e400, which is not finite"),
        (b'{"on": "2026-11-22", "on": "2026-11-21"}', 'the key "on" occurs twice'),
        ("{“on”: 1}".encode("gb18030"), "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"on": ' + b"9" * 5000 + b"}", "too many digits"),
    ],
)
def test_what_is_not_json_is_refused_with_the_place(raw, message):
    with pytest.raises(FactsError) as caught:
        read_document(raw)

    assert message in str(caught.value)


def test_a_byte_order_mark_is_no_hindrance():
    assert read_document("\ufeff{}".encode()) == {}


def test_a_number_too_small_to_see_is_nothing():
    assert read_document(b'{"a": 1e-99999999999999999999}') == {"a": 0}

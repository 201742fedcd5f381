"""Next best steps tell the truth: doing one gains what it promised."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from partnerships.depth.scoring.facts import parse_facts
from partnerships.depth.scoring.scorer import score
from partnerships.depth.scoring.steps import AGREEMENT, facts_after, next_steps, path_to_next_level
from tests.partnerships.depth.scoring.made import (
    KINDS,
    RUBRIC,
    agreement,
    alder_and_birch,
    document,
    documents,
    rich,
)


def facts_of(made: dict):
    return parse_facts(made, RUBRIC)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_doing_a_step_gains_exactly_what_it_promised(made):
    facts = facts_of(made)
    before = score(facts, RUBRIC)

    for step in next_steps(facts, RUBRIC, limit=12):
        after = score(facts_after(facts, step, RUBRIC), RUBRIC)
        assert (after.points - before.points, after.level) == (step.gain, step.level_after)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_steps_come_by_gain_per_hour_of_work_and_each_gains_something(made):
    steps = [step for step in next_steps(facts_of(made), RUBRIC, limit=99) if step.kind != AGREEMENT]

    worth = [Fraction(step.gain) / step.effort_hours for step in steps]
    assert worth == sorted(worth, reverse=True)
    assert all(step.gain > 0 for step in steps)


def test_three_steps_by_default_each_in_words_of_both_languages():
    steps = next_steps(facts_of(alder_and_birch()), RUBRIC)

    assert len(steps) == 3
    assert all(step.do.in_language("en") != step.do.in_language("zh-hans") for step in steps)


def test_a_newcomer_is_offered_a_step_of_every_kind_after_the_agreement():
    steps = next_steps(facts_of(document()), RUBRIC, limit=99)

    assert steps[0].kind == AGREEMENT
    assert sorted(step.kind for step in steps[1:]) == sorted(KINDS)


def test_without_an_agreement_signing_one_comes_first_and_lifts_the_cap():
    made = rich()
    made["agreements"] = [agreement(900, 400)]

    step = next_steps(facts_of(made), RUBRIC)[0]

    assert (step.kind, step.level_after) == (AGREEMENT, 5)


def test_nothing_is_offered_where_nothing_is_left_to_gain():
    facts = facts_of(rich(per_kind=8))

    assert next_steps(facts, RUBRIC) == ()
    assert path_to_next_level(facts, RUBRIC).steps == ()
    assert path_to_next_level(facts, RUBRIC).is_reached


@pytest.mark.parametrize("made", [document(), document(agreements=[agreement()]), alder_and_birch()])
def test_the_path_leads_to_the_next_level_step_by_step(made):
    facts = facts_of(made)
    start = score(facts, RUBRIC)

    path = path_to_next_level(facts, RUBRIC)

    assert path.is_reached
    assert path.level == start.level + 1
    assert path.points == start.points + sum(step.gain for step in path.steps)


def test_a_path_that_is_too_short_says_that_it_did_not_arrive():
    path = path_to_next_level(facts_of(document()), RUBRIC, longest=1)

    assert (len(path.steps), path.is_reached, path.level) == (1, False, 0)


def test_a_step_on_the_last_day_of_the_calendar_still_works():
    facts = facts_of({"on": "9999-12-31"})

    assert next_steps(facts, RUBRIC)[0].kind == AGREEMENT

"""What each reason teaches: exactly as learning.py says, in the next run, and counted beforehand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enterprises.models import Opening
from partnerships.agreements.models import Proposal
from partnerships.matching.engine.tables import GROUPS
from partnerships.matching.models import Answer, Suggestion
from partnerships.matching.services import affected_by, answer, take_back
from schools.models import Programme

NORTH = 1 / 111.19  # one kilometre in degrees of latitude


@pytest.fixture
def world(stated, alder, logistics_class, birch, make_opening, make_enterprise, guangzhou):
    """Birch 30 km away with two equal posts, another post and one with lodging; a near firm; a far firm; a sister."""

    def at(enterprise, km):
        enterprise.longitude, enterprise.latitude = guangzhou.longitude, guangzhou.latitude + km * NORTH
        enterprise.save()
        return enterprise

    at(birch, 30)
    near, far = at(make_enterprise("Near"), 5), at(make_enterprise("Far"), 40)
    sister = Programme.objects.create(
        school=alder,
        major_code="730802",
        major_class=logistics_class,
        name_zh="冷链物流",
        abilities=["货物盘点"],
    )
    rows = {
        "declined": make_opening(birch, "仓储实习生"),
        "same post": make_opening(birch, "仓储实习生"),
        "other post": make_opening(birch, "配送实习生"),
        "with lodging": make_opening(birch, "装卸实习生", lodging="free"),
        "near": make_opening(near, "仓储实习生"),
        "far": make_opening(far, "仓储实习生"),
    }
    return {"programme": stated.programme, "sister": sister, "openings": rows}


def shown(programme) -> dict[int, list[float]]:
    return dict(Suggestion.objects.filter(programme=programme).of_openings().values_list("opening", "parts"))


def moved(world, before, after) -> set[tuple[str, str]]:
    """(opening, group) of each part that fell."""
    names = {row.pk: name for name, row in world["openings"].items()}
    return {
        (names[pk], group)
        for pk, parts in after.items()
        for group, then, now in zip(GROUPS, before[pk], parts, strict=True)
        if now < then - 0.05
    }


BIRCH = {"same post", "other post", "with lodging"}
CASES = {
    "too_far": {(name, "distance") for name in ("same post", "other post", "far")},
    "wrong_major": {("same post", "major")},
    "bad_time": {(name, "time") for name in BIRCH},
    "full": {(name, "seats") for name in BIRCH},
    "terms": {(name, "reliability") for name in BIRCH},
    "bad_experience": {(name, "reliability") for name in BIRCH},
    "other": set(),
}


@pytest.mark.parametrize("reason", CASES)
def test_a_decline_by_the_school_moves_exactly_what_is_said(reason, world, match, alice):
    match()
    before, sisters = shown(world["programme"]), shown(world["sister"])
    row = Suggestion.objects.get(programme=world["programme"], opening=world["openings"]["declined"])
    promised = affected_by(row, "school", [reason])[reason]

    answer(row, kind="declined", reason=reason, by=alice, now=timezone.now())
    match()

    after, sisters_after = shown(world["programme"]), shown(world["sister"])
    assert row.opening_id not in after
    assert moved(world, before, after) == CASES[reason]
    in_sister = {("declined", "reliability"), *CASES[reason]} if reason == "bad_experience" else set()
    assert moved(world, sisters, sisters_after) == in_sister
    assert promised == len(CASES[reason]) + len(in_sister)


def test_an_enterprise_that_finds_it_too_far_says_so_of_its_own_openings(world, match, bob):
    match()
    before = shown(world["programme"])
    row = Suggestion.objects.get(programme=world["programme"], opening=world["openings"]["declined"])
    promised = affected_by(row, "enterprise", ["too_far"])["too_far"]

    answer(row, kind="declined", reason="too_far", by=bob, now=timezone.now())
    match()

    after = shown(world["programme"])
    assert moved(world, before, after) == {("same post", "distance"), ("other post", "distance")}
    assert promised == 2


@pytest.mark.parametrize(
    ("reason", "days", "teaches", "hides"),
    [
        ("full", 29, True, True),
        ("full", 31, False, True),
        ("terms", 181, True, True),
        ("terms", 183, True, False),
        ("terms", 366, False, False),
    ],
)
def test_an_answer_wears_off(reason, days, teaches, hides, world, match, alice):
    match()
    before = shown(world["programme"])
    row = Suggestion.objects.get(programme=world["programme"], opening=world["openings"]["declined"])
    answer(row, kind="declined", reason=reason, by=alice, now=timezone.now() - timedelta(days=days))

    match()

    after = shown(world["programme"])
    assert bool({fallen for fallen in moved(world, before, after) if fallen[0] != "declined"}) is teaches
    assert (row.opening_id not in after) is hides


def test_a_decline_taken_back_is_as_if_it_had_never_been(world, match, alice):
    match()
    before = shown(world["programme"])
    row = Suggestion.objects.get(programme=world["programme"], opening=world["openings"]["declined"])
    said = answer(row, kind="declined", reason="terms", by=alice, now=timezone.now())
    match()

    take_back(said, by=alice)
    match()

    assert shown(world["programme"]) == before


@pytest.mark.parametrize("kind", ["shortlisted", "later"])
def test_shortlisting_and_putting_off_teach_nothing(kind, world, match, alice):
    match()
    before = shown(world["programme"])
    row = Suggestion.objects.get(programme=world["programme"], opening=world["openings"]["declined"])

    answer(row, kind=kind, by=alice, now=timezone.now())
    match()

    assert shown(world["programme"]) == before


def test_a_declined_proposal_teaches_with_the_distance_of_its_opening(world, match, alder, birch):
    match()
    before = shown(world["programme"])
    Proposal.objects.create(
        school=alder, enterprise=birch, from_side="school", programme=world["programme"],
        opening=world["openings"]["declined"], students=5, status="declined", decline_reason="wrong_major",
        sent_at=timezone.now(), answered_at=timezone.now(),
    )  # fmt: skip

    match()

    after = shown(world["programme"])
    assert moved(world, before, after) == CASES["wrong_major"]
    assert world["openings"]["declined"].pk not in after


def test_a_declined_partner_is_not_suggested_again_for_half_a_year(stated, dogwood, match, alice):
    match()
    partner = Suggestion.objects.get(opening=None)
    said = answer(partner, kind="declined", reason="terms", by=alice, now=timezone.now())
    match()
    hidden = Suggestion.objects.filter(enterprise=dogwood).count()
    Answer.objects.filter(pk=said.pk).update(answered_at=timezone.now() - timedelta(days=183))

    match()

    assert (hidden, Suggestion.objects.filter(enterprise=dogwood).count()) == (0, 1)


def test_openings_that_closed_are_no_longer_suggested(world, match):
    match()
    closed = world["openings"]["near"]
    Opening.objects.filter(pk=closed.pk).update(status="closed")

    match()

    assert closed.pk not in shown(world["programme"])

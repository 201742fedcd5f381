"""The job on real rows: what it finds, what it leaves alone, and that there is one current result."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnerships.agreements.models import Proposal
from partnerships.matching import services
from partnerships.matching.job import CONSUMER, run_matching
from partnerships.matching.models import Answer, Funnel, MatchRun, Suggestion
from portal.records import marks
from portal.records.models import StaleMark
from portal.records.tasks import run_job
from schools.models import PlacementPlan

NORTH = 1 / 111.19  # one kilometre in degrees of latitude


def pairs() -> set[tuple[int, int | None]]:
    return set(Suggestion.objects.values_list("enterprise", "opening"))


def test_an_opening_that_suits_is_suggested_with_parts_that_add_up(suggestion, logistics, birch):
    assert (suggestion.programme, suggestion.enterprise, suggestion.rank) == (logistics, birch, 1)
    assert round(sum(suggestion.parts), 1) == suggestion.points
    assert suggestion.points > 50
    assert ["agreement_in_force", {}] not in suggestion.reasons


def test_an_enterprise_without_an_opening_is_suggested_as_a_partner(suggestion, dogwood, match):
    match()

    partner = Suggestion.objects.get(opening=None)

    assert partner.enterprise == dogwood
    assert ["no_opening_yet", {}] in partner.concerns


def test_who_has_paused_approaches_is_suggested_to_nobody(stated, post, birch, dogwood, match, today):
    for enterprise in (birch, dogwood):
        enterprise.approaches_paused_until = today
        enterprise.save()

    match()

    assert pairs() == set()


def test_a_pause_that_ended_yesterday_counts_no_longer(stated, post, birch, match, today):
    birch.approaches_paused_until = today - timedelta(days=1)
    birch.save()

    match()

    assert pairs() == {(birch.pk, post.pk)}


def test_agencies_and_refused_enterprises_are_never_suggested(
    stated, make_enterprise, make_opening, agency, match
):
    dispatch = make_enterprise("Quick Hands", industry=agency)
    refused = make_enterprise("Refused Ltd", vetting="refused")
    for enterprise in (dispatch, refused):
        make_opening(enterprise)
    make_enterprise("Silent Dispatch", industry=agency)

    match()

    assert pairs() == set()


def test_running_twice_leaves_every_row_untouched(suggestion, dogwood, match):
    match()
    before = list(Suggestion.objects.order_by("pk").values_list("pk", "public_id", "updated_at", "run"))
    funnels = list(Funnel.objects.values_list("pk", "updated_at", "run"))

    again = match()

    assert len(before) == 2
    assert (
        list(Suggestion.objects.order_by("pk").values_list("pk", "public_id", "updated_at", "run")) == before
    )
    assert list(Funnel.objects.values_list("pk", "updated_at", "run")) == funnels
    assert again.result["changed"] == 0


def test_a_suggestion_that_changed_keeps_its_address(suggestion, post, match):
    post.seats = 1
    post.save()

    match()

    changed = Suggestion.objects.get(opening=post)
    assert changed.public_id == suggestion.public_id
    assert changed.parts[3] < suggestion.parts[3]


def test_a_programme_with_places_for_all_gets_none_and_loses_its_funnel(
    suggestion, stated, alder, birch, match
):
    Proposal.objects.create(
        school=alder, enterprise=birch, from_side="school", plan=stated, programme=stated.programme,
        students=30, status="accepted", sent_at=timezone.now(),
    )  # fmt: skip

    match()

    assert not Suggestion.objects.exists()
    assert not Funnel.objects.exists()


def test_the_funnel_counts_as_one_counts_by_hand(
    stated, alder, make_enterprise, make_opening, match, today, alice, guangzhou
):
    def firm(name, **values):
        return make_enterprise(name, longitude=guangzhou.longitude, **values)

    near = guangzhou.latitude
    good = make_opening(firm("Good", latitude=near))
    make_opening(firm("Other major", latitude=near), accepted_majors=["7202"])
    late = {"starts_on": today + timedelta(days=300), "ends_on": today + timedelta(days=400)}
    make_opening(firm("Other dates", latitude=near), **late)
    make_opening(firm("Far", latitude=near + 61 * NORTH))
    make_opening(firm("Far with lodging", latitude=near + 61 * NORTH), lodging="free")
    make_opening(firm("Too far even so", latitude=near + 401 * NORTH), lodging="free")
    no = make_opening(firm("Declined", latitude=near))
    Answer.objects.create(
        side="school", programme=stated.programme, school=alder, enterprise=no.enterprise, opening=no,
        kind="declined", reason="other", answered_at=timezone.now(), answered_by=alice,
    )  # fmt: skip

    match()

    funnel = Funnel.objects.get(programme=stated.programme)
    # all · majors −1 · dates −1 · seats 0 · distance −2 · rules 0 · declined −1
    assert funnel.remaining == [7, 6, 5, 5, 3, 3, 2]
    assert good.pk in {opening for _enterprise, opening in pairs()}
    assert funnel.relaxations == [
        ["declined", 0.0, 1, 8],
        ["distance", 80.0, 1, 8],
        ["lodging_distance", 500.0, 1, 8],
    ]


@pytest.mark.parametrize(("most", "found"), [(None, {50}), (40, set()), (70, {50, 65})])
def test_the_plan_says_how_far_without_lodging(
    stated, make_enterprise, make_opening, match, guangzhou, most, found
):
    PlacementPlan.objects.filter(pk=stated.pk).update(max_km=most)
    made = {}
    for km in (50, 65):
        place = {"longitude": guangzhou.longitude, "latitude": guangzhou.latitude + km * NORTH}
        made[make_opening(make_enterprise(f"At {km} km", **place)).pk] = km

    match()

    assert {made[opening] for _enterprise, opening in pairs()} == found


def test_a_change_leaves_a_mark_and_one_run_a_few_seconds_later(suggestion, post):
    marks.changed("opening", [post.pk])
    marks.changed("plan", [1, 2])

    first, second = services.queue_if_marked(), services.queue_if_marked()

    assert first == second
    assert first.scope == MatchRun.Scope.CHANGED
    wait = first.not_before - timezone.now()
    assert timedelta(seconds=3) < wait <= timedelta(seconds=5)


def test_nothing_is_queued_where_nothing_changed(suggestion):
    assert services.queue_if_marked() is None


def test_a_run_settles_what_it_read_and_keeps_what_changed_meanwhile(suggestion, post, match, monkeypatch):
    marks.changed("opening", [post.pk])
    advance = MatchRun.advance

    def change_in_between(run, done, total=None):
        if done == 1:
            marks.changed("enterprise", [post.enterprise_id])
        advance(run, done, total)

    monkeypatch.setattr(MatchRun, "advance", change_in_between)

    match()

    kept = StaleMark.objects.filter(consumer=CONSUMER).values_list("subject", "object_id")
    assert list(kept) == [("enterprise", post.enterprise_id)]


def test_a_run_whose_lease_went_to_another_worker_writes_nothing(stated, post, birch, make_opening):
    row = services.queue_run()
    slow = MatchRun.objects.get(pk=row.pk)
    assert slow.claim()
    MatchRun.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    run_job("matching.matchrun", row.pk)
    make_opening(birch, "后来的岗位")
    run_matching(slow)

    row.refresh_from_db()
    assert (row.state, row.attempts) == (MatchRun.State.DONE, 2)
    assert pairs() == {(birch.pk, post.pk)}


def test_a_run_that_was_overtaken_writes_nothing(stated, post, make_opening, birch):
    slow = services.queue_run()
    assert slow.claim()
    late = MatchRun.objects.create()
    marks.changed("opening", [post.pk])
    run_job("matching.matchrun", late.pk)
    written = set(Suggestion.objects.values_list("pk", flat=True))
    make_opening(birch, "新岗位")

    run_matching(slow)

    slow.refresh_from_db()
    assert slow.result == {"overtaken_by": late.pk}
    assert set(Suggestion.objects.values_list("pk", flat=True)) == written
    assert MatchRun.objects.latest_done() == late


def test_with_no_openings_a_programme_has_an_empty_funnel(stated, match):
    run = match()

    assert Funnel.objects.get().remaining == [0] * 7
    assert run.suggestions == 0


def test_the_run_reports_its_input_and_the_pairs_left(suggestion, match):
    run = match()

    assert (run.programmes, run.openings, run.suggestions) == (1, 1, 1)
    assert run.gates == [1] * 7
    assert run.seconds is not None

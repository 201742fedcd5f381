"""Putting proposals, answering them, seats and the legal limit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Opening, StaffGroup
from partnerships.agreements.gap import gap_by_plan
from partnerships.agreements.hosting import Hosting
from partnerships.agreements.models import Partnership, Proposal
from partnerships.agreements.services import proposals as services
from partnerships.agreements.services.proposals import Idea
from portal.common.errors import DomainError
from portal.records import marks
from portal.records.models import StaleMark


def put(school, enterprise, idea, by, side="school"):
    return services.create_proposal(school, enterprise, idea, from_side=side, by=by, now=timezone.now())


def accept(proposal, by, **values):
    return services.accept_proposal(proposal, by=by, now=timezone.now(), **values)


def test_accepting_takes_the_seats_and_begins_talks(proposal, bob, birch):
    accept(proposal, bob)

    proposal.opening.refresh_from_db()
    assert (proposal.status, proposal.students, proposal.opening.seats_taken) == ("accepted", 4, 4)
    partnership = Partnership.objects.get()
    assert (partnership.enterprise, partnership.stage) == (birch, "in_talks")


def test_accepting_fewer_takes_fewer_seats_and_keeps_what_was_asked(proposal, bob):
    accept(proposal, bob, students=3)

    proposal.opening.refresh_from_db()
    assert (proposal.students, proposal.students_asked, proposal.opening.seats_taken) == (3, 4, 3)


@pytest.mark.parametrize("number", [0, -1, 5])
def test_nobody_accepts_more_than_was_asked_or_none(proposal, bob, number):
    with pytest.raises(DomainError, match="between 1 and 4"):
        accept(proposal, bob, students=number)

    proposal.refresh_from_db()
    assert proposal.status == "sent"


def test_accepting_twice_takes_the_seats_once(proposal, bob):
    accept(proposal, bob)

    with pytest.raises(DomainError, match="no longer possible"):
        accept(proposal, bob)

    proposal.opening.refresh_from_db()
    assert proposal.opening.seats_taken == 4


def test_where_the_seats_are_gone_nothing_of_the_answer_stays(proposal, bob):
    type(proposal.opening).objects.update(seats_taken=6)

    with pytest.raises(DomainError, match="seats"):
        accept(proposal, bob)

    proposal.refresh_from_db()
    assert proposal.status == "sent"
    assert not Partnership.objects.exists()


def test_calling_off_frees_the_seats(proposal, bob, alice):
    accept(proposal, bob)

    services.cancel_proposal(proposal, by=alice, reason="The class is smaller")

    proposal.opening.refresh_from_db()
    assert (proposal.status, proposal.opening.seats_taken) == ("withdrawn", 0)


def test_a_full_opening_opens_again_when_seats_are_freed(proposal, bob):
    type(proposal.opening).objects.update(seats=4)
    accept(proposal, bob)
    proposal.opening.refresh_from_db()
    assert proposal.opening.status == "full"

    services.cancel_proposal(proposal, by=bob, reason="Line stopped")

    proposal.opening.refresh_from_db()
    assert proposal.opening.status == "open"


def test_a_decline_carries_its_reason(proposal, bob):
    services.decline_proposal(proposal, by=bob, now=timezone.now(), reason="too_far", note="60 km")

    assert (proposal.status, proposal.decline_reason, proposal.answer_note) == (
        "declined",
        "too_far",
        "60 km",
    )


def test_a_decline_without_a_known_reason_is_refused(proposal, bob):
    with pytest.raises(DomainError, match="Choose a reason"):
        services.decline_proposal(proposal, by=bob, now=timezone.now(), reason="because")

    proposal.refresh_from_db()
    assert proposal.status == "sent"


def test_a_firm_that_paused_is_not_approached_and_the_day_is_named(alder, birch, alice, today):
    birch.approaches_paused_until = today + timedelta(days=5)
    birch.save()

    with pytest.raises(DomainError, match=str((today + timedelta(days=5)).year)):
        put(alder, birch, Idea(message="Hello"), alice)

    assert not Proposal.objects.exists()


def test_a_firm_that_paused_may_itself_propose(alder, birch, bob, today):
    birch.approaches_paused_until = today + timedelta(days=5)
    birch.save()

    made = put(alder, birch, Idea(message="Hello"), bob, side="enterprise")

    assert made.status == "sent"


def test_the_pause_ends_the_day_after(alder, birch, alice, today):
    birch.approaches_paused_until = today - timedelta(days=1)
    birch.save()

    assert put(alder, birch, Idea(), alice).status == "sent"


def test_the_same_proposal_waits_once(proposal, alice):
    again = Idea(plan=proposal.plan, opening=proposal.opening, students=2)

    with pytest.raises(DomainError, match="waiting for an answer already"):
        put(proposal.school, proposal.enterprise, again, alice)


def test_nobody_asks_for_more_than_is_free(alder, birch, plan, coming_opening, alice):
    with pytest.raises(DomainError, match="Only 8 seats"):
        put(alder, birch, Idea(plan=plan, opening=coming_opening, students=9), alice)


def test_what_belongs_to_others_is_refused(alder, birch, coming_opening, foreign, dogwood, plan, alice):
    with pytest.raises(DomainError, match="another school"):
        put(alder, birch, Idea(programme=foreign["programme"]), alice)
    with pytest.raises(DomainError, match="another enterprise"):
        put(alder, dogwood, Idea(opening=coming_opening, students=1), alice)

    assert not Proposal.objects.exists()


def test_dates_come_from_the_plan_where_none_are_given(alder, birch, plan, alice):
    made = put(alder, birch, Idea(plan=plan, students=2), alice)

    assert (made.programme, made.starts_on, made.ends_on) == (plan.programme, plan.starts_on, plan.ends_on)


def test_students_without_a_last_day_are_not_proposed(alder, birch, logistics, coming_opening, alice, today):
    Opening.objects.update(ends_on=None)
    coming_opening.refresh_from_db()
    asked = Idea(programme=logistics, opening=coming_opening, students=5)

    for idea in (asked, Idea(programme=logistics, students=300, starts_on=today)):
        with pytest.raises(DomainError, match="a first and a last day"):
            put(alder, birch, idea, alice)
    made = put(alder, birch, replace(asked, ends_on=today + timedelta(days=90)), alice)

    assert (made.starts_on, made.ends_on) == (coming_opening.starts_on, today + timedelta(days=90))


def test_an_older_proposal_without_days_is_counted_by_those_of_its_plan(proposal, birch, bob, plan):
    Proposal.objects.update(starts_on=None, ends_on=None)
    birch.staff_total = 30
    birch.save()
    proposal.refresh_from_db()

    with pytest.raises(DomainError, match="at most 3"):
        accept(proposal, bob)
    accept(proposal, bob, students=3)

    assert (proposal.starts_on, proposal.ends_on) == (plan.starts_on, plan.ends_on)


def test_an_older_proposal_whose_last_day_nobody_knows_is_not_accepted(proposal, bob):
    Proposal.objects.update(plan=None, ends_on=None)
    Opening.objects.update(ends_on=None)
    proposal = Proposal.objects.get()

    with pytest.raises(DomainError, match="a first and a last day"):
        accept(proposal, bob)

    assert Proposal.objects.get().status == "sent"


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_a_plan_that_is_not_stated_takes_no_seats(proposal, plan, alder, birch, alice, bob, status):
    type(plan).objects.update(status=status)

    with pytest.raises(DomainError, match="sends nobody out now"):
        accept(proposal, bob)
    with pytest.raises(DomainError, match="sends nobody out now"):
        put(alder, birch, Idea(plan=plan, students=2), alice)

    proposal.opening.refresh_from_db()
    assert (Proposal.objects.get().status, proposal.opening.seats_taken) == ("sent", 0)


def test_an_opening_that_is_over_takes_nobody(proposal, alder, birch, logistics, alice, bob, today):
    yesterday = today - timedelta(days=1)
    Opening.objects.update(starts_on=yesterday, ends_on=yesterday)
    proposal = Proposal.objects.get()

    with pytest.raises(DomainError, match="is over"):
        accept(proposal, bob)
    with pytest.raises(DomainError, match="is over"):
        put(alder, birch, Idea(programme=logistics, opening=proposal.opening, students=1), alice)

    proposal.opening.refresh_from_db()
    assert (Proposal.objects.get().status, proposal.opening.seats_taken) == ("sent", 0)


def test_over_the_limit_asks_for_a_reason_and_says_how_many_fit(proposal, birch, bob):
    birch.staff_total = 30
    birch.save()
    proposal.refresh_from_db()

    with pytest.raises(DomainError, match="at most 3"):
        accept(proposal, bob)
    accept(proposal, bob, students=3)

    assert proposal.students == 3


def test_over_the_limit_with_a_reason_goes_through(proposal, birch, bob):
    birch.staff_total = 30
    birch.save()
    proposal.refresh_from_db()

    accept(proposal, bob, note="A second hall opens in March")

    assert (proposal.students, proposal.answer_note) == (4, "A second hall opens in March")


def test_a_firm_of_nine_says_why(proposal, birch, bob):
    birch.staff_total = 9
    birch.save()
    proposal.refresh_from_db()

    with pytest.raises(DomainError, match="fewer than 10"):
        accept(proposal, bob, students=1)


def test_all_schools_count_towards_the_limit(proposal, birch, bob, cedar, carol, today):
    birch.staff_total = 50
    birch.save()
    proposal.refresh_from_db()
    period = {"starts_on": proposal.starts_on, "ends_on": proposal.ends_on}
    other = put(cedar, birch, Idea(students=3, **period), carol)
    accept(other, bob)

    found = Hosting.of(birch).verdict_on(proposal)

    assert (found.peak.people, found.limit, found.most) == (7, 5, 2)


def test_the_post_group_of_the_opening_is_asked(proposal, birch):
    birch.staff_total = 1000
    birch.save()
    StaffGroup.objects.create(enterprise=birch, name=proposal.opening.title, staff=15)
    proposal.refresh_from_db()

    found = Hosting.of(birch).verdict_on(proposal)

    assert (found.limit, found.most, found.is_over) == (3, 3, True)


def test_the_gap_counts_accepted_sent_and_short(proposal, plan, batch, birch, bob, alice):
    assert [(row.due, row.secured, row.in_talks, row.short) for row in gap_by_plan(batch)] == [(30, 0, 4, 26)]

    accept(proposal, bob, students=3)
    put(plan.programme.school, birch, Idea(plan=plan, students=40), alice)

    assert [(row.due, row.secured, row.in_talks, row.short) for row in gap_by_plan(batch)] == [(30, 3, 40, 0)]


def test_answers_leave_marks_for_plan_and_opening(proposal, bob):
    marks.subscribe("seats_consumer", "plan", "opening", "proposal", "partnership")

    accept(proposal, bob)

    found = set(StaleMark.objects.filter(consumer="seats_consumer").values_list("subject", flat=True))
    assert found == {"plan", "opening", "proposal", "partnership"}


def test_the_queue_says_the_limit_and_offers_what_fits(proposal, birch, bob, as_user):
    birch.staff_total = 30
    birch.save()

    page = as_user(bob).get(reverse("proposal_list")).content.decode()

    assert "1 proposal waits for your answer" in page
    assert "over the limit of 3, at most 3 more fit" in page
    assert "Accept 3" in page


def test_the_reply_debt_is_counted_in_days(proposal, bob, as_user):
    Proposal.objects.update(sent_at=timezone.now() - timedelta(days=9))

    page = as_user(bob).get(reverse("proposal_list")).content.decode()

    assert "The oldest has waited 9 days" in page
    assert "rh-queue__row--late" in page


def test_a_school_proposes_through_the_page(alder, birch, plan, coming_opening, ed, as_user):
    address = reverse("proposal_create") + f"?opening={coming_opening.public_id}&plan={plan.public_id}"
    client = as_user(ed)
    assert client.get(address).status_code == 200

    client.post(
        address,
        {"plan": plan.public_id, "opening": coming_opening.public_id, "students": 2, "message": "Two"},
    )

    made = Proposal.objects.get()
    assert (made.plan, made.opening, made.students, made.from_side) == (plan, coming_opening, 2, "school")


def test_foreign_ids_in_the_form_are_field_errors_and_nothing_is_stored(birch, foreign, alice, plan, as_user):
    answer = as_user(alice).post(
        reverse("proposal_create") + f"?partner={birch.public_id}",
        {"programme": foreign["programme"].public_id, "plan": "nothing", "opening": "5", "students": "-3"},
    )

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"programme", "plan", "opening", "students"}
    assert "Kestrel" not in answer.content.decode()
    assert not Proposal.objects.exists()


def test_an_enterprise_sees_no_plans_of_the_school(alder, plan, eve, as_user):
    page = as_user(eve).get(reverse("proposal_create") + f"?partner={alder.public_id}").content.decode()

    assert plan.public_id not in page


def test_a_decline_through_the_page(proposal, eve, as_user):
    as_user(eve).post(
        reverse("proposal_decline", args=[proposal.public_id]), {"reason": "full", "note": "Next year"}
    )

    proposal.refresh_from_db()
    assert (proposal.status, proposal.decline_reason) == ("declined", "full")


def test_who_asks_for_more_than_is_short_is_told(as_user, plan, birch, alice):
    client = as_user(alice)
    sent = {
        "plan": plan.public_id,
        "students": plan.students_due + 3,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
    }

    answer = client.post(f"{reverse('proposal_create')}?partner={birch.public_id}", sent, follow=True)

    assert "you now ask for 3 more places than" in answer.content.decode()
    assert "3 asked beyond the gap" in client.get(plan.get_absolute_url()).content.decode()

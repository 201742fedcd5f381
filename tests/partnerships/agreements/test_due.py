"""What this room puts into "due this week"."""

from datetime import timedelta

from django.utils import timezone

from partnerships.agreements.due import due_items
from partnerships.agreements.models import Agreement, Proposal
from portal.accounts.memberships import memberships_of
from portal.common import due


def items(user, today):
    return due_items(user, memberships_of(user).rows[0], today)


def test_a_proposal_is_due_for_the_side_that_answers_and_late_after_a_week(proposal, alice, bob, today):
    assert [item.days_waiting for item in items(bob, today)] == [0]
    assert items(alice, today) == []

    Proposal.objects.update(sent_at=timezone.now() - timedelta(days=9))

    assert [(item.is_late, item.days_waiting) for item in items(bob, today)] == [(True, 9)]


def test_a_signature_is_due_for_signatories_who_have_not_signed(offered, alice, ed, bob, today):
    assert [item.act_label for item in items(alice, today)] == ["Read and sign"]
    assert [item.act_label for item in items(bob, today)] == ["Read and sign"]
    assert items(ed, today) == []


def test_an_agreement_is_due_for_renewal_sixty_days_before_its_end(draft, alice, today):
    Agreement.objects.update(status="signed", starts_on=today, ends_on=today + timedelta(days=60))
    assert [item.due_on for item in items(alice, today)] == [today + timedelta(days=60)]

    Agreement.objects.update(ends_on=today + timedelta(days=61))
    assert items(alice, today) == []


def test_late_things_come_first(rf, proposal, offered, bob, today):
    Proposal.objects.update(sent_at=timezone.now() - timedelta(days=9))
    request = rf.get("/")
    request.user, request.membership = bob, memberships_of(bob).rows[0]

    found = due.due_for(request)

    ours = [item for item in found if item.url in {proposal.get_absolute_url(), offered.get_absolute_url()}]
    assert [item.url for item in ours] == [proposal.get_absolute_url(), offered.get_absolute_url()]
    assert [item.is_late for item in found] == sorted((item.is_late for item in found), reverse=True)


def test_whoever_belongs_nowhere_has_nothing_due(rf, mallory, proposal):
    request = rf.get("/")
    request.user, request.membership = mallory, None

    assert due.due_for(request) == []


def test_the_sender_hears_of_answers_for_a_week(proposal, alice, bob, today):
    answered = {"status": "accepted", "students": 5, "students_asked": 7, "answered_at": timezone.now()}
    Proposal.objects.update(**answered)
    assert [item.title for item in items(alice, today)] == [
        f"{proposal.enterprise.name} accepted your proposal: asked for 7, accepted 5"
    ]
    assert items(bob, today) == []

    Proposal.objects.update(status="declined", decline_reason="too_far")
    assert [item.title for item in items(alice, today)] == [
        f"{proposal.enterprise.name} declined your proposal: Too far"
    ]

    Proposal.objects.update(answered_at=timezone.now() - timedelta(days=8))
    assert items(alice, today) == []


def test_the_sender_hears_of_what_nobody_answers(proposal, alice, today):
    Proposal.objects.update(sent_at=timezone.now() - timedelta(days=9))

    assert [item.title for item in items(alice, today)] == [
        f"{proposal.enterprise.name} has not answered your proposal for 9 days"
    ]


def test_more_than_three_are_one_line_whose_list_holds_as_many(as_user, proposal, alice, today):
    Proposal.objects.update(sent_at=timezone.now() - timedelta(days=9))
    row = Proposal.objects.get()
    for _number in range(3):
        Proposal.objects.create(
            school=row.school, enterprise=row.enterprise, from_side="school", sent_at=row.sent_at
        )

    (item,) = items(alice, today)

    assert item.title == "4 proposals of yours have no answer for over a week"
    assert as_user(alice).get(item.url).context["listing"].count == 4


def test_the_side_bar_counts_only_what_waits_for_an_answer(proposal, alice, bob, today):
    Proposal.objects.update(sent_at=timezone.now() - timedelta(days=9))

    for user, count in ((alice, 0), (bob, 1)):
        membership = memberships_of(user).rows[0]
        due_items(user, membership, today)
        assert due.waiting_known(membership, "proposals") == count

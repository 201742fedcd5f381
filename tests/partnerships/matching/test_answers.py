"""Who may answer, that answers stay with the side that gave them, and that twice is once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from partnerships.agreements.models import Side
from partnerships.matching.models import Answer, Funnel, Suggestion
from partnerships.matching.services import answer, take_back
from partnerships.matching.showing import Reader, cards
from portal.accounts.models import Role
from portal.common.errors import DomainError
from portal.records.models import AuditEvent, StaleMark
from schools.models import SchoolMembership
from tests.conftest import make_user


def decline(suggestion, by, reason="terms", note=""):
    return answer(suggestion, kind="declined", reason=reason, note=note, by=by, now=timezone.now())


def test_each_side_answers_for_itself(suggestion, alice, bob):
    decline(suggestion, alice)
    answer(suggestion, kind="shortlisted", by=bob, now=timezone.now())

    assert set(Answer.objects.values_list("side", "kind")) == {
        ("school", "declined"),
        ("enterprise", "shortlisted"),
    }


def test_a_later_answer_replaces_the_earlier_one(suggestion, alice):
    decline(suggestion, alice, note="too little pay")

    answer(suggestion, kind="shortlisted", by=alice, now=timezone.now())

    row = Answer.objects.get()
    assert (row.kind, row.reason, row.note) == ("shortlisted", "", "")


def test_the_same_answer_twice_is_one_with_one_line_in_the_trail(suggestion, alice):
    first = decline(suggestion, alice)
    lines = AuditEvent.objects.filter(verb="suggestion_declined").count()

    second = decline(suggestion, alice)

    assert second == first
    assert second.answered_at == first.answered_at
    assert AuditEvent.objects.filter(verb="suggestion_declined").count() == lines == 1


def test_a_decline_asks_for_a_run_and_a_shortlist_does_not(suggestion, alice, logistics):
    answer(suggestion, kind="shortlisted", by=alice, now=timezone.now())
    before = StaleMark.objects.filter(consumer="matching").count()

    decline(suggestion, alice)

    marked = StaleMark.objects.filter(consumer="matching").values_list("subject", "object_id")
    assert (before, list(marked)) == (0, [("programme", logistics.pk)])


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_decline_needs_a_reason_of_the_list(reason, suggestion, alice):
    with pytest.raises(DomainError):
        decline(suggestion, alice, reason)

    assert not Answer.objects.exists()


@pytest.mark.parametrize("who", ["carol", "dave", "mallory", "gao"])
def test_nobody_else_answers(who, suggestion, request):
    with pytest.raises(PermissionDenied):
        decline(suggestion, request.getfixturevalue(who))


def test_a_viewer_sees_but_does_not_answer(suggestion, alder, as_user):
    viewer = make_user("vera")
    SchoolMembership.objects.create(user=viewer, school=alder, role=Role.VIEWER)

    page = as_user(viewer).post(reverse("suggestion_answer", args=[suggestion.public_id]), {"kind": "later"})

    assert page.status_code == 403
    assert not Answer.objects.exists()


def test_the_other_side_never_sees_an_answer(suggestion, alice, bob, carol, gao):
    decline(suggestion, alice, note="canary")

    seen = {user.username: Answer.objects.visible_to(user).count() for user in (alice, bob, carol, gao)}

    assert seen == {"alice": 1, "bob": 0, "carol": 0, "gao": 0}
    with pytest.raises(PermissionDenied):
        take_back(Answer.objects.get(), by=bob)


def test_the_enterprise_does_not_learn_why_it_was_moved_down(
    suggestion, make_opening, birch, match, alice, bob, as_user
):
    other = make_opening(birch, "配送实习生")
    match()
    decline(Suggestion.objects.get(opening=suggestion.opening), alice, "bad_experience", note="canary")
    match()
    row = Suggestion.objects.get(opening=other)

    told = [values["told"] for code, values in row.concerns if code == "answered_before"]
    mine = as_user(alice).get(row.get_absolute_url()).content.decode()
    theirs = as_user(bob).get(row.get_absolute_url()).content.decode()

    assert told == [["school"]]
    assert "Moved down in Reliability" in mine
    assert "Moved down" not in theirs
    assert "canary" not in theirs


def test_a_suggestion_is_seen_by_its_school_and_enterprise_alone(
    suggestion, alice, bob, carol, dave, gao, mallory
):
    seen = {
        user.username
        for user in (alice, bob, carol, dave, gao, mallory)
        if Suggestion.objects.visible_to(user).exists()
    }

    assert seen == {"alice", "bob"}


def test_a_new_partner_is_the_schools_idea_alone(stated, dogwood, match, alice, dave, as_user):
    match()
    partner = Suggestion.objects.get(opening=None)

    assert Suggestion.objects.visible_to(alice).get() == partner
    assert not Suggestion.objects.visible_to(dave).exists()
    assert as_user(dave).get(partner.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        decline(partner, dave)


def test_only_the_own_school_sees_why_there_are_so_few(suggestion, alice, bob, carol):
    seen = {user.username for user in (alice, bob, carol) if Funnel.objects.visible_to(user).exists()}

    assert seen == {"alice"}


def test_every_card_speaks_for_and_against(suggestion):
    row = Suggestion.objects.select_related(
        "programme__major_class__category", "school", "enterprise__region", "opening__site"
    ).get()

    card = cards([row], Reader(Side.SCHOOL, may_answer=False, may_propose=True))[0]

    assert len(card.reasons) >= 1
    assert len(card.concerns) == 1
    assert f"opening={row.opening.public_id}" in card.propose_url
    assert "students=8" in card.propose_url

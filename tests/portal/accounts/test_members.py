"""The member list: everybody sees it, owners act, and an organisation keeps an owner."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.models import Enterprise, EnterpriseMembership
from portal.accounts.models import Invitation, Role, User
from portal.accounts.services import members
from portal.accounts.services.invitations import invite
from portal.common import navigation
from portal.common.errors import DomainError
from portal.records.models import AuditEvent
from schools.models import School, SchoolMembership
from tests.conftest import make_user

ON = date(2026, 3, 2)


@pytest.fixture
def amy(alder: School) -> User:
    """An editor of Alder."""
    user = make_user("amy", "Amy")
    SchoolMembership.objects.create(user=user, school=alder, role=Role.EDITOR)
    return user


def _place(user: User) -> SchoolMembership:
    return SchoolMembership.objects.get(user=user)


def test_members_see_each_other_and_not_those_of_another_school(
    as_user: Any, alice: User, amy: User, carol: User
) -> None:
    body = as_user(amy).get(reverse("member_list")).content.decode()

    assert "Alice" in body
    assert "Carol" not in body


def test_an_editor_sees_the_list_but_may_not_act(as_user: Any, alice: User, amy: User) -> None:
    browser = as_user(amy)

    answers = [
        browser.get(reverse("member_invite")),
        browser.post(reverse("member_invite"), {"person": "X", "role": "owner"}),
        browser.post(reverse("member_role", args=[_place(amy).public_id]), {"role": "owner"}),
        browser.post(reverse("member_end", args=[_place(alice).public_id])),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]
    assert (_place(amy).role, _place(alice).ended_on, Invitation.objects.count()) == (Role.EDITOR, None, 0)


def test_a_member_of_another_school_is_missing(as_user: Any, alice: User, carol: User) -> None:
    browser, foreign = as_user(alice), _place(carol).public_id

    answers = [
        browser.get(reverse("member_role", args=[foreign])),
        browser.post(reverse("member_end", args=[foreign])),
        browser.post(f"/api/v1/members/{foreign}/end/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert _place(carol).ended_on is None


def test_an_owner_changes_a_role(as_user: Any, alice: User, amy: User) -> None:
    as_user(alice).post(reverse("member_role", args=[_place(amy).public_id]), {"role": "signatory"})

    assert _place(amy).role == Role.SIGNATORY


def test_an_owner_invites_and_is_shown_the_link_once(as_user: Any, alice: User) -> None:
    answer = as_user(alice).post(reverse("member_invite"), {"person": "陈敏", "role": "editor"})

    body = answer.content.decode()
    assert "/accounts/join/" in body
    assert "/accounts/join/" not in as_user(alice).get(reverse("member_list")).content.decode()


def test_the_last_owner_cannot_leave_or_step_down(alice: User, amy: User) -> None:
    with pytest.raises(DomainError, match="needs an owner"):
        members.end_membership(_place(alice), by=alice, on=ON)

    with pytest.raises(DomainError, match="needs an owner"):
        members.change_role(_place(alice), role=Role.EDITOR, by=alice)

    assert (_place(alice).role, _place(alice).ended_on) == (Role.OWNER, None)


def test_an_owner_who_may_not_sign_in_does_not_count(alice: User, amy: User) -> None:
    members.change_role(_place(amy), role=Role.OWNER, by=alice)
    User.objects.filter(pk=amy.pk).update(is_active=False)

    with pytest.raises(DomainError, match="needs an owner"):
        members.end_membership(_place(alice), by=alice, on=ON)


def test_after_another_became_owner_the_first_may_leave(alice: User, amy: User) -> None:
    members.change_role(_place(amy), role=Role.OWNER, by=alice)

    members.end_membership(_place(alice), by=alice, on=ON)

    assert _place(alice).ended_on == ON


@pytest.mark.parametrize(
    "step",
    [
        lambda place, by: members.end_membership(place, by=by, on=ON),
        lambda place, by: members.change_role(place, role=Role.SIGNATORY, by=by),
    ],
)
def test_who_is_no_owner_any_more_cannot_come_back_by_a_link_of_his_own(
    alice: User, amy: User, alder: School, birch: Enterprise, step: Any
) -> None:
    members.change_role(_place(amy), role=Role.OWNER, by=alice)
    own, _token = invite(alder, kind="school", role=Role.OWNER, person="Amy", by=amy)
    other, _token = invite(alder, kind="school", role=Role.EDITOR, person="Eve", by=alice)
    elsewhere, _token = invite(birch, kind="enterprise", role=Role.EDITOR, person="Ed", by=amy)

    step(_place(amy), alice)

    assert set(Invitation.objects.open()) == {other, elsewhere}
    event = AuditEvent.objects.get(verb="invitation_revoked")
    assert (event.user, event.object_id) == (alice, own.pk)


def test_the_last_owner_who_may_not_leave_keeps_his_invitations(alice: User, alder: School) -> None:
    invitation, _token = invite(alder, kind="school", role=Role.OWNER, person="Eve", by=alice)

    with pytest.raises(DomainError, match="needs an owner"):
        members.end_membership(_place(alice), by=alice, on=ON)

    assert list(Invitation.objects.open()) == [invitation]


def test_an_owner_who_stays_owner_keeps_her_invitations(alice: User, alder: School) -> None:
    invitation, _token = invite(alder, kind="school", role=Role.EDITOR, person="Eve", by=alice)

    members.change_role(_place(alice), role=Role.OWNER, by=alice)

    assert list(Invitation.objects.open()) == [invitation]


def test_who_left_sees_nothing_of_the_school_any_more(as_user: Any, alice: User, amy: User) -> None:
    members.end_membership(_place(amy), by=alice, on=ON)

    assert as_user(amy).get(reverse("member_list")).status_code == 403


def test_somebody_who_belongs_nowhere_has_no_member_list(as_user: Any, mallory: User) -> None:
    assert as_user(mallory).get(reverse("member_list")).status_code == 403


def test_a_person_of_two_organisations_switches(as_user: Any, alice: User, birch: Enterprise) -> None:
    second = EnterpriseMembership.objects.create(user=alice, enterprise=birch, role=Role.VIEWER)
    browser = as_user(alice)

    browser.post(reverse("switch_organisation"), {"membership": second.public_id})

    assert "Birch Engineering" in browser.get(reverse("member_list")).content.decode()


def test_nobody_switches_to_what_is_not_his(as_user: Any, alice: User, carol: User) -> None:
    browser = as_user(alice)

    browser.post(reverse("switch_organisation"), {"membership": _place(carol).public_id})

    assert "membership" not in browser.session


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_few_questions_for_any_number(
    as_user: Any,
    alice: User,
    alder: School,
    count: int,
    django_assert_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(navigation, "_links", [])  # the side bar's counts are other rooms' questions
    for number in range(count - 1):
        user = make_user(f"member{number}")
        SchoolMembership.objects.create(user=user, school=alder, role=Role.VIEWER)
    browser = as_user(alice)

    with django_assert_num_queries(7):
        browser.get(reverse("member_list"))


def test_the_api_lists_colleagues_and_says_no_like_the_page(client: Client, alice: User, amy: User) -> None:
    client.force_login(amy)

    listed = client.get("/api/v1/members/").json()
    refused = client.post(f"/api/v1/members/{_place(alice).public_id}/end/")

    assert [row["person"] for row in listed["results"]] == ["Alice", "Amy"]
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"


def test_the_api_invites_for_ones_own_organisation_only(client: Client, alice: User, cedar: School) -> None:
    client.force_login(alice)
    wish = {"kind": "school", "role": "editor", "person": "Eve", "organisation": cedar.public_id}

    assert client.post("/api/v1/invitations/", wish).status_code == 404
    assert Invitation.objects.count() == 0


def test_leaving_is_asked_before_it_happens(as_user: Any, amy: User) -> None:
    page = as_user(amy).get(reverse("member_end", args=[_place(amy).public_id]))

    assert page.status_code == 200
    assert "Leave Alder" in page.content.decode()
    assert _place(amy).ended_on is None


def test_the_last_owner_is_told_on_the_same_page(as_user: Any, alice: User) -> None:
    answer = as_user(alice).post(reverse("member_end", args=[_place(alice).public_id]))

    assert answer.status_code == 409
    assert str(members.LAST_OWNER) in answer.content.decode()

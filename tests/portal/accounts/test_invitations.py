"""Invitations by link: shown once, opened without using them up, taken once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Invitation, Role, User
from portal.accounts.services import invitations
from portal.common.errors import DomainError
from portal.records.models import AuditEvent
from schools.models import School, SchoolMembership
from tests.conftest import PASSWORD


@pytest.fixture
def invited(alder: School, alice: User) -> tuple[Invitation, str]:
    return invitations.invite(alder, kind="school", role=Role.EDITOR, person="陈敏", by=alice)


def _account(**values: str) -> dict[str, str]:
    secret = "a long and quiet river"
    return {
        "full_name": "陈敏",
        "username": "chenmin",
        "mobile": "13900000001",
        "email": "",
        "password1": secret,
        "password2": secret,
        **values,
    }


def test_opening_the_link_many_times_uses_nothing_up(client: Client, invited: tuple[Invitation, str]) -> None:
    _row, token = invited

    answers = [client.get(reverse("invitation", args=[token])) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "Alder Vocational School" in answers[2].content.decode()


def test_the_page_is_kept_out_of_search_engines_and_referrers(
    client: Client, invited: tuple[Invitation, str]
) -> None:
    answer = client.get(reverse("invitation", args=[invited[1]]))

    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_new_person_makes_an_account_joins_and_is_signed_in(
    client: Client, invited: tuple[Invitation, str], alder: School
) -> None:
    answer = client.post(reverse("invitation_account", args=[invited[1]]), _account())

    member = SchoolMembership.objects.get(user__username="chenmin")
    assert answer.status_code == 302
    assert (member.school, member.role, member.user.mobile) == (alder, Role.EDITOR, "13900000001")
    assert client.session["_auth_user_id"] == str(member.user.pk)


def test_a_signed_in_person_joins_with_her_account(
    as_user: Any, invited: tuple[Invitation, str], mallory: User, alder: School
) -> None:
    answer = as_user(mallory).post(reverse("invitation_join", args=[invited[1]]))

    assert answer.status_code == 302
    assert SchoolMembership.objects.get(user=mallory).school == alder


def test_a_link_lets_one_person_in(invited: tuple[Invitation, str], mallory: User, carol: User) -> None:
    invitations.join(invited[0], user=mallory)

    with pytest.raises(DomainError, match="used already"):
        invitations.join(invited[0], user=carol)

    assert not SchoolMembership.objects.filter(user=carol, school__name_en="Alder Vocational School").exists()


@pytest.mark.parametrize(
    "closing", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(minutes=1)}]
)
def test_a_withdrawn_or_old_link_says_so(
    client: Client, invited: tuple[Invitation, str], closing: dict[str, Any]
) -> None:
    Invitation.objects.update(**closing)

    shown = client.get(reverse("invitation", args=[invited[1]]))
    posted = client.post(reverse("invitation_account", args=[invited[1]]), _account())

    assert (shown.status_code, posted.status_code) == (410, 410)
    assert not User.objects.filter(username="chenmin").exists()


def test_an_unknown_link_is_missing(client: Client, db: None) -> None:
    assert client.get(reverse("invitation", args=["nothing"])).status_code == 404


def test_a_number_that_is_taken_is_a_sentence_and_the_link_stays_open(
    client: Client, invited: tuple[Invitation, str]
) -> None:
    taken = _account(mobile="13800000001")

    answer = client.post(
        reverse("invitation_account", args=[invited[1]]), taken, headers={"accept-language": "en"}
    )

    assert answer.status_code == 409
    assert "sign in and open the link again" in answer.content.decode()
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize(
    "twin",
    [
        {"username": "Alice", "email": ""},
        {"username": "alice", "email": ""},
        {"username": "eve", "email": "ALICE@example.org"},
    ],
)
def test_a_name_or_address_is_taken_in_any_case(
    invited: tuple[Invitation, str], twin: dict[str, str]
) -> None:
    with pytest.raises(DomainError, match="already an account"):
        invitations.join_as_new(invited[0], password=PASSWORD, full_name="Eve", mobile=None, **twin)

    assert (User.objects.count(), Invitation.objects.get().is_open) == (1, True)


@pytest.mark.parametrize("twin", [{"username": "ALICE"}, {"username": "eve", "email": "Alice@Example.org"}])
def test_the_database_keeps_no_two_people_who_differ_by_case_only(alice: User, twin: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**twin)


def test_the_page_says_that_a_user_name_is_taken_in_another_case(
    client: Client, invited: tuple[Invitation, str]
) -> None:
    answer = client.post(
        reverse("invitation_account", args=[invited[1]]),
        _account(username="Alice"),
        headers={"accept-language": "en"},
    )

    assert answer.status_code == 422
    assert "This user name belongs to another account." in answer.content.decode()


def test_a_weak_password_is_refused_beside_its_field(client: Client, invited: tuple[Invitation, str]) -> None:
    answer = client.post(
        reverse("invitation_account", args=[invited[1]]), _account(password1="1234567", password2="1234567")
    )

    assert answer.status_code == 422
    assert not User.objects.filter(username="chenmin").exists()


def test_the_database_keeps_no_token(invited: tuple[Invitation, str]) -> None:
    row, token = invited

    stored = " ".join(str(value) for value in Invitation.objects.values().get().values())

    assert token not in stored
    assert row.token_hash == invitations.digest(token)


def test_an_invitation_again_raises_the_role_but_never_lowers_it(alder: School, alice: User) -> None:
    lower, _token = invitations.invite(alder, kind="school", role=Role.VIEWER, person="Alice", by=alice)

    invitations.join(lower, user=alice)

    assert SchoolMembership.objects.get(user=alice).role == Role.OWNER


def test_the_trail_tells_who_invited_whom(
    invited: tuple[Invitation, str], alice: User, mallory: User
) -> None:
    invitations.join(invited[0], user=mallory)

    told = list(AuditEvent.objects.order_by("pk").values_list("user__username", "verb"))
    assert told == [("alice", "invited"), ("mallory", "invitation_accepted"), ("mallory", "member_added")]

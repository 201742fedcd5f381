"""The first owner of a school or enterprise comes by an invitation of the bureau; afterwards its owners invite."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise
from portal.accounts.models import BureauMembership, Invitation, Role, User
from portal.accounts.services import members
from schools.models import School, SchoolMembership
from tests.conftest import make_user

PERSON = {"person": "陈敏", "job_title": "校企合作办", "mobile": "", "email": ""}


@pytest.fixture
def without_owner(alder: School) -> School:
    SchoolMembership.objects.filter(school=alder).delete()
    return alder


def _address(school: School) -> str:
    return reverse("school_first_owner", args=[school.public_id])


def test_the_bureau_invites_the_first_owner_of_a_school(
    as_user: Any, gao: User, without_owner: School
) -> None:
    page = as_user(gao).post(_address(without_owner), PERSON).content.decode()

    invitation = Invitation.objects.get()
    assert (invitation.kind, invitation.organisation_id, invitation.role) == (
        "school",
        without_owner.pk,
        Role.OWNER,
    )
    assert re.search(r"/accounts/join/[\w-]{30,}/", page)


def test_who_takes_the_link_owns_the_school_and_the_bureau_invites_no_more(
    as_user: Any, client: Client, gao: User, without_owner: School
) -> None:
    page = as_user(gao).post(_address(without_owner), PERSON).content.decode()
    token = re.search(r"/accounts/join/([\w-]+)/", page).group(1)
    secret = "a long and quiet river"
    account = {"full_name": "陈敏", "username": "chenmin", "password1": secret, "password2": secret}
    client.post(reverse("invitation_account", args=[token]), account)

    again = as_user(gao).post(_address(without_owner), PERSON)

    assert SchoolMembership.objects.get(school=without_owner).role == Role.OWNER
    assert again.status_code == 403
    assert Invitation.objects.count() == 1


def test_a_school_with_an_owner_is_not_opened_from_outside(
    as_user: Any, gao: User, alder: School, alice: User
) -> None:
    answer = as_user(gao).post(_address(alder), PERSON)
    page = as_user(gao).get(alder.get_absolute_url()).content.decode()

    assert answer.status_code == 403
    assert "first owner" not in page
    assert not Invitation.objects.exists()


def test_other_schools_and_strangers_invite_nobody(
    as_user: Any, without_owner: School, carol: User, mallory: User
) -> None:
    answers = [as_user(user).post(_address(without_owner), PERSON).status_code for user in (carol, mallory)]

    assert set(answers) <= {403, 404}
    assert not Invitation.objects.exists()


def test_a_second_link_closes_the_first(as_user: Any, gao: User, without_owner: School) -> None:
    as_user(gao).post(_address(without_owner), PERSON)

    as_user(gao).post(_address(without_owner), {**PERSON, "person": "林颖"})

    assert [row.person for row in Invitation.objects.open()] == ["林颖"]


def test_the_bureau_invites_the_first_owner_of_an_enterprise(
    as_user: Any, gao: User, birch: Enterprise
) -> None:
    page = as_user(gao).get(birch.get_absolute_url()).content.decode()

    as_user(gao).post(reverse("enterprise_first_owner", args=[birch.public_id]), PERSON)

    assert "Invite the first owner" in page
    assert Invitation.objects.get().organisation_id == birch.pk


def test_the_link_closes_when_who_made_it_leaves_the_bureau(
    as_user: Any, gao: User, without_owner: School
) -> None:
    as_user(gao).post(_address(without_owner), PERSON)
    place = BureauMembership.objects.get(user=gao)
    colleague = make_user("bureau-colleague")
    BureauMembership.objects.create(user=colleague, bureau=place.bureau, role=Role.OWNER)

    members.end_membership(place, by=colleague, on=timezone.localdate())

    assert not Invitation.objects.open().exists()

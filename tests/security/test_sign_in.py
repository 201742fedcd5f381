"""No way in by the side: limits on every sign-in, equal answers for known and unknown, sessions that rotate."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Bureau, User
from portal.records.models import MailJob
from tests.conftest import PASSWORD


def _sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str) -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password, **extra})


def _is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["alice", "13800000001", "alice@example.org", "ALICE@example.org"])
def test_alice_signs_in_by_name_number_or_address(client: Client, alice: User, login: str) -> None:
    _sign_in(client, login)

    assert _is_in(client)


@pytest.mark.parametrize("login", ["alice", "13800000001", "alice@example.org", "nobody", "13900000000"])
def test_a_wrong_password_is_told_the_same_way_for_known_and_unknown(
    client: Client, alice: User, login: str
) -> None:
    answer = _sign_in(client, login, "wrong")

    assert (answer.status_code, _is_in(client)) == (200, False)
    assert len(answer.context["form"].errors["__all__"]) == 1


def test_who_was_shut_out_does_not_get_in(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)

    for login in ("alice", "13800000001", "alice@example.org"):
        _sign_in(client, login)

    assert not _is_in(client)


@pytest.mark.parametrize("login", ["alice", "13800000001", "alice@example.org"])
def test_after_five_wrong_passwords_the_right_one_is_refused_too(
    client: Client, alice: User, login: str
) -> None:
    for _time in range(5):
        _sign_in(client, login, "wrong")

    answer = _sign_in(client, login)

    assert not _is_in(client)
    assert len(answer.context["form"].errors["__all__"]) == 1


def test_the_admins_sign_in_is_the_same_one_with_the_same_limits(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_staff=True, is_superuser=True)

    shown = client.get("/admin/login/?next=/admin/")
    tried = client.post("/admin/login/", {"username": "alice", "password": PASSWORD})

    assert (shown.status_code, tried.status_code) == (302, 302)
    assert shown["Location"].startswith("/accounts/login/")
    assert not _is_in(client)


def test_the_admin_is_shut_for_a_member(as_user: Any, alice: User) -> None:
    assert as_user(alice).get("/admin/").status_code in {302, 403}


def test_the_session_rotates_at_sign_in(client: Client, alice: User) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["seen"] = "before"
    session.save()
    client.cookies["sessionid"] = session.session_key

    _sign_in(client, "alice")

    assert _is_in(client)
    assert client.session.session_key != session.session_key


def test_the_session_ends_at_sign_out(client: Client, alice: User) -> None:
    _sign_in(client, "alice")
    key = client.session.session_key

    client.post(reverse("account_logout"))

    assert not _is_in(client)
    assert client.session.session_key != key


def test_nobody_signs_up_by_himself(client: Client, db: None) -> None:
    answer = client.post(
        reverse("account_signup"), {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert answer.status_code in {200, 403}
    assert not User.objects.filter(username="eve").exists()


@pytest.mark.parametrize("address", ["alice@example.org", "nobody@example.org"])
def test_a_forgotten_password_is_answered_alike_and_nothing_is_sent_inside_the_request(
    client: Client, alice: User, settings: Any, address: str
) -> None:
    settings.EMAIL_BACKEND = "portal.records.mail.QueuedEmailBackend"

    answer = client.post(reverse("account_reset_password"), {"email": address})

    assert (answer.status_code, answer["Location"]) == (302, reverse("account_reset_password_done"))
    assert len(mail.outbox) == 0
    assert [job.recipients for job in MailJob.objects.all()] == [[address]]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("alice@example.org", "/accounts/password/reset/key/"),
        ("nobody@example.org", "/accounts/signup/"),
    ],
)
def test_a_mail_about_a_password_takes_nothing_from_the_visitors_host(
    client: Client, alice: User, settings: Any, address: str, path: str
) -> None:
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["evil.example"], "https://ronghe.example/"

    client.post(reverse("account_reset_password"), {"email": address}, headers={"host": "evil.example"})

    (sent,) = mail.outbox
    assert f"https://ronghe.example{path}" in sent.body
    assert "evil" not in sent.subject + sent.body


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(client: Client, alice: User, target: str) -> None:
    answer = _sign_in(client, "alice", next=target)

    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/"])
def test_changing_the_language_leads_nowhere_else(client: Client, db: None, target: str) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": target})

    assert "evil" not in answer["Location"]


def test_bureau_staff_set_up_a_second_factor_first(as_user: Any, gao: User, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True

    answer = as_user(gao).get(reverse("bureau_list"))

    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))


def test_the_operator_sets_up_a_second_factor_first(as_user: Any, mallory: User, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    User.objects.filter(pk=mallory.pk).update(is_superuser=True, is_staff=True)

    assert as_user(mallory).get("/admin/")["Location"] == reverse("mfa_activate_totp")


def test_a_school_may_go_without_one(
    as_user: Any, alice: User, guangzhou_bureau: Bureau, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True

    assert as_user(alice).get(reverse("bureau_list")).status_code == 200


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client: Client, alice: User) -> None:
    answer = client.post(
        reverse("switch_organisation"),
        headers={"referer": "http://testserver/partnerships/?page=2", "accept-language": "en"},
    )

    assert answer.url == f"{reverse('account_login')}?next=/partnerships/%3Fpage%3D2"
    page = client.get(answer.url, headers={"accept-language": "en"})
    assert "nothing was saved" in page.content.decode()


@pytest.mark.parametrize(
    "referer", ["", "http://evil.example/partnerships/", "http://[", "https://testserver:99/x"]
)
def test_a_form_from_nowhere_leads_to_the_home_page(client: Client, db: None, referer: str) -> None:
    answer = client.post(reverse("switch_organisation"), headers={"referer": referer})

    assert answer.url == f"{reverse('account_login')}?next=/"


def test_an_address_that_only_takes_answers_says_so(as_user: Any, alice: User) -> None:
    answer = as_user(alice).get(reverse("switch_organisation"))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "shows nothing" in answer.content.decode()

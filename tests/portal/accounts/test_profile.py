"""One's own details and keys to the API."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.records.models import ApiToken
from portal.records.tokens import issue_token
from tests.conftest import PASSWORD


def _details(**values: str) -> dict[str, str]:
    return {
        "full_name": "Alice",
        "mobile": "13800000001",
        "email": "alice@example.org",
        "password": "",
        **values,
    }


def test_a_name_is_changed_without_a_password(as_user: Any, alice: User) -> None:
    as_user(alice).post(reverse("profile"), _details(full_name="Alice Wu"))

    alice.refresh_from_db()
    assert alice.full_name == "Alice Wu"


@pytest.mark.parametrize(
    ("password", "mobile"), [("", "13800000001"), ("wrong", "13800000001"), (PASSWORD, "13700000007")]
)
def test_a_number_opens_the_account_so_it_asks_for_the_password(
    as_user: Any, alice: User, password: str, mobile: str
) -> None:
    as_user(alice).post(reverse("profile"), _details(mobile="13700000007", password=password))

    alice.refresh_from_db()
    assert alice.mobile == mobile


def test_another_persons_address_is_refused_in_a_sentence(as_user: Any, alice: User, mallory: User) -> None:
    browser = as_user(mallory)

    answer = browser.post(
        reverse("profile"),
        {"full_name": "M", "mobile": "", "email": "alice@example.org", "password": PASSWORD},
    )

    assert answer.status_code == 409
    assert "belongs to another account" in answer.content.decode()


def test_a_token_is_shown_once_and_opens_the_api(as_user: Any, alice: User, client: Client) -> None:
    browser = as_user(alice)

    body = browser.post(reverse("token_create"), {"name": "Report", "scope": "read"}).content.decode()

    token = ApiToken.objects.get(user=alice)
    text = "rh_" + body.split('value="rh_')[1].split('"')[0]
    browser.logout()
    headers = {"authorization": f"Bearer {text}"}
    assert client.get("/api/v1/me/", headers=headers).json()["username"] == "alice"
    assert text not in str(ApiToken.objects.values().get(pk=token.pk))


def test_a_read_token_cannot_write(client: Client, alice: User) -> None:
    _token, text = issue_token(alice, name="Report")

    answer = client.post("/api/v1/tokens/", {"name": "More"}, headers={"authorization": f"Bearer {text}"})

    assert answer.status_code == 403


def test_a_token_makes_no_further_tokens(client: Client, alice: User) -> None:
    _token, text = issue_token(alice, name="Robot", scope="write")

    answer = client.post("/api/v1/tokens/", {"name": "More"}, headers={"authorization": f"Bearer {text}"})

    assert (answer.status_code, ApiToken.objects.count()) == (403, 1)


def test_a_revoked_token_opens_nothing(as_user: Any, alice: User, client: Client) -> None:
    token, text = issue_token(alice, name="Report")

    as_user(alice).post(reverse("token_revoke", args=[token.public_id]))
    client.logout()

    assert client.get("/api/v1/me/", headers={"authorization": f"Bearer {text}"}).status_code == 401


def test_nobody_revokes_anothers_token(as_user: Any, alice: User, mallory: User) -> None:
    token, _text = issue_token(alice, name="Report")

    answer = as_user(mallory).post(reverse("token_revoke", args=[token.public_id]))

    token.refresh_from_db()
    assert (answer.status_code, token.revoked_at) == (404, None)

"""What every answer carries, and what a browser or a proxy could be talked into."""

from typing import Any

import pytest
from django.conf import settings as site
from django.core import checks
from django.test import Client, override_settings
from django.urls import reverse

from portal.accounts.models import User
from portal.common.checks import production_is_safe
from portal.routes import routes

PLAIN_PAGES = sorted(
    {
        f"/{route.pattern}"
        for route in routes()
        if not route.kwargs
        and "GET" in route.methods
        and route.who in {"everybody", "signed_in"}
        and "logout" not in route.pattern
        and not route.pattern.startswith("api/")
    }
)
CSP = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; script-src 'self'; style-src 'self'"
)


def test_there_are_pages_to_look_at() -> None:
    assert len(PLAIN_PAGES) > 30


@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_every_page_carries_the_same_safe_headers(as_user: Any, alice: User, path: str) -> None:
    answer = as_user(alice).get(path)

    assert answer.status_code < 500
    assert "; ".join(sorted(answer["Content-Security-Policy"].split("; "))) == CSP
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert len(answer["X-Request-Id"]) == 16


@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_no_page_has_inline_script_or_style(as_user: Any, alice: User, path: str) -> None:
    answer = as_user(alice).get(path)
    if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code != 200:
        return
    body = answer.content.decode()

    assert " style=" not in body
    assert "<style" not in body
    assert " onclick=" not in body
    assert "javascript:" not in body
    assert body.count("<script") == body.count('<script src="/static/') + body.count(
        '<script defer src="/static/'
    )


@pytest.mark.parametrize("name", ["switch_organisation", "account_logout", "set_language", "token_create"])
def test_a_post_without_the_token_of_the_page_is_refused(alice: User, name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    assert strict.post(reverse(name)).status_code == 403


def test_an_api_call_with_a_session_needs_the_token_of_the_page_too(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    assert strict.post("/api/v1/tokens/", {"name": "X"}).status_code == 403


def test_a_foreign_host_name_is_refused(client: Client, db: None) -> None:
    assert client.get("/livez", headers={"host": "evil.example"}).status_code == 400


def test_links_in_mails_and_codes_never_take_the_visitors_host(as_user: Any, alice: User) -> None:
    answer = as_user(alice).post(
        reverse("member_invite"), {"person": "X", "role": "viewer"}, headers={"host": "localhost"}
    )

    assert f"{site.PUBLIC_URL}/accounts/join/" in answer.content.decode()


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client, alice: User) -> None:
    client.post(reverse("account_login"), {"login": "alice", "password": "correct horse battery"})

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_unknown_addresses_and_methods_say_so_without_a_trace(
    client: Client, as_user: Any, alice: User
) -> None:
    missing = as_user(alice).get("/no/such/page/")
    wrong = client.put("/accounts/switch/")

    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert "Traceback" not in missing.content.decode()


def test_the_api_says_its_errors_as_problems(client: Client, db: None) -> None:
    answer = client.get("/api/v1/me/")

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["status"] == 401


UNSAFE = {
    "ronghe.E001": {"SECRET_KEY": "s" * 49},
    "ronghe.E002": {"DEBUG": True},
    "ronghe.E003": {"ALLOWED_HOSTS": ["*"]},
    "ronghe.E004": {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}},
    "ronghe.E005": {"CELERY_BROKER_URL": "memory://localhost/"},
}
SAFE: dict[str, Any] = {
    "PRODUCTION": True,
    "SECRET_KEY": "s" * 60,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["ronghe.example"],
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "CELERY_BROKER_URL": "redis://redis/0",
}


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize(("code", "change"), UNSAFE.items())
def test_production_refuses_to_start_unsafe(code: str, change: dict[str, Any]) -> None:
    with override_settings(**{**SAFE, **change}):
        found = production_is_safe()

    assert [error.id for error in found] == [code]
    assert all(isinstance(error, checks.Error) and error.hint for error in found)


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_production_that_is_safe_starts() -> None:
    with override_settings(**SAFE):
        assert production_is_safe() == []


def test_the_page_of_the_api_serves_its_own_script_and_style(client: Client, db: None) -> None:
    answer = client.get("/api/docs/")
    body = answer.content.decode()

    assert "; ".join(sorted(answer["Content-Security-Policy"].split("; "))) == CSP.replace(
        "img-src 'self'", "img-src 'self' data:"
    )
    assert 'src="/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle' in body
    assert "<style" not in body
    assert "//" not in body.split("<main")[1].split("</main>")[0].replace("http://testserver", "")
    assert "SwaggerUIBundle" in client.get("/api/docs/?script=").content.decode()

"""What middleware refuses is a sentence on pages and problem+json under /api/."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from portal.accounts.models import User
from portal.common.api import ScopedMixin

PROBLEM = "application/problem+json"


@pytest.fixture
def deadlock(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any) -> None:
        raise OperationalError("deadlock detected")

    monkeypatch.setattr(ScopedMixin, "get_queryset", refuse)


@pytest.mark.usefixtures("deadlock")
def test_a_deadlock_is_a_problem_to_the_api(as_user: Any, alice: User) -> None:
    answer = as_user(alice).get("/api/v1/schools/")

    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (503, PROBLEM, "5")
    assert answer.json() == {
        "type": "about:blank",
        "status": 503,
        "title": "The database is away or too busy at the moment. Try again in a few seconds.",
    }


def test_a_deadlock_is_a_sentence_to_a_reader(
    as_user: Any, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_values: Any) -> None:
        raise OperationalError("deadlock detected")

    monkeypatch.setattr("portal.accounts.models.BureauQuerySet.visible_to", refuse)

    answer = as_user(alice).get("/bureaus/abcdefgh/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.startswith(b"The database is away")


@pytest.mark.parametrize("address", ["/api/v1/schools/?q=%00", "/api/v1/schools/%00/"])
def test_a_nul_is_a_problem_to_the_api(client: Client, address: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer.json()["status"] == 400


@pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/v1/schools/A-B/"])
def test_an_unknown_address_is_a_problem_to_the_api_and_a_page_to_a_reader(
    as_user: Any, alice: User, address: str
) -> None:
    client = as_user(alice)

    answer = client.get(address)

    assert (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (404, PROBLEM, 404)
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(("error", "status"), [(OperationalError("gone"), 503), (KeyError("x"), 500)])
def test_a_fault_before_any_view_ran_is_told_by_its_kind(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def refuse(*_args: Any) -> None:
        raise error

    monkeypatch.setattr("portal.accounts.middleware.OrganisationMiddleware.__call__", refuse)
    client.raise_request_exception = False

    page, answer = client.get("/accounts/login/"), client.get("/api/v1/schools/")

    assert (page.status_code, answer.status_code, answer["Content-Type"]) == (status, status, PROBLEM)
    assert page.has_header("Retry-After") == (status == 503)

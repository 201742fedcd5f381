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

"""/livez asks nothing; /readyz says what is away and whether pages can work."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from portal.records import health
from portal.records.models import Heartbeat


@pytest.fixture
def beating(db: None) -> None:
    for part in ("worker", "beat"):
        Heartbeat.objects.create(part=part)


def test_livez_asks_no_database(client: Client, django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/livez")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_when_everything_is_there(client: Client, beating: None) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


def test_degraded_when_a_worker_is_silent(client: Client, beating: None) -> None:
    Heartbeat.objects.filter(part="worker").update(at=timezone.now() - timedelta(minutes=5))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"], answer.json()["worker"]) == (
        200,
        "degraded",
        "silent",
    )


def test_degraded_when_redis_is_away(client: Client, beating: None, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"], answer.json()["redis"]) == (200, "degraded", "away")


@pytest.mark.redis
def test_ready_with_redis(client: Client, beating: None, settings: Any, redis_url: str) -> None:
    settings.REDIS_URL = redis_url

    assert client.get("/readyz").json()["redis"] == "ok"


@pytest.mark.parametrize(("part", "value"), [("_migrations", "pending"), ("_disk", "full")])
def test_unavailable_when_pages_could_not_be_trusted(
    client: Client, beating: None, monkeypatch: pytest.MonkeyPatch, part: str, value: str
) -> None:
    monkeypatch.setattr(health, part, lambda: value)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")


def test_unavailable_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> str:
        raise DatabaseError("no connection")

    monkeypatch.setattr(health, "_database", away)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable", "database": "away"})

"""A laptop that is off at night does the work of the night when it is switched on; old messages expire."""

from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from enterprises.tasks import expire_openings
from portal.records import nightly
from portal.records.models import Heartbeat
from portal.records.tasks import sweep

NIGHT = ["expire-openings", "score-all", "match-all", "recount"]


@pytest.fixture
def sent(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    tasks: list[str] = []
    monkeypatch.setattr(
        type(current_app._get_current_object()), "send_task", lambda _app, name: tasks.append(name)
    )
    return tasks


def test_a_first_start_has_missed_nothing(sent: list[str]) -> None:
    assert nightly.catch_up() == []
    assert sent == []
    assert sorted(Heartbeat.objects.values_list("part", flat=True)) == sorted(NIGHT)


def test_the_work_of_a_missed_night_is_done_in_its_order(sent: list[str]) -> None:
    nightly.catch_up()
    Heartbeat.objects.update(at=timezone.now() - timedelta(days=2))

    assert nightly.catch_up() == NIGHT
    assert sent == [
        "enterprises.tasks.expire_openings",
        "partnerships.depth.tasks.refresh_all",
        "partnerships.matching.tasks.match_all",
        "partnerships.summaries.tasks.recount",
    ]


def test_what_was_done_is_not_done_again(sent: list[str]) -> None:
    nightly.catch_up()
    Heartbeat.objects.update(at=timezone.now() - timedelta(days=2))

    expire_openings.apply()

    assert nightly.catch_up() == NIGHT[1:]


def test_what_is_not_nightly_leaves_no_heartbeat_of_its_own(db: None) -> None:
    sweep.apply()

    assert list(Heartbeat.objects.values_list("part", flat=True)) == ["worker"]


def test_every_task_that_is_sent_is_known() -> None:
    current_app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(current_app.tasks)


@pytest.mark.parametrize("entry", settings.CELERY_BEAT_SCHEDULE.values())
def test_what_beat_sends_expires(entry: dict[str, Any]) -> None:
    assert 60 <= entry["options"]["expires"] <= 12 * 3600

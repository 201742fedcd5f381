"""Nightly work that was missed: a laptop that is off at night does it when it is switched on.

Nightly are the entries of the beat schedule that name an hour. Each leaves a heartbeat when its task is done; one
whose hour passed since is missed. Where there is no heartbeat yet (a first start), nothing is: it counts from now.
"""

from typing import Any

from celery import current_app
from celery.schedules import crontab
from celery.signals import task_success
from django.conf import settings
from django.utils import timezone

from portal.records.models import Heartbeat


def catch_up() -> list[str]:
    """Send what was missed, in the order of the night; returns the names of the entries."""
    entries = _nightly()
    for name in entries:
        Heartbeat.objects.get_or_create(part=name)
    last = dict(Heartbeat.objects.filter(part__in=entries).values_list("part", "at"))
    missed = [name for name, entry in entries.items() if entry["schedule"].is_due(last[name]).is_due]
    for name in missed:
        current_app.send_task(entries[name]["task"])
    return missed


@task_success.connect
def note_done(sender: Any, **_told: Any) -> None:
    """The heartbeat of nightly work that is done."""
    for name, entry in _nightly().items():
        if entry["task"] == sender.name:
            Heartbeat.objects.update_or_create(part=name, defaults={"at": timezone.now()})


def _nightly() -> dict[str, Any]:
    """Entries of the schedule that name an hour, in the order of the night."""
    found = [
        (name, entry)
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
        if isinstance(entry["schedule"], crontab)
    ]
    return dict(
        sorted(found, key=lambda item: (min(item[1]["schedule"].hour), min(item[1]["schedule"].minute)))
    )

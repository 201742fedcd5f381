"""Views for the clock: run one job, find what is due, beat the heart."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from portal.common.jobs import Job, job_kind, job_kinds
from portal.records.models import Heartbeat

logger = logging.getLogger("ronghe.jobs")


@shared_task
def run_job(label: str, pk: int) -> None:
    """Claim one job row and do its work; a job that somebody else holds is left alone."""
    kind = job_kind(label)
    job = kind.model.objects.filter(pk=pk).first()
    if job is None or not job.claim():
        return
    try:
        result = kind.run(job)
    except Exception as error:
        logger.exception("%s %s failed", label, pk)
        job.fail(f"{type(error).__name__}: {error}")
        return
    if job.state == Job.State.RUNNING:
        job.finish(result)


def enqueue(job: Job) -> None:
    """Wake a worker for the job once the present transaction is written; the sweep is the safety net."""
    label = job._meta.label_lower
    transaction.on_commit(lambda: _wake(label, job.pk))


def _wake(label: str, pk: int) -> None:
    try:
        run_job.delay(label, pk)
    except Exception as error:  # noqa: BLE001 (a dead broker must not fail the request: the sweep finds the row)
        logger.warning("no broker for %s %s: %s", label, pk, error)


@shared_task
def sweep() -> int:
    """Wake workers for every due job of every kind; returns how many."""
    Heartbeat.objects.update_or_create(part="worker", defaults={"at": timezone.now()})
    woken = 0
    for kind in job_kinds():
        for pk in kind.model.objects.due().order_by("pk").values_list("pk", flat=True)[:100]:
            _wake(kind.label, pk)
            woken += 1
    return woken


@shared_task
def beat_heartbeat() -> None:
    """Say that beat sends and a worker receives."""
    Heartbeat.objects.update_or_create(part="beat", defaults={"at": timezone.now()})

"""Views for the clock: match at night, and within a minute of a change."""

from celery import shared_task

from partnerships.matching import services
from portal.records.tasks import enqueue


@shared_task
def match_if_changed() -> None:
    """Queue a run where something is marked; the sweep starts it a few seconds later."""
    services.queue_if_marked()


@shared_task
def match_all() -> None:
    """Queue the nightly run."""
    enqueue(services.queue_run())

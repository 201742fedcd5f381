"""Views for the clock: score what changed, and everything at night (points fade with age)."""

from celery import shared_task
from django.utils import timezone

from partnerships.depth import services
from portal.records.tasks import enqueue


@shared_task
def refresh_marked() -> int:
    """Score marked partnerships until none is left."""
    total = 0
    while done := services.refresh_marked(on=timezone.localdate()):
        total += done
    return total


@shared_task
def refresh_all() -> None:
    """Queue the nightly scoring of all partnerships."""
    enqueue(services.queue_run())

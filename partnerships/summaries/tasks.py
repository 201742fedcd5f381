"""Views for the clock: sum what changed, and count everything at night."""

from celery import shared_task

from partnerships.summaries import services
from portal.records.tasks import enqueue


@shared_task
def refresh_marked() -> int:
    """Sum again what is marked until nothing is left."""
    total = 0
    while done := services.refresh_marked():
        total += done
    return total


@shared_task
def recount() -> None:
    """Queue the nightly recount."""
    enqueue(services.queue_recount())

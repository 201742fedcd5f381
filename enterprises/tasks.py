"""Views for the clock."""

from celery import shared_task
from django.utils import timezone

from enterprises.services import openings


@shared_task
def expire_openings() -> int:
    """Every night: openings whose period is over take nobody."""
    return openings.expire_openings(on=timezone.localdate())

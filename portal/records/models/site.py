"""The heartbeats of worker and beat, for /readyz."""

from django.db import models
from django.utils import timezone


class Heartbeat(models.Model):
    """When a part of the site was last alive."""

    part = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.part} {self.at:%F %T}"

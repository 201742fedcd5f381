"""Marks by which a lower room says "this changed" to rooms above that it does not know."""

from django.db import models
from django.utils import timezone

from portal.common.models import new_public_id


class StaleMark(models.Model):
    """One subject that one consumer has to look at again. `stamp` changes with each new mark."""

    consumer = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    stamp = models.CharField(max_length=16, default=new_public_id)
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consumer", "subject", "object_id"], name="one_mark_per_consumer_and_subject"
            )
        ]
        indexes = [models.Index(fields=["consumer", "marked_at"], name="marks_oldest_first")]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.subject} {self.object_id}"

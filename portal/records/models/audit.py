"""The append-only trail: changes, decisions, exports, reads of students' data."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(models.Model):
    """Rows that are written once. Triggers of the migration say the same to raw SQL."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise TypeError("the audit trail is append-only")


class Deed(AppendOnly):
    """Who did something to which row, and when."""

    at = models.DateTimeField(_("When"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="%(class)ss", verbose_name=_("Who")
    )
    actor = models.CharField(_("Acting as"), max_length=160)
    model = models.CharField(_("Model"), max_length=80)
    object_id = models.BigIntegerField(null=True)
    object_public_id = models.CharField(max_length=16, blank=True)
    reason = models.TextField(_("Why"), blank=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        abstract = True


class AuditEvent(Deed):
    """One act on one row, or on many at once (`rows`), with what changed."""

    verb = models.CharField(_("What"), max_length=40)
    rows = models.PositiveIntegerField(_("Rows"), default=1)
    changes = models.JSONField(_("Changes"), default=dict, blank=True)

    class Meta:
        verbose_name = _("Audit event")
        verbose_name_plural = _("Audit events")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor} {self.verb} {self.model} {self.object_public_id}"


class Transition(Deed):
    """One move of a row from one state to the next."""

    field = models.CharField(max_length=40, default="status")
    move = models.CharField(_("Move"), max_length=40)
    from_state = models.CharField(_("From"), max_length=40)
    to_state = models.CharField(_("To"), max_length=40)

    class Meta:
        verbose_name = _("Transition")
        verbose_name_plural = _("Transitions")
        ordering = ["pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="transition_by_object")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_public_id}: {self.from_state} → {self.to_state}"

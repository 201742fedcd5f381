"""Mail that waits to be sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.jobs import Job


class MailJob(Job):
    """One mail as a job: requests write it, a worker sends it; its text is forgotten once it is sent."""

    # A mail server may be away for a night: 1, 5, 15 and 30 minutes, then 1, 3, 6 and 12 hours.
    pauses = (60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)

    sender = models.CharField(_("From"), max_length=254)
    recipients = models.JSONField(_("To"), default=list)
    subject = models.CharField(_("Subject"), max_length=254)
    body = models.TextField(_("Text"), blank=True)
    html = models.TextField(blank=True)

    class Meta:
        verbose_name = _("Mail")
        verbose_name_plural = _("Mails")
        indexes = [models.Index(fields=["state", "not_before"], name="mails_due")]

    def __str__(self) -> str:
        return f"{self.subject} → {', '.join(self.recipients)}"

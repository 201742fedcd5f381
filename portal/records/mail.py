"""Mail leaves through the queue, never inside a request.

Sending inside the request tells known addresses from unknown ones by its time, and fails with the mail server.
`QueuedEmailBackend` is Django's EMAIL_BACKEND, so everything that sends mail writes MailJob rows instead; the worker
hands them to MAIL_DELIVERY_BACKEND. A worker that dies between sending and noting sends again: twice is better than
never.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from portal.records.models import MailJob
from portal.records.tasks import enqueue


class QueuedEmailBackend(BaseEmailBackend):
    """Writes each message as a row and wakes a worker."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            enqueue(_row_of(message))
        return len(email_messages)


def _row_of(message: EmailMessage) -> MailJob:
    parts = {kind: text for text, kind in getattr(message, "alternatives", [])}
    return MailJob.objects.create(
        sender=message.from_email or settings.DEFAULT_FROM_EMAIL,
        recipients=message.recipients(),
        subject=str(message.subject)[:254],
        body=str(message.body),
        html=str(parts.get("text/html", "")),
    )


def deliver(job: MailJob) -> dict[str, Any]:
    """Send the mail by the delivery backend and forget its text, which may hold a link that opens an account."""
    message = EmailMultiAlternatives(job.subject, job.body, job.sender, job.recipients)
    if job.html:
        message.attach_alternative(job.html, "text/html")
    get_connection(settings.MAIL_DELIVERY_BACKEND).send_messages([message])
    MailJob.objects.filter(pk=job.pk).update(body="", html="")
    return {"recipients": len(job.recipients)}

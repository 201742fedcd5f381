"""The operator's desk: mails that could not be delivered, without their texts, and a second try for them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.records import audit
from portal.records.models import MailJob
from portal.records.tasks import enqueue


@admin.register(MailJob)
class MailAdmin(admin.ModelAdmin):
    """What waits and what failed. The text stays hidden: its link may open an account."""

    list_display = ("created_at", "subject", "recipients", "state", "attempts", "not_before", "error")
    list_filter = ("state",)
    fields = ("sender", "recipients", "subject", "state", "attempts", "not_before", "finished_at", "error")
    actions = ("try_again",)

    @admin.action(description=_("Send failed mails again"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[MailJob]) -> None:
        again = [job for job in queryset if job.try_again()]
        for job in again:
            audit.record(request.user, audit.CHANGED, job, changes={"state": ["failed", "queued"]})  # type: ignore[arg-type]
            enqueue(job)
        told = ngettext("%(n)s mail is sent again.", "%(n)s mails are sent again.", len(again))
        messages.success(request, told % {"n": len(again)})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

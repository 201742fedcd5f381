from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What the site keeps about itself."""

    name = "portal.records"
    label = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        from portal.common import panels, trail
        from portal.common.jobs import register_job
        from portal.records import audit, mail, openapi  # noqa: F401 (openapi registers itself)
        from portal.records.imports import setup as imports
        from portal.records.models import MailJob

        trail.keep(audit.record)
        register_job(MailJob, mail.deliver)
        imports.ready()
        panels.register(panels.Panel("profile", "records/_tokens.html", own_tokens))


def own_tokens(request: HttpRequest, user: Any) -> dict[str, Any]:
    """The keys to the API that a person's own page shows."""
    return {
        "tokens": user.api_tokens.filter(revoked_at=None).order_by("pk"),
        "csrf_token": get_token(request),
    }

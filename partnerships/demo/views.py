"""The demo: how far its loading is, who may be tried, and how to leave it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.demo import people, removal
from partnerships.demo.models import DemoLoad
from partnerships.demo.services import has_demo

REFRESH_SECONDS = "3"


@login_not_required
@require_safe
def demo_status(request: HttpRequest) -> HttpResponse:
    """Progress of the loading, and the accounts to try; refreshes itself while the load runs."""
    job = DemoLoad.objects.order_by("pk").last()
    context: dict[str, Any] = {
        "job": job,
        "has_demo": has_demo(),
        "people": people.SHOWN if not settings.PRODUCTION else [],
        "password": people.PASSWORD,
        "may_leave": request.user.is_authenticated and request.user.is_operator,
    }
    response = render(request, "demo/status.html", context)
    if job is not None and job.is_open:
        response["Refresh"] = REFRESH_SECONDS
    return response


@require_POST
def start_empty(request: HttpRequest) -> HttpResponse:
    """Remove everything invented; the operator alone may, and what is real stays."""
    if not request.user.is_operator:  # type: ignore[union-attr]
        raise PermissionDenied
    removed = removal.remove_demo(by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The demo is gone: %(rows)s rows were removed.") % {"rows": removed})
    return redirect("demo_status")

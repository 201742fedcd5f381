"""The demo: how far its loading is, who may be tried, and how to leave it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.demo import people, removal
from partnerships.demo.models import DemoLoad
from partnerships.demo.services import demo_counts, has_demo
from portal.common.acts import crumb
from portal.common.form_pages import AskedForm, FormPage, form_page, form_view, posted
from portal.common.wording import grouped

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


@form_view
def start_empty(request: HttpRequest) -> HttpResponse:
    """Say what would go, then remove everything invented; the operator alone may, and what is real stays."""
    if not request.user.is_operator:  # type: ignore[union-attr]
        raise PermissionDenied

    def save(_values: dict[str, Any]) -> str:
        removal.start_empty(by=request.user)  # type: ignore[arg-type]
        return reverse("demo_status")

    counts = {label: grouped(n) for label, n in demo_counts().items()}
    page = FormPage(
        title=_("Remove the demo?"),
        lead=_(
            "Every invented school, enterprise and bureau goes, with all that hangs on them. It cannot be undone."
        ),
        crumbs=[crumb(_("Demo"), "demo_status"), (_("Start empty"), "")],
        notes=[
            _("%(schools)s schools, %(enterprises)s enterprises and %(partnerships)s partnerships would go.")
            % counts,
            _(
                "Real records stay. The demo accounts can no longer sign in; change your own password afterwards."
            ),
        ],
        cancel_url=reverse("demo_status"),
        submit=_("Remove the demo"),
        done=_("The demo is gone."),
        tone="danger",
    )
    return form_page(request, AskedForm(posted(request)), save, page)

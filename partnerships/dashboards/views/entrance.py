"""The door: the public page, and the way to the home page of the organisation one acts for."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.dashboards.waiting import SHOWN, due_rows, due_today, queue_note
from schools.models import School

HOME_OF_KIND = {"school": "school_home", "enterprise": "enterprise_home", "bureau": "bureau_home"}


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Strangers read what the portal is; members go to their own home page."""
    if not request.user.is_authenticated:
        context = {"has_demo": not settings.PRODUCTION and School.objects.filter(is_demo=True).exists()}
        return render(request, "dashboards/landing.html", context)
    if request.membership:
        return redirect(HOME_OF_KIND[request.membership.kind])
    if request.user.is_operator:
        return redirect("operator_home")
    return render(request, "dashboards/no_organisation.html", {})


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Everything that is due for the present organisation."""
    items = due_today(request)
    today = timezone.localdate()
    context = {
        "rows": due_rows(items, today),
        "count": len(items),
        "note": queue_note(items, today),
        "late": sum(item.is_late for item in items),
        "first": SHOWN,
    }
    return render(request, "dashboards/due.html", context)

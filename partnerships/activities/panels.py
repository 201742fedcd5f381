"""What this room shows on the page of a partnership."""

from typing import Any

from django.db.models import Count, Sum
from django.http import HttpRequest
from django.urls import reverse

from partnerships.activities.models import Activity
from partnerships.activities.showing import row_acts, timeline_rows
from partnerships.agreements.acting import acting_side
from portal.common.panels import Panel

MOST = 8
TAKEN_IN = ("placement_cohort", "order_class_intake")


def of_partnership(request: HttpRequest, partnership: Any) -> dict[str, Any]:
    """The latest activities as a timeline, with how many are disputed or wait."""
    side = acting_side(request, partnership)
    rows = partnership.activities.exclude(status=Activity.Status.WITHDRAWN)
    shown = rows.prefetch_related("evidence", "confirmations").order_by("-happened_on", "-pk")[:MOST]
    states = list(rows.values_list("status", flat=True))
    may_add = partnership.is_live and request.user.has_perm("activities.add_activity", partnership)
    return {
        "partnership": partnership,
        "rows": timeline_rows(shown, side, lambda row: row_acts(row, side)),
        "count": len(states),
        "disputed": states.count(Activity.Status.DISPUTED),
        "waiting": states.count(Activity.Status.LOGGED),
        "log_url": _log_url(partnership) if may_add else "",
    }


def log_button(request: HttpRequest, partnership: Any) -> dict[str, Any] | None:
    """The one solid button of the page."""
    if not request.user.has_perm("activities.add_activity", partnership):
        return None
    return {"log_url": _log_url(partnership)}


def _log_url(partnership: Any) -> str:
    return f"{reverse('activity_create')}?partnership={partnership.public_id}"


def taken_in(request: HttpRequest, partnership: Any) -> dict[str, Any] | None:
    """Students of confirmed cohorts and order classes: they came without a proposal, so the counts above miss them."""
    rows = partnership.activities.filter(kind__in=TAKEN_IN, status=Activity.Status.CONFIRMED)
    found = rows.aggregate(n=Count("pk"), students=Sum("quantity"))
    if not found["n"]:
        return None
    address = f"{reverse('activity_list')}?status=confirmed&partnership={partnership.public_id}"
    return {"students": int(found["students"] or 0), "n": found["n"], "url": address}


PANELS = (
    Panel("partnership.now", "activities/panels/taken_in.html", taken_in, order=10),
    Panel("partnership.acts", "activities/panels/log_button.html", log_button, order=10),
    Panel("partnership.activities", "activities/panels/timeline.html", of_partnership, order=10),
)

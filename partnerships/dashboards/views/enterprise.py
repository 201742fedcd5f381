"""The home page of an enterprise."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enterprises.models import Enterprise
from enterprises.views.own import own_enterprise
from partnerships.agreements.hosting import hosting_from
from partnerships.dashboards import enterprise_home as figures
from partnerships.dashboards.waiting import show_count
from portal.accounts.models import Role


@require_safe
def enterprise_home(request: HttpRequest) -> HttpResponse:
    """Who waits for an answer, how many students fit by law, the openings, and what the enterprise gave."""
    enterprise = own_enterprise(request)
    now, today = timezone.now(), timezone.localdate()
    proposals, accepted = figures.proposals_of(request.membership)
    hosting = hosting_from(enterprise, accepted)
    activities = figures.activities_waiting(request.membership)
    may_act = Role(request.membership.role).includes(Role.EDITOR)
    show_count(request, len(proposals) + len(activities))
    queue = figures.queue_rows(proposals, activities, hosting, now, may_act=may_act)
    capacity = figures.capacity_of(hosting, today)
    context = {
        "enterprise": enterprise,
        "heading": figures.heading(proposals, activities, now),
        "now": now,
        "today": today,
        "queue": queue[: figures.SHOWN],
        "queue_count": len(queue),
        "capacity": capacity,
        "there_today": hosting.peak(today, today).people,
        "given": figures.contribution(enterprise, hosting, today),
        "may_act": may_act,
        **_openings(enterprise),
    }
    return render(request, "dashboards/enterprise_home.html", context)


def _openings(enterprise: Enterprise) -> dict[str, Any]:
    openings = figures.openings_of(enterprise)
    shown = openings[: figures.SHOWN]
    return {
        "openings": shown,
        "openings_count": len(openings),
        "openings_note": figures.openings_note(openings),
        "majors": figures.major_class_words(code for row in shown for code in row.accepted_majors),
    }

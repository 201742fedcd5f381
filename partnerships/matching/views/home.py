"""/suggestions/: for a school its programmes, for an enterprise its openings, each with what is suggested."""

from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from enterprises.models import Opening
from partnerships.agreements.models import Side
from partnerships.matching.gathering import running_plans
from partnerships.matching.models import Funnel, MatchRun, Suggestion
from partnerships.matching.showing import run_lead
from schools.models import Programme


@require_safe
def suggestion_home(request: HttpRequest) -> HttpResponse:
    """What is suggested to the own organisation, an overview."""
    membership: Any = request.membership  # type: ignore[attr-defined]
    kind = getattr(membership, "kind", "")
    if kind == Side.SCHOOL:
        return _of_school(request, membership.organisation)
    if kind == Side.ENTERPRISE:
        return _of_enterprise(request, membership.organisation)
    return render(request, "matching/home_other.html")


def _of_school(request: HttpRequest, school: Any) -> HttpResponse:
    programmes = list(Programme.objects.offered().filter(school=school).order_by("major_code", "pk"))
    plans = running_plans(timezone.localdate(), [row.pk for row in programmes])
    counts = _counts(Suggestion.objects.filter(school=school).fresh_for(Side.SCHOOL), "programme")
    suited = dict(Funnel.objects.filter(programme__school=school).values_list("programme", "remaining"))
    groups = [
        _rows_of(
            row,
            plans.get(row.pk, []),
            suited=(suited.get(row.pk) or [None])[-1],
            **counts.get(row.pk, {"openings": 0, "partners": 0, "best": None}),
        )
        for row in programmes
    ]
    groups.sort(key=lambda group: (-_short_of(group), group[0]["programme"].major_code))
    rows = [row for group in groups for row in group]
    context = {
        "rows": rows,
        "heading": _school_heading(rows),
        "lead": run_lead(MatchRun.objects.latest_done()),
    }
    return render(request, "matching/school_home.html", context)


def _rows_of(programme: Programme, plans: list[Any], **found: Any) -> list[dict[str, Any]]:
    """A row with what is suggested, for the soonest plan; one for each later plan, whose gap counts as well."""
    first = plans[0] if plans else None
    own = {"programme": programme, "plan": first, "short": first.short if first else None, **found}
    later = [
        {"programme": programme, "plan": plan, "short": plan.short, "openings": 0, "is_later": True}
        for plan in plans[1:]
    ]
    return [own, *later]


def _short_of(rows: list[dict[str, Any]]) -> int:
    return sum(row["short"] or 0 for row in rows)


def _school_heading(rows: list[dict[str, Any]]) -> str:
    found = sum(row["openings"] for row in rows)
    short = _short_of(rows)
    if not found:
        return _("No suggestion for your programmes at present")
    words = ngettext("%(n)s suggestion", "%(n)s suggestions", found) % {"n": found}
    if not short:
        return _("%(suggestions)s, nobody is short of a place") % {"suggestions": words}
    missing = ngettext("%(n)s missing seat", "%(n)s missing seats", short) % {"n": short}
    return _("%(suggestions)s for %(missing)s") % {"suggestions": words, "missing": missing}


def _counts(rows: Any, by: str) -> dict[int, dict[str, Any]]:
    """Row of `by` -> how many openings and partners are suggested, and the best score."""
    counted = (
        rows.order_by()
        .values(by)
        .annotate(
            openings=Count("pk", filter=Q(opening__isnull=False)),
            partners=Count("pk", filter=Q(opening=None)),
            best=Max("points", filter=Q(opening__isnull=False)),
        )
    )
    return {row.pop(by): row for row in counted}


def _of_enterprise(request: HttpRequest, enterprise: Any) -> HttpResponse:
    openings = list(
        Opening.objects.filter(enterprise=enterprise, status=Opening.Status.OPEN).select_related(
            "site__region"
        )
    )
    for opening in openings:
        opening.enterprise = enterprise
    suggested = Suggestion.objects.filter(enterprise=enterprise).of_openings().fresh_for(Side.ENTERPRISE)
    counts = _counts(suggested, "opening")
    rows = [
        {"opening": row, **counts.get(row.pk, {"openings": 0, "partners": 0, "best": None})}
        for row in openings
    ]
    rows.sort(key=lambda row: (-row["openings"], -(row["best"] or 0), row["opening"].pk))
    found = sum(row["openings"] for row in rows)
    context = {
        "rows": rows,
        "heading": ngettext(
            "%(n)s programme suits your openings", "%(n)s suggestions of programmes for your openings", found
        )
        % {"n": found}
        if found
        else _("No programme is suggested for your openings at present"),
        "paused_until": enterprise.approaches_paused_until
        if enterprise.approaches_paused_until and enterprise.approaches_paused_until >= timezone.localdate()
        else None,
        "lead": run_lead(MatchRun.objects.latest_done()),
        "may_post": request.user.has_perm("enterprises.add_opening"),
    }
    return render(request, "matching/enterprise_home.html", context)

"""What this room shows on pages of schools and enterprises, which do not know it."""

from typing import Any

from django.db.models import F, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from partnerships.agreements.gap import with_gap
from partnerships.agreements.hosting import Hosting
from partnerships.agreements.models import Partnership, Proposal
from partnerships.agreements.showing import PROPOSAL_TONES, STAGE_TONES
from portal.common.panels import Panel
from schools.models import PlacementPlan

MOST = 8


def _partnerships(request: HttpRequest, condition: dict[str, Any], party: Any) -> dict[str, Any] | None:
    """Partnerships of a school or enterprise in the reader's sight."""
    rows = (
        Partnership.objects.visible_to(request.user)
        .live()
        .filter(**condition)
        .select_related("school__region", "enterprise__region")
        .order_by(F("last_activity_on").desc(nulls_last=True), "-pk")
    )
    shown = list(rows[: MOST + 1])
    may_add = request.user.has_perm("agreements.add_partnership")
    if not shown and not may_add:
        return None
    return {
        "rows": [(row, STAGE_TONES[row.stage]) for row in shown[:MOST]],
        "has_more": len(shown) > MOST,
        "party": party,
        "of_school": "school" in condition,
        "begin_url": _begin_url(request, condition, party) if may_add else "",
    }


def _begin_url(request: HttpRequest, condition: dict[str, Any], party: Any) -> str:
    """Where to begin a partnership with the party of this page; "" on the page of the reader's own side."""
    kind = getattr(request.membership, "kind", "")  # type: ignore[attr-defined]
    if kind in condition or kind not in {"school", "enterprise"}:
        return ""
    return f"{reverse('partnership_create')}?partner={party.public_id}"


def of_school(request: HttpRequest, school: Any) -> dict[str, Any] | None:
    return _partnerships(request, {"school": school}, school)


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any] | None:
    return _partnerships(request, {"enterprise": enterprise}, enterprise)


def _proposals(request: HttpRequest, **condition: Any) -> list[Any]:
    rows = (
        Proposal.objects.visible_to(request.user)
        .filter(**condition)
        .select_related("school", "enterprise", "programme", "opening")
    )
    return [(row, PROPOSAL_TONES[row.status]) for row in rows[:MOST]]


def of_plan(request: HttpRequest, plan: Any) -> dict[str, Any] | None:
    """Due, secured, in talks, short, and the proposals of the plan."""
    gap = with_gap(PlacementPlan.objects.visible_to(request.user).filter(pk=plan.pk)).first()
    if gap is None:
        return None
    may = request.user.has_perm("schools.change_plan", plan)
    propose = f"{reverse('proposal_create')}?plan={plan.public_id}" if may else ""
    return {"gap": gap, "rows": _proposals(request, plan=plan), "propose_url": propose}


def of_programme(request: HttpRequest, programme: Any) -> dict[str, Any] | None:
    """The gap of the programme's stated plans that are not over, and its proposals."""
    today = timezone.localdate()
    plans = (
        PlacementPlan.objects.visible_to(request.user)
        .stated()
        .filter(programme=programme, ends_on__gte=today)
    )
    gaps = list(with_gap(plans).select_related("batch", "programme"))
    rows = _proposals(request, programme=programme)
    return {"gaps": gaps, "rows": rows} if gaps or rows else None


def of_opening(request: HttpRequest, opening: Any) -> dict[str, Any] | None:
    """Proposals for the opening; for a school with the way to propose."""
    rows = _proposals(request, opening=opening)
    kind = getattr(request.membership, "kind", "")  # type: ignore[attr-defined]
    may = kind == "school" and opening.status == "open" and request.user.has_perm("agreements.add_proposal")
    propose = f"{reverse('proposal_create')}?opening={opening.public_id}" if may else ""
    return {"rows": rows, "propose_url": propose, "taken": opening.seats_taken} if rows or propose else None


def capacity_of(request: HttpRequest, enterprise: Any) -> dict[str, Any] | None:
    """The legal limit and who is there now, for the enterprise itself and its bureaus."""
    if not type(enterprise).objects.overseen_by(request.user).filter(pk=enterprise.pk).exists():
        return None
    hosting = Hosting.of(enterprise)
    today = timezone.localdate()
    waiting = Proposal.objects.filter(enterprise=enterprise, status=Proposal.Status.SENT)
    return {
        "hosting": hosting,
        "limits": hosting.limits,
        "groups": hosting.group_limits,
        "now": hosting.peak(today, today).people,
        "peak": hosting.peak(today, today.replace(year=today.year + 1, day=min(today.day, 28))),
        "asked": waiting.aggregate(total=Sum("students"))["total"] or 0,
        "enterprise": enterprise,
    }


PANELS = (
    Panel("school.detail", "agreements/panels/partnerships.html", of_school, order=30),
    Panel("enterprise.detail", "agreements/panels/partnerships.html", of_enterprise, order=30),
    Panel("enterprise.detail", "agreements/panels/capacity.html", capacity_of, order=40),
    Panel("plan.detail", "agreements/panels/plan.html", of_plan, order=20),
    Panel("programme.detail", "agreements/panels/programme.html", of_programme, order=30),
    Panel("opening.detail", "agreements/panels/opening.html", of_opening, order=30),
)

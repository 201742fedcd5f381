"""The home page of a school, and the pages that open its numbers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.agreements.models import Partnership, Proposal
from partnerships.dashboards import school_home as figures
from partnerships.dashboards.waiting import SHOWN, due_rows, due_today, queue_note
from portal.accounts.models import Role
from portal.common.wording import moment_words
from schools.models import Batch, School
from schools.views.own import own_school

COOLING_SHOWN = 6
PARTS = ("due", "secured", "in_talks", "short", "deferred")
LIVE_STAGES = [stage for stage in Partnership.Stage.values if stage != Partnership.Stage.ENDED]


def may_act(request: HttpRequest) -> bool:
    """Whether the reader may begin something for the school."""
    return Role(request.membership.role).includes(Role.EDITOR)


def chosen_batch(request: HttpRequest, batches: list[Batch]) -> Batch | None:
    """The batch that the address names, else the current one."""
    wanted = request.GET.get("batch", "")
    named = next((batch for batch in batches if batch.public_id == wanted), None)
    return named or figures.current_batch(batches, timezone.localdate())


@require_safe
def school_home(request: HttpRequest) -> HttpResponse:
    """What waits, the gap of the batch, suggestions, depth, and partners that are cooling."""
    school = own_school(request)
    today = timezone.localdate()
    items = due_today(request)
    batches = figures.batches_of(school)
    batch = chosen_batch(request, batches)
    gap = figures.Gap.of(batch)
    if batch:
        batch.plans_with_gap = gap.plans  # what panels on this page would read again
    pairs = figures.pairs_of(school, today)
    cooling = figures.cooling_rows(pairs, today, may_act=may_act(request))
    context = {
        "school": school,
        "batches": batches,
        "batch": batch,
        "heading": figures.heading(batch, gap),
        "lead": _lead(gap, batch),
        "due_count": len(items),
        "due_note": queue_note(items, today),
        "due_rows": due_rows(items[:SHOWN], today),
        "may_plan": request.user.has_perm("schools.add_plan", school),
        "live_url": f"{reverse('partnership_list')}?{'&'.join(f'stage={stage}' for stage in LIVE_STAGES)}",
        **_gap_context(batch, gap),
        **_depth_context(pairs, cooling),
    }
    return render(request, "dashboards/school_home.html", context)


def _lead(gap: figures.Gap, batch: Batch | None) -> str:
    parts = [
        figures.time_left(gap, batch, timezone.localdate()),
        _("as of %(moment)s") % {"moment": moment_words(timezone.now())},
    ]
    return " · ".join(part for part in parts if part)


def _gap_context(batch: Batch | None, gap: figures.Gap) -> dict[str, Any]:
    address = f"{reverse('school_gap')}?batch={batch.public_id}" if batch else ""
    return {
        "gap": gap,
        "gap_url": address,
        "gap_marks": figures.gap_marks(gap, lambda part: f"{address}&part={part}"),
        "gap_rows": [(plan, figures.gap_marks(plan)) for plan in gap.plans],
    }


def _depth_context(pairs: list[figures.Pair], cooling: list[figures.CoolingRow]) -> dict[str, Any]:
    levels = figures.level_rows(pairs)
    return {
        "partnerships": len(pairs),
        "levels": levels,
        "most_in_level": max((row.count for row in levels), default=0),
        "has_scores": any(row.count for row in levels),
        "unscored": sum(pair.level is None for pair in pairs),
        "cooling": cooling[:COOLING_SHOWN],
        "cooling_count": len(cooling),
        "cooling_days": figures.COOLING_DAYS,
    }


@require_safe
def school_gap(request: HttpRequest) -> HttpResponse:
    """The plans behind the gap, or the proposals that secure seats or are being talked about."""
    school = own_school(request)
    batches = figures.batches_of(school)
    batch = chosen_batch(request, batches)
    part = request.GET.get("part", "due")
    part = part if part in PARTS else "due"
    plans = list(figures.gap_rows(batch)) if batch else []
    wanted = request.GET.get("plan", "")
    plans = [plan for plan in plans if not wanted or plan.public_id == wanted]
    plans = [plan for plan in plans if getattr(plan, part)]
    proposals = _proposals(school, [plan.pk for plan in plans], part)
    context = {
        "batches": batches,
        "batch": batch,
        "part": part,
        "plans": plans,
        "total": sum(getattr(plan, part) for plan in plans),
        "proposals": proposals,
        "heading": _gap_heading(part, sum(getattr(plan, part) for plan in plans)),
        "gap_url": f"{reverse('school_gap')}?batch={batch.public_id}" if batch else "",
    }
    return render(request, "dashboards/school_gap.html", context)


def _gap_heading(part: str, number: int) -> str:
    words = {
        "due": _("%(n)s students are due out"),
        "secured": _("%(n)s students have a seat"),
        "in_talks": _("%(n)s students are in talks"),
        "short": _("%(n)s students are still without a seat"),
        "deferred": _("%(n)s students do not go out now"),
    }
    return words[part] % {"n": number}


def _proposals(school: School, plans: list[int], part: str) -> list[Proposal]:
    """The proposals that make up the secured or the talked-about students of these plans."""
    states = {"secured": Proposal.Status.ACCEPTED, "in_talks": Proposal.Status.SENT}
    if part not in states:
        return []
    rows = Proposal.objects.filter(school=school, plan__in=plans, status=states[part], students__gt=0)
    return list(rows.select_related("enterprise", "opening", "programme").order_by("-students", "pk"))


@require_safe
def school_cooling(request: HttpRequest) -> HttpResponse:
    """All partners without a confirmed activity for long."""
    school = own_school(request)
    today = timezone.localdate()
    rows = figures.cooling_rows(figures.pairs_of(school, today), today, may_act=may_act(request))
    context = {"rows": rows, "count": len(rows), "days": figures.COOLING_DAYS}
    return render(request, "dashboards/school_cooling.html", context)

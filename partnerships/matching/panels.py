"""What this room shows on pages of lower rooms and on the home pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.urls import reverse

from enterprises.models import Opening
from partnerships.agreements.gap import gap_by_plan
from partnerships.agreements.models import Side
from partnerships.matching.engine.weights import STANDARD
from partnerships.matching.models import MatchRun, Suggestion
from partnerships.matching.showing import RELATED, Card, Reader, cards, short_cards
from partnerships.matching.words import score_parts
from portal.accounts.memberships import memberships_of
from portal.common.panels import Panel
from schools.models import PlacementPlan, Programme

SHOWN = 3
WIDEST_GAPS = 3
ROWS_OF_AN_OPENING = 5
BEST_READ = 20


def _reader(request: HttpRequest, side: str, *, may_answer: bool) -> Reader:
    return Reader(side, may_answer, request.user.has_perm("agreements.add_proposal"))


def of_batch(request: HttpRequest, batch: Any) -> dict[str, Any] | None:
    """The best suggestions for the programmes of the batch with the widest gaps; one query beside the gap.

    The home page has read the plans with their gap already and leaves them on the batch.
    """
    if batch is None or not memberships_of(request.user).has("school", batch.school_id):
        return None
    plans = getattr(batch, "plans_with_gap", None) or list(gap_by_plan(batch))
    short = sorted((plan for plan in plans if plan.short > 0), key=lambda plan: (-plan.short, plan.pk))
    widest = [plan.programme_id for plan in short[:WIDEST_GAPS]]
    fresh = Suggestion.objects.of_openings().fresh_for(Side.SCHOOL)
    everything = fresh.filter(
        school=batch.school_id, programme__closed_on=None
    )  # what the linked page counts
    best = _counted(fresh.filter(programme__in=widest, rank__lte=BEST_READ), everything) if widest else ()
    may_answer = request.user.has_perm("matching.answer_for_school", batch)
    chosen = one_for_each(best, widest)
    reader = _reader(request, Side.SCHOOL, may_answer=may_answer)
    return _home_panel(chosen, short_cards(chosen, reader, {plan.programme_id: plan for plan in plans}))


def _counted(rows: QuerySet[Any], everything: QuerySet[Any]) -> QuerySet[Any]:
    """The rows by points, each with `total` (how many there are in all) and the run that stands; one query."""
    total = everything.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    latest = MatchRun.objects.standing()
    return (
        rows.select_related(*RELATED)
        .annotate(
            total=Subquery(total),
            run_name=Subquery(latest.values("public_id")[:1]),
            run_at=Subquery(latest.values("finished_at")[:1]),
        )
        .order_by("-points", "pk")
    )


def _home_panel(rows: Sequence[Any], found: list[Card], **more: Any) -> dict[str, Any]:
    """The panel of a home page: when and out of how many stands on the rows themselves."""
    return {
        "cards": found,
        "legend": score_parts(STANDARD.points),
        "run": MatchRun(public_id=rows[0].run_name, finished_at=rows[0].run_at) if rows else None,
        "list_url": reverse("suggestion_home"),
        "total": rows[0].total if rows else 0,
        **more,
    }


def one_for_each(rows: Iterable[Suggestion], programmes: Sequence[int]) -> list[Suggestion]:
    """Three suggestions: the best of each programme, of another enterprise if it can be, then the next best."""
    by_programme: dict[int, list[Suggestion]] = {pk: [] for pk in programmes}
    for row in rows:
        by_programme[row.programme_id].append(row)
    chosen: list[Suggestion] = []
    for _round in range(SHOWN):
        for pk in programmes:
            left = [row for row in by_programme[pk] if row not in chosen]
            firms = {row.enterprise_id for row in chosen}
            new = [row for row in left if row.enterprise_id not in firms] or left
            if new and len(chosen) < SHOWN:
                chosen.append(new[0])
    return sorted(chosen, key=lambda row: (-row.points, row.pk))


def _panel(found: list[Card], **more: Any) -> dict[str, Any]:
    return {
        "cards": found,
        "legend": score_parts(STANDARD.points),
        "run": MatchRun.objects.latest_done(),
        "list_url": reverse("suggestion_home"),
        **more,
    }


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any] | None:
    """The best programmes for the openings of the enterprise."""
    if not memberships_of(request.user).has("enterprise", enterprise.pk):
        return None
    rows = Suggestion.objects.filter(enterprise=enterprise).of_openings().fresh_for(Side.ENTERPRISE)
    best = list(_counted(rows, rows)[:SHOWN])
    may_answer = any(request.user.has_perm("matching.answer_suggestion", row) for row in best[:1])
    is_open = bool(best) or Opening.objects.filter(enterprise=enterprise, status=Opening.Status.OPEN).exists()
    found = short_cards(best, _reader(request, Side.ENTERPRISE, may_answer=may_answer))
    return _home_panel(best, found, has_openings=is_open)


def of_programme(request: HttpRequest, programme: Any) -> dict[str, Any] | None:
    """The best openings for a programme of the own school, while it is offered."""
    if (
        programme is None
        or programme.closed_on
        or not memberships_of(request.user).has("school", programme.school_id)
    ):
        return None
    rows = Suggestion.objects.filter(programme=programme).of_openings().fresh_for(Side.SCHOOL)
    best = list(rows.select_related(*RELATED).order_by("-points", "pk")[:SHOWN])
    may_answer = request.user.has_perm("matching.answer_for_school", programme)
    found = cards(best, _reader(request, Side.SCHOOL, may_answer=may_answer))
    here = reverse("programme_suggestions", args=[programme.public_id])
    return _panel(found, total=rows.count()) | {"list_url": here, "programme": programme}


def of_plan(request: HttpRequest, plan: Any) -> dict[str, Any] | None:
    """The same on the page of a plan, until it is closed."""
    if plan.status == PlacementPlan.Status.CLOSED:
        return None
    return of_programme(request, Programme.objects.filter(pk=plan.programme_id).first())


def of_opening(request: HttpRequest, opening: Any) -> dict[str, Any] | None:
    """The best programmes for an opening, for its own enterprise while it takes students."""
    own = memberships_of(request.user).has("enterprise", opening.enterprise_id)
    if not own or opening.status != Opening.Status.OPEN:
        return None
    rows = Suggestion.objects.filter(opening=opening).fresh_for(Side.ENTERPRISE)
    best = list(rows.select_related(*RELATED).order_by("-points", "pk")[:ROWS_OF_AN_OPENING])
    found = cards(best, _reader(request, Side.ENTERPRISE, may_answer=False))
    here = reverse("opening_suggestions", args=[opening.public_id])
    return _panel(found, total=rows.count()) | {"list_url": here, "opening": opening}


PANELS = (
    Panel("school.home", "matching/panels/school_home.html", of_batch, order=40),
    Panel("enterprise.home", "matching/panels/enterprise_home.html", of_enterprise, order=40),
    Panel("programme.detail", "matching/panels/programme.html", of_programme, order=20),
    Panel("plan.detail", "matching/panels/programme.html", of_plan, order=40),
    Panel("opening.detail", "matching/panels/opening.html", of_opening, order=20),
)

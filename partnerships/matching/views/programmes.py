"""The suggestions of one programme, for its own school."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from partnerships.agreements.models import Proposal, Side
from partnerships.agreements.showing import PROPOSAL_TONES
from partnerships.matching import gathering
from partnerships.matching.filters import PARTNER_SORTS, SORTS, OpeningSuggestionFilter, PartnerFilter
from partnerships.matching.gate_lists import openings_at
from partnerships.matching.lists import addresses, found
from partnerships.matching.models import Answer, Funnel, MatchRun, Suggestion
from partnerships.matching.showing import RELATED, Reader, cards, run_lead
from partnerships.matching.why import gates_of, marks_of, more_steps, shown_gate
from partnerships.matching.words import gate_names
from portal.accounts.memberships import memberships_of
from portal.common.acts import crumb
from portal.common.furniture import Tab
from portal.common.navigation import stand_by
from portal.common.wording import grouped
from schools.models import Programme

TABS = ("openings", "partners", "shortlisted", "proposed", "declined", "later")
SHOWN_ANSWERS = 100


def own_programme(request: HttpRequest, public_id: str) -> Programme:
    """A programme of the reader's own school; 404 for any other."""
    stand_by(request, "suggestion_home")
    own = Programme.objects.filter(school__in=memberships_of(request.user).ids("school"))
    return get_object_or_404(
        own.select_related("school__region", "major_class__category"), public_id=public_id
    )


def reader_of(request: HttpRequest, programme: Programme) -> Reader:
    """What the reader may do with suggestions of this programme."""
    return Reader(
        side=Side.SCHOOL,
        may_answer=request.user.has_perm("matching.answer_for_school", programme),
        may_propose=request.user.has_perm("agreements.add_proposal"),
        declining=request.GET.get("decline", ""),
    )


@require_safe
def programme_suggestions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Openings, new partners, and what became of earlier suggestions; why so many, and how to get more."""
    programme = own_programme(request, public_id)
    tab = request.GET.get("tab", "") if request.GET.get("tab", "") in TABS else "openings"
    reader = reader_of(request, programme)
    rows = Suggestion.objects.filter(programme=programme).select_related(*RELATED)
    plan = gathering.next_plans(timezone.localdate(), [programme.pk]).get(programme.pk)
    counts = tab_counts(programme)
    context = {
        "programme": programme,
        "plan": plan,
        "tab": tab,
        "tabs": _tabs(programme, tab, counts),
        "heading": heading(programme, plan, counts["openings"]),
        "others": other_programmes(programme),
        "here": plan.batch.name if plan is not None else programme.name,
        "lead": run_lead(MatchRun.objects.latest_done()),
        "reader": reader,
        "counts": counts,
        "usual_km": gathering.USUAL_KM,
        "answers_title": _answers_title(tab),
        **addresses(request),
        **_shown(request, tab, programme, rows, reader),
        **_explained(request, programme, plan, counts),
    }
    is_none = tab == "openings" and not counts["openings"] and bool(context["gates"])
    return render(request, "matching/none.html" if is_none else "matching/programme.html", context)


def tab_counts(programme: Programme) -> dict[str, int]:
    """How many stand under each tab; three queries."""
    fresh = Suggestion.objects.filter(programme=programme).fresh_for(Side.SCHOOL).order_by()
    counted = fresh.aggregate(
        openings=Count("pk", filter=Q(opening__isnull=False)), partners=Count("pk", filter=Q(opening=None))
    )
    kinds = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in Answer.Kind}
    answers = Answer.objects.filter(programme=programme, side=Side.SCHOOL).aggregate(**kinds)
    return {**counted, **answers, "proposed": _proposals(programme).count()}


def _tabs(programme: Programme, current: str, counts: dict[str, int]) -> list[Tab]:
    names = {
        "openings": _("Openings"),
        "partners": _("New partners"),
        "shortlisted": _("Shortlisted"),
        "proposed": _("Already proposed"),
        "declined": _("Answered “not for us”"),
        "later": _("Put off"),
    }
    here = reverse("programme_suggestions", args=[programme.public_id])
    return [
        Tab(names[tab], f"{here}?tab={tab}" if tab != "openings" else here, counts[tab], tab == current)
        for tab in TABS
        if tab != "later" or counts[tab] or current == "later"
    ]


def _answers_title(tab: str) -> str:
    """What the table of answers under this tab holds."""
    if tab == "shortlisted":
        return _("Shortlisted, but no longer suggested")
    return _("Put off") if tab == "later" else _("Answered “not for us”")


def heading(programme: Programme, plan: Any, openings: int) -> str:
    """The answer to "how many are short, and who could take them?"."""
    fits = ngettext("%(n)s opening to choose from", "%(n)s openings to choose from", openings) % {
        "n": openings
    }
    found_words = fits if openings else _("no fitting opening at present")
    words = {"programme": programme.name, "found": found_words}
    if programme.closed_on:
        return _("%(programme)s is closed: it places nobody") % words
    if plan is None:
        return _("%(programme)s: no plan stated, %(found)s") % words
    if not plan.short:
        return _("%(programme)s: nobody is short of a place") % words
    short = ngettext("%(n)s still short", "%(n)s still short", plan.short) % {"n": plan.short}
    return _("%(programme)s: %(short)s, %(found)s") % {**words, "short": short}


def other_programmes(programme: Programme) -> list[Programme]:
    """The other programmes of the school, for the way to their suggestions."""
    rows = Programme.objects.offered().filter(school=programme.school_id).exclude(pk=programme.pk)
    return list(rows.order_by("major_code", "pk")[:40])


def _shown(
    request: HttpRequest, tab: str, programme: Programme, rows: QuerySet[Any], reader: Reader
) -> dict[str, Any]:
    """What stands under the tab: cards, proposals or answers."""
    if tab == "proposed":
        related = ("enterprise", "opening", "school")
        proposals = _proposals(programme).select_related(*related).order_by("-sent_at", "-pk")[:SHOWN_ANSWERS]
        return {"proposals": [(row, PROPOSAL_TONES[row.status]) for row in proposals]}
    if tab in {"declined", "later"}:
        return {"answers": _answers(programme, tab)}
    if tab == "shortlisted":
        wanted = rows.answered_by(Side.SCHOOL).filter(answer_kind=Answer.Kind.SHORTLISTED)
        page = found(request, wanted, OpeningSuggestionFilter)
        gone = [row for row in _answers(programme, tab) if not _still(row, page.rows)]
        return {
            "found": page,
            "cards": cards(page.rows, reader),
            "answers": gone if not page.is_filtered else [],
        }
    fresh = rows.fresh_for(Side.SCHOOL)
    if tab == "partners":
        page = found(request, fresh.of_partners(), PartnerFilter, PARTNER_SORTS)
    else:
        page = found(request, fresh.of_openings(), OpeningSuggestionFilter, tuple(SORTS))
    return {"found": page, "cards": cards(page.rows, reader)}


def _proposals(programme: Programme) -> QuerySet[Any]:
    return Proposal.objects.filter(programme=programme).exclude(status=Proposal.Status.WITHDRAWN)


def _answers(programme: Programme, kind: str) -> list[Answer]:
    rows = Answer.objects.filter(programme=programme, side=Side.SCHOOL, kind=kind)
    return list(
        rows.select_related("enterprise", "opening", "answered_by").order_by("-answered_at", "-pk")[
            :SHOWN_ANSWERS
        ]
    )


def _still(answer: Answer, rows: list[Suggestion]) -> bool:
    """Whether the answered pair is still suggested."""
    return any(
        (row.enterprise_id, row.opening_id) == (answer.enterprise_id, answer.opening_id) for row in rows
    )


def _explained(
    request: HttpRequest, programme: Programme, plan: Any, counts: dict[str, int]
) -> dict[str, Any]:
    """The funnel in words and what would give more."""
    funnel = None if programme.closed_on else Funnel.objects.filter(programme=programme).first()
    gates = gates_of(funnel, programme, plan) if funnel is not None else []
    if gates and counts["openings"]:
        gates.append(shown_gate(gates, programme, counts["openings"]))
    return {
        "gates": gates,
        "gate_marks": marks_of(gates),
        "gate_removed": [gate.removed for gate in gates],
        "more": more_steps(
            funnel,
            programme,
            plan,
            partners=counts["partners"],
            declined=counts["declined"],
            may_plan=request.user.has_perm("schools.change_programme", programme),
        )
        if not programme.closed_on
        else [],
    }


@require_safe
def suggestion_gate(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """The openings that a gate left, or with ?removed=1 those that it took away, as of now."""
    programme = own_programme(request, public_id)
    on, now = timezone.localdate(), timezone.now()
    listed = openings_at(programme, name, on=on, now=now)
    if listed is None:
        raise Http404
    is_removed = request.GET.get("removed") == "1"
    gate = gate_names()[listed.number]
    rows = listed.removed if is_removed else listed.remaining
    here = reverse("programme_suggestions", args=[programme.public_id])
    words = {"programme": programme.name, "gate": gate, "n": grouped(len(rows))}
    context = {
        "heading": _("%(programme)s: %(n)s openings taken away by “%(gate)s”") % words
        if is_removed
        else _("%(programme)s: %(n)s openings left after “%(gate)s”") % words,
        "crumbs": [crumb(_("Suggestions"), "suggestion_home"), (programme.name, here), (gate, "")],
        "tabs": [
            Tab(_("Left"), request.path, len(listed.remaining), not is_removed),
            Tab(_("Taken away"), f"{request.path}?removed=1", len(listed.removed), is_removed),
        ],
        "page": Paginator(rows, 50).get_page(request.GET.get("page")),
    }
    return render(request, "matching/gate.html", context)

"""The programmes that suit an opening, for its own enterprise."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from enterprises.models import Opening
from partnerships.agreements.models import Side
from partnerships.matching.filters import PARTNER_SORTS, ProgrammeSuggestionFilter
from partnerships.matching.lists import addresses, found
from partnerships.matching.models import Answer, MatchRun, Suggestion
from partnerships.matching.showing import RELATED, Reader, cards, run_lead
from portal.accounts.memberships import memberships_of
from portal.common.furniture import Tab
from portal.common.navigation import stand_by
from portal.reference.majors import major_words

TABS = ("programmes", "shortlisted", "declined", "later")
SHOWN_ANSWERS = 100


def own_opening(request: HttpRequest, public_id: str) -> Opening:
    """An opening of the reader's own enterprise; 404 for any other."""
    stand_by(request, "suggestion_home")
    own = Opening.objects.filter(enterprise__in=memberships_of(request.user).ids("enterprise"))
    return get_object_or_404(own.select_related("enterprise__region", "site__region"), public_id=public_id)


def reader_of(request: HttpRequest, opening: Opening) -> Reader:
    """What the reader may do with suggestions for this opening."""
    return Reader(
        side=Side.ENTERPRISE,
        may_answer=request.user.has_perm("matching.answer_suggestion", _as_suggestion(opening)),
        may_propose=request.user.has_perm("agreements.add_proposal"),
        declining=request.GET.get("decline", ""),
    )


def _as_suggestion(opening: Opening) -> Suggestion:
    """What the permission looks at: the parties."""
    return Suggestion(enterprise_id=opening.enterprise_id, opening=opening)


@require_safe
def opening_suggestions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Programmes for the opening, the best first, and what was answered earlier."""
    opening = own_opening(request, public_id)
    tab = request.GET.get("tab", "") if request.GET.get("tab", "") in TABS else "programmes"
    counts = _tab_counts(opening)
    context = {
        "opening": opening,
        "tab": tab,
        "tabs": _tabs(opening, tab, counts),
        "heading": _heading(opening, counts["programmes"]),
        "majors": sorted(major_words(opening.accepted_majors).values()),
        "lead": run_lead(MatchRun.objects.latest_done()),
        "may_answer": reader_of(request, opening).may_answer,
        "answers_title": _("Put off") if tab == "later" else _("Answered “not for us”"),
        **addresses(request),
        **_shown(request, opening, tab),
    }
    return render(request, "matching/opening.html", context)


def _tab_counts(opening: Opening) -> dict[str, int]:
    fresh = Suggestion.objects.filter(opening=opening).fresh_for(Side.ENTERPRISE)
    kinds = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in Answer.Kind}
    answers = Answer.objects.filter(opening=opening, side=Side.ENTERPRISE).aggregate(**kinds)
    return {**answers, "programmes": fresh.count()}


def _tabs(opening: Opening, current: str, counts: dict[str, int]) -> list[Tab]:
    names = {
        "programmes": _("Programmes"),
        "shortlisted": _("Shortlisted"),
        "declined": _("Answered “not for us”"),
        "later": _("Put off"),
    }
    here = reverse("opening_suggestions", args=[opening.public_id])
    return [
        Tab(names[tab], f"{here}?tab={tab}" if tab != "programmes" else here, counts[tab], tab == current)
        for tab in TABS
        if tab != "later" or counts[tab] or current == "later"
    ]


def _heading(opening: Opening, programmes: int) -> str:
    if opening.status != Opening.Status.OPEN:
        return _("%(opening)s takes nobody now: %(state)s") % {
            "opening": opening.title,
            "state": opening.get_status_display(),
        }
    if not programmes:
        return _("%(opening)s: no fitting programme at present") % {"opening": opening.title}
    words = ngettext(
        "%(opening)s: %(free)s seats free, %(n)s programme suits",
        "%(opening)s: %(free)s seats free, %(n)s programmes suit",
        programmes,
    )
    return words % {"opening": opening.title, "free": opening.seats_free, "n": programmes}


def _shown(request: HttpRequest, opening: Opening, tab: str) -> dict[str, Any]:
    if tab in {"declined", "later"}:
        answers = Answer.objects.filter(opening=opening, side=Side.ENTERPRISE, kind=tab)
        related = ("programme", "school", "enterprise", "opening", "answered_by")
        return {
            "answers": list(answers.select_related(*related).order_by("-answered_at", "-pk")[:SHOWN_ANSWERS])
        }
    rows: QuerySet[Any] = Suggestion.objects.filter(opening=opening).select_related(*RELATED)
    if tab == "shortlisted":
        rows = rows.answered_by(Side.ENTERPRISE).filter(answer_kind=Answer.Kind.SHORTLISTED)
    else:
        rows = rows.fresh_for(Side.ENTERPRISE)
    page = found(request, rows, ProgrammeSuggestionFilter, PARTNER_SORTS)
    return {"found": page, "cards": cards(page.rows, reader_of(request, opening))}

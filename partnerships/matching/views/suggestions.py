"""One suggestion: how it was computed, and the answers to it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.agreements.models import Side
from partnerships.matching import services
from partnerships.matching.engine.weights import STANDARD
from partnerships.matching.models import Answer, MatchRun, Suggestion
from partnerships.matching.showing import RELATED, Reader, cards, run_lead, sentences
from partnerships.matching.words import part_meanings
from portal.accounts.memberships import memberships_of
from portal.common.acts import crumb
from portal.common.web import back_to, require, told_to


def reading_side(request: HttpRequest, row: Suggestion) -> Side:
    """The side as which the reader sees the suggestion: the one he acts for now, else the school's."""
    kind = getattr(request.membership, "kind", "")  # type: ignore[attr-defined]
    memberships = memberships_of(request.user)
    sides = [
        side
        for side, pk in ((Side.SCHOOL, row.school_id), (Side.ENTERPRISE, row.enterprise_id))
        if memberships.has(side.value, pk)
    ]
    return next((side for side in sides if side == kind), sides[0])


def _row(request: HttpRequest, public_id: str) -> Suggestion:
    rows = Suggestion.objects.visible_to(request.user).select_related(*RELATED, "run")
    return get_object_or_404(rows, public_id=public_id)


@require_safe
def suggestion_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """All parts with what they are made of, reasons and concerns, the run, and the own side's answer."""
    row = _row(request, public_id)
    side = reading_side(request, row)
    reader = Reader(
        side=side,
        may_answer=request.user.has_perm("matching.answer_suggestion", row),
        may_propose=request.user.has_perm("agreements.add_proposal"),
        declining=request.GET.get("decline", ""),
    )
    card = cards([row], reader)[0]
    run = MatchRun.objects.latest_done() or row.run
    context = {
        "row": row,
        "card": card,
        "heading": _("%(programme)s and %(post)s: %(points)s of 100")
        % {
            "programme": row.programme.name,
            "post": row.opening.title if row.opening else row.enterprise.name,
            "points": card.points,
        },
        "crumbs": [
            crumb(_("Suggestions"), "suggestion_home"),
            (row.programme.name if side == Side.SCHOOL else str(row.opening), list_url(row, side)),
            (_("How was this computed?"), ""),
        ],
        "parts_note": _("weights %(version)s") % {"version": STANDARD.version},
        "anchor": f"s-{row.public_id}",
        "answer_card": replace(card, propose_url=""),
        "side": side,
        "parts": list(zip(card.parts, part_meanings(), strict=False)),
        "reasons": list(sentences(row, row.reasons, side)),
        "concerns": list(sentences(row, row.concerns, side)),
        "answers": services.answers_to(row).filter(side=side).select_related("answered_by"),
        "run": run,
        "lead": run_lead(run),
    }
    return render(request, "matching/suggestion.html", context)


def list_url(row: Suggestion | Answer, side: str) -> str:
    """The list in which this side finds the suggestion."""
    if side == Side.SCHOOL:
        return reverse("programme_suggestions", args=[row.programme.public_id])
    opening: Any = row.opening
    return reverse("opening_suggestions", args=[opening.public_id])


@require_POST
def suggestion_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Shortlist, or put off."""
    row = _row(request, public_id)
    require(request, "matching.answer_suggestion", row)
    kind = request.POST.get("kind", "")
    done = {
        Answer.Kind.SHORTLISTED.value: _("Shortlisted."),
        Answer.Kind.LATER.value: _("Put off. You find it under “Put off”."),
    }
    return _answered(request, row, kind, done[kind]) if kind in done else _unknown(request, row)


def _unknown(request: HttpRequest, row: Suggestion) -> HttpResponse:
    messages.error(request, _("Please choose an answer."))
    return redirect(list_url(row, reading_side(request, row)))


@require_POST
def suggestion_decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Not for us, with the reason that later ranking learns from."""
    return _answered(
        request,
        _row(request, public_id),
        Answer.Kind.DECLINED,
        _("Noted. The next matching run, within a minute, takes it into account."),
    )


def _answered(request: HttpRequest, row: Suggestion, kind: str, done: str) -> HttpResponse:
    require(request, "matching.answer_suggestion", row)
    acting = getattr(request.membership, "kind", "")  # type: ignore[attr-defined]
    side = services.side_for(row, request.user, acting)
    here = list_url(row, side)
    with told_to(request):
        services.answer(
            row,
            kind=kind,
            by=request.user,
            now=timezone.now(),
            side=side,
            reason=request.POST.get("reason", ""),
            note=request.POST.get("note", "")[:500],
        )
        messages.success(request, done)
        return redirect(back_to(request, here))
    return redirect(f"{here}?decline={row.public_id}#s-{row.public_id}")


@require_POST
def answer_take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget an answer of the own side."""
    rows = Answer.objects.visible_to(request.user).select_related("programme", "opening")
    row = get_object_or_404(rows, public_id=public_id)
    require(request, "matching.change_answer", row)
    here = list_url(row, row.side)
    with told_to(request):
        services.take_back(row, by=request.user)
        messages.success(request, _("Taken back. It counts no longer from the next run on."))
    return redirect(back_to(request, here))

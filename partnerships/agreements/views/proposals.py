"""Pages of proposals: the queue, the list, put one, answer one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.models import Opening
from partnerships.agreements import answered, answering, lists, partners
from partnerships.agreements.acting import acting_side, own_party
from partnerships.agreements.forms import AcceptForm, DeclineForm, ProposalForm
from partnerships.agreements.gap import with_gap
from partnerships.agreements.hosting import Hosting
from partnerships.agreements.models import Proposal, Side
from partnerships.agreements.services import proposals as services
from partnerships.agreements.showing import PROPOSAL_TONES, history_rows
from partnerships.agreements.views.partnerships import search_page
from partnerships.agreements.workflows import PROPOSAL
from portal.accounts.models import Role
from portal.common.acts import crumb, post_act, reasoned_act
from portal.common.form_pages import FormPage, form_page
from portal.common.listing import listing
from portal.common.web import require
from portal.records.workflow import history
from schools.models import PlacementPlan, Programme


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """What waits for the own side first, then all proposals in sight."""
    kind = getattr(request.membership, "kind", "")  # type: ignore[attr-defined]
    now = timezone.now()
    waiting = list(answering.waiting_for_user(request.user, kind).select_related(*answering.RELATED)[:50])
    may_answer = bool(waiting) and request.user.has_perm("agreements.answer_proposal", waiting[0])
    found = listing(request, lists.PROPOSALS)
    context = {
        "queue": answering.queue_rows(waiting, kind, now, may_answer=may_answer),
        "waiting": len(waiting),
        "oldest": answering.oldest_wait(waiting),
        "listing": found,
        "may_export": request.user.has_perm("records.export"),
        "rows": [(row, PROPOSAL_TONES[row.status], row.days_waiting(now)) for row in found.page],
        "kind": kind,
        "may_add": request.user.has_perm("agreements.add_proposal"),
    }
    return render(request, "agreements/proposal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_create(request: HttpRequest) -> HttpResponse:
    """Choose the other party, then say what is proposed."""
    own = own_party(request)
    other = _other(request, own)
    if other is None:
        return search_page(request, own, title=_("To whom do you propose?"), target="proposal_create")
    school, enterprise = partners.as_pair(own, other)
    form = ProposalForm(
        request.POST or None, initial=_initial(request), **_choices(request, school, enterprise)
    )
    page = FormPage(
        title=_("Propose to %(name)s") % {"name": other.name},
        submit=_("Send the proposal"),
        lead=_("They see it in their queue at once and answer with yes, fewer, or no with a reason."),
        crumbs=[crumb(_("Proposals"), "proposal_list"), (other.name, "")],
        cancel_url=reverse("proposal_list"),
        done=_("Sent. %(name)s sees it in the queue.") % {"name": other.name},
    )

    def save(_values: dict[str, Any]) -> Any:
        proposal = services.create_proposal(
            school, enterprise, form.idea, from_side=own.kind, by=request.user, now=timezone.now()
        )
        if own.kind == Side.SCHOOL:
            _say_where_over(request, proposal)
        return proposal

    return form_page(request, form, save, page)


def _say_where_over(request: HttpRequest, proposal: Any) -> None:
    """Asking more enterprises than one needs is usual, not knowing it is not."""
    plan = with_gap(PlacementPlan.objects.visible_to(request.user).filter(pk=proposal.plan_id)).first()
    if plan is not None and plan.over:
        words = {"n": plan.over, "programme": proposal.programme}
        messages.warning(
            request,
            _("Together with the others you now ask for %(n)s more places than %(programme)s is short of.")
            % words,
        )


def _other(request: HttpRequest, own: Any) -> Any:
    """The party named by ?partner=, or for a school the one behind ?opening=."""
    other = partners.chosen(request, own)
    opening_id = request.GET.get("opening", "")
    if other is None and own.kind == Side.SCHOOL and opening_id:
        opening = get_object_or_404(Opening.objects.visible_to(request.user), public_id=opening_id)
        other = get_object_or_404(partners.others_for(request, own), pk=opening.enterprise_id)
    return other


def _initial(request: HttpRequest) -> dict[str, str]:
    names = ("plan", "programme", "opening", "students")
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _choices(request: HttpRequest, school: Any, enterprise: Any) -> dict[str, Any]:
    """What may be chosen: nothing of third parties, and plans only by the school they belong to."""
    today = timezone.localdate()
    return {
        "plans": PlacementPlan.objects.managed_by(request.user)
        .stated()
        .filter(programme__school=school)
        .select_related("programme", "batch"),
        "programmes": Programme.objects.visible_to(request.user).offered().filter(school=school),
        "openings": Opening.objects.visible_to(request.user).open_on(today).filter(enterprise=enterprise),
    }


@require_safe
def proposal_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One proposal with its facts, what the law says, the answer and its history."""
    proposal = _row(request, public_id)
    side = acting_side(request, proposal)
    may_answer = proposal.status == Proposal.Status.SENT and request.user.has_perm(
        "agreements.answer_proposal", proposal
    )
    verdict = Hosting.of(proposal.enterprise).verdict_on(proposal) if side != Side.SCHOOL else None
    moves = list(history(proposal))
    taken = answered.taken_words(proposal) if proposal.is_cut else ""
    context = {
        "proposal": proposal,
        "taken": taken,
        "next_step": _next_step(request, proposal, side or ""),
        "side": side,
        "sentence": answering.sentence_of(proposal, side or ""),
        "tone": PROPOSAL_TONES[proposal.status],
        "law": answering.law_of(verdict)[0] if proposal.status == Proposal.Status.SENT else "",
        "days": proposal.days_waiting(timezone.now()),
        "answers": answering.answer_acts(proposal, verdict) if may_answer else [],
        "may_withdraw": proposal.status == Proposal.Status.SENT
        and request.user.has_perm("agreements.withdraw_proposal", proposal),
        "may_cancel": proposal.status == Proposal.Status.ACCEPTED
        and request.user.has_perm("agreements.cancel_proposal", proposal),
        "history": history_rows(moves, PROPOSAL, Proposal.Status, Proposal.DeclineReason, {"accept": taken}),
    }
    return render(request, "agreements/proposal_detail.html", context)


def _next_step(request: HttpRequest, proposal: Any, side: str) -> tuple[str, str] | None:
    """What follows the answer, as label and page: the agreement, or other openings for a school that was refused."""
    draft = answered.draft_url(proposal)
    if draft and request.user.has_perm("agreements.add_agreement", proposal):
        return _("Draft the agreement"), draft
    if proposal.status == Proposal.Status.DECLINED and side == proposal.from_side == Side.SCHOOL:
        major_class = f"?major_class={proposal.programme.major_class_id}" if proposal.programme else ""
        return _("Look at other openings"), reverse("opening_list") + major_class
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept all, or fewer; with a reason where the law says "generally" less."""
    proposal = _row(request, public_id)
    require(request, "agreements.answer_proposal", proposal)
    verdict = Hosting.of(proposal.enterprise).verdict_on(proposal)
    law = (
        answering.law_of(verdict)[0]
        if Side.ENTERPRISE in proposal.sides_of(request.user, Role.EDITOR)
        else ""
    )
    form = AcceptForm(request.POST or None, proposal=proposal, initial={"students": proposal.students})
    page = _answer_page(
        proposal,
        title=_("Accept the proposal"),
        submit=_("Accept"),
        done=_("Accepted. The seats are taken and talks have begun."),
        notes=[law] if law else [],
    )
    return form_page(
        request,
        form,
        lambda values: services.accept_proposal(proposal, by=request.user, now=timezone.now(), **values),
        page,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decline with a reason, which changes later suggestions."""
    proposal = _row(request, public_id)
    require(request, "agreements.answer_proposal", proposal)
    page = _answer_page(
        proposal,
        title=_("Decline the proposal"),
        submit=_("Decline"),
        done=_("Declined. The reason changes later suggestions."),
        notes=[_("The reason goes to the other side and changes what is suggested to both of you later.")],
    )
    return form_page(
        request,
        DeclineForm(request.POST or None),
        lambda values: services.decline_proposal(proposal, by=request.user, now=timezone.now(), **values),
        page,
    )


def _answer_page(proposal: Proposal, **words: Any) -> FormPage:
    return FormPage(
        lead=" · ".join(
            part for part in (answering.sentence_of(proposal, ""), answering.facts_of(proposal)) if part
        ),
        crumbs=[crumb(_("Proposals"), "proposal_list"), (words["title"], "")],
        cancel_url=proposal.get_absolute_url(),
        is_two=False,
        **words,
    )


proposal_withdraw = post_act(
    Proposal, "agreements.withdraw_proposal", services.withdraw_proposal, gettext_lazy("Withdrawn.")
)
proposal_cancel = reasoned_act(
    Proposal,
    "agreements.cancel_proposal",
    services.cancel_proposal,
    lambda proposal: FormPage(
        title=_("Call off what was accepted"),
        submit=_("Call off"),
        lead=_("The seats are free again at once. The other side sees your reason."),
        cancel_url=proposal.get_absolute_url(),
        done=_("Called off; the seats are free again."),
        tone="danger",
        is_two=False,
    ),
)


def _row(request: HttpRequest, public_id: str) -> Proposal:
    rows = Proposal.objects.visible_to(request.user).select_related(*answering.RELATED, "sent_by")
    return get_object_or_404(answered.with_draft_of(rows), public_id=public_id)

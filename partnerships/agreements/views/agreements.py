"""Pages of agreements: list, draft, show, edit, offer, end."""

from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.agreements import lists
from partnerships.agreements.acting import acting_side, required_side
from partnerships.agreements.forms import AgreementForm, EndForm
from partnerships.agreements.models import Agreement, Partnership, Side
from partnerships.agreements.services import agreements as services
from partnerships.agreements.services import signing
from partnerships.agreements.showing import agreement_state, history_rows
from partnerships.agreements.suggesting import suggested_terms
from partnerships.agreements.views.partnerships import crumbs_of
from partnerships.agreements.warnings import warnings_for
from partnerships.agreements.workflows import AGREEMENT
from portal.accounts.models import Role
from portal.common.acts import crumb, post_act, reasoned_act
from portal.common.form_pages import FormPage, form_page
from portal.common.listing import listing
from portal.common.web import require, told_to
from portal.records.workflow import history

SOON_DAYS = 60


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """The agreements in sight, the latest first."""
    today = timezone.localdate()
    mine = Agreement.objects.visible_to(request.user)
    found = listing(request, lists.AGREEMENTS)
    on_page = list(found.page)
    prefetch_related_objects(on_page, "signatures")
    context = {
        "listing": found,
        "may_export": request.user.has_perm("records.export"),
        "rows": [_list_row(request, row, today) for row in on_page],
        "in_force": mine.in_force(today).count(),
        "expiring": mine.expiring_within(today, SOON_DAYS).count(),
        "soon_days": SOON_DAYS,
        "kind": getattr(request.membership, "kind", ""),  # type: ignore[attr-defined]
    }
    return render(request, "agreements/agreement_list.html", context)


def _list_row(request: HttpRequest, agreement: Agreement, today: date) -> dict[str, Any]:
    words, tone = agreement_state(agreement, acting_side(request, agreement), today)
    return {"agreement": agreement, "state": words, "tone": tone, "left": agreement.days_left(today)}


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_create(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draft an agreement of a partnership."""
    rows = Partnership.objects.visible_to(request.user).select_related("school", "enterprise")
    partnership = get_object_or_404(rows, public_id=public_id)
    require(request, "agreements.add_agreement", partnership)
    side = required_side(request, partnership)
    form = AgreementForm(
        request.POST or None,
        initial=suggested_terms(partnership, timezone.localdate()),
        school=partnership.school,
    )
    page = FormPage(
        title=_("Draft an agreement"),
        submit=_("Save the draft"),
        lead=_("Both sides see the draft. It binds nobody before both have signed."),
        crumbs=[*crumbs_of(request, partnership), (_("Draft an agreement"), "")],
        cancel_url=partnership.get_absolute_url(),
        done=_("The draft is saved. Offer it for signature when it is ready."),
    )
    return form_page(
        request,
        form,
        lambda _values: services.draft_agreement(partnership, form.terms, by=request.user, side=side),
        page,
    )


@require_safe
def agreement_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One agreement: terms, signatures, warnings, acts, history."""
    agreement = agreement_row(request, public_id)
    user, today = request.user, timezone.localdate()
    signatures = {signature.party: signature for signature in agreement.signatures.all()}
    side = acting_side(request, agreement)
    offered = agreement.status == Agreement.Status.OFFERED
    may_sign = offered and user.has_perm("agreements.sign_agreement", agreement)
    moves = list(history(agreement))
    state, tone = agreement_state(agreement, side, today)
    context = {
        "agreement": agreement,
        "partnership": agreement.partnership,
        "state": state,
        "tone": tone,
        "side": side,
        "parties": [(party, agreement.partnership.party(party), signatures.get(party)) for party in Side],
        "own_signature": signatures.get(side) if side else None,
        "may_sign": may_sign and side not in signatures,
        "may_link": offered and bool(signing.sides_by_link(agreement, by=user)),
        "is_open": len(signatures) < len(Side),
        "moves": {move.name for move in AGREEMENT.open_to(agreement, user)},
        "nobody_signed": not signatures,
        "may_change": user.has_perm("agreements.change_agreement", agreement),
        "warnings": warnings_for(agreement) if agreement.status in services_open() else [],
        "days_left": agreement.days_left(today),
        "soon_days": SOON_DAYS,
        "history": history_rows(moves, AGREEMENT, Agreement.Status),
    }
    return render(request, "agreements/agreement_detail.html", context)


def services_open() -> tuple[str, str]:
    """The states in which warnings can still be heeded."""
    return Agreement.Status.DRAFT, Agreement.Status.OFFERED


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a draft."""
    agreement = agreement_row(request, public_id)
    require(request, "agreements.change_agreement", agreement)
    form = AgreementForm(request.POST or None, instance=agreement, school=agreement.partnership.school)
    page = _page(agreement, title=_("Edit the draft"))
    return form_page(
        request,
        form,
        lambda _values: services.edit_agreement(
            agreement, form.terms, version=form.version_seen, by=request.user
        ),
        page,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_terminate(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a signed agreement early, with reason and day."""
    agreement = agreement_row(request, public_id)
    require(request, "agreements.terminate_agreement", agreement)
    page = _page(
        agreement,
        title=_("End the agreement early"),
        submit=_("End early"),
        tone="danger",
        lead=_("From that day it counts no longer; what happened under it stays on record."),
        done=_("The agreement has ended."),
        template="agreements/end_page.html",
        extra={"slot": "agreement.end", "row": agreement},
    )
    return form_page(
        request,
        EndForm(request.POST or None),
        lambda values: services.terminate_agreement(agreement, by=request.user, **values),
        page,
    )


@require_POST
def agreement_copy(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new draft with the same terms."""
    agreement = agreement_row(request, public_id)
    require(request, "agreements.change_agreement", agreement)
    side = required_side(request, agreement, Role.EDITOR)
    target: Any = agreement
    with told_to(request):
        target = services.copy_agreement(agreement, by=request.user, side=side)
    return redirect("agreement_edit" if target.pk != agreement.pk else "agreement_detail", target.public_id)


def _move(name: str) -> Any:
    def do(agreement: Agreement, *, by: Any, reason: str = "") -> Agreement:
        return services.move_agreement(agreement, name, by=by, reason=reason)

    return do


agreement_offer = post_act(
    Agreement,
    "agreements.change_agreement",
    _move("offer"),
    gettext_lazy("Out for signature: both sides can sign now."),
)
agreement_reopen = post_act(
    Agreement, "agreements.change_agreement", _move("reopen"), gettext_lazy("It is a draft again.")
)
agreement_withdraw = reasoned_act(
    Agreement,
    "agreements.withdraw_agreement",
    _move("withdraw"),
    lambda row: _page(
        row, title=_("Withdraw the agreement"), submit=_("Withdraw"), tone="danger", done=_("Withdrawn.")
    ),
)
agreement_decline = reasoned_act(
    Agreement,
    "agreements.sign_agreement",
    _move("decline"),
    lambda row: _page(
        row,
        title=_("Do not sign"),
        submit=_("Do not sign"),
        tone="danger",
        lead=_("The offer is withdrawn and the other side sees your reason."),
        done=_("Your refusal is on record."),
    ),
)


def _page(agreement: Agreement, **words: Any) -> FormPage:
    return FormPage(
        crumbs=[
            crumb(_("Agreements"), "agreement_list"),
            (agreement.title, agreement.get_absolute_url()),
            (words["title"], ""),
        ],
        cancel_url=agreement.get_absolute_url(),
        is_two=words["title"] == _("Edit the draft"),
        **words,
    )


def agreement_row(request: HttpRequest, public_id: str) -> Agreement:
    """The agreement if the user sees it, with its parties; else 404."""
    rows = (
        Agreement.objects.visible_to(request.user)
        .select_related(*lists.AGREEMENT_PARTIES)
        .prefetch_related("forms", "programmes", "signatures")
    )
    return get_object_or_404(rows, public_id=public_id)

"""Pages of partnerships: list, begin, show, edit, move along the ladder."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.agreements import columns, lists, partners
from partnerships.agreements.acting import acting_side, own_party, required_side
from partnerships.agreements.filters import PartnershipFilter
from partnerships.agreements.forms import EndForm, PartnershipForm
from partnerships.agreements.models import Partnership, Side
from partnerships.agreements.services import partnerships as services
from partnerships.agreements.showing import STAGE_TONES
from partnerships.agreements.views.partnership_page import partnership_context
from portal.accounts.models import Role
from portal.common.acts import crumb
from portal.common.form_pages import FormPage, ReasonForm, form_page
from portal.common.listing import listing
from portal.common.web import require, told_to

QUIET_DAYS = 180


@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    """The partnerships in sight, those with the latest confirmed activity first."""
    found = listing(request, lists.PARTNERSHIPS)
    on_page = list(found.page)
    heads, cells = columns.cells_for(request, on_page)
    shown = [(row, STAGE_TONES[row.stage], cells[row.pk]) for row in on_page]
    live = Partnership.objects.visible_to(request.user).live()
    quiet = live.filter(pk__in=PartnershipFilter({"quiet": QUIET_DAYS}, queryset=live).qs).count()
    context = {
        "listing": found,
        "may_export": request.user.has_perm("records.export"),
        "heads": heads,
        "rows": shown,
        "live": live.count(),
        "quiet": quiet,
        "kind": getattr(request.membership, "kind", ""),  # type: ignore[attr-defined]
        "may_add": request.user.has_perm("agreements.add_partnership"),
    }
    return render(request, "agreements/partnership_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_create(request: HttpRequest) -> HttpResponse:
    """Find the other party, then say since when and what for."""
    own = own_party(request)
    other = partners.chosen(request, own)
    if other is None:
        return search_page(request, own, title=_("With whom do you cooperate?"), target="partnership_create")
    school, enterprise = partners.as_pair(own, other)
    existing = services.live_partnership(school, enterprise)
    if existing is not None:
        messages.warning(request, str(services.PartnershipExists(existing)))
        return redirect(existing)
    form = PartnershipForm(request.POST or None)
    page = FormPage(
        title=_("New partnership with %(name)s") % {"name": other.name},
        submit=_("Begin the partnership"),
        crumbs=[crumb(_("Partnerships"), "partnership_list"), (other.name, "")],
        cancel_url=reverse("partnership_list"),
        done=_("The partnership is on record."),
    )
    return form_page(
        request,
        form,
        lambda values: services.create_partnership(school, enterprise, by=request.user, **values),
        page,
    )


def search_page(request: HttpRequest, own: Any, *, title: str, target: str) -> HttpResponse:
    """The search for the other party; each row leads on to `target` with ?partner= and what was given before."""
    kept = request.GET.copy()
    for name in ("q", "page", "partner"):
        kept.pop(name, None)
    context = {
        "title": title,
        "page": partners.found(request, own),
        "q": request.GET.get("q", ""),
        "kept": kept,
        "kept_query": kept.urlencode(),
        "target_url": reverse(target),
        "looks_for": Side(own.kind).other,
    }
    return render(request, "agreements/partner_search.html", context)


@require_safe
def partnership_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One partnership: both parties, ladder, agreement, what is now, contacts, what happened."""
    return render(
        request, "agreements/partnership_detail.html", partnership_context(request, _row(request, public_id))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Purpose and contacts."""
    partnership = _row(request, public_id)
    require(request, "agreements.change_partnership", partnership)
    form = PartnershipForm(request.POST or None, instance=partnership)
    page = FormPage(
        title=_("Edit the partnership"),
        crumbs=crumbs_of(request, partnership),
        cancel_url=partnership.get_absolute_url(),
    )
    return form_page(
        request,
        form,
        lambda values: services.edit_partnership(
            partnership, version=form.version_seen, by=request.user, **values
        ),
        page,
    )


@require_POST
def partnership_move(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """One step of the ladder that needs no further word."""
    partnership = _row(request, public_id)
    require(request, "agreements.change_partnership", partnership)
    side = required_side(request, partnership)
    with told_to(request):
        services.move_partnership(partnership, name, by=request.user, side=side)
        messages.success(request, _("The step is on record."))
    return redirect(partnership)


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_drop_strategic(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say no to, or take back, the proposal of a strategic partnership."""
    partnership = _row(request, public_id)
    require(request, "agreements.change_partnership", partnership)
    side = required_side(request, partnership)
    page = FormPage(
        title=_("Not a strategic partnership now"),
        lead=_("The partnership stays active. The other side sees your reason."),
        crumbs=crumbs_of(request, partnership),
        cancel_url=partnership.get_absolute_url(),
        is_two=False,
    )
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda values: services.move_partnership(
            partnership, "drop_strategic", by=request.user, side=side, **values
        ),
        page,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End the partnership with reason and day."""
    partnership = _row(request, public_id)
    require(request, "agreements.end_partnership", partnership)
    side = required_side(request, partnership, Role.SIGNATORY)
    page = FormPage(
        title=_("End the partnership"),
        submit=_("End the partnership"),
        tone="danger",
        lead=_("What was done stays on record; new agreements and activities are no longer possible."),
        crumbs=crumbs_of(request, partnership),
        cancel_url=partnership.get_absolute_url(),
        done=_("The partnership has ended."),
        is_two=False,
        template="agreements/end_page.html",
        extra={"slot": "partnership.end", "row": partnership},
    )
    return form_page(
        request,
        EndForm(request.POST or None),
        lambda values: services.move_partnership(partnership, "end", by=request.user, side=side, **values),
        page,
    )


def _row(request: HttpRequest, public_id: str) -> Partnership:
    rows = Partnership.objects.visible_to(request.user).select_related(
        "school__region", "enterprise__region", "enterprise__industry"
    )
    return get_object_or_404(rows, public_id=public_id)


def crumbs_of(request: HttpRequest, partnership: Partnership) -> list[tuple[Any, str]]:
    """Partnerships / the other party."""
    side = acting_side(request, partnership)
    name = partnership.party(side.other).name if side else str(partnership)
    return [crumb(_("Partnerships"), "partnership_list"), (name, partnership.get_absolute_url())]

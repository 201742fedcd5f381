"""Posts with seats: the market of all, and managing one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from enterprises import lists
from enterprises.advice import advice
from enterprises.forms import OpeningForm
from enterprises.models import Enterprise, Opening
from enterprises.services import openings as services
from enterprises.views.own import own_enterprise
from enterprises.workflows import OPENING
from portal.common.acts import crumb, post_act, reasoned_act
from portal.common.form_pages import FormPage, form_page, form_view
from portal.common.listing import Listing, listing
from portal.common.navigation import stand_by, stand_by_own
from portal.common.web import require, told_to
from portal.common.wording import grouped
from portal.reference.majors import major_words

# Only the enterprise and its bureaus open these; they may still change what strikes the eye.
BEFORE_STUDENTS_SEE_IT = (Opening.Status.DRAFT, Opening.Status.IN_REVIEW, Opening.Status.RETURNED)


def _heading(found: Listing) -> str:
    """34 openings, 120 free seats."""
    totals = found.filter.qs.totals()
    words = ngettext(
        "%(n)s opening, %(free)s free seats", "%(n)s openings, %(free)s free seats", totals["openings"]
    )
    return words % {"n": grouped(totals["openings"]), "free": grouped(totals["free"])}


@require_safe
def opening_list(request: HttpRequest) -> HttpResponse:
    found = listing(request, lists.OPENINGS)
    context = {
        "listing": found,
        "heading": _heading(found),
        "majors": major_words(code for row in found.page for code in row.accepted_majors),
        "may_add": _may_post(request),
        "today": timezone.localdate(),
    }
    return render(request, "enterprises/opening_list.html", context)


@require_safe
def opening_own(request: HttpRequest) -> HttpResponse:
    """The openings of the own enterprise, in every state."""
    own_enterprise(request, "enterprises.oversee_enterprise")
    found = listing(request, lists.OWN_OPENINGS)
    context = {
        "listing": found,
        "heading": _heading(found),
        "majors": major_words(code for row in found.page for code in row.accepted_majors),
        "may_add": _may_post(request),
    }
    return render(request, "enterprises/opening_own.html", context)


def _may_post(request: HttpRequest) -> bool:
    membership = request.membership  # type: ignore[attr-defined]
    return (
        bool(membership)
        and membership.kind == "enterprise"
        and request.user.has_perm("enterprises.add_opening", membership.organisation)
    )


@require_safe
def opening_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Opening.objects.visible_to(request.user)
    opening = get_object_or_404(
        rows.select_related("enterprise__region__parent", "enterprise__industry", "site__region__parent"),
        public_id=public_id,
    )
    stand_by_own(request, opening.enterprise, "opening_own")
    heading = ngettext(
        "%(title)s: %(free)s seat free of %(n)s",
        "%(title)s: %(free)s seats free of %(n)s",
        opening.seats_free,
    )
    context = {
        "opening": opening,
        "heading": heading % {"title": opening.title, "free": opening.seats_free, "n": opening.seats},
        "majors": major_words(opening.accepted_majors),
        "moves": {move.name for move in OPENING.open_to(opening, request.user)},
        "may_edit": request.user.has_perm("enterprises.change_opening", opening),
        "oversees": request.user.has_perm("enterprises.oversee_opening", opening),
        "publishes_alone": opening.enterprise.vetting == Enterprise.Vetting.APPROVED,
        "is_ended": opening.status in services.ENDED,
        "advice": advice(opening) if opening.status in BEFORE_STUDENTS_SEE_IT else [],
    }
    return render(request, "enterprises/opening_detail.html", context)


def _notes(enterprise: Enterprise) -> list[str]:
    if enterprise.vetting == Enterprise.Vetting.APPROVED:
        return [_("Your enterprise is vetted: you publish this opening yourself after saving it.")]
    return [_("Your enterprise is not vetted yet: the bureau of its place looks at the opening first.")]


@form_view
def opening_create(request: HttpRequest) -> HttpResponse:
    enterprise = own_enterprise(request, "enterprises.add_opening")
    stand_by(request, "opening_own")
    form = OpeningForm(request.POST or None, enterprise=enterprise)

    def save(values: dict[str, Any]) -> Opening:
        return services.create_opening(enterprise, by=request.user, **values)

    page = FormPage(
        title=_("New opening"),
        lead=enterprise.name,
        crumbs=[crumb(_("Our openings"), "opening_own"), (_("New"), "")],
        cancel_url=reverse("opening_own"),
        submit=_("Save as draft"),
        done=_("The opening is a draft. Publish it when it is right."),
        notes=_notes(enterprise),
    )
    return form_page(request, form, save, page)


@form_view
def opening_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Opening.objects.visible_to(request.user).select_related("enterprise")
    opening = get_object_or_404(rows, public_id=public_id)
    require(request, "enterprises.change_opening", opening)
    stand_by(request, "opening_own")
    form = OpeningForm(request.POST or None, instance=opening, enterprise=opening.enterprise)

    def save(values: dict[str, Any]) -> Opening:
        return services.edit_opening(
            opening, version=form.version_seen, values=values, by=request.user, now=timezone.now()
        )

    page = FormPage(
        title=_("Edit %(name)s") % {"name": opening.title},
        crumbs=[
            crumb(_("Our openings"), "opening_own"),
            (opening.title, opening.get_absolute_url()),
            (_("Edit"), ""),
        ],
        cancel_url=opening.get_absolute_url(),
        notes=advice(opening) if opening.status in BEFORE_STUDENTS_SEE_IT else [],
    )
    return form_page(request, form, save, page)


@require_POST
def opening_clone(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new draft from this opening; straight to its form, since the dates are missing."""
    opening = get_object_or_404(Opening.objects.visible_to(request.user), public_id=public_id)
    require(request, "enterprises.change_opening", opening)
    target: str = opening.get_absolute_url()
    with told_to(request):
        copy = services.clone_opening(opening, by=request.user)
        messages.success(request, _("A new draft with the same text. Enter its dates."))
        target = reverse("opening_edit", args=[copy.public_id])
    return redirect(target)


def _reason_page(title: str, submit: str, done: str, tone: str = "solid") -> Any:
    def page(opening: Opening) -> FormPage:
        return FormPage(
            title=title,
            lead=opening.title,
            crumbs=[
                crumb(_("Openings"), "opening_list"),
                (opening.title, opening.get_absolute_url()),
                (title, ""),
            ],
            cancel_url=opening.get_absolute_url(),
            submit=submit,
            done=done,
            tone=tone,
            is_two=False,
        )

    return page


CHANGE, REVIEW = "enterprises.change_opening", "enterprises.review_opening"
opening_publish = post_act(
    Opening,
    CHANGE,
    lambda row, by: services.publish_opening(row, by=by, now=timezone.now()),
    gettext_lazy("The opening is open: schools see it, and it is matched within a minute."),
)
opening_submit = post_act(
    Opening,
    CHANGE,
    lambda row, by: services.submit_opening(row, by=by, now=timezone.now()),
    gettext_lazy("The opening is with the bureau for review."),
)
opening_approve = post_act(Opening, REVIEW, services.approve_opening, gettext_lazy("The opening is open."))
opening_return = reasoned_act(
    Opening,
    REVIEW,
    services.return_opening,
    _reason_page(
        gettext_lazy("Return the opening for correction"),
        gettext_lazy("Return for correction"),
        gettext_lazy("The opening is returned with your remarks."),
    ),
)
opening_close = post_act(Opening, CHANGE, services.close_opening, gettext_lazy("The opening is closed."))
opening_reopen = post_act(
    Opening,
    CHANGE,
    lambda row, by: services.reopen_opening(row, by=by, now=timezone.now()),
    gettext_lazy("The opening is open again."),
)
opening_withdraw = reasoned_act(
    Opening,
    CHANGE,
    services.withdraw_opening,
    _reason_page(
        gettext_lazy("Withdraw the opening"),
        gettext_lazy("Withdraw"),
        gettext_lazy("The opening is withdrawn."),
        "danger",
    ),
)
opening_confirm = post_act(
    Opening,
    CHANGE,
    lambda row, by: services.confirm_opening(row, by=by, now=timezone.now()),
    gettext_lazy("Confirmed: the opening is still true."),
)

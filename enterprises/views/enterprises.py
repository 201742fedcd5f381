"""The register of enterprises."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from enterprises import lists
from enterprises.forms import AliasForm, EnterpriseEditForm, EnterpriseForm
from enterprises.models import Enterprise, Opening
from enterprises.services import enterprises as services
from enterprises.services.duplicates import Similar, SimilarEnterprises
from enterprises.views.own import own_enterprise
from portal.accounts.views.first_owner import invite_first_owner
from portal.common.acts import crumb, post_act, reasoned_act
from portal.common.form_pages import FormPage, form_page, form_view
from portal.common.listing import listing
from portal.common.web import require
from portal.common.wording import grouped


@require_safe
def enterprise_list(request: HttpRequest) -> HttpResponse:
    found = listing(request, lists.ENTERPRISES)
    verified = found.filter.qs.filter(credit_code__isnull=False).count()
    context = {
        "listing": found,
        "heading": ngettext("%(n)s enterprise", "%(n)s enterprises", found.count)
        % {"n": grouped(found.count)},
        "lead": _("%(n)s verified by credit code") % {"n": grouped(verified)},
        "may_add": request.user.has_perm("enterprises.add_enterprise"),
    }
    return render(request, "enterprises/enterprise_list.html", context)


@require_safe
def enterprise_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Enterprise.objects.visible_to(request.user).select_related("region__parent", "industry", "group")
    enterprise = get_object_or_404(rows, public_id=public_id)
    openings = Opening.objects.visible_to(request.user).filter(enterprise=enterprise)
    oversees = request.user.has_perm("enterprises.oversee_enterprise", enterprise)
    context = {
        "enterprise": enterprise,
        "heading": _heading(enterprise, openings),
        "openings": openings.select_related("enterprise__region__parent", "site__region__parent"),
        "sites": enterprise.sites.select_related("region__parent"),
        "aliases": [alias.name for alias in enterprise.aliases.all()],
        "oversees": oversees,
        "staff_groups": enterprise.staff_groups.all() if oversees else [],
        "contacts": enterprise.contacts.current() if oversees else [],
        "may_edit": request.user.has_perm("enterprises.change_enterprise", enterprise),
        "may_invite": request.user.has_perm("enterprises.invite_to_enterprise", enterprise),
        "may_vet": request.user.has_perm("enterprises.vet_enterprise", enterprise),
    }
    return render(request, "enterprises/enterprise_detail.html", context)


def _heading(enterprise: Enterprise, openings: QuerySet[Opening]) -> str:
    totals = openings.filter(status__in=Opening.PUBLISHED).totals()  # type: ignore[attr-defined]
    words = ngettext(
        "%(name)s: %(n)s opening, %(free)s free seats",
        "%(name)s: %(n)s openings, %(free)s free seats",
        totals["openings"],
    )
    return words % {
        "name": enterprise.name,
        "n": grouped(totals["openings"]),
        "free": grouped(totals["free"]),
    }


@require_safe
def enterprise_own(request: HttpRequest) -> HttpResponse:
    """The page of the enterprise one acts for."""
    return redirect(own_enterprise(request))


@form_view
def enterprise_create(request: HttpRequest) -> HttpResponse:
    """Enter an enterprise; what may be the same one is shown first, and "another firm" is said by a button."""
    require(request, "enterprises.add_enterprise")
    form = EnterpriseForm(request.POST or None)
    similar: list[Similar] = []

    def save(values: dict[str, Any]) -> Enterprise:
        try:
            enterprise = services.register_enterprise(
                by=request.user, is_another="is_another" in request.POST, **values
            )
        except SimilarEnterprises as found:
            similar.extend(found.similar)
            raise
        _advise(request, enterprise)
        return enterprise

    page = FormPage(
        title=_("Enter an enterprise in the register"),
        lead=_("With the credit code, or another number until it is known. The bureau of its place vets it."),
        crumbs=[crumb(_("Enterprises"), "enterprise_list"), (_("New"), "")],
        cancel_url=reverse("enterprise_list"),
        submit=_("Enter the enterprise"),
        done=_("The enterprise is in the register."),
        template="enterprises/enterprise_create.html",
        extra={"similar": similar},
    )
    return form_page(request, form, save, page)


@form_view
def enterprise_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), public_id=public_id)
    require(request, "enterprises.change_enterprise", enterprise)
    form = EnterpriseEditForm(request.POST or None, instance=enterprise)

    def save(values: dict[str, Any]) -> Enterprise:
        row = services.edit_enterprise(enterprise, version=form.version_seen, values=values, by=request.user)
        _advise(request, row)
        return row

    page = _page(enterprise, _("Edit"), title=_("Edit %(name)s") % {"name": enterprise.name})
    return form_page(request, form, save, page)


@form_view
def enterprise_first_owner(request: HttpRequest, public_id: str) -> HttpResponse:
    """The bureau invites the first person of an enterprise."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), public_id=public_id)
    require(request, "enterprises.invite_to_enterprise", enterprise)
    return invite_first_owner(request, enterprise, kind="enterprise")


@form_view
def alias_create(request: HttpRequest, public_id: str) -> HttpResponse:
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), public_id=public_id)
    require(request, "enterprises.change_enterprise", enterprise)
    form = AliasForm(request.POST or None)

    def save(values: dict[str, Any]) -> Enterprise:
        services.add_alias(enterprise, by=request.user, **values)
        return enterprise

    lead = _("Whoever types it next time, also in a file, is led to this enterprise.")
    return form_page(
        request, form, save, _page(enterprise, _("Another name"), title=_("Another name"), lead=lead)
    )


def _page(enterprise: Enterprise, here: str, **options: Any) -> FormPage:
    return FormPage(
        crumbs=[
            crumb(_("Enterprises"), "enterprise_list"),
            (enterprise.name, enterprise.get_absolute_url()),
            (here, ""),
        ],
        cancel_url=enterprise.get_absolute_url(),
        **options,
    )


def _advise(request: HttpRequest, enterprise: Enterprise) -> None:
    for sentence in services.advice(enterprise):
        messages.warning(request, sentence)


def _refuse_page(enterprise: Enterprise) -> FormPage:
    return _page(
        enterprise,
        _("Refuse"),
        title=_("Refuse %(name)s as host") % {"name": enterprise.name},
        lead=_("Only the enterprise and its bureaus see it then; the reason is shown to them."),
        submit=_("Refuse as host"),
        tone="danger",
        is_two=False,
        done=_("The enterprise is refused as host."),
    )


VET = "enterprises.vet_enterprise"
enterprise_approve = post_act(
    Enterprise,
    VET,
    services.approve_enterprise,
    gettext_lazy("Approved: the enterprise publishes its openings by itself from now on."),
)
enterprise_refuse = reasoned_act(Enterprise, VET, services.refuse_enterprise, _refuse_page)

"""Sites, staff and contacts of the own enterprise."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from enterprises.forms import ContactForm, SiteForm, StaffGroupForm
from enterprises.models import Contact, Site, StaffGroup
from enterprises.services import premises as services
from enterprises.views.own import own_enterprise
from portal.common.acts import crumb, post_act
from portal.common.form_pages import FormPage, form_page, form_view
from portal.common.web import require, told_to
from portal.common.wording import grouped


@require_safe
def premises(request: HttpRequest) -> HttpResponse:
    """Sites and staff, the base of the legal limits."""
    enterprise = own_enterprise(request, "enterprises.oversee_enterprise")
    sites = list(enterprise.sites.select_related("region__parent"))
    heading = ngettext("%(n)s site, %(staff)s people", "%(n)s sites, %(staff)s people", len(sites))
    context = {
        "enterprise": enterprise,
        "heading": heading % {"n": len(sites), "staff": grouped(enterprise.staff_total) or "?"},
        "sites": sites,
        "staff_groups": enterprise.staff_groups.all(),
        "may_edit": request.user.has_perm("enterprises.add_site", enterprise),
    }
    return render(request, "enterprises/premises.html", context)


def _page(title: str, url_name: str = "enterprise_premises", **options: Any) -> FormPage:
    label = _("Contacts") if url_name == "contact_list" else _("Sites and staff")
    return FormPage(
        title=title, crumbs=[crumb(label, url_name), (title, "")], cancel_url=reverse(url_name), **options
    )


@form_view
def site_create(request: HttpRequest) -> HttpResponse:
    enterprise = own_enterprise(request, "enterprises.add_site")
    form = SiteForm(request.POST or None)

    def save(values: dict[str, Any]) -> str:
        services.add_site(enterprise, by=request.user, **values)
        return reverse("enterprise_premises")

    return form_page(request, form, save, _page(_("New site")))


@form_view
def site_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    site = get_object_or_404(Site.objects.visible_to(request.user), public_id=public_id)
    require(request, "enterprises.change_site", site)
    form = SiteForm(request.POST or None, instance=site)

    def save(values: dict[str, Any]) -> str:
        services.edit_site(site, version=form.version_seen, values=values, by=request.user)
        return reverse("enterprise_premises")

    return form_page(request, form, save, _page(site.name))


@form_view
def staff_group_create(request: HttpRequest) -> HttpResponse:
    enterprise = own_enterprise(request, "enterprises.add_staff_group")
    form = StaffGroupForm(request.POST or None)

    def save(values: dict[str, Any]) -> str:
        services.add_staff_group(enterprise, by=request.user, **values)
        return reverse("enterprise_premises")

    return form_page(request, form, save, _page(_("New post group")))


@form_view
def staff_group_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    group = get_object_or_404(StaffGroup.objects.visible_to(request.user), public_id=public_id)
    require(request, "enterprises.change_staff_group", group)
    form = StaffGroupForm(request.POST or None, instance=group)

    def save(values: dict[str, Any]) -> str:
        services.edit_staff_group(group, version=form.version_seen, values=values, by=request.user)
        return reverse("enterprise_premises")

    return form_page(request, form, save, _page(group.name))


@require_POST
def staff_group_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = StaffGroup.objects.visible_to(request.user).select_related("enterprise")
    group = get_object_or_404(rows, public_id=public_id)
    require(request, "enterprises.change_staff_group", group)
    with told_to(request):
        services.remove_staff_group(group, by=request.user)
        messages.success(request, _("The post group is removed."))
    return redirect("enterprise_premises")


@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    enterprise = own_enterprise(request, "enterprises.oversee_enterprise")
    contacts = list(enterprise.contacts.order_by("archived_on", "-is_main", "pk"))
    current = [contact for contact in contacts if contact.archived_on is None]
    heading = ngettext("%(n)s contact for schools", "%(n)s contacts for schools", len(current))
    context = {
        "contacts": contacts,
        "heading": heading % {"n": len(current)},
        "may_edit": request.user.has_perm("enterprises.add_contact", enterprise),
    }
    return render(request, "enterprises/contact_list.html", context)


@form_view
def contact_create(request: HttpRequest) -> HttpResponse:
    enterprise = own_enterprise(request, "enterprises.add_contact")
    form = ContactForm(request.POST or None)

    def save(values: dict[str, Any]) -> str:
        services.add_contact(enterprise, by=request.user, now=timezone.now(), **values)
        return reverse("contact_list")

    return form_page(request, form, save, _page(_("New contact"), "contact_list"))


@form_view
def contact_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    contact = get_object_or_404(Contact.objects.visible_to(request.user), public_id=public_id)
    require(request, "enterprises.change_contact", contact)
    form = ContactForm(request.POST or None, instance=contact)

    def save(values: dict[str, Any]) -> str:
        services.edit_contact(
            contact, version=form.version_seen, values=values, by=request.user, now=timezone.now()
        )
        return reverse("contact_list")

    return form_page(request, form, save, _page(contact.name, "contact_list"))


CHANGE = "enterprises.change_contact"
contact_confirm = post_act(
    Contact,
    CHANGE,
    lambda row, by: services.confirm_contact(row, by=by, now=timezone.now()),
    gettext_lazy("Confirmed: the contact is right."),
)
contact_archive = post_act(
    Contact,
    CHANGE,
    lambda row, by: services.archive_contact(row, by=by, on=timezone.localdate()),
    gettext_lazy("The contact is archived and approached no more."),
)
contact_restore = post_act(
    Contact, CHANGE, services.restore_contact, gettext_lazy("The contact is approached again.")
)

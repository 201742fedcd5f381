"""The first owner of a school or enterprise: invited by who keeps its register, as long as nobody owns it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.accounts.forms import FirstOwnerForm
from portal.accounts.services import invitations
from portal.accounts.views.members import link_page
from portal.common.form_pages import FormPage


def invite_first_owner(request: HttpRequest, organisation: Any, *, kind: str) -> HttpResponse:
    """Ask for the person, then show the link once. The room has asked for the permission."""
    form = FirstOwnerForm(request.POST or None)
    back = organisation.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        made = invitations.invite_first_owner(organisation, kind=kind, by=request.user, **form.values)
        return link_page(request, organisation, made, back=(organisation.name, back))
    page = FormPage(
        _("Invite the first owner of %(name)s") % {"name": organisation.name},
        submit=_("Make the link"),
        lead=_(
            "Nobody acts for it here yet. The first owner writes for it and invites all others; "
            "you keep its entry in the register."
        ),
        crumbs=[(organisation.name, back), (_("First owner"), "")],
        cancel_url=back,
    )
    return render(request, page.template, {"form": form, "page": page, "conflicts": []})

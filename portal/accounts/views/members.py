"""The members of the organisation a person acts for, and changing the organisation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.forms import InvitationForm, RoleForm
from portal.accounts.memberships import memberships_of
from portal.accounts.middleware import SESSION_KEY, current_membership
from portal.accounts.models import AbstractMembership, Invitation, Role
from portal.accounts.services import invitations, members
from portal.accounts.services.revoking import revoke_invitation
from portal.common.acts import crumb
from portal.common.form_pages import AskedForm, FormPage, form_page, form_view, posted
from portal.common.web import require, told_to


def acting_for(request: HttpRequest) -> AbstractMembership:
    """The membership a person acts under; 403 for somebody who belongs nowhere."""
    membership = current_membership(request)
    if membership is None:
        raise PermissionDenied
    return membership


def colleagues(membership: AbstractMembership) -> list[AbstractMembership]:
    """Members in force of the same organisation, owners first."""
    rows = memberships_of_same(membership).select_related("user")
    return sorted(rows, key=lambda row: (-Role(row.role).rank, row.pk))


def memberships_of_same(membership: AbstractMembership) -> QuerySet[Any]:
    """All memberships in force of the organisation."""
    return type(membership).objects.of(membership.organisation_id).filter(ended_on=None)


@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """Who belongs to the organisation; owners see the acts and the open invitations."""
    membership = acting_for(request)
    may_manage = request.user.has_perm("accounts.manage_members", membership)
    open_invitations = Invitation.objects.open().to(membership.kind, membership.organisation_id)
    context = {
        "rows": colleagues(membership),
        "invitations": open_invitations if may_manage else [],
        "may_manage": may_manage,
        "organisation_name": membership.organisation.name,
    }
    return render(request, "accounts/member_list.html", context)


@form_view
def member_invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown once, to copy or to scan."""
    membership = acting_for(request)
    require(request, "accounts.manage_members", membership)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = invitations.invite(
            membership.organisation, kind=membership.kind, by=request.user, **form.values
        )
        back = (_("Members"), reverse("member_list"))
        return link_page(request, membership.organisation, made, back=back)
    page = FormPage(
        _("Invite a member"),
        submit=_("Make the link"),
        lead=_(
            "The link is valid for 14 days and lets one person join. You send it yourself, for example by WeChat."
        ),
        crumbs=[crumb(_("Members"), "member_list")],
        cancel_url=reverse("member_list"),
    )
    return render(request, page.template, {"form": form, "page": page, "conflicts": []})


def link_page(
    request: HttpRequest, organisation: Any, made: tuple[Invitation, str], *, back: tuple[str, str]
) -> HttpResponse:
    """The link of a new invitation, shown this once; `back` is where one goes on: label and address."""
    invitation, token = made
    context = {
        "invitation": invitation,
        "organisation": organisation,
        "address": invitations.address_of(token),
        "qr_url": reverse("invitation_qr", args=[token]),
        "back_label": back[0],
        "back_url": back[1],
    }
    return render(request, "accounts/invitation_issued.html", context)


@form_view
def member_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a member another role."""
    row = _member(request, public_id)
    require(request, "accounts.manage_members", row)
    form = RoleForm(request.POST or None, initial={"role": row.role})
    page = FormPage(
        _("Role of %(person)s") % {"person": row.user},
        lead=_(
            "A viewer reads; an editor also writes; a signatory also signs; an owner also decides on members."
        ),
        crumbs=[crumb(_("Members"), "member_list")],
        cancel_url=reverse("member_list"),
    )
    return form_page(request, form, lambda values: _change_role(row, request, values["role"]), page)


def _change_role(row: AbstractMembership, request: HttpRequest, role: str) -> str:
    members.change_role(row, role=role, by=request.user)
    return reverse("member_list")


@form_view
def member_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a membership end today: an owner's decision, or one's own."""
    row = _member(request, public_id)
    is_own = row.user_id == request.user.pk
    if not is_own:
        require(request, "accounts.manage_members", row)

    def save(_values: dict[str, Any]) -> str:
        members.end_membership(row, by=request.user, on=timezone.localdate())
        return reverse("home" if is_own else "member_list")

    return form_page(request, AskedForm(posted(request)), save, _ending_page(row, is_own=is_own))


def _ending_page(row: AbstractMembership, *, is_own: bool) -> FormPage:
    names = {"person": row.user, "organisation": row.organisation.name}
    if is_own:
        title = _("Leave %(organisation)s?") % names
        lead = _("From now on you see nothing of it. Only an owner can invite you again.")
    else:
        title = _("End the membership of %(person)s?") % names
        lead = _("From now on this person sees nothing of %(organisation)s; what was written stays.") % names
    return FormPage(
        title=title,
        lead=lead,
        crumbs=[crumb(_("Members"), "member_list")],
        cancel_url=reverse("member_list"),
        submit=_("Leave") if is_own else _("End membership"),
        done=_("%(person)s is no longer a member.") % names,
        tone="danger",
    )


def _member(request: HttpRequest, public_id: str) -> AbstractMembership:
    """A member of the organisation acted for; 404 for anybody else, also for who acts for none."""
    membership = current_membership(request)
    if membership is None:
        raise Http404
    return get_object_or_404(memberships_of_same(membership).select_related("user"), public_id=public_id)


@require_POST
def invitation_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close an invitation that nobody took yet."""
    row = get_object_or_404(Invitation.objects.visible_to(request.user), public_id=public_id)
    require(request, "accounts.manage_members", row)
    with told_to(request):
        revoke_invitation(row, by=request.user)
        messages.success(request, _("The invitation is closed."))
    return redirect("member_list")


@require_POST
def switch_organisation(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations from now on."""
    wanted = request.POST.get("membership", "")
    if any(row.public_id == wanted for row in memberships_of(request.user).rows):
        request.session[SESSION_KEY] = wanted
    return redirect("home")

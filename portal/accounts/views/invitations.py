"""The page behind an invitation: what it offers, joining with an account, making one. Opening it uses nothing up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.forms import NewAccountForm
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import Invitation
from portal.accounts.services import invitations
from portal.common.errors import DomainError
from portal.common.private_pages import private_page
from portal.common.qr import qr_svg

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _found(token: str) -> Invitation:
    invitation = invitations.find_invitation(token)
    if invitation is None:
        raise Http404
    return invitation


def _show(request: HttpRequest, token: str, form: NewAccountForm, status: int = 200) -> HttpResponse:
    invitation = _found(token)
    context: dict[str, Any] = {
        "invitation": invitation,
        "organisation": invitations.organisation_of(invitation),
        "token": token,
        "form": form,
    }
    if not invitation.is_open or context["organisation"] is None:
        return render(request, "accounts/invitation_closed.html", context, status=410)
    return render(request, "accounts/invitation.html", context, status=status)


@login_not_required
@never_cache
@private_page
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites whom to what; and the way in, with or without an account."""
    row = _found(token)
    form = NewAccountForm(initial={"full_name": row.person, "mobile": row.mobile, "email": row.email})
    return _show(request, token, form)


@never_cache
@private_page
@require_POST
def invitation_join(request: HttpRequest, token: str) -> HttpResponse:
    """The signed-in person joins."""
    try:
        membership = invitations.join(_found(token), user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("invitation", token)
    request.session[SESSION_KEY] = membership.public_id
    messages.success(request, _("You are now a member of %(name)s.") % {"name": membership.organisation})
    return redirect("home")


@login_not_required
@never_cache
@private_page
@require_http_methods(["POST"])
def invitation_account(request: HttpRequest, token: str) -> HttpResponse:
    """A person without an account makes one and joins; the session is a new one."""
    row = _found(token)
    form = NewAccountForm(request.POST)
    if not form.is_valid():
        return _show(request, token, form, status=422)
    try:
        user = invitations.join_as_new(row, **form.values)
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, token, form, status=409)
    login(request, user, backend=BACKEND)
    return redirect("home")


@login_not_required
@never_cache
@private_page
@require_safe
def invitation_qr(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation's address as a QR code."""
    _found(token)
    return HttpResponse(qr_svg(invitations.address_of(token)), content_type="image/svg+xml")

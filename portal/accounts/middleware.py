"""Who signs in first, which organisation a person acts for, and whether the second factor was given."""

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal.accounts.memberships import memberships_of
from portal.accounts.models import AbstractMembership

GetResponse = Callable[[HttpRequest], HttpResponse]
SESSION_KEY = "membership"
# Where somebody who still owes a second factor may go: to set it up, to leave, to change the language.
OPEN_PATHS = ("/accounts/", "/static/", "/i18n/")


def current_membership(request: HttpRequest) -> AbstractMembership | None:
    """The membership chosen in this session, or the person's first."""
    rows = memberships_of(request.user).rows
    chosen = request.session.get(SESSION_KEY)
    return next((row for row in rows if row.public_id == chosen), rows[0] if rows else None)


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's, which leads back after signing in; a sent form leads back to the page on which it stood."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        messages.warning(
            request, _("You were signed out, and nothing was saved. Sign in and do it once more.")
        )
        return redirect_to_login(page_of_form(request), self.get_login_url(view_func))


def page_of_form(request: HttpRequest) -> str:
    """The page of this site from which the form was sent; the home page where the browser does not say."""
    referer = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return "/"
    source = urlsplit(referer)
    return f"{source.path}?{source.query}" if source.query else source.path


class OrganisationMiddleware:
    """Sets `request.membership`: a lazy AbstractMembership, or a false object where there is none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = SimpleLazyObject(lambda: current_membership(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondFactorMiddleware:
    """Bureau staff and the operator set up a second factor before they go anywhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and self._is_owed(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _is_owed(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or request.path.startswith(OPEN_PATHS):
            return False
        must = user.is_operator or memberships_of(user).any_of("bureau")
        return must and not is_mfa_enabled(user)

"""Which organisation a person acts for, and whether the second factor was given."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

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

"""Small things that page views share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from portal.common.errors import DomainError
from portal.common.models import Record


@contextmanager
def told_to(request: HttpRequest) -> Iterator[None]:
    """Turn a broken rule into a message for the user; whatever was begun inside is rolled back by its service."""
    try:
        yield
    except DomainError as error:
        messages.error(request, str(error))


def require(request: HttpRequest, permission: str, row: Record | None = None) -> None:
    """Raise PermissionDenied (403) where the user sees the row but may not do this."""
    if not request.user.has_perm(permission, row):
        raise PermissionDenied


def back_to(request: HttpRequest, default: str) -> str:
    """Where the user came from, if it is our own address: so that the back button keeps its place in the list."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    # An address, never a word that Django would take for the name of one.
    if target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return default

"""For whom the user acts on the pages of an enterprise."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from enterprises.models import Enterprise


def own_enterprise(request: HttpRequest, permission: str = "") -> Enterprise:
    """The enterprise of the present membership, if the user has `permission` there; else 403."""
    membership = request.membership  # type: ignore[attr-defined]
    if not membership or membership.kind != "enterprise":
        raise PermissionDenied
    enterprise: Enterprise = membership.organisation
    if permission and not request.user.has_perm(permission, enterprise):
        raise PermissionDenied
    return enterprise

"""For whom the user acts on the pages of a school."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from schools.models import School


def own_school(request: HttpRequest, permission: str = "") -> School:
    """The school of the present membership, if the user has `permission` there; else 403."""
    membership = request.membership  # type: ignore[attr-defined]
    if not membership or membership.kind != "school":
        raise PermissionDenied
    school: School = membership.organisation
    if permission and not request.user.has_perm(permission, school):
        raise PermissionDenied
    return school

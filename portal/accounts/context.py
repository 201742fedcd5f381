"""What base.html needs on every page."""

from typing import Any

from django.http import HttpRequest

from portal.accounts.memberships import memberships_of
from portal.common import navigation


def frame(request: HttpRequest) -> dict[str, Any]:
    """Side bar, organisation card, switchable organisations and the demo mark; read once a request.

    Every panel is rendered with the request and would count anew what waits.
    """
    if not hasattr(request, "frame_values"):
        request.frame_values = _read(request)  # type: ignore[attr-defined]
    return request.frame_values  # type: ignore[attr-defined,no-any-return]


def _read(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": [], "organisation": None, "organisations": [], "is_demo": False, "notices_count": 0}
    membership = request.membership
    kind = membership.kind if membership else ("operator" if user.is_operator else "")
    return {
        "nav": navigation.groups_for(request, kind) if kind else [],
        "organisation": _card(membership) if membership else None,
        "organisations": [_choice(row, membership) for row in memberships_of(user).rows],
        "is_demo": bool(membership and membership.organisation.is_demo),
        "notices_count": 0,
    }


def _card(membership: Any) -> dict[str, Any]:
    organisation = membership.organisation
    return {
        "name": organisation.name,
        "place": organisation.place,
        "role": membership.job_title or membership.get_role_display(),
        "kind": membership.kind,
    }


def _choice(row: Any, current: Any) -> dict[str, Any]:
    return {
        "name": row.organisation.name,
        "id": row.public_id,
        "current": row.pk == current.pk and row.kind == current.kind,
    }

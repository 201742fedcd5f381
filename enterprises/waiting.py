"""How much waits for somebody's word; counted once per request, for side bar and home page alike."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from enterprises.models import Enterprise, Opening
from portal.accounts.jurisdiction import jurisdiction
from portal.accounts.models import Role
from portal.common.due import waiting_known


def enterprises_to_vet(user: Any, membership: Any) -> int:
    """Enterprises of the territory that wait for the bureau's word."""
    own = jurisdiction(user, region="region", at_least=Role.EDITOR)
    rows = Enterprise.objects.filter(own, vetting=Enterprise.Vetting.PENDING, closed_on=None)
    return _counted(membership, "enterprises_to_vet", rows)


def openings_to_review(user: Any, membership: Any) -> int:
    """Openings of the territory that wait for the bureau's word."""
    own = jurisdiction(user, region="enterprise__region", at_least=Role.EDITOR)
    rows = Opening.objects.filter(own, status=Opening.Status.IN_REVIEW)
    return _counted(membership, "openings_to_review", rows)


def openings_returned(user: Any, membership: Any) -> int:
    """Own openings that came back for correction."""
    rows = Opening.objects.filter(enterprise=membership.organisation_id, status=Opening.Status.RETURNED)
    return _counted(membership, "openings_returned", rows)


def _counted(membership: Any, key: str, rows: QuerySet[Any]) -> int:
    known = waiting_known(membership, key)
    if known is None:
        known = rows.count()
        membership.waiting_counts = {**getattr(membership, "waiting_counts", {}), key: known}
    return known


def in_side_bar(count: Callable[[Any, Any], int]) -> Callable[[Any], int]:
    """The count as the side bar asks for it."""
    return lambda request: count(request.user, request.membership)

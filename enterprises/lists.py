"""The lists of this room: what a page shows and an export writes."""

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from enterprises.filters import EnterpriseFilter, OpeningFilter, OwnOpeningFilter
from enterprises.models import Enterprise, Opening
from portal.accounts.memberships import memberships_of
from portal.common.listing import ListSpec

PLACES = ("enterprise__region__parent", "site__region__parent")


def _enterprises(user: Any, query: QueryDict) -> QuerySet[Any]:
    """With what is open, read for the rows of the page alone: a province has 200,000 enterprises."""
    still_open = Opening.objects.open_on(timezone.localdate()).filter(enterprise=OuterRef("pk"))
    grouped = still_open.order_by().values("enterprise")
    free = grouped.annotate(n=Sum(F("seats") - F("seats_taken"))).values("n")
    return (
        Enterprise.objects.visible_to(user)
        .select_related("region__parent", "industry")
        .annotate(
            openings_open=Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0),
            seats_open=Coalesce(Subquery(free), 0),
        )
    )


def _openings(user: Any, query: QueryDict) -> QuerySet[Any]:
    """Published ones unless a state is asked for."""
    rows = still_offered(Opening.objects.visible_to(user), user).select_related(
        "enterprise__region__parent", "site__region__parent"
    )
    return rows if query.get("status") else rows.filter(status__in=Opening.PUBLISHED)


def still_offered(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Without openings of enterprises that were closed or refused, which take nobody; overseers find them."""
    overseen = Q(enterprise__in=Enterprise.objects.overseen_by(user))
    return rows.filter(Q(enterprise__in=Enterprise.objects.hosts()) | overseen)


def _own_openings(user: Any, query: QueryDict) -> QuerySet[Any]:
    own = memberships_of(user).ids("enterprise")
    return Opening.objects.filter(enterprise__in=own).select_related(
        "enterprise__region__parent", "site__region__parent"
    )


ENTERPRISES = ListSpec(
    _enterprises,
    EnterpriseFilter,
    {
        "name": "name_zh",
        "city": "region_id",
        "industry": "industry_id",
        "openings": "openings_open",
        "seats": "seats_open",
        "vetting": "vetting",
    },
    "name",
)
_SORTS = {
    "title": "title",
    "enterprise": "enterprise__name_zh",
    "seats": "seats",
    "pay": "pay_month",
    "start": "starts_on",
    "confirmed": "confirmed_at",
    "status": "status",
}
OPENINGS = ListSpec(_openings, OpeningFilter, _SORTS, "-confirmed")
OWN_OPENINGS = ListSpec(_own_openings, OwnOpeningFilter, _SORTS, "start")

"""What a bureau looks at: its territory or the schools that answer to it, a part of the region, a month.

A scope never reaches beyond the jurisdiction of the bureau in the frame. Rows of schools follow territory or
competent authority; enterprises and openings have no authority, so they follow territory alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Subquery
from django.http import Http404, HttpRequest

from partnerships.summaries.models import Cell, CellQuerySet, Fact, SummaryRun
from portal.accounts.models import Bureau
from portal.reference.models import Region

TERRITORY, AUTHORITY = "territory", "authority"
OF_PLANS = ("due", "deferred", "secured", "in_talks", "short")
LEVEL_MEASURES = tuple(f"level_{level}" for level in range(6))
OF_SCHOOLS = (
    *OF_PLANS, *LEVEL_MEASURES, "partnerships", "activities", "confirmed_activities", "schools", "schools_with_plan",
)  # fmt: skip
OF_OPENINGS = ("openings", "seats", "seats_free", "fresh_openings", "class_seats", "class_seats_free")
OF_ENTERPRISES = ("enterprises", "verified_enterprises", "staffed_enterprises", "pending_enterprises")


@dataclass(frozen=True)
class Scope:
    """A bureau, whose rows (territory or authority), the part of its region, and a month of report ("2027-03")."""

    bureau: Bureau
    region: Region
    by: str = TERRITORY
    month: str = ""

    @property
    def ways(self) -> list[str]:
        """Territory, authority, or both, as the bureau's rights follow."""
        follows = self.bureau.follows
        ways = [TERRITORY] if follows != Bureau.Follows.AUTHORITY else []
        return [*ways, AUTHORITY] if follows != Bureau.Follows.TERRITORY else ways

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the bureau's region."""
        return self.region.pk == self.bureau.region_id

    def schools(self, lookup: str = "") -> Q:
        """The condition on rows of schools; `lookup` leads to the school, such as "programme__school__"."""
        here = Q(**{f"{lookup}region__path__startswith": self.region.path})
        if self.by == TERRITORY:
            return here
        answers = Q(**{f"{lookup}authority__path__startswith": self.bureau.path})
        return answers if self.is_whole else answers & here

    def condition(self) -> Q:
        """The condition on cells and facts."""
        of_place = Q(region_path__startswith=self.region.path)
        of_school = of_place
        if self.by == AUTHORITY:
            answers = Q(authority_path__startswith=self.bureau.path)
            of_school = answers if self.is_whole else answers & of_place
        plans, openings = Q(measure__in=OF_PLANS), Q(measure__in=OF_OPENINGS)
        if self.month:
            plans &= Q(month=self.month)
            openings &= Q(month__in=["", self.month])  # an opening without dates takes them in any month
        schools = Q(measure__in=set(OF_SCHOOLS) - set(OF_PLANS))
        return (of_school & (plans | schools)) | (of_place & (openings | Q(measure__in=OF_ENTERPRISES)))

    def cells(self) -> CellQuerySet:
        return Cell.objects.filter(self.condition())

    def facts(self) -> QuerySet[Fact]:
        return Fact.objects.filter(self.condition())

    def query(self, **more: Any) -> str:
        """The scope as a query string, with further words; what is usual is left out."""
        words = {
            "region": "" if self.is_whole else self.region.pk,
            "by": "" if self.by == self.ways[0] else self.by,
            "month": self.month,
            **more,
        }
        kept = {name: value for name, value in words.items() if value not in ("", None)}
        return f"?{urlencode(kept)}" if kept else ""

    def at(self, region: Region) -> "Scope":
        """The same at another part of the region."""
        return replace(self, region=region)


def last_counts() -> QuerySet[Any]:
    """When everything was counted anew, the latest first."""
    runs = SummaryRun.objects.filter(state=SummaryRun.State.DONE).order_by("-finished_at")
    return runs.values_list("finished_at", flat=True)


def scope_of(request: HttpRequest) -> tuple[Scope, list[Any]]:
    """The scope that the address asks for, and all regions of the bureau, its own first; one query.

    Each region comes with `counted_at`, when everything was last counted anew (None before the first count).

    403 outside a bureau, 404 for a region beyond its jurisdiction.
    """
    membership = request.membership  # type: ignore[attr-defined]
    if not membership or membership.kind != "bureau":
        raise PermissionDenied
    return scope_for(membership.organisation, request.GET)


def scope_for(bureau: Bureau, query: Mapping[str, str]) -> tuple[Scope, list[Any]]:
    """The same for a bureau outside a request, from the words of a query string."""
    rows = Region.objects.within(bureau.region).annotate(counted_at=Subquery(last_counts()[:1]))
    regions = list(rows.order_by("path"))
    wanted = query.get("region", "") or bureau.region_id
    region = next((region for region in regions if region.pk == wanted), None)
    if region is None:
        raise Http404
    ways = Scope(bureau, region).ways
    by, month = query.get("by", ""), query.get("month", "")
    return Scope(bureau, region, by if by in ways else ways[0], month if _is_month(month) else ""), regions


def _is_month(text: str) -> bool:
    """Whether it reads 2027-03; anything else is no month and is ignored."""
    found = re.fullmatch(r"20\d{2}-(\d{2})", text, re.ASCII)
    return found is not None and 1 <= int(found[1]) <= 12

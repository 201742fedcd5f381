"""Figures of the dashboard and the rows behind them.

A cell is the sum of facts and a fact names its row, so the rows behind any figure are those its facts point to: the
list cannot differ from the number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import ngettext_lazy

from enterprises.models import Enterprise, Opening
from partnerships.activities.models import Activity
from partnerships.agreements.gap import with_gap
from partnerships.agreements.models import Partnership
from partnerships.dashboards.scope import LEVEL_MEASURES, Scope
from schools.models import PlacementPlan, School


@dataclass(frozen=True)
class Figure:
    """What is counted (`rows`), by which measures, minus which measure, and how the page says it.

    `sums` says that the number is a sum of students or seats and not a count of rows.
    """

    rows: str
    measures: tuple[str, ...]
    sentence: Any
    without: str = ""
    sums: bool = False


def _students(measure: str, sentence: Any) -> Figure:
    return Figure("plan", (measure,), sentence, sums=True)


FIGURES: dict[str, Figure] = {
    "due": _students(
        "due", ngettext_lazy("%(number)s student due out", "%(number)s students due out", "count")
    ),
    "deferred": _students(
        "deferred", ngettext_lazy("%(number)s student deferred", "%(number)s students deferred", "count")
    ),
    "secured": _students(
        "secured", ngettext_lazy("%(number)s student placed", "%(number)s students placed", "count")
    ),
    "in_talks": _students(
        "in_talks", ngettext_lazy("%(number)s student in talks", "%(number)s students in talks", "count")
    ),
    "short": _students(
        "short",
        ngettext_lazy("%(number)s student without a seat", "%(number)s students without a seat", "count"),
    ),
    "openings": Figure(
        "opening", ("openings",), ngettext_lazy("%(number)s opening", "%(number)s openings", "count")
    ),
    "fresh_openings": Figure(
        "opening",
        ("fresh_openings",),
        ngettext_lazy(
            "%(number)s opening confirmed within 30 days",
            "%(number)s openings confirmed within 30 days",
            "count",
        ),
    ),
    "stale_openings": Figure(
        "opening",
        ("openings",),
        ngettext_lazy(
            "%(number)s opening not confirmed for 30 days",
            "%(number)s openings not confirmed for 30 days",
            "count",
        ),
        without="fresh_openings",
    ),
    "class_seats": Figure(
        "opening", ("class_seats",), ngettext_lazy("%(number)s seat", "%(number)s seats", "count"), sums=True
    ),
    "seats": Figure(
        "opening", ("seats",), ngettext_lazy("%(number)s seat", "%(number)s seats", "count"), sums=True
    ),
    "partnerships": Figure(
        "partnership",
        ("partnerships",),
        ngettext_lazy("%(number)s live partnership", "%(number)s live partnerships", "count"),
    ),
    "deep": Figure(
        "partnership",
        LEVEL_MEASURES[3:],
        ngettext_lazy(
            "%(number)s partnership of level 3 and above",
            "%(number)s partnerships of level 3 and above",
            "count",
        ),
    ),
    "shallow": Figure(
        "partnership",
        LEVEL_MEASURES[:2],
        ngettext_lazy(
            "%(number)s shallow or paper-only partnership",
            "%(number)s shallow or paper-only partnerships",
            "count",
        ),
    ),
    **{
        measure: Figure(
            "partnership",
            (measure,),
            ngettext_lazy(
                "%(number)s partnership of level %(level)s",
                "%(number)s partnerships of level %(level)s",
                "count",
            ),
        )
        for measure in LEVEL_MEASURES
    },
    "unconfirmed_activities": Figure(
        "activity",
        ("activities",),
        ngettext_lazy(
            "%(number)s activity not confirmed by both",
            "%(number)s activities not confirmed by both",
            "count",
        ),
    ),
    "enterprises": Figure(
        "enterprise",
        ("enterprises",),
        ngettext_lazy("%(number)s enterprise", "%(number)s enterprises", "count"),
    ),
    "pending_enterprises": Figure(
        "enterprise",
        ("pending_enterprises",),
        ngettext_lazy("%(number)s enterprise to vet", "%(number)s enterprises to vet", "count"),
    ),
    "unverified_enterprises": Figure(
        "enterprise",
        ("enterprises",),
        ngettext_lazy(
            "%(number)s enterprise without credit code", "%(number)s enterprises without credit code", "count"
        ),
        without="verified_enterprises",
    ),
    "unstaffed_enterprises": Figure(
        "enterprise",
        ("enterprises",),
        ngettext_lazy(
            "%(number)s enterprise without stated staff",
            "%(number)s enterprises without stated staff",
            "count",
        ),
        without="staffed_enterprises",
    ),
    "schools": Figure(
        "school", ("schools",), ngettext_lazy("%(number)s school", "%(number)s schools", "count")
    ),
    "schools_without_plan": Figure(
        "school",
        ("schools",),
        ngettext_lazy(
            "%(number)s school without a stated plan", "%(number)s schools without a stated plan", "count"
        ),
        without="schools_with_plan",
    ),
}


NO_CLUSTER = "-"
"""How an address asks for what stands in no cluster."""


@dataclass(frozen=True)
class Behind:
    """A figure of a scope, narrowed to a class of majors and a cluster where these are asked for."""

    figure: Figure
    scope: Scope
    major_class: str = ""
    cluster: str = ""

    @classmethod
    def asked(cls, figure: str, scope: Scope, query: Mapping[str, str]) -> "Behind":
        """The figure as the words of a query string narrow it; KeyError for an unknown one."""
        return cls(FIGURES[figure], scope, query.get("class", "")[:4], query.get("cluster", "")[:3])

    def facts(self, *measures: str) -> QuerySet[Any]:
        """The facts of these measures."""
        subject = "partnership" if self.figure.rows == "activity" else self.figure.rows
        facts = self.scope.facts().filter(subject=subject, measure__in=measures)
        if self.major_class:
            facts = facts.filter(major_class=self.major_class)
        if self.cluster:
            facts = facts.filter(cluster="" if self.cluster == NO_CLUSTER else self.cluster)
        return facts

    def rows(self, user: Any) -> QuerySet[Any]:
        """The rows that the facts point to, as far as the user may see them: for a scope of his, all of them."""
        ids = self.facts(*self.figure.measures).values("object_id")
        rows = MODELS[self.figure.rows].objects.visible_to(user)
        if self.figure.rows == "activity":
            return related(rows.filter(partnership__in=ids, status=Activity.Status.LOGGED), "activity")
        rows = rows.filter(pk__in=ids)
        if self.figure.without:
            rows = rows.exclude(pk__in=self.facts(self.figure.without).values("object_id"))
        return related(rows, self.figure.rows)

    def number(self, user: Any) -> int:
        """The figure itself: the sum over the facts, or how many rows there are."""
        if not self.figure.sums:
            return self.rows(user).count()
        values = self.facts(*self.figure.measures).values_list("value", flat=True)
        return sum(values)


MODELS: dict[str, Any] = {
    "plan": PlacementPlan,
    "opening": Opening,
    "partnership": Partnership,
    "activity": Activity,
    "enterprise": Enterprise,
    "school": School,
}
RELATED = {
    "plan": ("programme__school__region", "batch"),
    "opening": ("enterprise__region", "site__region"),
    "partnership": ("school__region", "enterprise__region", "depth"),
    "activity": ("partnership__school", "partnership__enterprise"),
    "enterprise": ("region", "industry"),
    "school": ("region", "authority"),
}
ORDER = {
    "plan": ("-short", "-due", "pk"),
    "opening": (F("confirmed_at").asc(nulls_first=True), "pk"),
    "partnership": (
        F("depth__level").asc(nulls_first=True),
        F("last_activity_on").asc(nulls_first=True),
        "pk",
    ),
    "activity": ("offered_at", "pk"),
    "enterprise": ("created_at", "pk"),
    "school": ("name_zh", "pk"),
}


def related(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """What a row of the list shows, in the order in which it wants attention."""
    rows = rows.select_related(*RELATED[kind])
    if kind == "plan":
        rows = with_gap(rows)
    if kind == "school":
        stated = Q(programmes__plans__status=PlacementPlan.Status.STATED)
        rows = rows.annotate(plans_stated=Count("programmes__plans", filter=stated))
    return rows.order_by(*ORDER[kind])

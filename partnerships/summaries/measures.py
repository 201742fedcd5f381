"""What each kind of row contributes to the cells: one function a subject, rows in, facts out.

Students of stated plans count in the month in which they report; seats of openings that take students count once
in all (`seats`) and once under each class of majors they accept (`class_seats`), in the cluster of the enterprise.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from enterprises.models import Enterprise, Opening
from partnerships.agreements.gap import with_gap
from partnerships.agreements.models import Partnership
from partnerships.summaries.models import Fact
from portal.reference.models import ClusterIndustry, MajorClass
from schools.models import PlacementPlan, School

FRESH_DAYS = 30
LEVELS = range(6)


def facts_of(subject: str, ids: Iterable[int] | None = None) -> Iterator[Fact]:
    """The facts of these rows, or of all rows of the subject; KeyError for an unknown subject."""
    yield from SUBJECTS[subject](None if ids is None else list(ids))


def _chosen(rows: Any, ids: list[int] | None) -> Any:
    return rows if ids is None else rows.filter(pk__in=ids)


def _facts(subject: str, pk: int, values: dict[str, int], **key: str) -> Iterator[Fact]:
    """A fact for each measure that is not 0."""
    for measure, value in values.items():
        if value:
            yield Fact(subject=subject, object_id=pk, measure=measure, value=value, **key)


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def plan_facts(ids: list[int] | None) -> Iterator[Fact]:
    """due, deferred, secured, in_talks and short, in students."""
    rows = with_gap(_chosen(PlacementPlan.objects.stated(), ids)).select_related(
        "programme__school__region", "programme__school__authority"
    )
    for plan in rows.iterator(chunk_size=2000):
        school = plan.programme.school
        values = {
            "due": plan.due,
            "deferred": plan.deferred,
            "secured": plan.secured,
            "in_talks": plan.in_talks,
            "short": plan.short,
        }
        yield from _facts(
            "plan",
            plan.pk,
            values,
            region_path=school.region.path,
            authority_path=school.authority.path if school.authority else "",
            major_class=plan.programme.major_class_id,
            month=_month(plan.starts_on),
        )


def opening_facts(ids: list[int] | None) -> Iterator[Fact]:
    """openings, seats, seats_free, fresh_openings once; class_seats and class_seats_free under each class."""
    fresh_since = timezone.now() - timedelta(days=FRESH_DAYS)
    published = Opening.objects.filter(
        status__in=Opening.PUBLISHED, enterprise__in=Enterprise.objects.hosts()
    )
    rows = _chosen(published, ids).select_related("enterprise__region", "site__region")
    for opening in rows.iterator(chunk_size=2000):
        place = (opening.site or opening.enterprise).region
        key = {
            "region_path": place.path,
            "cluster": cluster_of_industry(opening.enterprise.industry_id or ""),
            "month": _month(opening.starts_on),
        }
        is_fresh = opening.confirmed_at is not None and opening.confirmed_at >= fresh_since
        values = {
            "openings": 1,
            "seats": opening.seats,
            "seats_free": opening.seats_free,
            "fresh_openings": int(is_fresh),
        }
        yield from _facts("opening", opening.pk, values, **key)
        for major_class in classes_accepted(opening.accepted_majors):
            by_class = {"class_seats": opening.seats, "class_seats_free": opening.seats_free}
            yield from _facts("opening", opening.pk, by_class, major_class=major_class, **key)


def partnership_facts(ids: list[int] | None) -> Iterator[Fact]:
    """partnerships, level_0 to level_5 (once scored), activities and confirmed_activities."""
    counted = Q(activities__status__in=["logged", "confirmed"])
    rows = _chosen(Partnership.objects.live(), ids).select_related(
        "school__region", "school__authority", "depth"
    )
    rows = rows.annotate(
        logged=Count("activities", filter=counted),
        confirmed=Count("activities", filter=Q(activities__status="confirmed")),
    )
    for row in rows.iterator(chunk_size=2000):
        values = {"partnerships": 1, "activities": row.logged, "confirmed_activities": row.confirmed}
        if hasattr(row, "depth"):
            values[f"level_{row.depth.level}"] = 1
        yield from _facts(
            "partnership",
            row.pk,
            values,
            region_path=row.school.region.path,
            authority_path=row.school.authority.path if row.school.authority else "",
        )


def school_facts(ids: list[int] | None) -> Iterator[Fact]:
    """schools, and schools_with_plan: those that stated a plan."""
    rows = _chosen(School.objects.filter(closed_on=None), ids).select_related("region", "authority")
    stated = Count("programmes__plans", filter=Q(programmes__plans__status=PlacementPlan.Status.STATED))
    for row in rows.annotate(stated=stated).iterator(chunk_size=2000):
        values = {"schools": 1, "schools_with_plan": int(row.stated > 0)}
        authority = row.authority.path if row.authority else ""
        yield from _facts("school", row.pk, values, region_path=row.region.path, authority_path=authority)


def enterprise_facts(ids: list[int] | None) -> Iterator[Fact]:
    """enterprises, verified_enterprises (by credit code), staffed_enterprises (staff stated), pending_enterprises."""
    rows = _chosen(Enterprise.objects.filter(closed_on=None), ids).select_related("region")
    for row in rows.iterator(chunk_size=5000):
        values = {
            "enterprises": 1,
            "verified_enterprises": int(row.is_verified),
            "staffed_enterprises": int(row.staff_total is not None),
            "pending_enterprises": int(row.vetting == Enterprise.Vetting.PENDING),
        }
        cluster = cluster_of_industry(row.industry_id or "")
        yield from _facts("enterprise", row.pk, values, region_path=row.region.path, cluster=cluster)


SUBJECTS: dict[str, Callable[[list[int] | None], Iterator[Fact]]] = {
    "plan": plan_facts,
    "opening": opening_facts,
    "partnership": partnership_facts,
    "school": school_facts,
    "enterprise": enterprise_facts,
}


@cache
def _cluster_prefixes() -> tuple[tuple[str, str], ...]:
    """(industry prefix, cluster), the longest prefix and the first cluster first."""
    rows = ClusterIndustry.objects.order_by("cluster__rank").values_list("industry_id", "cluster_id")
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def cluster_of_industry(code: str) -> str:
    """The cluster of an industry by the longest prefix of its code; empty where none claims it."""
    return next((cluster for prefix, cluster in _cluster_prefixes() if code.startswith(prefix)), "")


@cache
def _classes_by_prefix() -> dict[str, tuple[str, ...]]:
    """Secondary class codes by every way to write a class or category: of any level, two or four digits."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in MajorClass.objects.all():
        for code in {row.code, row.junior_college_code, row.vocational_bachelor_code}:
            found[code].append(row.code)
            found[code[:2]].append(row.code)
    return {prefix: tuple(sorted(set(codes))) for prefix, codes in found.items()}


def classes_accepted(prefixes: Iterable[str]) -> list[str]:
    """The classes (secondary codes) that accepted prefixes of any length and level stand for."""
    known = _classes_by_prefix()
    return sorted(
        {code for prefix in prefixes for code in known.get(prefix[:4]) or known.get(prefix[:2], ())}
    )


def forget_reference() -> None:
    """Read clusters and classes again: called where reference tables were loaded anew."""
    _cluster_prefixes.cache_clear()
    _classes_by_prefix.cache_clear()

"""The lists of this room: what a page shows and an export writes."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from portal.common.listing import ListSpec
from schools.filters import BatchFilter, PlanFilter, ProgrammeFilter, SchoolFilter, StudentFilter
from schools.models import Batch, PlacementPlan, Programme, School, Student


def _schools(user: Any, query: QueryDict) -> QuerySet[Any]:
    offered = Count("programmes", filter=Q(programmes__closed_on=None))
    return School.objects.visible_to(user).select_related("region__parent").annotate(programmes_count=offered)


def _programmes(user: Any, query: QueryDict) -> QuerySet[Any]:
    rows = Programme.objects.visible_to(user).offered().with_students()
    return rows.select_related("school__region__parent", "major_class")


def _students(user: Any, query: QueryDict) -> QuerySet[Any]:
    return Student.objects.visible_to(user).select_related("class_group__year_group__programme")


def _batches(user: Any, query: QueryDict) -> QuerySet[Any]:
    return Batch.objects.visible_to(user).select_related("school").with_due()


def _plans(user: Any, query: QueryDict) -> QuerySet[Any]:
    return PlacementPlan.objects.visible_to(user).select_related("programme__school", "batch")


SCHOOLS = ListSpec(
    _schools,
    SchoolFilter,
    {"name": "name_zh", "city": "region_id", "kind": "kind", "programmes": "programmes_count"},
    "name",
)
PROGRAMMES = ListSpec(
    _programmes,
    ProgrammeFilter,
    {
        "name": "name_zh",
        "school": "school__name_zh",
        "code": "major_code",
        "class": "major_class_id",
        "students": "students",
    },
    "school",
)
STUDENTS = ListSpec(
    _students,
    StudentFilter,
    {
        "number": "number",
        "class": "class_group__name",
        "year": "class_group__year_group__entry_year",
        "birth": "birth_date",
        "pathway": "pathway",
    },
    "number",
)
BATCHES = ListSpec(
    _batches,
    BatchFilter,
    {"name": "name", "year": "entry_year", "start": "starts_on", "due": "due"},
    "-start",
)
PLANS = ListSpec(
    _plans,
    PlanFilter,
    {
        "programme": "programme__name_zh",
        "school": "programme__school__name_zh",
        "due": "students_due",
        "start": "starts_on",
        "confirmed": "confirmed_at",
    },
    "start",
)

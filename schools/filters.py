"""Filters of the lists of schools, programmes, students, batches and plans."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.reference.form_fields import city_choices, major_class_choices
from portal.reference.models import MajorCategory, MajorClass, Region
from schools.models import Batch, ClassGroup, PlacementPlan, Programme, School, Student, YearGroup


def in_region(rows: QuerySet[Any], lookup: str, code: str) -> QuerySet[Any]:
    """Rows in the region of that code or below it."""
    region = Region.objects.filter(pk=code).first()
    return rows.filter(**{f"{lookup}__path__startswith": region.path}) if region else rows.none()


def batches_seen(request: HttpRequest | None) -> QuerySet[Batch]:
    """The batches that the user may filter by."""
    return Batch.objects.visible_to(request.user) if request else Batch.objects.none()


def schools_seen(request: HttpRequest | None) -> QuerySet[School]:
    """The schools that the user may filter by."""
    return School.objects.visible_to(request.user) if request else School.objects.none()


class SchoolFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search schools"), method="by_text")
    city = django_filters.ChoiceFilter(label=_("City"), choices=city_choices, method="by_city")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=School.Kind.choices)
    nature = django_filters.ChoiceFilter(label=_("Nature"), choices=School.Nature.choices)

    class Meta:
        model = School
        fields: list[str] = []

    def by_text(self, rows: QuerySet[School], name: str, value: str) -> QuerySet[School]:
        return rows.filter(
            Q(name_zh__icontains=value) | Q(name_en__icontains=value) | Q(code__startswith=value)
        )

    def by_city(self, rows: QuerySet[School], name: str, value: str) -> QuerySet[School]:
        return in_region(rows, "region", value)


class ProgrammeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search programmes"), method="by_text")
    major_class = django_filters.ChoiceFilter(
        label=_("Major class"), choices=major_class_choices, field_name="major_class_id"
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Major category"),
        queryset=MajorCategory.objects.order_by("code"),
        field_name="major_class__category",
    )
    city = django_filters.ChoiceFilter(label=_("City"), choices=city_choices, method="by_city")
    school = django_filters.ModelChoiceFilter(
        label=_("School"), queryset=schools_seen, to_field_name="public_id"
    )

    class Meta:
        model = Programme
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Programme], name: str, value: str) -> QuerySet[Programme]:
        return rows.filter(
            Q(name_zh__icontains=value)
            | Q(name_en__icontains=value)
            | Q(major_code__startswith=value)
            | Q(school__name_zh__icontains=value)
            | Q(school__name_en__icontains=value)
        )

    def by_city(self, rows: QuerySet[Programme], name: str, value: str) -> QuerySet[Programme]:
        return in_region(rows, "school__region", value)


class ClassChoice(django_filters.fields.ModelChoiceField):
    """A class with its programme, since 1班 exists more than once."""

    def label_from_instance(self, obj: ClassGroup) -> str:
        return f"{obj.name} · {obj.year_group}"


class ClassFilter(django_filters.ModelChoiceFilter):
    field_class = ClassChoice


def classes_seen(request: HttpRequest | None) -> QuerySet[ClassGroup]:
    """The classes of the own school."""
    if request is None:
        return ClassGroup.objects.none()
    return ClassGroup.objects.visible_to(request.user).select_related("year_group__programme")


class StudentFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label=_("Student number"), lookup_expr="startswith")
    class_group = ClassFilter(label=_("Class"), queryset=classes_seen, to_field_name="public_id")
    entry_year = django_filters.NumberFilter(
        label=_("Entry year"), field_name="class_group__year_group__entry_year"
    )
    pathway = django_filters.ChoiceFilter(label=_("Pathway"), choices=Student.Pathway.choices)

    class Meta:
        model = Student
        fields: list[str] = []


class YearGroupFilter(django_filters.FilterSet):
    entry_year = django_filters.NumberFilter(label=_("Entry year"))

    class Meta:
        model = YearGroup
        fields: list[str] = []


class BatchFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("State"), choices=Batch.Status.choices)
    entry_year = django_filters.NumberFilter(label=_("Entry year"))

    class Meta:
        model = Batch
        fields: list[str] = []


class PlanFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search plans"), method="by_text")
    batch = django_filters.ModelChoiceFilter(
        label=_("Batch"), queryset=batches_seen, to_field_name="public_id"
    )
    status = django_filters.ChoiceFilter(label=_("State"), choices=PlacementPlan.Status.choices)
    major_class = django_filters.ModelChoiceFilter(
        label=_("Major class"), queryset=MajorClass.objects.all(), field_name="programme__major_class"
    )
    city = django_filters.ChoiceFilter(label=_("City"), choices=city_choices, method="by_city")

    class Meta:
        model = PlacementPlan
        fields: list[str] = []

    def by_text(self, rows: QuerySet[PlacementPlan], name: str, value: str) -> QuerySet[PlacementPlan]:
        return rows.filter(
            Q(programme__name_zh__icontains=value)
            | Q(programme__name_en__icontains=value)
            | Q(programme__school__name_zh__icontains=value)
            | Q(programme__school__name_en__icontains=value)
        )

    def by_city(self, rows: QuerySet[PlacementPlan], name: str, value: str) -> QuerySet[PlacementPlan]:
        return in_region(rows, "programme__school__region", value)

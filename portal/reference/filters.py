"""How the lists of reference data are narrowed: by level, by what stands above, by text, by day."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from portal.reference.codes import CodeError, parse_industry_code
from portal.reference.models import (
    CooperationForm,
    IndustrialCluster,
    Industry,
    Major,
    MajorCategory,
    MajorClass,
    Region,
)
from portal.reference.models.base import CodedQuerySet
from portal.reference.models.catalogue import what_mentions
from portal.reference.models.industries import IndustryQuerySet
from portal.reference.models.regions import RegionQuerySet
from portal.reference.sentences import spoken


def matching(rows: CodedQuerySet, text: str) -> CodedQuerySet:
    """Rows whose code begins with the text or whose names contain it."""
    return rows.filter(Q(code__istartswith=text) | Q(name_zh__icontains=text) | Q(name_en__icontains=text))


class CodedFilter(filters.FilterSet):
    """In force today, or on the day asked for; `q` searches code and names."""

    q = filters.CharFilter(label=_("Code or name contains"), method="search")
    on = filters.DateFilter(label=_("In force on"), method="in_force_on")

    def filter_queryset(self, queryset: CodedQuerySet) -> CodedQuerySet:
        """Narrow the rows; where no day is asked for, to those in force today."""
        rows: CodedQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("on") else rows.in_force(timezone.localdate())

    def in_force_on(self, rows: CodedQuerySet, name: str, on: date) -> CodedQuerySet:
        """Those in use on that day."""
        return rows.in_force(on)

    def search(self, rows: CodedQuerySet, name: str, text: str) -> CodedQuerySet:
        """Those that the text may mean."""
        return matching(rows, text)


class RegionFilter(CodedFilter):
    """Of a level, directly below a place, or anywhere within it."""

    within = filters.ModelChoiceFilter(
        queryset=Region.objects.all(), label=_("Within the region"), method="stand_within"
    )

    class Meta:
        model = Region
        fields = ["level", "parent"]

    @extend_schema_field(str)
    def stand_within(self, rows: RegionQuerySet, name: str, region: Region) -> RegionQuerySet:
        """The region and all below it."""
        return rows.within(region)


class IndustryCodeField(forms.CharField):
    """A code of GB/T 4754-2017 with or without its letter; a wrong one is an error of the field."""

    def clean(self, value: Any) -> str:
        """The code as it was written, once it can be read."""
        code = super().clean(value)
        try:
            return parse_industry_code(code).value if code else ""
        except CodeError as error:
            raise ValidationError("%(why)s", params={"why": spoken(error)}) from error


class IndustryCodeFilter(filters.CharFilter):
    """A filter over an industry code."""

    field_class = IndustryCodeField


class IndustryFilter(CodedFilter):
    """Of a level, directly below one, or anywhere under a code."""

    under = IndustryCodeFilter(label=_("Under the industry code"), method="stand_under")

    class Meta:
        model = Industry
        fields = ["level", "section", "parent"]

    def stand_under(self, rows: IndustryQuerySet, name: str, code: str) -> IndustryQuerySet:
        """The industry and all below it."""
        return rows.under(code)


class ClusterFilter(CodedFilter):
    """Pillar or emerging."""

    class Meta:
        model = IndustrialCluster
        fields = ["kind"]


class MajorCategoryFilter(CodedFilter):
    """By code and name."""

    class Meta:
        model = MajorCategory
        fields: list[str] = []


class MajorClassFilter(CodedFilter):
    """Of a category."""

    class Meta:
        model = MajorClass
        fields = ["category"]


class MajorFilter(CodedFilter):
    """Of a catalogue, year, level, class or category; `q` also searches occupations."""

    category = filters.CharFilter(label=_("Category of majors"), field_name="major_class__category")

    class Meta:
        model = Major
        fields = ["catalogue", "year", "level", "major_class", "is_verified"]

    def search(self, rows: CodedQuerySet, name: str, text: str) -> CodedQuerySet:
        """Those whose code, names or occupations contain the text."""
        return rows.filter(what_mentions(text))


class FormFilter(CodedFilter):
    """Of one of the seven kinds."""

    class Meta:
        model = CooperationForm
        fields = ["kind"]

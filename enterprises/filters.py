"""Filters of the lists of enterprises and openings."""

import json
from datetime import date
from decimal import Decimal

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Alias, Enterprise, Opening
from enterprises.models.enterprise import of_cluster, under_industry
from enterprises.names import name_key
from portal.reference.form_fields import (
    city_choices,
    cluster_choices,
    industry_choices,
    major_class_choices,
)
from portal.reference.models import IndustrialCluster, Industry, MajorClass, Region

YES_NO = (("yes", _("Yes")), ("no", _("No")))
ANY = "any"


class DayInput(forms.DateInput):
    input_type = "date"


class EnterpriseFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search enterprises"), method="by_text")
    city = django_filters.ChoiceFilter(label=_("City"), choices=city_choices, method="by_city")
    industry = django_filters.ChoiceFilter(
        label=_("Industry"), choices=industry_choices, method="by_industry"
    )
    cluster = django_filters.ChoiceFilter(label=_("Cluster"), choices=cluster_choices, method="by_cluster")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Enterprise.Kind.choices)
    verified = django_filters.ChoiceFilter(label=_("Credit code known"), choices=YES_NO, method="by_verified")
    vetting = django_filters.ChoiceFilter(label=_("Vetting"), choices=Enterprise.Vetting.choices)

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Enterprise], name: str, value: str) -> QuerySet[Enterprise]:
        condition = Q(name_zh__icontains=value) | Q(name_en__icontains=value)
        condition |= Q(credit_code__startswith=value.upper()) | Q(number__istartswith=value)
        key = name_key(value)
        if key:
            known = Alias.objects.filter(normalised__contains=key)
            condition |= Q(name_key__contains=key) | Q(pk__in=known.values("enterprise"))
        return rows.filter(condition)

    def by_city(self, rows: QuerySet[Enterprise], name: str, value: str) -> QuerySet[Enterprise]:
        region = Region.objects.filter(pk=value).first()
        return rows.filter(region.as_filter()) if region else rows.none()

    def by_industry(self, rows: QuerySet[Enterprise], name: str, value: str) -> QuerySet[Enterprise]:
        industry = Industry.objects.filter(pk=value).first()
        return rows.filter(under_industry(industry)) if industry else rows.none()

    def by_cluster(self, rows: QuerySet[Enterprise], name: str, value: str) -> QuerySet[Enterprise]:
        cluster = IndustrialCluster.objects.filter(pk=value).first()
        return rows.filter(of_cluster(cluster)) if cluster else rows.none()

    def by_verified(self, rows: QuerySet[Enterprise], name: str, value: str) -> QuerySet[Enterprise]:
        return rows.filter(credit_code__isnull=value == "no")


class OpeningFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search openings"), method="by_text")
    city = django_filters.ChoiceFilter(label=_("City"), choices=city_choices, method="by_city")
    major_class = django_filters.ChoiceFilter(
        label=_("Major class"), choices=major_class_choices, method="by_major_class"
    )
    industry = django_filters.ChoiceFilter(
        label=_("Industry"), choices=industry_choices, method="by_industry"
    )
    cluster = django_filters.ChoiceFilter(label=_("Cluster"), choices=cluster_choices, method="by_cluster")
    lodging = django_filters.ChoiceFilter(label=_("Lodging"), choices=Opening.Lodging.choices)
    pay = django_filters.NumberFilter(
        label=_("Pay at least"), field_name="pay_month", lookup_expr="gte", min_value=0
    )
    free = django_filters.NumberFilter(label=_("Free seats at least"), method="by_free", min_value=0)
    on = django_filters.DateFilter(label=_("Runs on"), method="by_day", widget=DayInput)
    status = django_filters.ChoiceFilter(
        label=_("State"), choices=[(ANY, _("All states")), *Opening.Status.choices], method="by_status"
    )
    stale = django_filters.ChoiceFilter(
        label=_("Not confirmed for 60 days"), choices=YES_NO[:1], method="by_stale"
    )
    enterprise = django_filters.CharFilter(
        label=_("Enterprise"), field_name="enterprise__public_id", widget=forms.HiddenInput
    )

    class Meta:
        model = Opening
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Opening], name: str, value: str) -> QuerySet[Opening]:
        condition = Q(title__icontains=value) | Q(tasks__icontains=value)
        condition |= Q(enterprise__name_zh__icontains=value) | Q(enterprise__name_en__icontains=value)
        for written in {value, json.dumps(value)[1:-1]}:
            # Lists are JSON: one engine keeps Chinese as it is, the other escaped.
            condition |= Q(abilities__icontains=written) | Q(aliases__icontains=written)
        return rows.filter(condition)

    def by_city(self, rows: QuerySet[Opening], name: str, value: str) -> QuerySet[Opening]:
        region = Region.objects.filter(pk=value).first()
        return rows.at_place(region) if region else rows.none()  # type: ignore[attr-defined]

    def by_major_class(self, rows: QuerySet[Opening], name: str, value: str) -> QuerySet[Opening]:
        found = MajorClass.objects.select_related("category").filter(pk=value).first()
        return rows.accepting(found) if found else rows.none()  # type: ignore[attr-defined]

    def by_industry(self, rows: QuerySet[Opening], name: str, value: str) -> QuerySet[Opening]:
        industry = Industry.objects.filter(pk=value).first()
        return rows.filter(under_industry(industry, "enterprise__industry")) if industry else rows.none()

    def by_cluster(self, rows: QuerySet[Opening], name: str, value: str) -> QuerySet[Opening]:
        cluster = IndustrialCluster.objects.filter(pk=value).first()
        return rows.filter(of_cluster(cluster, "enterprise__industry")) if cluster else rows.none()

    def by_free(self, rows: QuerySet[Opening], name: str, value: Decimal) -> QuerySet[Opening]:
        return rows.with_at_least_free(int(value))  # type: ignore[attr-defined]

    def by_day(self, rows: QuerySet[Opening], name: str, value: date) -> QuerySet[Opening]:
        return rows.running_on(value)  # type: ignore[attr-defined]

    def by_status(self, rows: QuerySet[Opening], name: str, value: str) -> QuerySet[Opening]:
        return rows if value == ANY else rows.filter(status=value)

    def by_stale(self, rows: QuerySet[Opening], name: str, value: str) -> QuerySet[Opening]:
        return rows.stale_on(timezone.localdate())  # type: ignore[attr-defined]


class OwnOpeningFilter(OpeningFilter):
    """One's own openings are few: words, state and freshness suffice."""

    city = major_class = industry = cluster = lodging = pay = free = on = enterprise = None

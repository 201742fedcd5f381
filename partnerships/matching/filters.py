"""Filters and orders of suggestions; the state stands in the address."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.models import Opening
from enterprises.models.enterprise import of_cluster
from partnerships.matching.models import Suggestion
from portal.reference.form_fields import cluster_choices
from portal.reference.models import IndustrialCluster

DISTANCES = (
    ("10", _("up to 10 km")),
    ("20", _("up to 20 km")),
    ("30", _("up to 30 km")),
    ("50", _("up to 50 km")),
    ("100", _("up to 100 km")),
)
SEATS = (("3", _("3 or more")), ("5", _("5 or more")), ("10", _("10 or more")), ("20", _("20 or more")))
PAY = (
    ("2000", _("2,000 yuan or more")),
    ("2500", _("2,500 yuan or more")),
    ("3000", _("3,000 yuan or more")),
    ("4000", _("4,000 yuan or more")),
)
LODGING = (("yes", _("with lodging")), ("no", _("without lodging")))
SORTS: dict[str, tuple[Any, Any]] = {
    "score": (_("score"), F("points").desc()),
    "distance": (_("distance"), F("km").asc(nulls_last=True)),
    "seats": (_("free seats"), (F("opening__seats") - F("opening__seats_taken")).desc(nulls_last=True)),
    "pay": (_("pay"), F("opening__pay_month").desc(nulls_last=True)),
    "start": (_("first day"), F("opening__starts_on").asc(nulls_last=True)),
}
PARTNER_SORTS = ("score", "distance")


class PartnerFilter(django_filters.FilterSet):
    """What new partners are filtered by: nothing is known of posts."""

    distance = django_filters.ChoiceFilter(
        label=_("Distance"), choices=DISTANCES, field_name="km", lookup_expr="lte"
    )
    cluster = django_filters.ChoiceFilter(label=_("Cluster"), choices=cluster_choices, method="by_cluster")

    class Meta:
        model = Suggestion
        fields: list[str] = []

    def by_cluster(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        cluster = IndustrialCluster.objects.filter(pk=value).first()
        return rows.filter(of_cluster(cluster, "enterprise__industry")) if cluster else rows.none()


class OpeningSuggestionFilter(PartnerFilter):
    """What suggested openings are filtered by."""

    seats = django_filters.ChoiceFilter(label=_("Free seats"), choices=SEATS, method="by_seats")
    lodging = django_filters.ChoiceFilter(label=_("Lodging"), choices=LODGING, method="by_lodging")
    pay = django_filters.ChoiceFilter(
        label=_("Pay a month"), choices=PAY, field_name="opening__pay_month", lookup_expr="gte"
    )

    def by_seats(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(opening__seats__gte=F("opening__seats_taken") + int(value))

    def by_lodging(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        without = {"opening__lodging": Opening.Lodging.NONE}
        return rows.filter(**without) if value == "no" else rows.exclude(**without)


class ProgrammeSuggestionFilter(django_filters.FilterSet):
    """What the programmes suggested for an opening are filtered by."""

    distance = django_filters.ChoiceFilter(
        label=_("Distance"), choices=DISTANCES, field_name="km", lookup_expr="lte"
    )

    class Meta:
        model = Suggestion
        fields: list[str] = []


def ordered(rows: QuerySet[Any], sort: str) -> QuerySet[Any]:
    """In the order asked for, the better suggestion first among equals; an unknown word means by score."""
    _label, field = SORTS.get(sort, SORTS["score"])
    return rows.order_by(field, "-score", "pk")


class ApiFilter(django_filters.FilterSet):
    """Filters of /api/v1/suggestions/."""

    programme = django_filters.CharFilter(field_name="programme__public_id")
    opening = django_filters.CharFilter(field_name="opening__public_id")
    kind = django_filters.ChoiceFilter(
        choices=(("opening", "opening"), ("partner", "partner")), method="by_kind"
    )
    min_points = django_filters.NumberFilter(field_name="points", lookup_expr="gte")

    class Meta:
        model = Suggestion
        fields: list[str] = []

    def by_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(opening__isnull=value == "partner")

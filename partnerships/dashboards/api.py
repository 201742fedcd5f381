"""The figures of the home pages as JSON, and summary cells for bureaus."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from partnerships.agreements.hosting import Hosting
from partnerships.dashboards import board, enterprise_home, school_home
from partnerships.dashboards.scope import scope_of
from partnerships.dashboards.views.school import chosen_batch
from partnerships.dashboards.waiting import due_today
from partnerships.summaries.models import Cell
from portal.common.api import ScopedMixin


class CellFilter(django_filters.FilterSet):
    """By dimension; `region_path` takes a path and everything below it."""

    region_path = django_filters.CharFilter(lookup_expr="startswith")

    class Meta:
        model = Cell
        fields = ["region_path", "major_class", "cluster", "month", "measure"]


class CellSerializer(serializers.ModelSerializer):
    """A sum with its key."""

    class Meta:
        model = Cell
        fields = ["region_path", "authority_path", "major_class", "cluster", "month", "measure", "value"]


class CellViewSet(ScopedMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Summary cells in the jurisdiction of the caller's bureaus; nothing for anybody else."""

    model = Cell
    serializer_class = CellSerializer
    filterset_class = CellFilter


class DueSerializer(serializers.Serializer):
    """One thing to do."""

    due_on = serializers.DateField()
    is_late = serializers.BooleanField()
    title = serializers.CharField()
    why = serializers.CharField()
    url = serializers.CharField()
    act = serializers.CharField(source="act_label")
    act_url = serializers.CharField()
    days_waiting = serializers.IntegerField()


class FigureView(viewsets.GenericViewSet):
    """Figures of the organisation one acts for; no rows of its own."""

    pagination_class = None
    filter_backends: list[Any] = []
    kind = ""

    def organisation(self, request: Request) -> Any:
        """The present organisation if it is of the kind; else 403."""
        membership: Any = request.membership  # type: ignore[attr-defined]
        if not membership or membership.kind != self.kind:
            raise PermissionDenied
        return membership.organisation


class DueViewSet(FigureView):
    """What is due for the present organisation, late things first."""

    serializer_class = DueSerializer

    @extend_schema(responses=DueSerializer(many=True))
    def list(self, request: Request) -> Response:
        items = due_today(request)  # type: ignore[arg-type]
        return Response(DueSerializer(items, many=True).data)


class PlanGapSerializer(serializers.Serializer):
    """The gap of one plan in students."""

    plan = serializers.CharField(source="public_id")
    programme = serializers.CharField(source="programme.name")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    due = serializers.IntegerField()
    secured = serializers.IntegerField()
    in_talks = serializers.IntegerField()
    short = serializers.IntegerField()
    deferred = serializers.IntegerField()


class GapSerializer(serializers.Serializer):
    """The gap of a batch in students, in all and by plan."""

    batch = serializers.CharField(allow_null=True)
    due = serializers.IntegerField(source="gap.due")
    secured = serializers.IntegerField(source="gap.secured")
    in_talks = serializers.IntegerField(source="gap.in_talks")
    short = serializers.IntegerField(source="gap.short")
    deferred = serializers.IntegerField(source="gap.deferred")
    plans = PlanGapSerializer(source="gap.plans", many=True)


class SchoolGapViewSet(FigureView):
    """Due out, secured, in talks and short in the current batch of the school, or in ?batch=."""

    kind = "school"
    serializer_class = GapSerializer

    @extend_schema(parameters=[OpenApiParameter("batch", str)], responses=GapSerializer)
    def list(self, request: Request) -> Response:
        school = self.organisation(request)
        batch = chosen_batch(request, school_home.batches_of(school))  # type: ignore[arg-type]
        shown = {"batch": batch.public_id if batch else None, "gap": school_home.Gap.of(batch)}
        return Response(GapSerializer(shown).data)


class CapacitySerializer(serializers.Serializer):
    """Students on the fullest day to come against the limit by law (null: not known)."""

    limit = serializers.IntegerField(allow_null=True)
    needs_reason = serializers.BooleanField()
    peak = serializers.IntegerField(source="peak.people")
    peak_on = serializers.DateField(source="peak.on", allow_null=True)
    free = serializers.IntegerField(allow_null=True)


class EnterpriseCapacityViewSet(FigureView):
    """How many students the enterprise may take, all schools together."""

    kind = "enterprise"
    serializer_class = CapacitySerializer

    @extend_schema(responses=CapacitySerializer)
    def list(self, request: Request) -> Response:
        hosting = Hosting.of(self.organisation(request))
        capacity = enterprise_home.capacity_of(hosting, timezone.localdate())
        return Response(CapacitySerializer(capacity).data)


class PlaceSerializer(serializers.Serializer):
    """A place with its students; `share` is null below 10 due."""

    name = serializers.CharField()
    due = serializers.IntegerField()
    secured = serializers.IntegerField()
    short = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class BureauFiguresSerializer(serializers.Serializer):
    """The sums of a scope by measure, and its places."""

    region = serializers.CharField()
    by = serializers.CharField()
    month = serializers.CharField(allow_blank=True)
    totals = serializers.DictField(child=serializers.IntegerField())
    places = PlaceSerializer(many=True)


class BureauFiguresViewSet(FigureView):
    """The figures of the bureau's dashboard for ?region=, ?by= and ?month=."""

    kind = "bureau"
    serializer_class = BureauFiguresSerializer

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("region", "by", "month")],
        responses=BureauFiguresSerializer,
    )
    def list(self, request: Request) -> Response:
        scope, regions = scope_of(request)  # type: ignore[arg-type]
        numbers = board.Numbers.of(scope)
        shown = {
            "region": scope.region.pk,
            "by": scope.by,
            "month": scope.month,
            "totals": dict(numbers.total),
            "places": board.places_of(scope, numbers, regions),
        }
        return Response(BureauFiguresSerializer(shown).data)


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    router.register("summary-cells", CellViewSet, basename="summary-cell")
    router.register("due", DueViewSet, basename="due")
    router.register("school-gap", SchoolGapViewSet, basename="school-gap")
    router.register("enterprise-capacity", EnterpriseCapacityViewSet, basename="enterprise-capacity")
    router.register("bureau-figures", BureauFiguresViewSet, basename="bureau-figures")

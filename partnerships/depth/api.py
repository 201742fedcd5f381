"""Depth scores over the API: list with filters, show with all parts."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.routers import DefaultRouter

from partnerships.depth.models import DepthScore
from partnerships.depth.pages import level_name
from partnerships.depth.views import DepthFilter
from portal.common.api import ScopedReadViewSet


class DepthScoreSerializer(serializers.ModelSerializer):
    """A score with its dimensions, parts, next steps, gate and flags."""

    partnership = serializers.CharField(source="partnership.public_id")
    school = serializers.CharField(source="partnership.school.name")
    enterprise = serializers.CharField(source="partnership.enterprise.name")
    level_name = serializers.SerializerMethodField()

    class Meta:
        model = DepthScore
        fields = [
            "partnership", "school", "enterprise", "rubric", "points", "level", "level_name", "coverage",
            "dimensions", "parts", "next_steps", "gate", "flags", "scored_on", "computed_at",
        ]  # fmt: skip

    def get_level_name(self, row: DepthScore) -> str:
        return level_name(row.level)


class DepthScoreViewSet(ScopedReadViewSet):
    """Depth of the partnerships in sight; looked up by the partnership's public id."""

    model = DepthScore
    serializer_class = DepthScoreSerializer
    filterset_class = DepthFilter
    lookup_field = "partnership__public_id"
    lookup_url_kwarg = "public_id"
    select = ("partnership__school", "partnership__enterprise")

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().order_by("-points", "pk")


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    router.register("depth-scores", DepthScoreViewSet, basename="depth-score")

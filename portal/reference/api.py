"""The code lists, read only, for whoever is signed in: list with filter and search, show by code."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.routers import DefaultRouter

from portal.common.api import ScopedReadViewSet
from portal.reference import filters, serializers
from portal.reference.models import (
    CooperationForm,
    IndustrialCluster,
    Industry,
    Major,
    MajorCategory,
    MajorClass,
    Region,
)


class CodeListViewSet(ScopedReadViewSet):
    """A code list; retired codes are shown by their code and listed for a day on which they were in force."""

    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9_]+"

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Lists alone are narrowed: a code in the address is shown, in force or not."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset


class RegionViewSet(CodeListViewSet):
    """Provinces, cities and districts (GB/T 2260)."""

    model = Region
    serializer_class = serializers.RegionSerializer
    filterset_class = filters.RegionFilter


class IndustryViewSet(CodeListViewSet):
    """Industries (GB/T 4754-2017)."""

    model = Industry
    serializer_class = serializers.IndustrySerializer
    filterset_class = filters.IndustryFilter


class ClusterViewSet(CodeListViewSet):
    """Guangdong's strategic industrial clusters."""

    model = IndustrialCluster
    prefetch = ("industry_links", "major_class_links")
    serializer_class = serializers.ClusterSerializer
    filterset_class = filters.ClusterFilter


class MajorCategoryViewSet(CodeListViewSet):
    """Categories of majors."""

    model = MajorCategory
    serializer_class = serializers.MajorCategorySerializer
    filterset_class = filters.MajorCategoryFilter


class MajorClassViewSet(CodeListViewSet):
    """Classes of majors."""

    model = MajorClass
    serializer_class = serializers.MajorClassSerializer
    filterset_class = filters.MajorClassFilter


class MajorViewSet(CodeListViewSet):
    """Majors of the catalogues; a code shows its entry of the newest year, the national catalogue first."""

    model = Major
    serializer_class = serializers.MajorSerializer
    filterset_class = filters.MajorFilter

    def get_object(self) -> Major:
        """The newest entry of the code in the address, with or without its K."""
        code = self.kwargs["code"].upper().removesuffix("K")
        newest = self.get_queryset().filter(code=code).order_by("catalogue", "-year", "pk")
        return get_object_or_404(newest[:1])


class FormViewSet(CodeListViewSet):
    """Forms of cooperation."""

    model = CooperationForm
    serializer_class = serializers.FormSerializer
    filterset_class = filters.FormFilter


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    router.register("regions", RegionViewSet, basename="region")
    router.register("industries", IndustryViewSet, basename="industry")
    router.register("clusters", ClusterViewSet, basename="cluster")
    router.register("major-categories", MajorCategoryViewSet, basename="major-category")
    router.register("major-classes", MajorClassViewSet, basename="major-class")
    router.register("majors", MajorViewSet, basename="major")
    router.register("cooperation-forms", FormViewSet, basename="cooperation-form")

"""The register of schools and all that schools write, as the pages do it: same rows, same services."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from portal.common.api_register import RegisterViewSet
from portal.common.api_writing import NothingSerializer, ReasonSerializer
from portal.records import audit
from schools import filters, serializers
from schools.models import Batch, Campus, ClassGroup, PlacementPlan, Programme, School, Student, YearGroup
from schools.services import plans, programmes, schools, students


class SchoolViewSet(RegisterViewSet):
    """Schools."""

    model = School
    select = ("authority",)
    serializer_class = serializers.SchoolSerializer
    filterset_class = filters.SchoolFilter
    add_permission, change_permission = "schools.add_school", "schools.change_school"

    def create_row(self, values: dict[str, Any]) -> School:
        return schools.create_school(by=self.request.user, **values)

    def update_row(self, row: School, version: int, values: dict[str, Any]) -> School:
        return schools.edit_school(row, version=version, values=values, by=self.request.user)


class CampusViewSet(RegisterViewSet):
    """Campuses."""

    model = Campus
    select = ("school",)
    fixed = ("school",)
    serializer_class = serializers.CampusSerializer
    add_permission, change_permission = "schools.add_campus", "schools.change_school"

    def allow(self, permission: str, row: Any = None) -> None:
        super().allow(permission, row.school if isinstance(row, Campus) else row)

    def create_row(self, values: dict[str, Any]) -> Campus:
        return schools.add_campus(values.pop("school"), by=self.request.user, **values)

    def update_row(self, row: Campus, version: int, values: dict[str, Any]) -> Campus:
        return schools.edit_campus(row, version=version, values=self.changes(values), by=self.request.user)


class ProgrammeViewSet(RegisterViewSet):
    """Programmes of all schools."""

    model = Programme
    select = ("school", "campus")
    fixed = ("school",)
    serializer_class = serializers.ProgrammeSerializer
    filterset_class = filters.ProgrammeFilter
    add_permission, change_permission = "schools.add_programme", "schools.change_programme"

    def create_row(self, values: dict[str, Any]) -> Programme:
        self.allow_owner(self.add_permission, values["school"])
        return programmes.create_programme(values.pop("school"), by=self.request.user, **values)

    def update_row(self, row: Programme, version: int, values: dict[str, Any]) -> Programme:
        return programmes.edit_programme(
            row, version=version, values=self.changes(values), by=self.request.user
        )

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, public_id: str) -> Response:
        """Offer it no more."""
        return self.act(request, programmes.close_programme, on=timezone.localdate())

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, public_id: str) -> Response:
        """Offer it again."""
        return self.act(request, programmes.reopen_programme)


class YearGroupViewSet(RegisterViewSet):
    """Year groups of the own school; a bureau reads them."""

    model = YearGroup
    select = ("programme",)
    fixed = ("programme",)
    serializer_class = serializers.YearGroupSerializer
    filterset_class = filters.YearGroupFilter
    add_permission, change_permission = "schools.add_year_group", "schools.change_year_group"

    def create_row(self, values: dict[str, Any]) -> YearGroup:
        return students.add_year_group(values.pop("programme"), by=self.request.user, **values)

    def update_row(self, row: YearGroup, version: int, values: dict[str, Any]) -> YearGroup:
        return students.edit_year_group(
            row, version=version, values=self.changes(values), by=self.request.user
        )


class ClassGroupViewSet(RegisterViewSet):
    """Classes of the own school; a bureau reads them."""

    model = ClassGroup
    select = ("year_group__programme",)
    fixed = ("year_group",)
    serializer_class = serializers.ClassGroupSerializer
    add_permission, change_permission = "schools.add_class_group", "schools.change_class_group"

    def create_row(self, values: dict[str, Any]) -> ClassGroup:
        return students.add_class(values.pop("year_group"), by=self.request.user, **values)

    def update_row(self, row: ClassGroup, version: int, values: dict[str, Any]) -> ClassGroup:
        return students.edit_class(row, version=version, values=self.changes(values), by=self.request.user)


class StudentViewSet(RegisterViewSet):
    """Students by number, of the own school alone; every look is noted in the trail."""

    model = Student
    select = ("class_group__year_group__programme",)
    fixed = ("pathway",)
    serializer_class = serializers.StudentSerializer
    filterset_class = filters.StudentFilter
    add_permission, change_permission = "schools.add_student", "schools.change_student"

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self._note_reading(page or [])
        return page

    def _note_reading(self, page: list[Student]) -> None:
        for school_id in sorted({student.school_id for student in page}):
            rows = sum(student.school_id == school_id for student in page)
            query = self.request.query_params.dict()
            students.note_reading(self.request.user, rows=rows, school_id=school_id, filters=query)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Show one; the look is noted."""
        student = self.get_object()
        audit.record(request.user, audit.READ, student)
        return Response(self.get_serializer(student).data)

    def create_row(self, values: dict[str, Any]) -> Student:
        return students.add_student(values.pop("class_group"), by=self.request.user, **values)

    def update_row(self, row: Student, version: int, values: dict[str, Any]) -> Student:
        return students.edit_student(row, version=version, values=self.changes(values), by=self.request.user)

    @extend_schema(request=serializers.PathwaySerializer)
    @action(detail=True, methods=["post"])
    def pathway(self, request: Request, public_id: str) -> Response:
        """Move to another pathway, with a reason."""
        sent = serializers.PathwaySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        return self.act(request, students.change_pathway, **sent.validated_data)


class BatchViewSet(RegisterViewSet):
    """Rounds of placements."""

    model = Batch
    select = ("school",)
    fixed = ("school",)
    serializer_class = serializers.BatchSerializer
    filterset_class = filters.BatchFilter
    add_permission, change_permission = "schools.add_batch", "schools.change_batch"

    def create_row(self, values: dict[str, Any]) -> Batch:
        self.allow_owner(self.add_permission, values["school"])
        return plans.create_batch(values.pop("school"), by=self.request.user, **values)

    def update_row(self, row: Batch, version: int, values: dict[str, Any]) -> Batch:
        return plans.edit_batch(row, version=version, values=self.changes(values), by=self.request.user)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, public_id: str) -> Response:
        """Begin to place."""
        return self.act(request, plans.open_batch)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, public_id: str) -> Response:
        """End the round with its stated plans."""
        return self.act(request, plans.close_batch)


class PlanViewSet(RegisterViewSet):
    """Placement plans."""

    model = PlacementPlan
    select = ("programme__school", "batch")
    fixed = ("programme", "batch")
    serializer_class = serializers.PlanSerializer
    filterset_class = filters.PlanFilter
    add_permission, change_permission = "schools.add_plan", "schools.change_plan"

    def create_row(self, values: dict[str, Any]) -> PlacementPlan:
        programme: Programme = values.pop("programme")
        self.allow_owner(self.add_permission, programme.school)
        return plans.create_plan(programme, by=self.request.user, **values)

    def update_row(self, row: PlacementPlan, version: int, values: dict[str, Any]) -> PlacementPlan:
        return plans.edit_plan(
            row, version=version, values=self.changes(values), by=self.request.user, now=timezone.now()
        )

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def state(self, request: Request, public_id: str) -> Response:
        """The plan counts from now on."""
        return self.act(request, plans.state_plan, now=timezone.now())

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, public_id: str) -> Response:
        """Back to draft, with a reason."""
        return self.act(request, plans.revise_plan, reason=self.reason(request))

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, public_id: str) -> Response:
        """The plan asks for nothing any more."""
        return self.act(request, plans.close_plan)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, public_id: str) -> Response:
        """Go on with it as a draft."""
        return self.act(request, plans.reopen_plan)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, public_id: str) -> Response:
        """Still true."""
        return self.act(request, plans.confirm_plan, now=timezone.now())


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    router.register("schools", SchoolViewSet, basename="school")
    router.register("campuses", CampusViewSet, basename="campus")
    router.register("programmes", ProgrammeViewSet, basename="programme")
    router.register("year-groups", YearGroupViewSet, basename="year-group")
    router.register("classes", ClassGroupViewSet, basename="class")
    router.register("students", StudentViewSet, basename="student")
    router.register("batches", BatchViewSet, basename="batch")
    router.register("plans", PlanViewSet, basename="plan")

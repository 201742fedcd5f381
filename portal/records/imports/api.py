"""Imports and exports through the API: the same steps as the pages.

POST imports/ (kind, file, sheet) -> read; POST imports/{id}/match/ (places) -> compare; POST .../words/; GET .../rows/;
POST .../commit/ (digest); a small file is done in the answer, a large one by a worker: look again until `status` is
`mapping`, `previewed` or `done`.
"""

from typing import Any

from django.http import FileResponse, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, mixins, parsers, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from portal.accounts.memberships import memberships_of
from portal.common.api import ScopedReadViewSet, ScopedViewSet
from portal.common.files import as_attachment
from portal.common.jobs import Job
from portal.common.parsers import PlainJSONParser
from portal.common.tabular.planning import Fate
from portal.common.tabular.speech import speak
from portal.records.imports import exports, services
from portal.records.imports.files import rejected_file
from portal.records.imports.kinds import ImportKind, Scope, kinds_open_to, scope_of
from portal.records.imports.serializers import (
    CommitSerializer,
    ExportSerializer,
    ImportRowSerializer,
    ImportSerializer,
    PlacesSerializer,
    SheetSerializer,
    UploadSerializer,
    WordsSerializer,
)
from portal.records.imports.steps import go_on
from portal.records.models import ExportJob, ImportBatch
from portal.records.tasks import enqueue

FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class ImportViewSet(ScopedReadViewSet):
    """Imports of the own organisations."""

    model = ImportBatch
    serializer_class = ImportSerializer
    parser_classes = [parsers.MultiPartParser, PlainJSONParser, parsers.FormParser]

    def _answer(self, batch: ImportBatch, code: int = status.HTTP_200_OK) -> Response:
        go_on(batch)
        batch.refresh_from_db()
        return Response(self.get_serializer(batch).data, status=code)

    def _mine(self) -> ImportBatch:
        batch: ImportBatch = self.get_object()
        self.allow("records.change_import", batch)
        return batch

    def _checked(self, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        form = serializer(data=self.request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    @extend_schema(request=UploadSerializer, responses={201: ImportSerializer})
    def create(self, request: Request) -> Response:
        """Upload a table; 409 with a sentence where it is none."""
        values = self._checked(UploadSerializer)
        kind, scope = _kind_and_scope(request.user, values["kind"], values["organisation"])
        batch = services.upload(
            values["file"], kind=kind, scope=scope, by=request.user, sheet=values["sheet"]
        )
        return self._answer(batch, status.HTTP_201_CREATED)

    @extend_schema(request=PlacesSerializer, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def match(self, request: Request, public_id: str) -> Response:
        """Say which column is which, and compare."""
        batch, values = self._mine(), self._checked(PlacesSerializer)
        return self._answer(services.match_columns(batch, values["places"], by=request.user))

    @extend_schema(request=WordsSerializer, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def words(self, request: Request, public_id: str) -> Response:
        """Say what words mean, and compare."""
        batch, values = self._mine(), self._checked(WordsSerializer)
        return self._answer(services.decide_words(batch, values["words"], by=request.user))

    @extend_schema(request=SheetSerializer, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def sheet(self, request: Request, public_id: str) -> Response:
        """Read another sheet of the workbook."""
        batch, values = self._mine(), self._checked(SheetSerializer)
        return self._answer(services.read_sheet(batch, values["sheet"], by=request.user))

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, public_id: str) -> Response:
        """Try a step again that was given up."""
        return self._answer(services.try_again(self._mine(), by=request.user))

    @extend_schema(request=CommitSerializer, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def commit(self, request: Request, public_id: str) -> Response:
        """Write every new and changed row, or nothing."""
        batch, values = self._mine(), self._checked(CommitSerializer)
        return self._answer(services.begin(batch, by=request.user, digest=values["digest"]))

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, public_id: str) -> Response:
        """Put the import aside."""
        batch = services.discard(self._mine(), by=request.user)
        return Response(self.get_serializer(batch).data)

    @extend_schema(
        parameters=[OpenApiParameter("fate", enum=list(Fate), description="Rows of one outcome only")],
        responses=ImportRowSerializer(many=True),
    )
    @action(detail=True, methods=["get"])
    def rows(self, request: Request, public_id: str) -> Response:
        """The rows of the newest comparison, rejected ones first."""
        batch: ImportBatch = self.get_object()
        rows = batch.rows.filter(plan_number=batch.plan_number).order_by("place")
        if request.query_params.get("fate") in set(Fate):
            rows = rows.filter(fate=request.query_params["fate"])
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ImportRowSerializer(page, many=True).data)

    @extend_schema(responses=FILE)
    @action(detail=True, methods=["get"])
    def rejected(self, request: Request, public_id: str) -> FileResponse:
        """The rejected rows as XLSX, each with its cause."""
        return rejected_file(self.get_object(), "xlsx")


def _kind_and_scope(user: Any, code: str, organisation: str) -> tuple[ImportKind, Scope]:
    """The kind, and the organisation of the user that may import it; PermissionDenied where there is none."""
    for membership in memberships_of(user).rows:
        if organisation and membership.organisation.public_id != organisation:
            continue
        scope = scope_of(membership)
        for kind in kinds_open_to(scope, user):
            if kind.code == code:
                return kind, scope
    raise exceptions.PermissionDenied


class ExportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """A person's own exports."""

    model = ExportJob
    serializer_class = ExportSerializer

    def create(self, request: Request) -> Response:
        """Ask for a list; `query` is the query string of its page."""
        form = self.get_serializer(data=request.data)
        form.is_valid(raise_exception=True)
        values = form.validated_data
        memberships = memberships_of(request.user).rows
        try:
            kind = exports.export_kind(values["kind"])
        except KeyError as error:
            raise exceptions.ValidationError({"kind": _("There is no such list.")}) from error
        if not memberships:
            raise exceptions.PermissionDenied
        job = exports.request_export(
            kind,
            QueryDict(values.get("query", "")),
            scope=scope_of(memberships[0]),
            by=request.user,  # type: ignore[arg-type]
            file_format=values.get("file_format", "xlsx"),
            language=get_language() or "zh-hans",
        )
        enqueue(job)
        return Response(self.get_serializer(job).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=FILE)
    @action(detail=True, methods=["get"])
    def file(self, request: Request, public_id: str) -> FileResponse:
        """The finished file; 404 until it is."""
        job: ExportJob = self.get_object()
        if job.state != Job.State.DONE or not job.file:
            raise exceptions.NotFound
        return as_attachment(
            job.file.open("rb"), f"{job.kind}.{job.file_format}", exports.CONTENT[job.file_format]
        )


class KindViewSet(viewsets.ViewSet):
    """What the user may import, with the columns of each kind."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def list(self, request: Request) -> Response:
        """Kinds by organisation."""
        return Response(
            [
                {
                    "organisation": str(scope.organisation.public_id),
                    "kind": kind.code,
                    "columns": _columns(kind, scope),
                }
                for scope in (scope_of(membership) for membership in memberships_of(request.user).rows)
                for kind in kinds_open_to(scope, request.user)
            ]
        )


def _columns(kind: ImportKind, scope: Scope) -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "label": speak(column.label),
            "required": column.required,
            "help": speak(column.help),
        }
        for column in kind.spec(scope).columns
    ]


def register(router: DefaultRouter) -> None:
    """Add imports and exports to the API."""
    router.register("imports", ImportViewSet, basename="import")
    router.register("import-kinds", KindViewSet, basename="import-kind")
    router.register("exports", ExportViewSet, basename="export")

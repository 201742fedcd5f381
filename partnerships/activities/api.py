"""Activities over the API: log, correct, confirm, dispute, evidence; the same services as the pages."""

from typing import Any

from django.http import FileResponse, Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from partnerships.activities import serializers as shapes
from partnerships.activities.filters import ActivityFilter
from partnerships.activities.models import Activity, Evidence
from partnerships.activities.services import confirming, evidence, logging
from partnerships.activities.services.logging import Entry
from partnerships.agreements.acting import required_side
from partnerships.agreements.api import ActsMixin
from portal.common import files
from portal.common.api import ScopedViewSet
from portal.common.api_writing import CreateUpdateMixin, NothingSerializer, ReasonSerializer
from portal.records import links

COLUMNS = (
    "kind",
    "title",
    "happened_on",
    "ended_on",
    "quantity",
    "people",
    "hours",
    "money",
    "description",
    "programme",
    "agreement",
)


class ActivityViewSet(
    ActsMixin, CreateUpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet
):
    """List, show, log, correct and answer activities."""

    model = Activity
    select = ("partnership__school", "partnership__enterprise", "programme", "agreement")
    prefetch = ("evidence", "confirmations")
    filterset_class = ActivityFilter
    add_permission = "agreements.add_partnership"
    change_permission = "activities.change_activity"

    def get_serializer_class(self) -> Any:
        is_new = self.action == "create"
        return shapes.ActivitySerializer if is_new else shapes.ChangedActivitySerializer

    def create_row(self, values: dict[str, Any]) -> Activity:
        partnership = values.pop("partnership")
        self.allow("activities.add_activity", partnership)
        side = required_side(self.request, partnership)
        return logging.log_activity(
            partnership, Entry(**values), by=self.request.user, side=side, now=timezone.now()
        )

    def update_row(self, row: Any, version: int, values: dict[str, Any]) -> Activity:
        entry = Entry(**{**{name: getattr(row, name) for name in COLUMNS}, **values})
        return logging.edit_activity(row, entry, version=version, by=self.request.user)

    @extend_schema(request=shapes.ConfirmSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def confirm(self, request: Request, public_id: str) -> Response:
        """It was so."""
        row = self.get_object()
        self.allow("activities.confirm_activity", row)
        word = confirming.Word(request.user, row.confirming_side)
        confirming.confirm_activity(row, word, **self.body(shapes.ConfirmSerializer))
        return self.answer_with(row)

    @extend_schema(request=shapes.DisputeSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def dispute(self, request: Request, public_id: str) -> Response:
        """It was not so."""
        row = self.get_object()
        self.allow("activities.confirm_activity", row)
        word = confirming.Word(request.user, row.confirming_side)
        confirming.dispute_activity(row, word, **self.body(shapes.DisputeSerializer))
        return self.answer_with(row)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def offer_again(self, request: Request, public_id: str) -> Response:
        """Put a corrected activity to the other side again."""
        row = self.get_object()
        logging.offer_again(row, by=request.user)
        return self.answer_with(row)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def withdraw(self, request: Request, public_id: str) -> Response:
        """Take back an entry with a reason."""
        row = self.get_object()
        logging.withdraw_activity(row, by=request.user, **self.body(ReasonSerializer))
        return self.answer_with(row)

    @extend_schema(request=shapes.PersonSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def link(self, request: Request, public_id: str) -> Response:
        """Make a link for answering without an account; its address is answered this once."""
        row = self.get_object()
        self.allow("activities.link_activity", row)
        link, token = confirming.issue_confirming_link(
            row, by=request.user, **self.body(shapes.PersonSerializer)
        )
        body = {"address": links.address_of(token), "expires_at": link.expires_at}
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(request={"multipart/form-data": shapes.UploadSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def evidence(self, request: Request, public_id: str) -> Response:
        """Add files, all or none."""
        row = self.get_object()
        self.allow("activities.change_activity", row)
        uploads = self.body(shapes.UploadSerializer)["files"]
        kept = evidence.add_evidence(row, uploads, by=request.user)
        return Response(shapes.EvidenceSerializer(kept, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "application/octet-stream"): bytes})
    @action(detail=True, url_path=r"evidence/(?P<child_id>[a-z0-9]+)", filterset_class=None)
    def evidence_file(self, request: Request, public_id: str, child_id: str) -> FileResponse:
        """A file as an attachment."""
        found = self._evidence(child_id)
        self.allow("activities.download_evidence", found)
        return files.as_attachment(found.file.open("rb"), found.name, found.content_type)

    @extend_schema(responses={204: None})
    @evidence_file.mapping.delete
    def evidence_remove(self, request: Request, public_id: str, child_id: str) -> Response:
        """Take a file away while nothing is confirmed."""
        found = self._evidence(child_id)
        self.allow("activities.change_activity", found.activity)
        evidence.remove_evidence(found, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _evidence(self, child_id: str) -> Evidence:
        rows = Evidence.objects.visible_to(self.request.user).filter(activity=self.get_object())
        found = rows.select_related("activity__partnership").filter(public_id=child_id).first()
        if found is None:
            raise Http404
        return found


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    router.register("activities", ActivityViewSet, basename="activity")

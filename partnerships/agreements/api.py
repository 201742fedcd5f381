"""Partnerships, proposals and agreements over the API: the same services as the pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from partnerships.agreements import serializers as shapes
from partnerships.agreements.acting import required_side
from partnerships.agreements.filters import AgreementFilter, PartnershipFilter, ProposalFilter
from partnerships.agreements.models import Agreement, Partnership, Proposal, Side, Signature, sides_of
from partnerships.agreements.services import agreements, partnerships, proposals, signing
from partnerships.agreements.services.agreements import Terms
from partnerships.agreements.services.proposals import Idea
from portal.accounts.models import Role
from portal.common import files
from portal.common.api import ScopedViewSet
from portal.common.api_writing import CreateUpdateMixin, NothingSerializer, ReasonSerializer
from portal.records import links
from portal.records.workflow import history


class ActsMixin:
    """Reading the body of an act, and answering with the row or its history."""

    def body(self, shape: Any) -> dict[str, Any]:
        """The validated body of a POST act."""
        view: Any = self
        serializer = shape(data=view.request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def answer_with(self, row: Any) -> Response:
        """The row as it stands now."""
        view: Any = self
        return Response(view.get_serializer(view.get_queryset().get(pk=row.pk)).data)

    @extend_schema(responses=shapes.TransitionSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def history(self, request: Request, public_id: str) -> Response:
        """Every move: who, when, why."""
        view: Any = self
        return Response(shapes.TransitionSerializer(history(view.get_object()), many=True).data)


class PartnershipViewSet(
    ActsMixin, CreateUpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet
):
    """List, show, begin, edit and move partnerships."""

    model = Partnership
    select = ("school", "enterprise")
    filterset_class = PartnershipFilter
    add_permission = "agreements.add_partnership"
    change_permission = "agreements.change_partnership"

    def get_serializer_class(self) -> Any:
        is_change = self.action == "partial_update"
        return shapes.PartnershipChangeSerializer if is_change else shapes.PartnershipSerializer

    def create_row(self, values: dict[str, Any]) -> Partnership:
        school, enterprise = values.pop("school"), values.pop("enterprise")
        if not sides_of(self.request.user, school.pk, enterprise.pk, Role.EDITOR):
            raise PermissionDenied
        return partnerships.create_partnership(school, enterprise, by=self.request.user, **values)

    def update_row(self, row: Any, version: int, values: dict[str, Any]) -> Partnership:
        return partnerships.edit_partnership(row, version=version, by=self.request.user, **values)

    @extend_schema(request=shapes.OptionalReasonSerializer)
    @action(detail=True, methods=["post"], url_path=r"moves/(?P<name>[a-z_]+)", filterset_class=None)
    def moves(self, request: Request, public_id: str, name: str) -> Response:
        """A step of the ladder other than the end."""
        row = self.get_object()
        side = required_side(request, row)
        if name == "end":
            raise Http404
        values = self.body(shapes.OptionalReasonSerializer)
        partnerships.move_partnership(row, name, by=request.user, side=side, **values)
        return self.answer_with(row)

    @extend_schema(request=shapes.EndSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def end(self, request: Request, public_id: str) -> Response:
        """End the partnership with reason and day."""
        row = self.get_object()
        side = required_side(request, row, Role.SIGNATORY)
        partnerships.move_partnership(
            row, "end", by=request.user, side=side, **self.body(shapes.EndSerializer)
        )
        return self.answer_with(row)


class ProposalViewSet(
    ActsMixin, CreateUpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet
):
    """List, show, put and answer proposals."""

    model = Proposal
    select = ("school", "enterprise", "programme", "plan", "opening")
    serializer_class = shapes.ProposalSerializer
    filterset_class = ProposalFilter
    http_method_names = ["get", "post", "head", "options"]
    add_permission = "agreements.add_proposal"

    def create_row(self, values: dict[str, Any]) -> Proposal:
        school, enterprise = values.pop("school"), values.pop("enterprise")
        side = values.pop("from_side")
        if Side(side) not in sides_of(self.request.user, school.pk, enterprise.pk, Role.EDITOR):
            raise PermissionDenied
        return proposals.create_proposal(
            school,
            enterprise,
            Idea(**values),
            from_side=side,
            by=self.request.user,
            now=timezone.now(),
        )

    @extend_schema(request=shapes.AcceptSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def accept(self, request: Request, public_id: str) -> Response:
        """Accept all or fewer."""
        row = self.get_object()
        self.allow("agreements.answer_proposal", row)
        values = self.body(shapes.AcceptSerializer)
        proposals.accept_proposal(row, by=request.user, now=timezone.now(), **values)
        return self.answer_with(row)

    @extend_schema(request=shapes.DeclineSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def decline(self, request: Request, public_id: str) -> Response:
        """Decline with a reason."""
        row = self.get_object()
        self.allow("agreements.answer_proposal", row)
        values = self.body(shapes.DeclineSerializer)
        proposals.decline_proposal(row, by=request.user, now=timezone.now(), **values)
        return self.answer_with(row)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def withdraw(self, request: Request, public_id: str) -> Response:
        """Take back what waits."""
        row = self.get_object()
        self.allow("agreements.withdraw_proposal", row)
        proposals.withdraw_proposal(row, by=request.user)
        return self.answer_with(row)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def cancel(self, request: Request, public_id: str) -> Response:
        """Call off what was accepted; frees the seats."""
        row = self.get_object()
        self.allow("agreements.cancel_proposal", row)
        proposals.cancel_proposal(row, by=request.user, **self.body(ReasonSerializer))
        return self.answer_with(row)


class AgreementViewSet(
    ActsMixin, CreateUpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet
):
    """List, show, draft, offer, sign and end agreements."""

    model = Agreement
    select = ("partnership__school", "partnership__enterprise")
    prefetch = ("forms", "programmes", "signatures")
    filterset_class = AgreementFilter
    add_permission = "agreements.add_partnership"
    change_permission = "agreements.change_agreement"

    def get_serializer_class(self) -> Any:
        is_new = self.action == "create"
        return shapes.AgreementSerializer if is_new else shapes.ChangedAgreementSerializer

    def create_row(self, values: dict[str, Any]) -> Agreement:
        partnership = values.pop("partnership")
        self.allow("agreements.add_agreement", partnership)
        side = required_side(self.request, partnership)
        return agreements.draft_agreement(partnership, _terms(values), by=self.request.user, side=side)

    def update_row(self, row: Any, version: int, values: dict[str, Any]) -> Agreement:
        kept = agreements.terms_of(row)
        return agreements.edit_agreement(row, _terms(values, kept), version=version, by=self.request.user)

    def _move(self, name: str, shape: Any = NothingSerializer) -> Response:
        row = self.get_object()
        agreements.move_agreement(row, name, by=self.request.user, **self.body(shape))
        return self.answer_with(row)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def offer(self, request: Request, public_id: str) -> Response:
        """Offer for signature."""
        return self._move("offer")

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def reopen(self, request: Request, public_id: str) -> Response:
        """Back to draft while nobody has signed."""
        return self._move("reopen")

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def withdraw(self, request: Request, public_id: str) -> Response:
        """Withdraw draft or offer with a reason."""
        return self._move("withdraw", ReasonSerializer)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def decline(self, request: Request, public_id: str) -> Response:
        """Do not sign, with a reason."""
        return self._move("decline", ReasonSerializer)

    @extend_schema(request=shapes.EndSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def terminate(self, request: Request, public_id: str) -> Response:
        """End a signed agreement early."""
        row = self.get_object()
        agreements.terminate_agreement(row, by=request.user, **self.body(shapes.EndSerializer))
        return self.answer_with(row)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def copy(self, request: Request, public_id: str) -> Response:
        """A new draft with the same terms."""
        row = self.get_object()
        self.allow("agreements.change_agreement", row)
        made = agreements.copy_agreement(row, by=request.user, side=required_side(request, row))
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.SignSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def sign(self, request: Request, public_id: str) -> Response:
        """Sign for the own side."""
        row = self.get_object()
        self.allow("agreements.sign_agreement", row)
        side = required_side(request, row, Role.SIGNATORY)
        version = self.body(shapes.SignSerializer)["version"]
        hand = signing.by_account(request.user)
        signing.sign_agreement(
            row, hand, side=side, by=request.user, on=timezone.localdate(), version=version
        )
        return self.answer_with(row)

    @extend_schema(request={"multipart/form-data": shapes.PaperSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def paper(self, request: Request, public_id: str) -> Response:
        """Record the own side's signature on paper with its scan."""
        row = self.get_object()
        self.allow("agreements.sign_agreement", row)
        side = required_side(request, row, Role.SIGNATORY)
        values = self.body(shapes.PaperSerializer)
        hand = signing.on_paper(values["signer"], values["scan"], request.user)
        on, version = values["signed_on"], values["version"]
        signing.sign_agreement(row, hand, side=side, by=request.user, on=on, version=version)
        return self.answer_with(row)

    @extend_schema(request=shapes.LinkSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def link(self, request: Request, public_id: str) -> Response:
        """Make a link for signing without an account; its address is answered this once."""
        row = self.get_object()
        self.allow("agreements.change_agreement", row)
        link, token = signing.issue_signing_link(row, by=request.user, **self.body(shapes.LinkSerializer))
        body = {"address": links.address_of(token), "expires_at": link.expires_at}
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "application/octet-stream"): bytes})
    @action(detail=True, url_path=r"scans/(?P<child_id>[a-z0-9]+)", filterset_class=None)
    def scan(self, request: Request, public_id: str, child_id: str) -> FileResponse:
        """The scan of a signature on paper."""
        rows = Signature.objects.visible_to(request.user).exclude(scan="")
        signature = rows.filter(agreement=self.get_object(), public_id=child_id).first()
        if signature is None:
            raise Http404
        self.allow("agreements.download_scan", signature)
        return files.as_attachment(signature.scan.open("rb"), signature.scan_name, signature.scan_type)


def _terms(values: dict[str, Any], kept: Terms | None = None) -> Terms:
    """The terms of a request; on a change, what it leaves out stays."""
    lists = {name: tuple(values.pop(name, getattr(kept, name, ()))) for name in ("forms", "programmes")}
    columns = {**(kept.columns() if kept else {}), **values}
    return Terms(**columns, **lists)


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    router.register("partnerships", PartnershipViewSet, basename="partnership")
    router.register("proposals", ProposalViewSet, basename="proposal")
    router.register("agreements", AgreementViewSet, basename="agreement")

"""The register of enterprises and all that enterprises write, as the pages do it: same rows, same services."""

from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from enterprises import filters, serializers
from enterprises.lists import still_offered
from enterprises.models import Alias, Contact, Enterprise, Opening, Site, StaffGroup
from enterprises.services import enterprises, openings, premises
from portal.accounts.jurisdiction import jurisdiction
from portal.accounts.memberships import memberships_of
from portal.common.api_register import RegisterViewSet
from portal.common.api_writing import NothingSerializer, ReasonSerializer


def with_oversight(rows: QuerySet[Any], user: Any, *, of: str = "") -> QuerySet[Any]:
    """With `is_overseen`: whether the user may read the row's inner facts."""
    own = Q(**{f"{of}pk__in": memberships_of(user).ids("enterprise")})
    overseen = own | jurisdiction(user, region=f"{of}region")
    return rows.annotate(
        is_overseen=Case(
            When(overseen, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
        )
    )


class EnterpriseViewSet(RegisterViewSet):
    """Enterprises."""

    model = Enterprise
    serializer_class = serializers.EnterpriseSerializer
    filterset_class = filters.EnterpriseFilter
    add_permission, change_permission = "enterprises.add_enterprise", "enterprises.change_enterprise"

    def get_queryset(self) -> QuerySet[Any]:
        return with_oversight(super().get_queryset(), self.request.user)

    def create_row(self, values: dict[str, Any]) -> Enterprise:
        return enterprises.register_enterprise(by=self.request.user, **values)

    def update_row(self, row: Enterprise, version: int, values: dict[str, Any]) -> Enterprise:
        values.pop("is_another", None)
        return enterprises.edit_enterprise(row, version=version, values=values, by=self.request.user)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, public_id: str) -> Response:
        """The bureau approves it as a host."""
        return self.act(request, enterprises.approve_enterprise, permission="enterprises.vet_enterprise")

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, public_id: str) -> Response:
        """The bureau refuses it as a host, with a reason."""
        return self.act(
            request,
            enterprises.refuse_enterprise,
            permission="enterprises.vet_enterprise",
            reason=self.reason(request),
        )


class OfEnterpriseViewSet(RegisterViewSet):
    """Rows that one enterprise writes of itself."""

    select: tuple[str, ...] = ("enterprise",)
    fixed = ("enterprise",)

    def owner(self, values: dict[str, Any]) -> Enterprise:
        """The enterprise named on creation, if the user may write for it."""
        enterprise: Enterprise = values.pop("enterprise")
        self.allow_owner(self.add_permission, enterprise)
        return enterprise


class AliasViewSet(OfEnterpriseViewSet):
    """Other names under which enterprises are known; they are added, never changed."""

    model = Alias
    http_method_names = ("get", "head", "options", "post")
    serializer_class = serializers.AliasSerializer
    add_permission = change_permission = "enterprises.change_enterprise"

    def allow(self, permission: str, row: Any = None) -> None:
        """Asked of the enterprise on creation."""

    def create_row(self, values: dict[str, Any]) -> Alias:
        return enterprises.add_alias(self.owner(values), by=self.request.user, **values)


class SiteViewSet(OfEnterpriseViewSet):
    """Sites of enterprises."""

    model = Site
    serializer_class = serializers.SiteSerializer
    add_permission, change_permission = "enterprises.add_site", "enterprises.change_site"

    def create_row(self, values: dict[str, Any]) -> Site:
        return premises.add_site(self.owner(values), by=self.request.user, **values)

    def update_row(self, row: Site, version: int, values: dict[str, Any]) -> Site:
        return premises.edit_site(row, version=version, values=self.changes(values), by=self.request.user)


class StaffGroupViewSet(OfEnterpriseViewSet):
    """Staff by post group, seen by the enterprise and its bureaus."""

    model = StaffGroup
    serializer_class = serializers.StaffGroupSerializer
    add_permission, change_permission = "enterprises.add_staff_group", "enterprises.change_staff_group"

    def create_row(self, values: dict[str, Any]) -> StaffGroup:
        return premises.add_staff_group(self.owner(values), by=self.request.user, **values)

    def update_row(self, row: StaffGroup, version: int, values: dict[str, Any]) -> StaffGroup:
        return premises.edit_staff_group(
            row, version=version, values=self.changes(values), by=self.request.user
        )

    @extend_schema(request=NothingSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, public_id: str) -> Response:
        """Drop the post group."""
        row = self.get_object()
        self.allow(self.change_permission, row)
        premises.remove_staff_group(row, by=request.user)
        return Response(status=204)


class ContactViewSet(OfEnterpriseViewSet):
    """Contacts, seen by the enterprise and its bureaus."""

    model = Contact
    serializer_class = serializers.ContactSerializer
    add_permission, change_permission = "enterprises.add_contact", "enterprises.change_contact"

    def create_row(self, values: dict[str, Any]) -> Contact:
        return premises.add_contact(self.owner(values), by=self.request.user, now=timezone.now(), **values)

    def update_row(self, row: Contact, version: int, values: dict[str, Any]) -> Contact:
        return premises.edit_contact(
            row, version=version, values=self.changes(values), by=self.request.user, now=timezone.now()
        )

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, public_id: str) -> Response:
        """Still right."""
        return self.act(request, premises.confirm_contact, now=timezone.now())

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, public_id: str) -> Response:
        """Approach the person no more."""
        return self.act(request, premises.archive_contact, on=timezone.localdate())

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, public_id: str) -> Response:
        """Approach the person again."""
        return self.act(request, premises.restore_contact)


class OpeningViewSet(OfEnterpriseViewSet):
    """Openings: published ones, and one's own in every state."""

    model = Opening
    select = ("enterprise", "site")
    serializer_class = serializers.OpeningSerializer
    filterset_class = filters.OpeningFilter
    add_permission, change_permission = "enterprises.add_opening", "enterprises.change_opening"

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        if self.action == "list":
            rows = still_offered(rows, self.request.user)
        return with_oversight(rows, self.request.user, of="enterprise__")

    def create_row(self, values: dict[str, Any]) -> Opening:
        return openings.create_opening(self.owner(values), by=self.request.user, **values)

    def update_row(self, row: Opening, version: int, values: dict[str, Any]) -> Opening:
        return openings.edit_opening(
            row, version=version, values=self.changes(values), by=self.request.user, now=timezone.now()
        )

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def clone(self, request: Request, public_id: str) -> Response:
        """A new draft with the same text."""
        return self.act(request, openings.clone_opening)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, public_id: str) -> Response:
        """Open it: for a vetted enterprise."""
        return self.act(request, openings.publish_opening, now=timezone.now())

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, public_id: str) -> Response:
        """Send it to the bureau: for an enterprise that is not vetted yet."""
        return self.act(request, openings.submit_opening, now=timezone.now())

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, public_id: str) -> Response:
        """The bureau lets it be published."""
        return self.act(request, openings.approve_opening, permission="enterprises.review_opening")

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def return_for_correction(self, request: Request, public_id: str) -> Response:
        """The bureau asks for a correction."""
        return self.act(
            request,
            openings.return_opening,
            permission="enterprises.review_opening",
            reason=self.reason(request),
        )

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, public_id: str) -> Response:
        """It takes nobody any more."""
        return self.act(request, openings.close_opening)

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, public_id: str) -> Response:
        """It takes students again."""
        return self.act(request, openings.reopen_opening, now=timezone.now())

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, public_id: str) -> Response:
        """Take it back, with a reason."""
        return self.act(request, openings.withdraw_opening, reason=self.reason(request))

    @extend_schema(request=NothingSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, public_id: str) -> Response:
        """Still true."""
        return self.act(request, openings.confirm_opening, now=timezone.now())


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    router.register("enterprises", EnterpriseViewSet, basename="enterprise")
    router.register("aliases", AliasViewSet, basename="alias")
    router.register("sites", SiteViewSet, basename="site")
    router.register("staff-groups", StaffGroupViewSet, basename="staff-group")
    router.register("contacts", ContactViewSet, basename="contact")
    router.register("openings", OpeningViewSet, basename="opening")

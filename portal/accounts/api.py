"""/api/v1/me/, members, invitations and bureaus."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from portal.accounts.memberships import kinds, memberships_of, model_of
from portal.accounts.models import AbstractMembership, Bureau, Invitation, Role
from portal.accounts.services import invitations, members
from portal.accounts.services.revoking import revoke_invitation
from portal.common.api import ScopedMixin, ScopedReadViewSet
from portal.common.api_writing import RECORD_FIELDS, NothingSerializer, RecordSerializer


class MembershipSerializer(serializers.Serializer):
    """A person's place in an organisation."""

    public_id = serializers.CharField()
    kind = serializers.ChoiceField(choices=["school", "enterprise", "bureau"])
    organisation = serializers.CharField(source="organisation.public_id")
    organisation_name = serializers.CharField(source="organisation.name")
    person = serializers.CharField(source="user")
    role = serializers.ChoiceField(choices=Role.choices)
    job_title = serializers.CharField()


class MeSerializer(serializers.Serializer):
    """The person who asks."""

    public_id = serializers.CharField()
    username = serializers.CharField()
    full_name = serializers.CharField()
    mobile = serializers.CharField(allow_null=True)
    email = serializers.CharField()
    is_operator = serializers.BooleanField()
    memberships = serializers.SerializerMethodField()

    @extend_schema(operation_id="me_memberships", responses=MembershipSerializer(many=True))
    def get_memberships(self, user: Any) -> list[dict[str, Any]]:
        """What the person belongs to."""
        rows = memberships_of(user).rows
        return list(MembershipSerializer(rows, many=True).data)


class MeViewSet(viewsets.GenericViewSet):
    """Who am I, and whom do I act for?"""

    serializer_class = MeSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=MeSerializer)
    def list(self, request: Request) -> Response:
        """The person who asks."""
        return Response(MeSerializer(request.user).data)


class RoleSerializer(serializers.Serializer):
    """Another role."""

    role = serializers.ChoiceField(choices=Role.choices)


class MemberViewSet(viewsets.GenericViewSet):
    """Members of the organisations a person belongs to; owners change and end."""

    serializer_class = MembershipSerializer
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]+"
    pagination_class = None
    filter_backends = ()

    def rows(self) -> list[AbstractMembership]:
        """Colleagues in all own organisations, by kind and age."""
        found: list[AbstractMembership] = []
        for kind in kinds():
            model = model_of(kind)
            field = model.organisation_field
            own = memberships_of(self.request.user).ids(kind)
            rows = model.objects.active().filter(**{f"{field}__in": own}).select_related("user", field)
            found += rows.order_by("pk")
        return found

    def get_object(self) -> AbstractMembership:
        for row in self.rows():
            if row.public_id == self.kwargs["public_id"]:
                return row
        raise Http404

    def list(self, request: Request) -> Response:
        """Everybody who belongs to one's organisations."""
        rows = self.rows()
        return Response({"count": len(rows), "results": MembershipSerializer(rows, many=True).data})

    def retrieve(self, request: Request, public_id: str) -> Response:
        """One member."""
        return Response(MembershipSerializer(self.get_object()).data)

    @extend_schema(request=RoleSerializer, responses=MembershipSerializer)
    @action(detail=True, methods=["post"])
    def role(self, request: Request, public_id: str) -> Response:
        """Give a member another role."""
        row = self.get_object()
        ScopedMixin.allow(self, "accounts.manage_members", row)
        given = RoleSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        changed = members.change_role(row, role=given.validated_data["role"], by=request.user)
        return Response(MembershipSerializer(changed).data)

    @extend_schema(request=NothingSerializer, responses=MembershipSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, public_id: str) -> Response:
        """Let a membership end today."""
        row = self.get_object()
        if row.user_id != request.user.pk:
            ScopedMixin.allow(self, "accounts.manage_members", row)
        ended = members.end_membership(row, by=request.user, on=timezone.localdate())
        return Response(MembershipSerializer(ended).data)


class InvitationSerializer(serializers.ModelSerializer):
    """An invitation; its link is in the answer to its making and nowhere else."""

    organisation = serializers.CharField(write_only=True)
    kind = serializers.ChoiceField(choices=["school", "enterprise", "bureau"])

    class Meta:
        model = Invitation
        fields = [
            "public_id",
            "kind",
            "organisation",
            "role",
            "person",
            "job_title",
            "mobile",
            "email",
            "expires_at",
        ]
        read_only_fields = ["public_id", "expires_at"]


class InvitationViewSet(
    ScopedMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Invitations to the organisations a person owns: open ones are listed, others shown by id."""

    model = Invitation
    serializer_class = InvitationSerializer

    def get_queryset(self) -> QuerySet[Invitation]:
        if getattr(self, "swagger_fake_view", False):
            return Invitation.objects.none()
        rows = Invitation.objects.visible_to(self.request.user).order_by("pk")
        return rows.open() if self.action == "list" else rows

    @extend_schema(request=InvitationSerializer, responses=InvitationSerializer)
    def create(self, request: Request) -> Response:
        """Invite somebody; `link` is in this answer only."""
        given = InvitationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        kind, public_id = values.pop("kind"), values.pop("organisation")
        organisation = self._organisation(kind, public_id)
        row, token = invitations.invite(organisation, kind=kind, by=request.user, **values)
        body = {**InvitationSerializer(row).data, "link": invitations.address_of(token)}
        return Response(body, status=201)

    def _organisation(self, kind: str, public_id: str) -> Any:
        """An own organisation: 404 where one does not belong, 403 where one is no owner."""
        for row in memberships_of(self.request.user).of_kind(kind):
            if row.organisation.public_id == public_id:
                self.allow("accounts.manage_members", row)
                return row.organisation
        raise Http404

    @extend_schema(request=NothingSerializer, responses=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, public_id: str) -> Response:
        """Withdraw an invitation that nobody took yet."""
        row = self.get_object()
        self.allow("accounts.manage_members", row)
        return Response(InvitationSerializer(revoke_invitation(row, by=request.user)).data)


class BureauSerializer(RecordSerializer):
    """An office that steers."""

    name = serializers.CharField(read_only=True)
    region = serializers.CharField(source="region.code")
    parent: Any = serializers.CharField(source="parent.public_id", default=None)

    class Meta:
        model = Bureau
        fields = [*RECORD_FIELDS, "name", "name_zh", "name_en", "kind", "region", "parent", "follows"]
        read_only_fields = fields


class BureauViewSet(ScopedReadViewSet):
    """The register of bureaus."""

    model = Bureau
    serializer_class = BureauSerializer
    select = ("region", "parent")


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    router.register("me", MeViewSet, basename="me")
    router.register("members", MemberViewSet, basename="member")
    router.register("invitations", InvitationViewSet, basename="invitation")
    router.register("bureaus", BureauViewSet, basename="bureau")

"""/api/v1/tokens/: a person's own keys. They are made and revoked in a session, never by a key."""

from datetime import date

from django.core.exceptions import PermissionDenied
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from portal.common.api import ScopedViewSet
from portal.common.api_writing import NothingSerializer
from portal.records.imports import api as imports
from portal.records.models import ApiToken
from portal.records.tokens import issue_token, revoke_token


class TokenSerializer(serializers.ModelSerializer):
    """A key, without its text."""

    expires_on = serializers.DateField(write_only=True, required=False, allow_null=True)

    class Meta:
        model = ApiToken
        fields = ["public_id", "name", "scope", "expires_on", "expires_at", "revoked_at", "last_used_on"]
        read_only_fields = ["public_id", "expires_at", "revoked_at", "last_used_on"]


class TokenViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """A person's own keys to the API."""

    model = ApiToken
    serializer_class = TokenSerializer

    def _in_a_session(self, request: Request) -> None:
        """A key that leaked must not make further keys."""
        if isinstance(request.auth, ApiToken):
            raise PermissionDenied

    @extend_schema(request=TokenSerializer, responses=TokenSerializer)
    def create(self, request: Request) -> Response:
        """Make a key; `token` is in this answer only."""
        self._in_a_session(request)
        given = TokenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        expires_on: date | None = values.get("expires_on")
        scope = values.get("scope", ApiToken.Scope.READ)
        token, text = issue_token(request.user, name=values["name"], scope=scope, expires_on=expires_on)
        return Response({**TokenSerializer(token).data, "token": text}, status=201)

    @extend_schema(request=NothingSerializer, responses=TokenSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, public_id: str) -> Response:
        """Close a key for good."""
        self._in_a_session(request)
        return Response(TokenSerializer(revoke_token(self.get_object(), by=request.user)).data)


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    imports.register(router)
    router.register("tokens", TokenViewSet, basename="token")

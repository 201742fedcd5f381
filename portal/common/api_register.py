"""The base of views over a register: list, show, create, change, and acts of their own address."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from portal.common.api import ScopedViewSet
from portal.common.api_writing import CreateUpdateMixin, ReasonSerializer


class RegisterViewSet(CreateUpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """List, show, create, change; what happens to a row has its own POST acts."""

    http_method_names: Sequence[str] = ("get", "head", "options", "post", "patch")
    # The owner named on creation stays: on change it may not be moved to another.
    fixed: tuple[str, ...] = ()

    def changes(self, values: dict[str, Any]) -> dict[str, Any]:
        """What may be changed of the values sent."""
        return {name: value for name, value in values.items() if name not in self.fixed}

    def act(self, request: Request, do: Any, *, permission: str = "", **values: Any) -> Response:
        """Do the act on the row of the address and show it."""
        row = self.get_object()
        self.allow(permission or self.change_permission, row)
        changed = do(row, by=request.user, **values)
        return Response(self.get_serializer(self.shown(changed)).data)

    def shown(self, row: Any) -> Any:
        """The row as it is shown: read again within the user's sight, with what the list reads along."""
        return self.get_queryset().filter(pk=row.pk).first() or row

    def reason(self, request: Request) -> str:
        """The reason sent."""
        sent = ReasonSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        return str(sent.validated_data["reason"])

    def allow_owner(self, permission: str, owner: Any) -> None:
        """403 where the user may not write for this owner."""
        if not self.request.user.has_perm(permission, owner):
            raise PermissionDenied

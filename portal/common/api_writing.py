"""Creating and changing rows through the API: the same services as the pages, the same versions."""

from typing import Any

from django.db import models
from rest_framework import exceptions, serializers, status
from rest_framework.relations import SlugRelatedField
from rest_framework.request import Request
from rest_framework.response import Response


class ScopedRelatedField(SlugRelatedField):
    """A row of another table by its public id, out of those the user may see or (scope "managed_by") change."""

    def __init__(self, model: Any = None, scope: str = "visible_to", **kwargs: Any) -> None:
        self.model, self.scope = model, scope
        kwargs.setdefault("slug_field", "public_id")
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", model._default_manager.none())
        super().__init__(**kwargs)

    def get_queryset(self) -> Any:
        request = self.context.get("request")
        if request is None:
            return self.model._default_manager.none()
        return getattr(self.model._default_manager, self.scope)(request.user)


class RecordSerializer(serializers.ModelSerializer):
    """What all rows show: public id, version, times, and the address of their page."""

    page = serializers.SerializerMethodField()

    def get_page(self, row: Any) -> str:
        """The page of the row for people."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""


RECORD_FIELDS = ("public_id", "version", "created_at", "updated_at", "page")
RECORD_READ_ONLY = ("public_id", "version", "created_at", "updated_at")


class CreateUpdateMixin:
    """POST creates, PATCH changes with the `version` that the client saw. Views say how: `create_row`,
    `update_row`; and which permissions ask: `add_permission`, `change_permission`."""

    add_permission = ""
    change_permission = ""

    def create_row(self, values: dict[str, Any]) -> models.Model:
        """Call the service that creates."""
        raise NotImplementedError

    def update_row(self, row: Any, version: int, values: dict[str, Any]) -> models.Model:
        """Call the service that changes."""
        raise NotImplementedError

    def shown(self, row: Any) -> Any:
        """The row as the answer shows it."""
        return row

    def create(self, request: Request) -> Response:
        """Create one."""
        view: Any = self
        view.allow(self.add_permission)
        serializer = view.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        row = self.create_row(dict(serializer.validated_data))
        return Response(view.get_serializer(view.shown(row)).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, public_id: str) -> Response:
        """Change some fields; 409 where somebody else was faster."""
        view: Any = self
        row = view.get_object()
        view.allow(self.change_permission, row)
        version = _version(request.data)
        serializer = view.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        changed = self.update_row(row, version, dict(serializer.validated_data))
        return Response(view.get_serializer(view.shown(changed)).data)


def _version(data: Any) -> int:
    field = serializers.IntegerField(min_value=1)
    try:
        return int(field.run_validation(data.get("version") if isinstance(data, dict) else None))
    except exceptions.ValidationError as error:
        raise exceptions.ValidationError({"version": error.detail}) from error


class ReasonSerializer(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=500)


class NothingSerializer(serializers.Serializer):
    """An act that needs no facts."""

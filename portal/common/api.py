"""The base of the API: scoped views, problem+json, pages, token scope.

A view names its `model`; its rows are `model.objects.visible_to(user)`, so what is foreign is 404 exactly as what
is missing. Writing goes through services; a DomainError is 409.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, viewsets
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import exception_handler

from portal.common.errors import DomainError
from portal.common.refusals import PROBLEM, problem_body


class ScopedMixin:
    """Rows of `model` that the user may see; `select` and `prefetch` name the relations a row shows."""

    model: type[models.Model]
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]+"
    select: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        manager: Any = self.model._default_manager
        if getattr(self, "swagger_fake_view", False):
            return manager.none()
        rows = manager.visible_to(self.request.user)  # type: ignore[attr-defined]
        return rows.select_related(*self.select).prefetch_related(*self.prefetch).order_by("pk")

    def allow(self, permission: str, row: models.Model | None = None) -> None:
        """403 where the user sees the row but may not do this."""
        if not self.request.user.has_perm(permission, row):  # type: ignore[attr-defined]
            raise PermissionDenied


class ScopedReadViewSet(ScopedMixin, viewsets.ReadOnlyModelViewSet):
    """List and show."""


class ScopedViewSet(ScopedMixin, viewsets.GenericViewSet):
    """Base for views that add their own writing acts to mixins of list and show."""


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error of the API as application/problem+json (RFC 9457)."""
    if isinstance(error, DomainError):
        return _problem(409, str(error), code=error.code)
    if isinstance(error, DjangoValidationError):
        error = exceptions.ValidationError(as_serializer_error(error))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    response = exception_handler(error, context)
    if response is None:
        return None
    extra = {"errors": response.data} if isinstance(error, exceptions.ValidationError) else {}
    title = _("Some fields need correction.") if extra else str(getattr(error, "detail", error))
    answer = _problem(response.status_code, title, code=getattr(error, "default_code", ""), **extra)
    for header in ("WWW-Authenticate", "Retry-After"):
        if header in response.headers:
            answer[header] = response.headers[header]
    return answer


def _problem(status: int, title: str, **extra: Any) -> Response:
    return Response(problem_body(status, title, **extra), status=status, content_type=PROBLEM)

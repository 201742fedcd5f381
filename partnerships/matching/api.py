"""Suggestions, answers, runs and funnels over the API: the same rows, services and permissions as the pages."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from partnerships.matching import serializers as shapes
from partnerships.matching import services
from partnerships.matching.filters import ApiFilter
from partnerships.matching.models import Answer, Funnel, MatchRun, Suggestion
from partnerships.matching.showing import RELATED
from portal.common.api import ScopedReadViewSet
from portal.common.api_writing import NothingSerializer


class SuggestionViewSet(ScopedReadViewSet):
    """List and show suggestions of the own programmes and openings; answer, decline, take back."""

    model = Suggestion
    select = (*RELATED, "run")
    serializer_class = shapes.SuggestionSerializer
    filterset_class = ApiFilter

    @extend_schema(request=shapes.AnswerInputSerializer, responses=shapes.AnswerSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def answer(self, request: Request, public_id: str) -> Response:
        """Shortlist it, or put it off."""
        return self._answered(shapes.AnswerInputSerializer, {})

    @extend_schema(request=shapes.DeclineInputSerializer, responses=shapes.AnswerSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def decline(self, request: Request, public_id: str) -> Response:
        """Not for us, with the reason that later ranking learns from."""
        return self._answered(shapes.DeclineInputSerializer, {"kind": Answer.Kind.DECLINED})

    def _answered(self, shape: Any, fixed: dict[str, Any]) -> Response:
        row = self.get_object()
        self.allow("matching.answer_suggestion", row)
        serializer = shape(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        values = {**serializer.validated_data, **fixed}
        said = services.answer(row, by=self.request.user, now=timezone.now(), **values)
        return Response(shapes.AnswerSerializer(said).data)


class AnswerViewSet(ScopedReadViewSet):
    """List and show the answers of the own side, and take them back."""

    model = Answer
    select = ("programme", "enterprise", "opening")
    serializer_class = shapes.AnswerSerializer

    @extend_schema(request=NothingSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, public_id: str) -> Response:
        """Forget the answer; what it taught ends with the next run."""
        row = self.get_object()
        self.allow("matching.change_answer", row)
        services.take_back(row, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MatchRunViewSet(ScopedReadViewSet):
    """The reports of all runs; they name nobody."""

    model = MatchRun
    serializer_class = shapes.MatchRunSerializer


class FunnelViewSet(ScopedReadViewSet):
    """Why the own programmes got so many suggestions."""

    model = Funnel
    select = ("programme",)
    serializer_class = shapes.FunnelSerializer


def register(router: DefaultRouter) -> None:
    """Add this room's endpoints."""
    router.register("suggestions", SuggestionViewSet, basename="suggestion")
    router.register("answers", AnswerViewSet, basename="answer")
    router.register("match-runs", MatchRunViewSet, basename="match-run")
    router.register("funnels", FunnelViewSet, basename="funnel")

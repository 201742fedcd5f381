"""How suggestions, answers, runs and funnels read in the API."""

from typing import Any

from rest_framework import serializers

from partnerships.agreements.models import Proposal, Side
from partnerships.matching.engine.gates import STEPS
from partnerships.matching.engine.tables import GROUPS
from partnerships.matching.engine.weights import STANDARD
from partnerships.matching.models import Answer, Funnel, MatchRun, Suggestion
from partnerships.matching.showing import sentences
from portal.accounts.memberships import memberships_of
from portal.common.api_writing import RECORD_FIELDS, RecordSerializer


def side_of_reader(serializer: serializers.BaseSerializer, row: Suggestion) -> str:
    """As which side the caller reads this suggestion, the school first."""
    memberships = memberships_of(serializer.context["request"].user)
    return Side.SCHOOL.value if memberships.has("school", row.school_id) else Side.ENTERPRISE.value


class SuggestionSerializer(RecordSerializer):
    """A scored pair; reasons and concerns as codes with values, and in words of the caller's language."""

    programme: Any = serializers.SlugRelatedField("public_id", read_only=True)
    school: Any = serializers.SlugRelatedField("public_id", read_only=True)
    enterprise: Any = serializers.SlugRelatedField("public_id", read_only=True)
    opening: Any = serializers.SlugRelatedField("public_id", read_only=True)
    run: Any = serializers.SlugRelatedField("public_id", read_only=True)
    kind = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()
    concerns = serializers.SerializerMethodField()

    class Meta:
        model = Suggestion
        fields = [
            *RECORD_FIELDS,
            "kind",
            "programme",
            "school",
            "enterprise",
            "opening",
            "run",
            "rank",
            "score",
            "points",
            "parts",
            "km",
            "reasons",
            "concerns",
        ]
        read_only_fields = fields

    def get_kind(self, row: Suggestion) -> str:
        """opening, or partner for an enterprise without one."""
        return "partner" if row.opening_id is None else "opening"

    def get_parts(self, row: Suggestion) -> list[dict[str, Any]]:
        """Points of each part with its maximum; they add up to `points`."""
        return [
            {"part": part, "points": points, "max": maximum}
            for part, points, maximum in zip(GROUPS, row.parts, STANDARD.points, strict=False)
        ]

    def get_reasons(self, row: Suggestion) -> list[str]:
        """What speaks for the pair."""
        return list(sentences(row, row.reasons, side_of_reader(self, row)))

    def get_concerns(self, row: Suggestion) -> list[str]:
        """What speaks against it, as far as the caller's side may know."""
        return list(sentences(row, row.concerns, side_of_reader(self, row)))


class AnswerSerializer(serializers.ModelSerializer):
    """An answer of the caller's own side."""

    programme: Any = serializers.SlugRelatedField("public_id", read_only=True)
    enterprise: Any = serializers.SlugRelatedField("public_id", read_only=True)
    opening: Any = serializers.SlugRelatedField("public_id", read_only=True)

    class Meta:
        model = Answer
        fields = [
            "public_id",
            "side",
            "programme",
            "enterprise",
            "opening",
            "kind",
            "reason",
            "note",
            "answered_at",
        ]
        read_only_fields = fields


class AnswerInputSerializer(serializers.Serializer):
    """Shortlist, or put off."""

    kind = serializers.ChoiceField(choices=[Answer.Kind.SHORTLISTED, Answer.Kind.LATER])
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class DeclineInputSerializer(serializers.Serializer):
    """Why not."""

    reason = serializers.ChoiceField(choices=Proposal.DeclineReason.choices)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class MatchRunSerializer(RecordSerializer):
    """The report of a run."""

    gates = serializers.SerializerMethodField()
    seconds = serializers.FloatField(read_only=True, allow_null=True)

    class Meta:
        model = MatchRun
        fields = [
            *RECORD_FIELDS,
            "state",
            "scope",
            "weights",
            "started_at",
            "finished_at",
            "seconds",
            "programmes",
            "openings",
            "suggestions",
            "gates",
        ]
        read_only_fields = fields

    def get_gates(self, row: MatchRun) -> list[dict[str, Any]]:
        """Pairs left before the first gate ("all") and after each."""
        return _gates(row.gates)


class FunnelSerializer(RecordSerializer):
    """Why a programme got so many suggestions, and what would give more."""

    programme: Any = serializers.SlugRelatedField("public_id", read_only=True)
    gates = serializers.SerializerMethodField()
    relaxations = serializers.SerializerMethodField()

    class Meta:
        model = Funnel
        fields = [*RECORD_FIELDS, "programme", "gates", "relaxations"]
        read_only_fields = fields

    def get_gates(self, row: Funnel) -> list[dict[str, Any]]:
        """Openings left before the first gate ("all") and after each."""
        return _gates(row.remaining)

    def get_relaxations(self, row: Funnel) -> list[dict[str, Any]]:
        """Single changes with the openings and seats they would add."""
        names = ("kind", "value", "openings", "seats")
        return [dict(zip(names, change, strict=False)) for change in row.relaxations]


def _gates(counts: list[int]) -> list[dict[str, Any]]:
    return [{"gate": gate, "left": left} for gate, left in zip(("all", *STEPS), counts, strict=False)]

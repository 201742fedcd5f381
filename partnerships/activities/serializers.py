"""How activities, their evidence and the answers to them read and are written in the API."""

from typing import Any

from rest_framework import serializers

from partnerships.activities.kinds import kinds
from partnerships.activities.models import Activity, Confirmation, Evidence
from partnerships.agreements.models import Agreement, Partnership
from portal.common.api_writing import RECORD_FIELDS, RECORD_READ_ONLY, RecordSerializer, ScopedRelatedField
from schools.models import Programme


class EvidenceSerializer(serializers.ModelSerializer):
    """A file that shows an activity; its content is at .../evidence/<public_id>/."""

    class Meta:
        model = Evidence
        fields = ["public_id", "name", "content_type", "size", "sha256", "created_at"]


class ConfirmationSerializer(serializers.ModelSerializer):
    """One answer of the other side."""

    class Meta:
        model = Confirmation
        fields = ["public_id", "side", "is_confirmed", "note", "person", "created_at"]


class ActivitySerializer(RecordSerializer):
    """An activity with its evidence and answers."""

    partnership = ScopedRelatedField(Partnership, scope="managed_by")
    programme = ScopedRelatedField(Programme, required=False, allow_null=True)
    agreement = ScopedRelatedField(Agreement, required=False, allow_null=True)
    kind = serializers.CharField(max_length=40)
    evidence = EvidenceSerializer(many=True, read_only=True)
    confirmations = ConfirmationSerializer(many=True, read_only=True)

    class Meta:
        model = Activity
        fields = [
            *RECORD_FIELDS,
            "partnership",
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
            "status",
            "logged_side",
            "offered_at",
            "evidence",
            "confirmations",
        ]
        read_only_fields = [*RECORD_READ_ONLY, "status", "logged_side", "offered_at"]

    def validate_kind(self, value: str) -> str:
        """Only kinds of the list."""
        if value not in kinds():
            raise serializers.ValidationError(f"one of: {', '.join(kinds())}")
        return value


class ChangedActivitySerializer(ActivitySerializer):
    """An existing activity: partnership and kind stay."""

    partnership = ScopedRelatedField(Partnership, read_only=True)

    class Meta(ActivitySerializer.Meta):
        read_only_fields = [*ActivitySerializer.Meta.read_only_fields, "kind"]
        extra_kwargs: dict[str, Any] = {}

    kind = serializers.CharField(read_only=True)  # type: ignore[assignment]


class ConfirmSerializer(serializers.Serializer):
    """The version that was read, and a word."""

    version = serializers.IntegerField(min_value=1)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class DisputeSerializer(serializers.Serializer):
    """What was not so."""

    note = serializers.CharField(max_length=500)


class PersonSerializer(serializers.Serializer):
    """For whom a signed link is made."""

    person = serializers.CharField(max_length=80)


class UploadSerializer(serializers.Serializer):
    """Files that show the activity (multipart, field `files` once or several times)."""

    files = serializers.ListField(child=serializers.FileField(), allow_empty=False, max_length=20)

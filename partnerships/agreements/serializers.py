"""How partnerships, proposals and agreements read and are written in the API."""

from typing import Any

from rest_framework import serializers

from enterprises.models import Enterprise, Opening
from partnerships.agreements.models import Agreement, Partnership, Proposal, Side, Signature
from portal.common.api_writing import RECORD_FIELDS, RECORD_READ_ONLY, RecordSerializer, ScopedRelatedField
from portal.records.models import Transition
from portal.reference.models import CooperationForm
from schools.models import PlacementPlan, Programme, School


class PartnershipSerializer(RecordSerializer):
    """A partnership; the own side of the pair must be one that the user edits."""

    school = ScopedRelatedField(School)
    enterprise = ScopedRelatedField(Enterprise)

    class Meta:
        model = Partnership
        fields = [
            *RECORD_FIELDS,
            "school",
            "enterprise",
            "stage",
            "started_on",
            "ended_on",
            "purpose",
            "school_contact",
            "enterprise_contact",
            "last_activity_on",
            "strategic_side",
        ]
        read_only_fields = [*RECORD_READ_ONLY, "stage", "ended_on", "last_activity_on", "strategic_side"]
        # Uniqueness of the pair is the service's: it answers 409 and names the partnership that is there.
        validators: list[Any] = []


class PartnershipChangeSerializer(PartnershipSerializer):
    """What may change of a partnership."""

    class Meta(PartnershipSerializer.Meta):
        read_only_fields = [
            *PartnershipSerializer.Meta.read_only_fields,
            "school",
            "enterprise",
            "started_on",
        ]
        extra_kwargs: dict[str, Any] = {}

    school = ScopedRelatedField(School, read_only=True)
    enterprise = ScopedRelatedField(Enterprise, read_only=True)


class TransitionSerializer(serializers.ModelSerializer):
    """One move: who, when, why."""

    class Meta:
        model = Transition
        fields = ["at", "actor", "move", "from_state", "to_state", "reason"]


class ProposalSerializer(RecordSerializer):
    """A proposal; `from_side` is the own side."""

    school = ScopedRelatedField(School)
    enterprise = ScopedRelatedField(Enterprise)
    programme = ScopedRelatedField(Programme, required=False, allow_null=True)
    plan = ScopedRelatedField(PlacementPlan, required=False, allow_null=True)
    opening = ScopedRelatedField(Opening, required=False, allow_null=True)
    from_side = serializers.ChoiceField(choices=Side.choices)

    class Meta:
        model = Proposal
        fields = [
            *RECORD_FIELDS,
            "school",
            "enterprise",
            "from_side",
            "programme",
            "plan",
            "opening",
            "students",
            "students_asked",
            "starts_on",
            "ends_on",
            "message",
            "status",
            "sent_at",
            "answered_at",
            "answered_by",
            "decline_reason",
            "answer_note",
        ]
        read_only_fields = [
            *RECORD_READ_ONLY,
            "students_asked",
            "status",
            "sent_at",
            "answered_at",
            "answered_by",
            "decline_reason",
            "answer_note",
        ]
        # The same proposal twice is refused by the service with 409.
        validators: list[Any] = []


class AcceptSerializer(serializers.Serializer):
    """How many, and a word."""

    students = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class DeclineSerializer(serializers.Serializer):
    """Why not."""

    reason = serializers.ChoiceField(choices=Proposal.DeclineReason.choices)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class SignatureSerializer(serializers.ModelSerializer):
    """One party's signature."""

    class Meta:
        model = Signature
        fields = ["public_id", "party", "method", "signer", "signed_on", "scan_name", "scan_sha256"]


class AgreementSerializer(RecordSerializer):
    """An agreement with its signatures."""

    partnership = ScopedRelatedField(Partnership, scope="managed_by")
    forms = serializers.PrimaryKeyRelatedField(
        many=True, queryset=CooperationForm.objects.all(), allow_empty=False
    )
    programmes = ScopedRelatedField(Programme, many=True, required=False)
    signatures = SignatureSerializer(many=True, read_only=True)

    class Meta:
        model = Agreement
        fields = [
            *RECORD_FIELDS,
            "partnership",
            "title",
            "forms",
            "programmes",
            "starts_on",
            "ends_on",
            "students_per_year",
            "school_duties",
            "enterprise_duties",
            "status",
            "drafted_side",
            "ended_early_on",
            "signatures",
        ]
        read_only_fields = [*RECORD_READ_ONLY, "status", "drafted_side", "ended_early_on"]


class ChangedAgreementSerializer(AgreementSerializer):
    """An existing agreement: its partnership stays."""

    partnership = ScopedRelatedField(Partnership, read_only=True)


class EndSerializer(serializers.Serializer):
    """Why, and the last day."""

    reason = serializers.CharField(max_length=500)
    on = serializers.DateField()


class OptionalReasonSerializer(serializers.Serializer):
    """Why, where a word is wanted."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class SignSerializer(serializers.Serializer):
    """The version that the signer read."""

    version = serializers.IntegerField(min_value=1)


class PaperSerializer(serializers.Serializer):
    """A signature on paper with its scan (multipart), and the version of the text that was signed."""

    signer = serializers.CharField(max_length=80)
    signed_on = serializers.DateField()
    scan = serializers.FileField()
    version = serializers.IntegerField(min_value=1)


class LinkSerializer(serializers.Serializer):
    """For whom a signed link is made, and for which side."""

    person = serializers.CharField(max_length=80)
    side = serializers.ChoiceField(choices=Side.choices)

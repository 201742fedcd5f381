"""How the API shows and reads what enterprises write."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from enterprises.models import Alias, Contact, Enterprise, Opening, Site, StaffGroup
from portal.common.api_writing import RECORD_FIELDS, RECORD_READ_ONLY, RecordSerializer, ScopedRelatedField
from portal.reference.codes import CodeError, parse_credit_code
from portal.reference.sentences import spoken

# Inner facts: read only by the enterprise itself and its bureaus.
INNER = ("staff_total", "staff_as_of", "vetting_remarks")


class CreditCodeField(serializers.CharField):
    """A unified social credit code, mended for width and case; a wrong check character is an error."""

    def to_internal_value(self, data: Any) -> Any:
        text = super().to_internal_value(data)
        if not text:
            return None
        try:
            return parse_credit_code(text).value
        except CodeError as error:
            raise serializers.ValidationError(spoken(error)) from error


class OnTheGlobe(RecordSerializer):
    """A row with longitude and latitude."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        pair = [attrs.get(name, getattr(self.instance, name, None)) for name in ("longitude", "latitude")]
        is_pair = (pair[0] is None) == (pair[1] is None)
        if not is_pair or (pair[0] is not None and not (abs(pair[0]) <= 180 and abs(pair[1] or 0) <= 90)):
            raise serializers.ValidationError(
                {"latitude": _("Longitude runs from -180 to 180, latitude from -90 to 90.")}
            )
        return attrs


class EnterpriseSerializer(OnTheGlobe):
    credit_code = CreditCodeField(required=False, allow_null=True, allow_blank=True)
    is_another = serializers.BooleanField(write_only=True, required=False)

    class Meta:
        model = Enterprise
        fields = (
            *RECORD_FIELDS,
            "name_zh",
            "name_en",
            "credit_code",
            "number_kind",
            "number",
            "kind",
            "region",
            "industry",
            "address",
            "website",
            "longitude",
            "latitude",
            "introduction",
            "vetting",
            *INNER,
            "approaches_paused_until",
            "closed_on",
            "is_demo",
            "is_another",
        )
        read_only_fields = (*RECORD_READ_ONLY, "vetting", "vetting_remarks", "is_demo")
        validators: list[Any] = []

    def to_representation(self, instance: Enterprise) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        if not getattr(instance, "is_overseen", False):
            for name in INNER:
                shown.pop(name)
        return shown


class AliasSerializer(RecordSerializer):
    enterprise = ScopedRelatedField(Enterprise, "managed_by")

    class Meta:
        model = Alias
        fields = (*RECORD_FIELDS, "enterprise", "name")
        read_only_fields = RECORD_READ_ONLY
        validators: list[Any] = []


class SiteSerializer(OnTheGlobe):
    enterprise = ScopedRelatedField(Enterprise, "managed_by")

    class Meta:
        model = Site
        fields = (*RECORD_FIELDS, "enterprise", "name", "region", "address", "longitude", "latitude")
        read_only_fields = RECORD_READ_ONLY
        validators: list[Any] = []


class StaffGroupSerializer(RecordSerializer):
    enterprise = ScopedRelatedField(Enterprise, "managed_by")

    class Meta:
        model = StaffGroup
        fields = (*RECORD_FIELDS, "enterprise", "name", "staff")
        read_only_fields = RECORD_READ_ONLY
        validators: list[Any] = []


class ContactSerializer(RecordSerializer):
    enterprise = ScopedRelatedField(Enterprise, "managed_by")

    class Meta:
        model = Contact
        fields = (
            *RECORD_FIELDS,
            "enterprise",
            "name",
            "job_title",
            "mobile",
            "email",
            "consent_on",
            "is_main",
            "archived_on",
            "confirmed_at",
            "confirmed_by",
        )
        read_only_fields = (*RECORD_READ_ONLY, "archived_on", "confirmed_at", "confirmed_by")
        validators: list[Any] = []


def lines() -> serializers.ListField:
    """A list of short texts."""
    return serializers.ListField(child=serializers.CharField(max_length=80), max_length=60, required=False)


class OpeningSerializer(RecordSerializer):
    enterprise = ScopedRelatedField(Enterprise)
    site = ScopedRelatedField(Site, required=False, allow_null=True)
    aliases = lines()
    abilities = lines()
    accepted_majors = lines()
    seats_free = serializers.IntegerField(read_only=True)

    class Meta:
        model = Opening
        fields = (
            *RECORD_FIELDS,
            "enterprise",
            "site",
            "title",
            "aliases",
            "tasks",
            "abilities",
            "accepted_majors",
            "seats",
            "seats_taken",
            "seats_free",
            "starts_on",
            "ends_on",
            "pay_month",
            "hours_per_week",
            "night_shift",
            "lodging",
            "mentor",
            "hazards",
            "status",
            "remarks",
            "confirmed_at",
            "confirmed_by",
        )
        read_only_fields = (
            *RECORD_READ_ONLY,
            "seats_taken",
            "status",
            "remarks",
            "confirmed_at",
            "confirmed_by",
        )
        validators: list[Any] = []

    def to_representation(self, instance: Opening) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        if not getattr(instance, "is_overseen", False):
            shown.pop("mentor")
            shown.pop("remarks")
        return shown

"""How the API shows and reads what schools write."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from portal.accounts.models import Bureau
from portal.common.api_writing import RECORD_FIELDS, RECORD_READ_ONLY, RecordSerializer, ScopedRelatedField
from schools.models import (
    Batch,
    Campus,
    ClassGroup,
    PlacementPlan,
    Programme,
    School,
    Student,
    YearGroup,
)


def lines(**options: Any) -> serializers.ListField:
    """A list of short texts."""
    child = serializers.CharField(max_length=80)
    return serializers.ListField(child=child, max_length=60, required=False, **options)


class SchoolSerializer(RecordSerializer):
    authority = ScopedRelatedField(Bureau, required=False, allow_null=True)

    class Meta:
        model = School
        fields = (
            *RECORD_FIELDS,
            "name_zh",
            "name_en",
            "code",
            "kind",
            "nature",
            "region",
            "authority",
            "address",
            "website",
            "longitude",
            "latitude",
            "introduction",
            "closed_on",
            "is_demo",
        )
        read_only_fields = (*RECORD_READ_ONLY, "is_demo")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return coordinates_in_pairs(self, attrs)


def coordinates_in_pairs(serializer: serializers.Serializer, attrs: dict[str, Any]) -> dict[str, Any]:
    """Longitude and latitude stand together, within the globe."""
    pair = [attrs.get(name, getattr(serializer.instance, name, None)) for name in ("longitude", "latitude")]
    is_pair = (pair[0] is None) == (pair[1] is None)
    if not is_pair or (pair[0] is not None and not (abs(pair[0]) <= 180 and abs(pair[1] or 0) <= 90)):
        raise serializers.ValidationError(
            {"latitude": _("Longitude runs from -180 to 180, latitude from -90 to 90.")}
        )
    return attrs


class CampusSerializer(RecordSerializer):
    school = ScopedRelatedField(School, "managed_by")

    class Meta:
        model = Campus
        fields = (*RECORD_FIELDS, "school", "name", "region", "address", "longitude", "latitude")
        read_only_fields = RECORD_READ_ONLY
        validators: list[Any] = []

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return coordinates_in_pairs(self, attrs)


class ProgrammeSerializer(RecordSerializer):
    school = ScopedRelatedField(School)
    campus = ScopedRelatedField(Campus, required=False, allow_null=True)
    occupations = lines()
    abilities = lines()
    courses = lines()

    class Meta:
        model = Programme
        fields = (
            *RECORD_FIELDS,
            "school",
            "campus",
            "major_code",
            "major_class",
            "name_zh",
            "name_en",
            "occupations",
            "abilities",
            "courses",
            "description",
            "closed_on",
        )
        read_only_fields = (*RECORD_READ_ONLY, "major_class", "closed_on")
        validators: list[Any] = []


class YearGroupSerializer(RecordSerializer):
    programme = ScopedRelatedField(Programme, "managed_by")

    class Meta:
        model = YearGroup
        fields = (*RECORD_FIELDS, "programme", "entry_year", "size")
        read_only_fields = RECORD_READ_ONLY
        validators: list[Any] = []


class ClassGroupSerializer(RecordSerializer):
    year_group = ScopedRelatedField(YearGroup, "managed_by")

    class Meta:
        model = ClassGroup
        fields = (*RECORD_FIELDS, "year_group", "name", "head_teacher")
        read_only_fields = RECORD_READ_ONLY
        validators: list[Any] = []


class StudentSerializer(RecordSerializer):
    class_group = ScopedRelatedField(ClassGroup, "managed_by")

    class Meta:
        model = Student
        fields = (*RECORD_FIELDS, "class_group", "number", "sex", "birth_date", "pathway")
        read_only_fields = RECORD_READ_ONLY
        validators: list[Any] = []


class PathwaySerializer(serializers.Serializer):
    """Where a student goes instead, and why."""

    pathway = serializers.ChoiceField(choices=Student.Pathway.choices)
    reason = serializers.CharField(max_length=500)


class BatchSerializer(RecordSerializer):
    school = ScopedRelatedField(School)

    class Meta:
        model = Batch
        fields = (*RECORD_FIELDS, "school", "name", "entry_year", "starts_on", "ends_on", "status")
        read_only_fields = (*RECORD_READ_ONLY, "status")
        validators: list[Any] = []


class PlanSerializer(RecordSerializer):
    programme = ScopedRelatedField(Programme)
    batch = ScopedRelatedField(Batch)
    deferred = serializers.IntegerField(read_only=True)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)

    class Meta:
        model = PlacementPlan
        fields = (
            *RECORD_FIELDS,
            "programme",
            "batch",
            "students_due",
            "deferred",
            "deferred_study",
            "deferred_army",
            "deferred_other",
            "starts_on",
            "ends_on",
            "lodging_women",
            "lodging_men",
            "max_km",
            "wishes",
            "status",
            "confirmed_at",
            "confirmed_by",
        )
        read_only_fields = (*RECORD_READ_ONLY, "status", "confirmed_at", "confirmed_by")
        validators: list[Any] = []

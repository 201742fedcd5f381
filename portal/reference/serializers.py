"""Reference rows as the API shows them: code, both names, the name in the reader's language, and what is theirs."""

from typing import Any

from rest_framework import serializers

from portal.reference.models import (
    CooperationForm,
    IndustrialCluster,
    Industry,
    Major,
    MajorCategory,
    MajorClass,
    Region,
)

CODED = ["code", "name", "name_zh", "name_en", "retired_on"]


class RegionSerializer(serializers.ModelSerializer):
    """A place with its path and the seat of government."""

    class Meta:
        model = Region
        fields = [*CODED, "level", "parent", "path", "longitude", "latitude"]


class IndustrySerializer(serializers.ModelSerializer):
    """An industry with the code that reports write."""

    class Meta:
        model = Industry
        fields = [*CODED, "official_code", "level", "parent", "section"]


class ClusterSerializer(serializers.ModelSerializer):
    """A cluster with its industries and the classes of majors that it asks for."""

    industries: serializers.RelatedField[Any, Any, Any] = serializers.SlugRelatedField(
        source="industry_links", slug_field="industry_id", many=True, read_only=True
    )
    major_classes: serializers.RelatedField[Any, Any, Any] = serializers.SlugRelatedField(
        source="major_class_links", slug_field="major_class_id", many=True, read_only=True
    )

    class Meta:
        model = IndustrialCluster
        fields = [*CODED, "kind", "industries", "major_classes"]


class MajorCategorySerializer(serializers.ModelSerializer):
    """A category with its codes on the three levels."""

    class Meta:
        model = MajorCategory
        fields = [*CODED, "junior_college_code", "vocational_bachelor_code"]


class MajorClassSerializer(serializers.ModelSerializer):
    """A class with its codes on the three levels."""

    class Meta:
        model = MajorClass
        fields = [*CODED, "junior_college_code", "vocational_bachelor_code", "category"]


class MajorSerializer(serializers.ModelSerializer):
    """A major with the sections of its description."""

    occupations = serializers.ListField(source="occupation_phrases", child=serializers.CharField())
    abilities = serializers.ListField(source="ability_phrases", child=serializers.CharField())
    courses = serializers.ListField(source="course_names", child=serializers.CharField())

    class Meta:
        model = Major
        fields = [
            *CODED,
            "official_code",
            "catalogue",
            "year",
            "level",
            "major_class",
            "is_state_controlled",
            "is_verified",
            "basic_duration",
            "occupations",
            "training_aim",
            "abilities",
            "courses",
            "certificates",
            "continuing_majors",
        ]


class FormSerializer(serializers.ModelSerializer):
    """A form of cooperation under its kind."""

    class Meta:
        model = CooperationForm
        fields = [*CODED, "kind"]

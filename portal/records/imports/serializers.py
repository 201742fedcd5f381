"""What the API of imports and exports takes and shows. Sizes are checked here, meanings by the services."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from portal.common.tabular.limits import LIMITS
from portal.common.tabular.sentences import from_json
from portal.common.tabular.speech import speak
from portal.records.imports.memory import MOST_DECISIONS, MOST_WORD, is_word
from portal.records.imports.preview import shown_problems
from portal.records.models import ExportJob, ImportBatch, ImportRow


class ImportSerializer(serializers.ModelSerializer):
    """An import and where it stands."""

    refusal = serializers.SerializerMethodField()
    page = serializers.URLField(source="get_absolute_url", read_only=True)

    class Meta:
        model = ImportBatch
        fields = (
            "public_id",
            "kind",
            "status",
            "file_name",
            "sheet",
            "sheets",
            "header",
            "header_row",
            "row_count",
            "places",
            "words",
            "unknown_words",
            "counts",
            "plan_digest",
            "is_conflict",
            "refusal",
            "progress_done",
            "progress_total",
            "created_at",
            "updated_at",
            "page",
        )
        read_only_fields = fields

    def get_refusal(self, batch: ImportBatch) -> str:
        """Why the file or the import was refused, in the reader's language."""
        kept = batch.refusal.get("why", batch.refusal)
        return speak(from_json(kept)) if kept else ""


@extend_schema_serializer(component_name="ImportUpload")
class UploadSerializer(serializers.Serializer):
    """A file of a kind; `organisation` chooses among several memberships."""

    kind = serializers.CharField(max_length=40)
    file = serializers.FileField(max_length=255)
    sheet = serializers.CharField(max_length=120, required=False, default="")
    organisation = serializers.CharField(max_length=16, required=False, default="")


class PlacesSerializer(serializers.Serializer):
    """Column name -> place of its heading in the file, from 0, or null."""

    places = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=LIMITS.columns, allow_null=True)
    )


class WordsSerializer(serializers.Serializer):
    """Column -> word of the file -> known word, "" for nothing, null to forget."""

    words = serializers.DictField(
        child=serializers.DictField(
            child=serializers.CharField(allow_null=True, allow_blank=True, max_length=MOST_WORD)
        )
    )

    def validate_words(self, columns: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
        """Words that a register can keep, and not more than a file has."""
        words = [word for meanings in columns.values() for word in meanings]
        if len(words) > MOST_DECISIONS:
            raise serializers.ValidationError(
                _("Decide at most %(most)s words at once.") % {"most": MOST_DECISIONS}
            )
        if not all(map(is_word, words)):
            raise serializers.ValidationError(_("A word has 1 to %(most)s characters.") % {"most": MOST_WORD})
        return columns


class SheetSerializer(serializers.Serializer):
    """The name of a sheet of the workbook."""

    sheet = serializers.CharField(max_length=120)


class CommitSerializer(serializers.Serializer):
    """`plan_digest` of the preview that was seen; another one answers 409, for it is not what was seen."""

    digest = serializers.CharField(max_length=64)


class ImportRowSerializer(serializers.ModelSerializer):
    """A row of the newest comparison."""

    problems = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()

    class Meta:
        model = ImportRow
        fields = ("number", "fate", "cells", "changes", "problems")

    def get_problems(self, row: ImportRow) -> list[str]:
        """Each cause as a sentence."""
        return shown_problems(row)

    def get_changes(self, row: ImportRow) -> list[dict[str, str]]:
        """Column, old and new value in words."""
        return [
            {"column": name, "old": speak(from_json(old)), "new": speak(from_json(new))}
            for name, old, new in row.changes
        ]


class ExportSerializer(serializers.ModelSerializer):
    """A list as a file: ask for it, look again until `state` is `done`, then take `file/`."""

    class Meta:
        model = ExportJob
        fields = (
            "public_id",
            "kind",
            "query",
            "file_format",
            "state",
            "progress_done",
            "progress_total",
            "result",
            "created_at",
        )
        read_only_fields = ("public_id", "state", "progress_done", "progress_total", "result", "created_at")

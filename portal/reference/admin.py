"""The code lists in the operator's admin, to look things up.

Read only: what stands here comes from `load_reference` and the importers, which leave a trace; a change by hand
would not.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.reference.models import (
    CooperationForm,
    Holiday,
    IndustrialCluster,
    Industry,
    IndustryAlias,
    IndustryMajorRelation,
    Major,
    MajorCategory,
    MajorClass,
    Region,
)


class LookUpAdmin(admin.ModelAdmin):
    """Rows to be looked at, not changed."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Codes come from files."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Codes come from files."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Codes are retired by date, never deleted."""
        return False


class CodedAdmin(LookUpAdmin):
    """A code list."""

    list_display = ["code", "name_zh", "name_en", "is_shipped", "retired_on"]
    list_filter = ["is_shipped"]
    search_fields = ["=code", "name_zh", "name_en"]


@admin.register(Region)
class RegionAdmin(CodedAdmin):
    """Places."""

    list_display = ["code", "name_zh", "name_en", "level", "retired_on"]
    list_filter = ["level"]


@admin.register(Industry)
class IndustryAdmin(CodedAdmin):
    """Industries."""

    list_display = ["official_code", "name_zh", "name_en", "level", "retired_on"]
    list_filter = ["level", "section"]


@admin.register(Major)
class MajorAdmin(CodedAdmin):
    """Majors."""

    list_display = ["official_code", "name_zh", "name_en", "year", "level", "is_verified", "retired_on"]
    list_filter = ["catalogue", "year", "level", "is_verified"]


@admin.register(IndustryAlias)
class IndustryAliasAdmin(LookUpAdmin):
    """Everyday words for industries."""

    list_display = ["word", "industry", "is_shipped"]
    list_select_related = ["industry"]
    search_fields = ["word"]


@admin.register(IndustryMajorRelation)
class IndustryMajorRelationAdmin(LookUpAdmin):
    """Which classes of majors lead into which industries."""

    list_display = ["major_class", "industry", "strength", "is_shipped"]
    list_select_related = ["major_class", "industry"]
    search_fields = ["=major_class__code", "=industry__code"]


@admin.register(Holiday)
class HolidayAdmin(LookUpAdmin):
    """Days off and days worked in exchange."""

    list_display = ["day", "name_zh", "name_en", "kind", "confidence"]
    list_filter = ["kind", "confidence"]


admin.site.register([CooperationForm, IndustrialCluster, MajorCategory, MajorClass], CodedAdmin)

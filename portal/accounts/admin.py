"""The operator's desk: people who must be shut out, and the line of bureaus."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from portal.accounts.models import Bureau, BureauMembership, User
from portal.accounts.services.bureaus import place_bureau
from portal.common import trail


class Trailed:
    """Notes what the operator adds or changes here in the trail."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        verb = "changed" if change else "created"
        trail.record(request.user, verb, obj, changes=dict.fromkeys(form.changed_data, "***"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People and bureaus end; they are not deleted, because the trail names them."""
        return False


@admin.register(User)
class PersonAdmin(Trailed, UserAdmin):
    list_display = ("username", "full_name", "mobile", "email", "is_active", "is_superuser")
    search_fields = ("username", "full_name", "mobile", "email")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (None, {"fields": ("full_name", "mobile", "email", "is_active", "is_staff", "is_superuser")}),
    )


@admin.register(Bureau)
class BureauAdmin(Trailed, admin.ModelAdmin):
    list_display = ("name_zh", "kind", "region", "parent", "follows")
    search_fields = ("name_zh", "name_en")
    autocomplete_fields = ("parent",)
    raw_id_fields = ("region",)
    exclude = ("is_demo",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        parent = obj.parent
        super().save_model(request, obj, form, change)
        place_bureau(obj, parent=parent, by=request.user)  # type: ignore[arg-type]


@admin.register(BureauMembership)
class BureauMembershipAdmin(Trailed, admin.ModelAdmin):
    list_display = ("user", "bureau", "role", "ended_on")
    raw_id_fields = ("user", "bureau")

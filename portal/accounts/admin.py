"""The operator's desk: people who must be shut out, and the line of bureaus."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.models import Bureau, BureauMembership, User
from portal.accounts.services import members
from portal.accounts.services.bureaus import found_bureau, place_bureau
from portal.common import trail
from portal.common.errors import DomainError


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


class Ruled(admin.ModelAdmin):
    """A desk whose writing goes through services: what a rule refuses is a message, and nothing is written."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as error:  # Django's transaction is rolled back by now
            messages.error(request, str(error))
            return redirect(request.get_full_path())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the trail names is not deleted."""
        return False


@admin.register(Bureau)
class BureauAdmin(Trailed, Ruled):
    list_display = ("name_zh", "kind", "region", "parent", "follows")
    search_fields = ("name_zh", "name_en")
    autocomplete_fields = ("parent",)
    raw_id_fields = ("region",)
    exclude = ("is_demo",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            found_bureau(obj, by=request.user)  # type: ignore[arg-type]
            return
        parent = obj.parent
        super().save_model(request, obj, form, change)
        if "parent" in form.changed_data:
            place_bureau(obj, parent=parent, by=request.user)  # type: ignore[arg-type]


@admin.register(BureauMembership)
class BureauMembershipAdmin(Ruled):
    """Members come and go here by the same rules as on their own page: the services write the trail as well."""

    list_display = ("user", "bureau", "role", "ended_on")
    raw_id_fields = ("user", "bureau")
    fields = ("user", "bureau", "role", "job_title", "ended_on")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who and where is said once; what has ended stays ended."""
        if obj is None:
            return ("ended_on",)
        return ("user", "bureau") if obj.ended_on is None else self.fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        if change:
            _rewrite(obj, form.changed_data, request.user)
        else:
            row = members.add_member(
                BureauMembership,
                obj.bureau_id,
                user=obj.user,
                role=obj.role,
                job_title=obj.job_title,
                by=request.user,
            )
            obj.pk = row.pk


def _rewrite(wanted: BureauMembership, changed: list[str], by: Any) -> None:
    """Make the stored membership what the form says, step by step, each by its rule."""
    if "job_title" in changed:
        members.change_job_title(wanted, job_title=wanted.job_title, by=by)
    if "role" in changed:
        members.change_role(wanted, role=wanted.role, by=by)
    if "ended_on" in changed:
        members.end_membership(wanted, by=by, on=wanted.ended_on)  # type: ignore[arg-type]

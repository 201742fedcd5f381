"""The register of schools and their campuses."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.accounts.views.first_owner import invite_first_owner
from portal.common.acts import crumb
from portal.common.form_pages import FormPage, form_page, form_view
from portal.common.listing import listing
from portal.common.web import require
from portal.common.wording import grouped
from schools import lists
from schools.forms import CampusForm, SchoolForm
from schools.models import Campus, Programme, School
from schools.services import schools as services
from schools.views.own import own_school


@require_safe
def school_list(request: HttpRequest) -> HttpResponse:
    found = listing(request, lists.SCHOOLS)
    heading = ngettext("%(n)s school", "%(n)s schools", found.count) % {"n": grouped(found.count)}
    context = {
        "listing": found,
        "heading": heading,
        "may_add": request.user.has_perm("schools.add_school"),
    }
    return render(request, "schools/school_list.html", context)


@require_safe
def school_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = School.objects.visible_to(request.user).select_related("region__parent", "authority")
    school = get_object_or_404(rows, public_id=public_id)
    programmes = (
        Programme.objects.visible_to(request.user)
        .filter(school=school)
        .select_related("major_class")
        .with_students()
    )
    offered = [programme for programme in programmes if programme.closed_on is None]
    context = {
        "school": school,
        "programmes": programmes,
        "campuses": school.campuses.select_related("region__parent"),
        "heading": _heading(school, len(offered)),
        "may_edit": request.user.has_perm("schools.change_school", school),
        "may_invite": request.user.has_perm("schools.invite_to_school", school),
        "may_add_programme": request.user.has_perm("schools.add_programme", school),
    }
    return render(request, "schools/school_detail.html", context)


def _heading(school: School, offered: int) -> str:
    words = ngettext("%(school)s offers %(n)s programme", "%(school)s offers %(n)s programmes", offered)
    return words % {"school": school.name, "n": offered}


@require_safe
def school_own(request: HttpRequest) -> HttpResponse:
    """The page of the school one acts for."""
    return redirect(own_school(request))


@form_view
def school_create(request: HttpRequest) -> HttpResponse:
    require(request, "schools.add_school")
    form = SchoolForm(request.POST or None, keeps_register=True)
    page = FormPage(
        title=_("Enter a school in the register"),
        lead=_("It must stand in your territory or answer to your bureau."),
        crumbs=[crumb(_("Schools"), "school_list"), (_("New"), "")],
        cancel_url=reverse("school_list"),
        submit=_("Enter the school"),
        done=_("The school is in the register. Invite its first owner next."),
    )
    return form_page(request, form, lambda values: services.create_school(by=request.user, **values), page)


@form_view
def school_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    school = get_object_or_404(School.objects.visible_to(request.user), public_id=public_id)
    require(request, "schools.change_school", school)
    keeps_register = request.user.has_perm("schools.register_school", school)
    form = SchoolForm(request.POST or None, instance=school, keeps_register=keeps_register)

    def save(values: dict[str, Any]) -> School:
        return services.edit_school(school, version=form.version_seen, values=values, by=request.user)

    notes = (
        [] if keeps_register else [_("Name, code, kind, territory and authority are kept by your bureau.")]
    )
    page = FormPage(
        title=_("Edit %(name)s") % {"name": school.name},
        crumbs=[
            crumb(_("Schools"), "school_list"),
            (school.name, school.get_absolute_url()),
            (_("Edit"), ""),
        ],
        cancel_url=school.get_absolute_url(),
        notes=notes,
    )
    return form_page(request, form, save, page)


@form_view
def school_first_owner(request: HttpRequest, public_id: str) -> HttpResponse:
    """The bureau invites the first person of a school."""
    school = get_object_or_404(School.objects.visible_to(request.user), public_id=public_id)
    require(request, "schools.invite_to_school", school)
    return invite_first_owner(request, school, kind="school")


@form_view
def campus_create(request: HttpRequest, public_id: str) -> HttpResponse:
    school = get_object_or_404(School.objects.visible_to(request.user), public_id=public_id)
    require(request, "schools.change_school", school)
    form = CampusForm(request.POST or None)

    def save(values: dict[str, Any]) -> School:
        services.add_campus(school, by=request.user, **values)
        return school

    return form_page(request, form, save, _campus_page(school, _("New campus")))


@form_view
def campus_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Campus.objects.visible_to(request.user).select_related("school")
    campus = get_object_or_404(rows, public_id=public_id)
    require(request, "schools.change_school", campus.school)
    form = CampusForm(request.POST or None, instance=campus)

    def save(values: dict[str, Any]) -> School:
        services.edit_campus(campus, version=form.version_seen, values=values, by=request.user)
        return campus.school

    return form_page(request, form, save, _campus_page(campus.school, campus.name))


def _campus_page(school: School, title: str) -> FormPage:
    return FormPage(
        title=title,
        crumbs=[crumb(_("Schools"), "school_list"), (school.name, school.get_absolute_url()), (title, "")],
        cancel_url=school.get_absolute_url(),
    )

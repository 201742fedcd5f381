"""Students and classes of the own school: numbers first, rows by student number on a page of their own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.common.acts import crumb
from portal.common.form_pages import FormPage, form_page, form_view
from portal.common.listing import listing
from portal.common.web import back_to, require
from portal.common.wording import grouped
from portal.records import audit
from schools import lists
from schools.forms import ClassForm, PathwayForm, StudentForm, YearGroupForm
from schools.models import ClassGroup, Student, YearGroup
from schools.services import students as services
from schools.views.own import own_school


@require_safe
def student_overview(request: HttpRequest) -> HttpResponse:
    school = own_school(request, "schools.oversee_school")
    groups = list(YearGroup.objects.filter(programme__school=school).select_related("programme"))
    classes = (
        ClassGroup.objects.filter(year_group__programme__school=school)
        .select_related("year_group__programme")
        .with_pathways()
    )
    total = sum(group.size for group in groups)
    context = {
        "heading": ngettext("%(n)s student in %(c)s classes", "%(n)s students in %(c)s classes", total)
        % {"n": grouped(total), "c": len(classes)},
        "grid": _grid(groups),
        "years": sorted({group.entry_year for group in groups}, reverse=True),
        "classes": classes,
        "may_edit": request.user.has_perm("schools.add_year_group", school),
    }
    return render(request, "schools/student_overview.html", context)


def _grid(groups: list[YearGroup]) -> list[dict[str, Any]]:
    """One row per programme with a cell per entry year, newest first; None where there is no year group."""
    years = sorted({group.entry_year for group in groups}, reverse=True)
    by_programme: dict[int, dict[int, YearGroup]] = {}
    for group in groups:
        by_programme.setdefault(group.programme_id, {})[group.entry_year] = group
    rows = [
        {
            "programme": next(iter(cells.values())).programme,
            "cells": [cells.get(year) for year in years],
            "total": sum(group.size for group in cells.values()),
        }
        for cells in by_programme.values()
    ]
    return sorted(rows, key=lambda row: (row["programme"].major_code, row["programme"].pk))


@require_safe
def student_list(request: HttpRequest) -> HttpResponse:
    school = own_school(request, "schools.oversee_school")
    found = listing(request, lists.STUDENTS)
    heading = ngettext("%(n)s student by number", "%(n)s students by number", found.count)
    services.note_reading(
        request.user, rows=len(found.page.object_list), school_id=school.pk, filters=request.GET.dict()
    )
    context = {
        "listing": found,
        "heading": heading % {"n": grouped(found.count)},
        "may_edit": request.user.has_perm("schools.add_student", school),
    }
    return render(request, "schools/student_list.html", context)


def _page(title: str, **options: Any) -> FormPage:
    return FormPage(
        title=title,
        crumbs=[crumb(_("Students and classes"), "student_overview"), (title, "")],
        cancel_url=options.pop("cancel_url", reverse("student_overview")),
        **options,
    )


@form_view
def year_group_create(request: HttpRequest) -> HttpResponse:
    own_school(request, "schools.add_year_group")
    begun = {"programme": request.GET.get("programme")}
    form = YearGroupForm(request.POST or None, user=request.user, initial=begun)
    back = back_to(request, reverse("student_overview"))

    def save(values: dict[str, Any]) -> str:
        services.add_year_group(values.pop("programme"), by=request.user, **values)
        return back

    return form_page(request, form, save, _page(_("New year group"), cancel_url=back))


@form_view
def year_group_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = YearGroup.objects.visible_to(request.user).select_related("programme")
    group = get_object_or_404(rows, public_id=public_id)
    require(request, "schools.change_year_group", group)
    form = YearGroupForm(request.POST or None, instance=group, user=request.user)

    def save(values: dict[str, Any]) -> str:
        services.edit_year_group(group, version=form.version_seen, values=values, by=request.user)
        return reverse("student_overview")

    return form_page(request, form, save, _page(str(group)))


@form_view
def class_create(request: HttpRequest) -> HttpResponse:
    own_school(request, "schools.add_class_group")
    form = ClassForm(request.POST or None, user=request.user)

    def save(values: dict[str, Any]) -> str:
        services.add_class(values.pop("year_group"), by=request.user, **values)
        return reverse("student_overview")

    return form_page(request, form, save, _page(_("New class")))


@form_view
def class_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = ClassGroup.objects.visible_to(request.user).select_related("year_group__programme")
    row = get_object_or_404(rows, public_id=public_id)
    require(request, "schools.change_class_group", row)
    form = ClassForm(request.POST or None, instance=row, user=request.user)

    def save(values: dict[str, Any]) -> str:
        services.edit_class(row, version=form.version_seen, values=values, by=request.user)
        return reverse("student_overview")

    return form_page(request, form, save, _page(f"{row.name} · {row.year_group}"))


@form_view
def student_create(request: HttpRequest) -> HttpResponse:
    own_school(request, "schools.add_student")
    classes = ClassGroup.objects.managed_by(request.user)
    begun = {"class_group": classes.filter(public_id=request.GET.get("class_group", "")).first()}
    form = StudentForm(request.POST or None, user=request.user, initial=begun)

    def save(values: dict[str, Any]) -> str:
        services.add_student(values.pop("class_group"), by=request.user, **values)
        return reverse("student_list")

    notes = [_("Only the number is kept here. Names are asked for when an agreement is drafted.")]
    page = _page(_("New student"), notes=notes, cancel_url=reverse("student_list"))
    return form_page(request, form, save, page)


def _student(request: HttpRequest, public_id: str) -> Student:
    rows = Student.objects.visible_to(request.user).select_related("class_group__year_group__programme")
    student: Student = get_object_or_404(rows, public_id=public_id)
    require(request, "schools.change_student", student)
    return student


@form_view
def student_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    student = _student(request, public_id)
    form = StudentForm(request.POST or None, instance=student, user=request.user)
    if request.method == "GET":
        audit.record(request.user, audit.READ, student)

    def save(values: dict[str, Any]) -> str:
        services.edit_student(student, version=form.version_seen, values=values, by=request.user)
        return reverse("student_list")

    title = _("Student %(number)s") % {"number": student.number}
    return form_page(request, form, save, _page(title, cancel_url=reverse("student_list")))


@form_view
def student_pathway(request: HttpRequest, public_id: str) -> HttpResponse:
    student = _student(request, public_id)
    form = PathwayForm(request.POST or None, initial={"pathway": student.pathway})

    def save(values: dict[str, Any]) -> str:
        services.change_pathway(student, by=request.user, **values)
        return reverse("student_list")

    page = _page(
        _("Change the pathway of student %(number)s") % {"number": student.number},
        lead=_("Now: %(pathway)s. The reason stays in the trail.")
        % {"pathway": student.get_pathway_display()},
        cancel_url=reverse("student_list"),
        is_two=False,
        done=_("The pathway is changed. Check the plans of the year group."),
    )
    return form_page(request, form, save, page)

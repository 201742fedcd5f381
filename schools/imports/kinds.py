"""The kinds of import that this room offers."""

from django.utils.translation import gettext_lazy as _

from portal.records.imports.kinds import ImportKind
from schools.imports import programmes, schools, students, year_groups

KINDS = (
    ImportKind(
        code="schools",
        label=_("Schools"),
        note=_("A bureau's list of schools: code, name, kind, place"),
        organisations=("bureau",),
        spec=schools.spec,
        existing=schools.REGISTER.existing,
        commit=schools.REGISTER.commit,
        list_url_name="school_list",
        order=10,
    ),
    ImportKind(
        code="programmes",
        label=_("Programmes"),
        note=_("Code and name of each programme; abilities and courses come from the catalogue where empty"),
        organisations=("school",),
        spec=programmes.spec,
        existing=programmes.REGISTER.existing,
        commit=programmes.REGISTER.commit,
        list_url_name="programme_list",
        order=20,
    ),
    ImportKind(
        code="year_groups",
        label=_("Year groups and classes"),
        note=_("How many entered in which year, and their classes"),
        organisations=("school",),
        spec=year_groups.spec,
        existing=year_groups.REGISTER.existing,
        commit=year_groups.REGISTER.commit,
        list_url_name="student_overview",
        order=30,
    ),
    ImportKind(
        code="students",
        label=_("Students (numbers only)"),
        note=_("Number, class, sex, birth date and pathway; no names"),
        organisations=("school",),
        spec=students.spec,
        existing=students.REGISTER.existing,
        commit=students.REGISTER.commit,
        list_url_name="student_overview",
        order=40,
    ),
)

"""Every list of this room as a file: the rows of the page, in its filter and order."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from portal.common.wording import as_day
from portal.records.imports.exports import ExportColumn, ExportKind, chosen
from schools import lists
from schools.models import Batch, PlacementPlan, School, Student


def school_columns() -> Sequence[ExportColumn]:
    """The columns of the list of schools."""
    return (
        ExportColumn(_("School code"), lambda row: row.code or ""),
        ExportColumn(_("School"), lambda row: row.name_zh),
        ExportColumn(_("English name"), lambda row: row.name_en),
        ExportColumn(_("Kind"), chosen(School, "kind")),
        ExportColumn(_("Nature"), chosen(School, "nature")),
        ExportColumn(_("Territory"), lambda row: row.region.name),
        ExportColumn(_("Address"), lambda row: row.address),
        ExportColumn(_("Website"), lambda row: row.website),
        ExportColumn(_("Programmes"), lambda row: row.programmes_count),
    )


def programme_columns() -> Sequence[ExportColumn]:
    """The columns of the list of programmes."""
    return (
        ExportColumn(_("School"), lambda row: row.school.name_zh),
        ExportColumn(_("Major code"), lambda row: row.major_code),
        ExportColumn(_("Programme"), lambda row: row.name_zh),
        ExportColumn(_("English name"), lambda row: row.name_en),
        ExportColumn(_("Major class"), lambda row: row.major_class.name),
        ExportColumn(_("Abilities taught"), lambda row: "、".join(row.abilities)),
        ExportColumn(_("Occupations aimed at"), lambda row: "、".join(row.occupations)),
        ExportColumn(_("Courses"), lambda row: "、".join(row.courses)),
        ExportColumn(_("Students"), lambda row: row.students),
    )


def student_columns() -> Sequence[ExportColumn]:
    """The columns of the list of students by number."""
    return (
        ExportColumn(_("Student number"), lambda row: row.number),
        ExportColumn(_("Class"), lambda row: row.class_group.name),
        ExportColumn(_("Year group"), lambda row: str(row.class_group.year_group)),
        ExportColumn(_("Sex"), chosen(Student, "sex")),
        ExportColumn(_("Birth date"), lambda row: row.birth_date),
        ExportColumn(_("Pathway"), chosen(Student, "pathway")),
    )


def batch_columns() -> Sequence[ExportColumn]:
    """The columns of the list of batches."""
    return (
        ExportColumn(_("School"), lambda row: row.school.name_zh),
        ExportColumn(_("Batch"), lambda row: row.name),
        ExportColumn(_("Entry year"), lambda row: row.entry_year),
        ExportColumn(_("First day"), lambda row: row.starts_on),
        ExportColumn(_("Last day"), lambda row: row.ends_on),
        ExportColumn(_("Due out"), lambda row: row.due),
        ExportColumn(_("State"), chosen(Batch, "status")),
    )


def plan_columns() -> Sequence[ExportColumn]:
    """The columns of the list of plans."""
    return (
        ExportColumn(_("School"), lambda row: row.programme.school.name_zh),
        ExportColumn(_("Programme"), lambda row: row.programme.name_zh),
        ExportColumn(_("Batch"), lambda row: row.batch.name),
        ExportColumn(_("Students due out"), lambda row: row.students_due),
        ExportColumn(_("Deferred: further study"), lambda row: row.deferred_study),
        ExportColumn(_("Deferred: army"), lambda row: row.deferred_army),
        ExportColumn(_("Deferred: leave and other"), lambda row: row.deferred_other),
        ExportColumn(_("Report date"), lambda row: row.starts_on),
        ExportColumn(_("Last day"), lambda row: row.ends_on),
        ExportColumn(_("Women who need lodging"), lambda row: row.lodging_women),
        ExportColumn(_("Men who need lodging"), lambda row: row.lodging_men),
        ExportColumn(_("State"), chosen(PlacementPlan, "status")),
        ExportColumn(_("Confirmed"), lambda row: as_day(row.confirmed_at) if row.confirmed_at else None),
    )


KINDS = (
    ExportKind(
        "schools", _("Schools"), lists.SCHOOLS.found, school_columns, list_url_name="school_list", order=10
    ),
    ExportKind(
        "programmes",
        _("Programmes"),
        lists.PROGRAMMES.found,
        programme_columns,
        list_url_name="programme_list",
        order=20,
    ),
    ExportKind(
        "students",
        _("Students by number"),
        lists.STUDENTS.found,
        student_columns,
        organisations=("school",),
        list_url_name="student_list",
        order=30,
    ),
    ExportKind(
        "batches",
        _("Batches"),
        lists.BATCHES.found,
        batch_columns,
        organisations=("school", "bureau"),
        list_url_name="batch_list",
        order=40,
    ),
    ExportKind(
        "plans",
        _("Placement plans"),
        lists.PLANS.found,
        plan_columns,
        organisations=("school", "bureau"),
        list_url_name="plan_list",
        order=50,
    ),
)

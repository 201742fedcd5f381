"""Year groups, classes and students by number."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.common.models import update_if_unchanged
from portal.records import audit, changes, marks
from schools.models import ClassGroup, PlacementPlan, Programme, Student, YearGroup

YEAR_GROUP_TAKEN = _("This programme already has a year group of that year.")
CLASS_TAKEN = _("This year group already has a class of that name.")
NUMBER_TAKEN = _("The school has already given this student number.")
PATHWAY_CHANGED = "pathway_changed"


@transaction.atomic
def add_year_group(programme: Programme, *, by: User, **values: Any) -> YearGroup:
    """Note how many entered in a year."""
    group = changes.add(YearGroup(programme=programme, **values), by=by, taken=YEAR_GROUP_TAKEN)
    marks.changed("programme", [programme.pk])
    return group


@transaction.atomic
def edit_year_group(group: YearGroup, *, version: int, values: dict[str, Any], by: User) -> YearGroup:
    """Change the number of students."""
    changes.change(group, version=version, values=values, by=by, taken=YEAR_GROUP_TAKEN)
    marks.changed("programme", [group.programme_id])
    return group


@transaction.atomic
def add_class(group: YearGroup, *, by: User, **values: Any) -> ClassGroup:
    """Add a class to a year group."""
    return changes.add(ClassGroup(year_group=group, **values), by=by, taken=CLASS_TAKEN)


@transaction.atomic
def edit_class(row: ClassGroup, *, version: int, values: dict[str, Any], by: User) -> ClassGroup:
    """Rename a class or change its head teacher."""
    return changes.change(row, version=version, values=values, by=by, taken=CLASS_TAKEN)


@transaction.atomic
def add_student(class_group: ClassGroup, *, by: User, **values: Any) -> Student:
    """Enter a student by number; no name is asked for."""
    school = class_group.year_group.programme.school
    student = Student(school=school, class_group=class_group, **values)
    changes.add(student, by=by, taken=NUMBER_TAKEN)
    _tell_plans(student)
    return student


@transaction.atomic
def edit_student(student: Student, *, version: int, values: dict[str, Any], by: User) -> Student:
    """Correct number, sex, birth date or class; the pathway has its own act."""
    target = values.get("class_group")
    if target is not None and target.year_group.programme.school_id != student.school_id:
        raise DomainError(_("This class belongs to another school."), code="foreign_class")
    changes.change(student, version=version, values=values, by=by, taken=NUMBER_TAKEN)
    _tell_plans(student)
    return student


@transaction.atomic
def change_pathway(student: Student, *, pathway: str, reason: str, by: User) -> Student:
    """Move a student to another pathway (学籍异动), with its reason in the trail.

    Plans of the year group are marked as changed; their numbers stay the school's statement until it edits them.
    """
    locked = Student.objects.select_for_update().get(pk=student.pk)
    if pathway == locked.pathway:
        raise DomainError(_("The student is on this pathway already."), code="unchanged")
    if not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason_needed")
    old = locked.pathway
    update_if_unchanged(locked, version=locked.version, pathway=pathway)
    audit.record(by, PATHWAY_CHANGED, locked, changes={"pathway": [old, pathway]}, reason=reason)
    _tell_plans(locked)
    student.refresh_from_db()
    return student


def note_reading(by: User, *, rows: int, school_id: int, filters: dict[str, Any]) -> None:
    """One audit row for one look at students' rows."""
    audit.record_many(
        by, audit.READ, "schools.Student", rows=rows, changes={"school": school_id, "filters": filters}
    )


def _tell_plans(student: Student) -> None:
    group = student.class_group.year_group
    plans = PlacementPlan.objects.filter(
        programme=group.programme_id, batch__entry_year=group.entry_year
    ).values_list("pk", flat=True)
    marks.changed("plan", plans)

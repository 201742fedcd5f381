"""Entering schools in the register, and keeping their facts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.records import changes
from schools.models import Campus, School

# What the bureau keeps; the school's own editors write the rest.
REGISTER_FIELDS = ("name_zh", "code", "kind", "nature", "region", "authority", "closed_on")
SCHOOL_TAKEN = _("There is already a school with this code.")
CAMPUS_TAKEN = _("The school already has a campus of this name.")


@transaction.atomic
def create_school(*, by: User, **values: Any) -> School:
    """Enter a school in the register. DomainError where it lies outside the user's jurisdiction."""
    school = changes.add(School(**values), by=by, subject="school", taken=SCHOOL_TAKEN)
    _must_stay_within_reach(school, by)
    return school


@transaction.atomic
def edit_school(school: School, *, version: int, values: dict[str, Any], by: User) -> School:
    """Change a school's facts; those of the register only for who keeps the register."""
    touched = [name for name in REGISTER_FIELDS if name in values and getattr(school, name) != values[name]]
    if touched and not by.has_perm("schools.register_school", school):
        raise PermissionDenied
    changes.change(school, version=version, values=values, by=by, subject="school", taken=SCHOOL_TAKEN)
    _must_stay_within_reach(school, by)
    return school


@transaction.atomic
def add_campus(school: School, *, by: User, **values: Any) -> Campus:
    """Add a place where the school teaches."""
    return changes.add(Campus(school=school, **values), by=by, taken=CAMPUS_TAKEN)


@transaction.atomic
def edit_campus(campus: Campus, *, version: int, values: dict[str, Any], by: User) -> Campus:
    """Change a campus; programmes taught there move with it."""
    return changes.change(campus, version=version, values=values, by=by, taken=CAMPUS_TAKEN)


def _must_stay_within_reach(school: School, by: User) -> None:
    """A bureau enters schools of its own territory or authority, and moves none out of it."""
    if not School.objects.managed_by(by).filter(pk=school.pk).exists():
        raise DomainError(
            _("This place and authority lie outside your jurisdiction."), code="outside_jurisdiction"
        )

"""What a school can fill in alone."""

from schools.models.batch import Batch, PlacementPlan
from schools.models.programme import ClassGroup, Programme, Student, YearGroup
from schools.models.school import Campus, School, SchoolMembership

__all__ = [
    "Batch",
    "Campus",
    "ClassGroup",
    "PlacementPlan",
    "Programme",
    "School",
    "SchoolMembership",
    "Student",
    "YearGroup",
]

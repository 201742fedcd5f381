"""What a school teaches, and to how many."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.memberships import memberships_of
from portal.accounts.models import Role, User
from portal.common.models import Record, ScopedQuerySet
from portal.reference.models import MajorClass, Named
from schools.models.school import Campus, School

MAJOR_CODE = RegexValidator(
    r"^[2-7]\d{5}K?$", _("A major code has six digits, and K where the state controls it.")
)


class OfSchoolQuerySet(ScopedQuerySet):
    """Rows that belong to one school and are its own business: its members and its bureaus see them."""

    school_lookup = "school"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(**{f"{self.school_lookup}__in": School.objects.overseen_by(user)})

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Editors of the school; a bureau reads, it does not write the school's business."""
        own = memberships_of(user).ids("school", Role.EDITOR)
        return self.filter(**{f"{self.school_lookup}__in": own})


class ProgrammeQuerySet(OfSchoolQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What a school offers is open to all members of the portal."""
        return self.filter(school__in=School.objects.visible_to(user))

    def offered(self) -> Self:
        """Programmes that still teach."""
        return self.filter(closed_on=None, school__closed_on=None)

    def with_students(self) -> Self:
        """With `students`: the students of all its year groups."""
        return self.annotate(students=Sum("year_groups__size"))


class Programme(Record, Named):
    """A major as one school offers it: what it teaches and what it aims at."""

    school = models.ForeignKey(School, models.CASCADE, related_name="programmes", verbose_name=_("School"))
    campus = models.ForeignKey(
        Campus, models.SET_NULL, null=True, blank=True, related_name="programmes", verbose_name=_("Campus")
    )
    major_code = models.CharField(_("Major code"), max_length=7, validators=[MAJOR_CODE])
    major_class = models.ForeignKey(
        MajorClass, models.PROTECT, related_name="programmes", verbose_name=_("Major class")
    )
    occupations = models.JSONField(_("Occupations aimed at"), default=list, blank=True)
    abilities = models.JSONField(_("Abilities taught"), default=list, blank=True)
    courses = models.JSONField(_("Courses"), default=list, blank=True)
    description = models.TextField(_("Description"), blank=True)
    closed_on = models.DateField(_("Closed"), null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Programme")
        verbose_name_plural = _("Programmes")
        ordering = ["school_id", "major_code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "major_code", "name_zh"], name="one_programme_per_school_code_and_name"
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("programme_detail", args=[self.public_id])


class OfProgrammeQuerySet(OfSchoolQuerySet):
    school_lookup = "programme__school"


class YearGroup(Record):
    """The students of a programme who entered in one year (2023级)."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="year_groups", verbose_name=_("Programme")
    )
    entry_year = models.PositiveSmallIntegerField(
        _("Entry year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    size = models.PositiveIntegerField(_("Students"), default=0, validators=[MaxValueValidator(20000)])

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Year group")
        verbose_name_plural = _("Year groups")
        ordering = ["-entry_year", "programme_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "entry_year"], name="one_year_group_per_programme_and_year"
            ),
            models.CheckConstraint(
                condition=Q(entry_year__range=(2000, 2100)), name="a_year_group_entered_in_this_century"
            ),
        ]

    def __str__(self) -> str:
        return _("%(year)s entry · %(programme)s") % {
            "year": self.entry_year,
            "programme": self.programme.name,
        }


class OfYearGroupQuerySet(OfSchoolQuerySet):
    school_lookup = "year_group__programme__school"


class ClassGroupQuerySet(OfYearGroupQuerySet):
    def with_pathways(self) -> Self:
        """With `students_count` and a count per pathway (`on_placement`, `on_leave`, ...)."""
        counts = {
            f"on_{pathway.value}": Count("students", filter=Q(students__pathway=pathway.value))
            for pathway in Student.Pathway
        }
        return self.annotate(students_count=Count("students"), **counts)


class ClassGroup(Record):
    """A class (行政班) of a year group."""

    year_group = models.ForeignKey(
        YearGroup, models.CASCADE, related_name="classes", verbose_name=_("Year group")
    )
    name = models.CharField(_("Name"), max_length=60)
    head_teacher = models.CharField(_("Head teacher"), max_length=60, blank=True)

    objects = ClassGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("Class")
        verbose_name_plural = _("Classes")
        ordering = ["year_group_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["year_group", "name"], name="one_class_of_a_name_per_year_group")
        ]

    def __str__(self) -> str:
        return self.name


class StudentQuerySet(OfSchoolQuerySet):
    """Students are the school's alone: a bureau sees their numbers, never the rows."""

    def pathway_counts(self) -> dict[str, int]:
        """Students by pathway; every pathway is a key."""
        counted = dict(self.order_by().values_list("pathway").annotate(n=Count("pk")))
        return {pathway.value: counted.get(pathway.value, 0) for pathway in Student.Pathway}

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(school__in=memberships_of(user).ids("school"))


class Student(Record):
    """A student by number, without name or contacts: those are asked only when an agreement is drafted."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("Female")
        MALE = "m", _("Male")

    class Pathway(models.TextChoices):
        PLACEMENT = "placement", _("Placement")
        OWN_PLACEMENT = "own_placement", _("Own placement")
        FURTHER_STUDY = "further_study", _("Further study (deferred)")
        LEAVE = "leave", _("On leave")
        ARMY = "army", _("Army")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    school = models.ForeignKey(School, models.CASCADE, related_name="students")
    class_group = models.ForeignKey(
        ClassGroup, models.PROTECT, related_name="students", verbose_name=_("Class")
    )
    number = models.CharField(_("Student number"), max_length=30)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(_("Birth date"), null=True, blank=True)
    pathway = models.CharField(
        _("Pathway"), max_length=20, choices=Pathway.choices, default=Pathway.PLACEMENT
    )

    objects = StudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Student")
        verbose_name_plural = _("Students")
        ordering = ["class_group_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"], name="a_student_number_is_given_once_per_school"
            )
        ]

    def __str__(self) -> str:
        return self.number

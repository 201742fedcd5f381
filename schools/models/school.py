"""A school, its campuses and its people."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.jurisdiction import jurisdiction
from portal.accounts.memberships import memberships_of
from portal.accounts.models import AbstractMembership, Bureau, Role, User
from portal.common.models import Record, ScopedQuerySet
from portal.reference.models import Named, Region

SCHOOL_CODE = RegexValidator(r"^\d{10}$", _("A school code has 10 digits."))


class SchoolQuerySet(ScopedQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The register of schools is open to everybody who belongs to an organisation, and to the operator."""
        allowed = isinstance(user, User) and (user.is_operator or bool(memberships_of(user)))
        return self.all() if allowed else self.none()

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Own school as editor, or the schools in the jurisdiction of one's bureau."""
        if isinstance(user, User) and user.is_operator:
            return self.all()
        own = Q(pk__in=memberships_of(user).ids("school", Role.EDITOR))
        return self.filter(
            own | jurisdiction(user, region="region", authority="authority", at_least=Role.EDITOR)
        )

    def overseen_by(self, user: User | AnonymousUser) -> Self:
        """Own schools and those in the jurisdiction: whose inner facts the user may read."""
        own = Q(pk__in=memberships_of(user).ids("school"))
        return self.filter(own | jurisdiction(user, region="region", authority="authority"))


class School(Record, Named):
    """A vocational school: it stands in a territory and answers to a competent authority, which may differ."""

    class Kind(models.TextChoices):
        SECONDARY = "secondary", _("Secondary vocational school")
        TECHNICIAN = "technician", _("Technician school")
        COLLEGE = "college", _("Higher vocational college")
        BACHELOR = "bachelor", _("Vocational university")

    class Nature(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("school", "Public")
        PRIVATE = "private", pgettext_lazy("school", "Private")

    code = models.CharField(
        _("School code"), max_length=10, unique=True, null=True, blank=True, validators=[SCHOOL_CODE]
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    nature = models.CharField(_("Nature"), max_length=10, choices=Nature.choices, default=Nature.PUBLIC)
    region = models.ForeignKey(Region, models.PROTECT, related_name="schools", verbose_name=_("Territory"))
    authority = models.ForeignKey(
        Bureau,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="schools",
        verbose_name=_("Competent authority"),
    )
    address = models.CharField(_("Address"), max_length=200, blank=True)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)
    website = models.URLField(_("Website"), blank=True)
    introduction = models.TextField(_("Introduction"), blank=True)
    closed_on = models.DateField(_("Closed"), null=True, blank=True)
    is_demo = models.BooleanField(_("Demo data"), default=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("School")
        verbose_name_plural = _("Schools")
        ordering = ["name_zh", "pk"]
        indexes = [models.Index(fields=["is_demo"], name="schools_demo")]
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="a_school_stands_on_the_globe",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("school_detail", args=[self.public_id])

    @property
    def place(self) -> str:
        return str(self.region)

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """(longitude, latitude): its own, or those of its region's seat."""
        if self.longitude is not None and self.latitude is not None:
            return self.longitude, self.latitude
        return self.region.point


class CampusQuerySet(ScopedQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Part of the register of schools."""
        return self.filter(school__in=School.objects.visible_to(user))

    def managed_by(self, user: User | AnonymousUser) -> Self:
        return self.filter(school__in=School.objects.managed_by(user))


class Campus(Record):
    """A place where the school teaches."""

    school = models.ForeignKey(School, models.CASCADE, related_name="campuses")
    name = models.CharField(_("Name"), max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="campuses", verbose_name=_("Region"))
    address = models.CharField(_("Address"), max_length=200, blank=True)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)

    objects = CampusQuerySet.as_manager()

    class Meta:
        verbose_name = _("Campus")
        verbose_name_plural = _("Campuses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="one_campus_of_a_name_per_school")
        ]

    def __str__(self) -> str:
        return self.name


class SchoolMembership(AbstractMembership):
    """A person's place in a school."""

    kind = "school"
    organisation_field = "school"

    school = models.ForeignKey(School, models.CASCADE, related_name="members")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "school"],
                condition=Q(ended_on=None),
                name="one_live_membership_per_person_and_school",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.school}"

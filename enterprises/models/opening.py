"""A post with seats for students."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise, OfEnterpriseQuerySet, Site
from portal.accounts.models import User
from portal.common.bounds import validate_day
from portal.common.models import Confirmed, Record
from portal.reference.models import MajorClass, MajorLevel, Region

# After so many days without a confirmation an opening counts as stale (A4).
STALE_DAYS = 60


class OpeningQuerySet(OfEnterpriseQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published openings of visible enterprises; drafts and reviews only to the enterprise and its bureaus."""
        published = Q(status__in=Opening.PUBLISHED, enterprise__in=Enterprise.objects.visible_to(user))
        return self.filter(published | Q(enterprise__in=Enterprise.objects.overseen_by(user)))

    def open_on(self, on: date) -> Self:
        """Openings that still take students."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), status=Opening.Status.OPEN).filter(
            enterprise__in=Enterprise.objects.hosts()
        )

    def with_free_seats(self) -> Self:
        return self.filter(seats_taken__lt=F("seats"))

    def with_at_least_free(self, seats: int) -> Self:
        """Openings with so many free seats or more."""
        return self.filter(seats_taken__lte=F("seats") - seats)

    def running_on(self, day: date) -> Self:
        """Openings whose period, open at either side, holds the day."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))

    def overdue_on(self, on: date) -> Self:
        """Published openings whose period is over."""
        return self.filter(status__in=Opening.PUBLISHED, ends_on__lt=on)

    def stale_on(self, on: date) -> Self:
        """Published openings that nobody vouched for in the last 60 days."""
        return self.filter(Opening.not_confirmed_within(STALE_DAYS, on), status__in=Opening.PUBLISHED)

    def at_place(self, region: Region) -> Self:
        """Openings whose site, or else whose enterprise, stands in the region."""
        own = Q(site__region__path__startswith=region.path)
        return self.filter(own | Q(site=None, enterprise__region__path__startswith=region.path))

    def accepting(self, major_class: MajorClass) -> Self:
        """Openings that name the class, one of its majors or its category, at any level (7308 = 5308 = 3308)."""
        category = major_class.category
        condition = Q(pk__in=[])
        for level in (MajorLevel.SECONDARY, MajorLevel.JUNIOR_COLLEGE, MajorLevel.VOCATIONAL_BACHELOR):
            # The codes are ASCII inside a JSON list, so a text search is exact on both engines.
            condition |= Q(accepted_majors__icontains=f'"{major_class.code_at(level)}')
            condition |= Q(accepted_majors__icontains=f'"{category.code_at(level)}"')
        return self.filter(condition)

    def totals(self) -> dict[str, int]:
        """Openings, their seats and the free ones of those that still take students."""
        still_open = Q(status=Opening.Status.OPEN)
        counted = self.order_by().aggregate(
            n=Count("pk"), total=Sum("seats"), free=Sum(F("seats") - F("seats_taken"), filter=still_open)
        )
        return {"openings": counted["n"], "seats": counted["total"] or 0, "free": counted["free"] or 0}


class Opening(Record, Confirmed):
    """A post with seats for students in a period, posted by an enterprise."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        RETURNED = "returned", _("Returned for correction")
        OPEN = "open", pgettext_lazy("opening", "Open")
        FULL = "full", pgettext_lazy("opening", "Full")
        CLOSED = "closed", _("Closed")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    PUBLISHED = ("open", "full")

    class Lodging(models.TextChoices):
        NONE = "none", _("No lodging")
        FREE = "free", _("Free lodging")
        PAID = "paid", _("Lodging at cost")

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="openings", verbose_name=_("Enterprise")
    )
    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="openings", verbose_name=_("Site")
    )
    title = models.CharField(_("Post"), max_length=120)
    aliases = models.JSONField(_("Other names of the post"), default=list, blank=True)
    tasks = models.TextField(_("Work tasks"), blank=True)
    abilities = models.JSONField(_("Abilities wanted"), default=list, blank=True)
    accepted_majors = models.JSONField(_("Accepted majors"), default=list, blank=True)
    seats = models.PositiveIntegerField(
        _("Seats"), validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    seats_taken = models.PositiveIntegerField(_("Seats taken"), default=0, editable=False)
    starts_on = models.DateField(_("First day"), null=True, blank=True, validators=[validate_day])
    ends_on = models.DateField(_("Last day"), null=True, blank=True, validators=[validate_day])
    pay_month = models.DecimalField(
        _("Pay a month (yuan)"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    hours_per_week = models.PositiveSmallIntegerField(
        _("Hours a week"), null=True, blank=True, validators=[MaxValueValidator(84)]
    )
    night_shift = models.BooleanField(_("Night shifts (22:00 to 6:00)"), default=False)
    lodging = models.CharField(_("Lodging"), max_length=10, choices=Lodging.choices, default=Lodging.NONE)
    mentor = models.CharField(_("Mentor"), max_length=60, blank=True)
    hazards = models.CharField(_("Hazards"), max_length=200, blank=True)
    status = models.CharField(_("State"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    remarks = models.TextField(_("Remarks of the review"), blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("Opening")
        verbose_name_plural = _("Openings")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "ends_on"], name="openings_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("seats")), name="no_seat_is_given_twice"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="an_opening_has_a_seat"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="an_opening_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("opening_detail", args=[self.public_id])

    @property
    def is_published(self) -> bool:
        return self.status in self.PUBLISHED

    def group_among(self, groups: Iterable[str]) -> str:
        """The post group that bears its title or another name of the post; "" where none does."""
        known = set(groups)
        return next((name for name in (self.title, *self.aliases) if name in known), "")

    @property
    def region(self) -> Region:
        """Where the students would work: the site's region, else the enterprise's."""
        return self.site.region if self.site else self.enterprise.region

    @property
    def place(self) -> str:
        return str(self.region)

    @property
    def seats_free(self) -> int:
        return self.seats - self.seats_taken

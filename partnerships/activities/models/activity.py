"""Something that happened in a partnership, what shows it, and what the other side says."""

from datetime import datetime
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.models import Agreement, Partnership, Side
from partnerships.agreements.models.partnership import OfBothQuerySet
from portal.accounts.models import Role, User
from portal.common.bounds import MOST_PEOPLE, validate_day
from portal.common.models import Record
from portal.records.actors import label_in_words
from portal.records.models import SignedLink
from schools.models import Programme

NOT_NEGATIVE = [MinValueValidator(0)]


class OfPartnershipQuerySet(OfBothQuerySet):
    pair = "partnership__"


class ActivityQuerySet(OfPartnershipQuerySet):
    def counted(self) -> Self:
        """Activities that stand: confirmed, or waiting for it."""
        return self.filter(status__in=[Activity.Status.LOGGED, Activity.Status.CONFIRMED])

    def waiting_for(self, side: str) -> Self:
        """Activities that this side has to confirm or dispute."""
        return self.filter(status=Activity.Status.LOGGED).exclude(logged_side=side)


class Activity(Record):
    """Something that happened in a partnership. Its kind says which of the measures counts (kinds.py)."""

    class Status(models.TextChoices):
        LOGGED = "logged", _("Waiting for the other side")
        CONFIRMED = "confirmed", _("Confirmed by both")
        DISPUTED = "disputed", _("Disputed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="activities", verbose_name=_("Partnership")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("Agreement"),
    )
    programme = models.ForeignKey(
        Programme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("Programme"),
    )
    kind = models.CharField(_("Kind"), max_length=40)
    title = models.CharField(_("What happened"), max_length=160)
    happened_on = models.DateField(_("Day"), validators=[validate_day])
    ended_on = models.DateField(_("Last day"), null=True, blank=True, validators=[validate_day])
    quantity = models.DecimalField(
        _("Quantity"), max_digits=10, decimal_places=2, default=Decimal(0), validators=NOT_NEGATIVE
    )
    people = models.PositiveIntegerField(_("People"), default=0, validators=[MOST_PEOPLE])
    hours = models.DecimalField(
        _("Hours"), max_digits=8, decimal_places=2, default=Decimal(0), validators=NOT_NEGATIVE
    )
    money = models.DecimalField(
        _("Money or value (yuan)"),
        max_digits=14,
        decimal_places=2,
        default=Decimal(0),
        validators=NOT_NEGATIVE,
    )
    description = models.TextField(_("Description"), blank=True)
    status = models.CharField(_("State"), max_length=10, choices=Status.choices, default=Status.LOGGED)
    offered_at = models.DateTimeField(_("Put to the other side"), default=timezone.now)
    logged_side = models.CharField(_("Logged by"), max_length=10, choices=Side.choices)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="activities_logged",
        verbose_name=_("Person"),
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Activity")
        verbose_name_plural = _("Activities")
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["status", "happened_on"], name="activities_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("happened_on")),
                name="an_activity_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0, hours__gte=0, money__gte=0),
                name="activity_measures_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity_detail", args=[self.public_id])

    @property
    def confirming_side(self) -> Side:
        """The side whose word is asked: the one that did not log it."""
        return Side(self.logged_side).other

    def sides_of(self, user: User | AnonymousUser, at_least: Role = Role.VIEWER) -> list[Side]:
        """The sides for which this user may act, the school first."""
        return self.partnership.sides_of(user, at_least)

    def days_waiting(self, now: datetime) -> int:
        """Whole days for which the other side has been asked; 0 where it is not asked."""
        return max(0, (now - self.offered_at).days) if self.status == self.Status.LOGGED else 0


class OfActivityQuerySet(OfBothQuerySet):
    pair = "activity__partnership__"


class Evidence(Record):
    """A file that shows an activity. Generated name on disk, hash kept, served only through a permission."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evidence")
    file = models.FileField(_("File"), upload_to="evidence/%Y/%m/")
    name = models.CharField(_("Name"), max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(_("Bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="evidence_uploaded"
    )

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Evidence")
        verbose_name_plural = _("Evidence")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "sha256"], name="a_file_shows_an_activity_once")
        ]

    def __str__(self) -> str:
        return self.name


class Confirmation(Record):
    """What the other side answered: it was so, or it was not."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="confirmations")
    side = models.CharField(_("Side"), max_length=10, choices=Side.choices)
    is_confirmed = models.BooleanField(_("Confirmed"))
    note = models.TextField(_("Note"), blank=True)
    person = models.CharField(_("Person"), max_length=160)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="confirmations"
    )
    link = models.ForeignKey(SignedLink, models.PROTECT, null=True, blank=True, related_name="confirmations")

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Confirmation")
        verbose_name_plural = _("Confirmations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.activity}"

    @property
    def is_by_link(self) -> bool:
        """Whether somebody without an account said it."""
        return self.link_id is not None

    @property
    def person_words(self) -> str:
        """Who said it, in the reader's language."""
        return label_in_words(self.person)

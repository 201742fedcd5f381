"""An idea that one side put to the other, with its answer."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Opening
from partnerships.agreements.models.partnership import OfBothQuerySet, Side, sides_of
from portal.accounts.models import Role, User
from portal.common.models import Record
from schools.models import PlacementPlan, Programme, School


class ProposalQuerySet(OfBothQuerySet):
    def waiting_for(self, side: str) -> Self:
        """Proposals that this side has to answer."""
        return self.filter(status=Proposal.Status.SENT).exclude(from_side=side)

    def accepted(self) -> Self:
        """Proposals that hold seats."""
        return self.filter(status=Proposal.Status.ACCEPTED)

    def present_on(self, first: date, last: date) -> Self:
        """Those whose students are there on some day from the first to the last, both included."""
        return self.filter(starts_on__lte=last, ends_on__gte=first, students__gt=0)


class Proposal(Record):
    """Students for seats, or a first contact, put by one side to the other."""

    class Status(models.TextChoices):
        SENT = "sent", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class DeclineReason(models.TextChoices):
        TOO_FAR = "too_far", _("Too far")
        WRONG_MAJOR = "wrong_major", _("Major does not fit")
        BAD_TIME = "bad_time", _("Time does not fit")
        FULL = "full", _("No seats left")
        TERMS = "terms", _("Pay and conditions")
        BAD_EXPERIENCE = "bad_experience", _("Past experience")
        OTHER = "other", _("Other")

    school = models.ForeignKey(School, models.PROTECT, related_name="proposals", verbose_name=_("School"))
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="proposals", verbose_name=_("Enterprise")
    )
    from_side = models.CharField(_("Sent by"), max_length=10, choices=Side.choices)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("Programme"),
    )
    plan = models.ForeignKey(
        PlacementPlan, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("Plan")
    )
    opening = models.ForeignKey(
        Opening, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("Opening")
    )
    students = models.PositiveIntegerField(
        _("Students"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    students_asked = models.PositiveIntegerField(
        _("Students asked for"), null=True, blank=True, editable=False
    )
    starts_on = models.DateField(_("First day"), null=True, blank=True)
    ends_on = models.DateField(_("Last day"), null=True, blank=True)
    message = models.TextField(_("Message"), blank=True)
    status = models.CharField(_("State"), max_length=10, choices=Status.choices, default=Status.SENT)
    sent_at = models.DateTimeField(_("Sent"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="proposals_sent",
        verbose_name=_("Person"),
    )
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    answered_by = models.CharField(_("Answered by"), max_length=160, blank=True, editable=False)
    decline_reason = models.CharField(_("Reason"), max_length=20, choices=DeclineReason.choices, blank=True)
    answer_note = models.TextField(_("Note"), blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("Proposal")
        verbose_name_plural = _("Proposals")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["status", "sent_at"], name="proposals_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "opening", "plan"],
                condition=Q(status="sent", opening__isnull=False, plan__isnull=False),
                name="one_waiting_proposal_per_plan_and_opening",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_proposal_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(decline_reason=""),
                name="a_declined_proposal_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.school} → {self.enterprise}"
            if self.from_side == Side.SCHOOL
            else f"{self.enterprise} → {self.school}"
        )

    def get_absolute_url(self) -> str:
        return reverse("proposal_detail", args=[self.public_id])

    @property
    def to_side(self) -> Side:
        """The side that has to answer."""
        return Side(self.from_side).other

    @property
    def is_cut(self) -> bool:
        """Whether fewer students were accepted than asked for."""
        return bool(self.students_asked) and self.students_asked != self.students

    def sides_of(self, user: User | AnonymousUser, at_least: Role = Role.VIEWER) -> list[Side]:
        """The sides for which this user may act, the school first."""
        return sides_of(user, self.school_id, self.enterprise_id, at_least)

    def party(self, side: str) -> School | Enterprise:
        """The organisation on that side."""
        return self.school if side == Side.SCHOOL else self.enterprise

    def days_waiting(self, now: datetime) -> int:
        """Whole days since it was sent, while it waits for its answer; else 0."""
        return max(0, (now - self.sent_at).days) if self.status == self.Status.SENT else 0

"""What both sides signed."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.models.partnership import OfBothQuerySet, Partnership, Side
from portal.accounts.models import Role, User
from portal.common.bounds import MOST_STUDENTS, validate_day
from portal.common.models import Record
from portal.records.actors import without_link
from portal.records.models import SignedLink
from portal.reference.models import CooperationForm
from schools.models import Programme


class AgreementQuerySet(OfBothQuerySet):
    pair = "partnership__"

    def in_force(self, on: date) -> Self:
        """Signed agreements whose term covers the day."""
        return self.filter(status=Agreement.Status.SIGNED, starts_on__lte=on, ends_on__gte=on)

    def expiring_within(self, on: date, days: int) -> Self:
        """Signed agreements that end in the coming days."""
        return self.filter(Agreement.expires_within(on, days))


class Agreement(Record):
    """Forms of cooperation, programmes, term and duties that both sides sign."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OFFERED = "offered", _("Out for signature")
        SIGNED = "signed", _("Signed by both")
        TERMINATED = "terminated", _("Ended early")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="agreements", verbose_name=_("Partnership")
    )
    title = models.CharField(_("Title"), max_length=160)
    forms = models.ManyToManyField(
        CooperationForm, related_name="agreements", verbose_name=_("Forms of cooperation")
    )
    programmes = models.ManyToManyField(
        Programme, related_name="agreements", blank=True, verbose_name=_("Programmes")
    )
    starts_on = models.DateField(_("From"), validators=[validate_day])
    ends_on = models.DateField(_("To"), validators=[validate_day])
    students_per_year = models.PositiveIntegerField(
        _("Students a year"), null=True, blank=True, validators=[MOST_STUDENTS]
    )
    school_duties = models.TextField(_("Duties of the school"), blank=True)
    enterprise_duties = models.TextField(_("Duties of the enterprise"), blank=True)
    status = models.CharField(_("State"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    drafted_side = models.CharField(_("Drafted by"), max_length=10, choices=Side.choices)
    ended_early_on = models.DateField(_("Ended early"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("Agreement")
        verbose_name_plural = _("Agreements")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["status", "ends_on"], name="agreements_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="an_agreement_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreement_detail", args=[self.public_id])

    def sides_of(self, user: User | AnonymousUser, at_least: Role = Role.VIEWER) -> list[Side]:
        """The sides for which this user may act, the school first."""
        return self.partnership.sides_of(user, at_least)

    def days_left(self, on: date) -> int | None:
        """Days from `on` to the last day of a signed agreement; None where it is not signed."""
        return (self.ends_on - on).days if self.status == self.Status.SIGNED else None

    @staticmethod
    def expires_within(on: date, days: int) -> Q:
        """The condition of a signed agreement that ends in the coming days."""
        last = date.fromordinal(on.toordinal() + days)
        return Q(status=Agreement.Status.SIGNED, ends_on__range=(on, last))

    def is_in_force(self, on: date) -> bool:
        """Signed and within its term."""
        return self.status == self.Status.SIGNED and self.starts_on <= on <= self.ends_on


class OfAgreementQuerySet(OfBothQuerySet):
    pair = "agreement__partnership__"


class Signature(Record):
    """One party's signature; a second click finds it there and signs nothing."""

    class Method(models.TextChoices):
        PORTAL = "portal", _("In the portal")
        LINK = "link", _("By signed link")
        PAPER = "paper", _("On paper, with scan")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    party = models.CharField(_("Party"), max_length=10, choices=Side.choices)
    method = models.CharField(_("Way of signing"), max_length=10, choices=Method.choices)
    signer = models.CharField(_("Signed by"), max_length=160)
    signed_on = models.DateField(_("Signed on"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    link = models.ForeignKey(SignedLink, models.PROTECT, null=True, blank=True, related_name="signatures")
    scan = models.FileField(_("Scan"), upload_to="scans/", blank=True)
    scan_name = models.CharField(_("Name of the scan"), max_length=160, blank=True)
    scan_type = models.CharField(max_length=80, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("Signature")
        verbose_name_plural = _("Signatures")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "party"], name="each_party_signs_once")]

    def __str__(self) -> str:
        return f"{self.get_party_display()} · {self.signer}"

    @property
    def signer_name(self) -> str:
        """Who signed, without the way, which stands beside it in the reader's language."""
        return without_link(self.signer)

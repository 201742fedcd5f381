"""One school and one enterprise, from first contact on."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from portal.accounts.jurisdiction import jurisdiction
from portal.accounts.memberships import memberships_of
from portal.accounts.models import Role, User
from portal.common.models import Record, ScopedQuerySet
from schools.models import School


class Side(models.TextChoices):
    """The two parties of a partnership."""

    SCHOOL = "school", _("School")
    ENTERPRISE = "enterprise", _("Enterprise")

    @property
    def other(self) -> "Side":
        return Side.ENTERPRISE if self is Side.SCHOOL else Side.SCHOOL


def sides_of(
    user: User | AnonymousUser, school_id: int, enterprise_id: int, at_least: Role = Role.VIEWER
) -> list[Side]:
    """The sides of a pair in which this user has at least this role, the school first."""
    memberships = memberships_of(user)
    sides = []
    if memberships.has("school", school_id, at_least):
        sides.append(Side.SCHOOL)
    if memberships.has("enterprise", enterprise_id, at_least):
        sides.append(Side.ENTERPRISE)
    return sides


class OfBothQuerySet(ScopedQuerySet):
    """Rows that belong to a school and an enterprise: both see and manage them, bureaus of either see them.

    `pair` is the lookup prefix to the row that holds `school` and `enterprise`, such as "partnership__".
    """

    pair = ""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Both parties, and the bureaus in whose jurisdiction the school or the enterprise lies."""
        return self.filter(
            self._party(user, Role.VIEWER)
            | jurisdiction(
                user, region=f"{self.pair}school__region", authority=f"{self.pair}school__authority"
            )
            | jurisdiction(user, region=f"{self.pair}enterprise__region")
        )

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Editors of either party."""
        return self.filter(self._party(user, Role.EDITOR))

    def _party(self, user: User | AnonymousUser, at_least: Role) -> Q:
        memberships = memberships_of(user)
        return Q(**{f"{self.pair}school__in": memberships.ids("school", at_least)}) | Q(
            **{f"{self.pair}enterprise__in": memberships.ids("enterprise", at_least)}
        )


class PartnershipQuerySet(OfBothQuerySet):
    def live(self) -> Self:
        """Partnerships that have not ended."""
        return self.exclude(stage=Partnership.Stage.ENDED)

    def between(self, school: School, enterprise: Enterprise) -> Self:
        """Those of this pair; at most one of them is live."""
        return self.filter(school=school, enterprise=enterprise)


class Partnership(Record):
    """One school and one enterprise, from first contact on."""

    class Stage(models.TextChoices):
        AWARE = "aware", _("Aware of each other")
        IN_TALKS = "in_talks", _("In talks")
        AGREED = "agreed", _("Agreed")
        ACTIVE = "active", _("Active")
        STRATEGIC = "strategic", _("Strategic")
        ENDED = "ended", _("Ended")

    school = models.ForeignKey(School, models.PROTECT, related_name="partnerships", verbose_name=_("School"))
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="partnerships", verbose_name=_("Enterprise")
    )
    stage = models.CharField(_("Stage"), max_length=12, choices=Stage.choices, default=Stage.AWARE)
    started_on = models.DateField(_("Since"))
    ended_on = models.DateField(_("Ended"), null=True, blank=True)
    purpose = models.TextField(_("What the two want to do together"), blank=True)
    school_contact = models.CharField(_("Contact at the school"), max_length=80, blank=True)
    enterprise_contact = models.CharField(_("Contact at the enterprise"), max_length=80, blank=True)
    last_activity_on = models.DateField(_("Last confirmed activity"), null=True, blank=True, editable=False)
    strategic_side = models.CharField(
        _("Strategic partnership proposed by"),
        max_length=10,
        choices=Side.choices,
        blank=True,
        editable=False,
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Partnership")
        verbose_name_plural = _("Partnerships")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["stage", "last_activity_on"], name="partnerships_by_stage")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "enterprise"],
                condition=~Q(stage="ended"),
                name="one_live_partnership_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(stage="ended", ended_on__isnull=False) | (~Q(stage="ended") & Q(ended_on=None)),
                name="an_ended_partnership_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} · {self.enterprise}"

    def get_absolute_url(self) -> str:
        return reverse("partnership_detail", args=[self.public_id])

    @property
    def is_live(self) -> bool:
        return self.stage != self.Stage.ENDED

    @property
    def is_agreed(self) -> bool:
        """Whether both have bound themselves: what an enterprise tells its partners is shown from then on."""
        return self.stage in {self.Stage.AGREED, self.Stage.ACTIVE, self.Stage.STRATEGIC}

    def sides_of(self, user: User | AnonymousUser, at_least: Role = Role.VIEWER) -> list[Side]:
        """The sides for which this user may act, the school first."""
        return sides_of(user, self.school_id, self.enterprise_id, at_least)

    def side_of(self, user: User | AnonymousUser, at_least: Role = Role.VIEWER) -> Side | None:
        """The side for which this user acts, the school first where he belongs to both."""
        sides = self.sides_of(user, at_least)
        return sides[0] if sides else None

    def party(self, side: str) -> School | Enterprise:
        """The organisation on that side."""
        return self.school if side == Side.SCHOOL else self.enterprise

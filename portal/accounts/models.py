"""People, the bureaus they work for, and the base of all memberships."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import rules
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.models import Record, ScopedQuerySet, new_public_id
from portal.reference.models import Named

if TYPE_CHECKING:
    from portal.accounts.memberships import Memberships

MOBILE_PATTERN = r"^1[3-9]\d{9}$"
MOBILE_NUMBER = RegexValidator(MOBILE_PATTERN, _("A mobile number has 11 digits and begins with 13 to 19."))


class User(AbstractUser):
    """A person who signs in by user name, mobile number or e-mail."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    full_name = models.CharField(_("Name"), max_length=80, blank=True)
    mobile = models.CharField(
        _("Mobile number"), max_length=11, unique=True, null=True, blank=True, validators=[MOBILE_NUMBER]
    )

    _memberships: "Memberships | None" = None

    class Meta(AbstractUser.Meta):
        # Sign-in takes a name or an address in any case: two that differ by case only would shut both people out.
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="a_user_name_belongs_to_one_person",
                violation_error_message=_("This user name belongs to another account."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="an_email_belongs_to_one_person",
                violation_error_message=_("This e-mail belongs to another account."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Rules of the rooms decide for the operator too; what no room rules on (Django's admin) is his."""
        if rules.perm_exists(perm):
            return self.is_active and bool(rules.has_perm(perm, self, obj))
        return super().has_perm(perm, obj)

    @property
    def is_operator(self) -> bool:
        """The operator keeps the site running; he does not read its business."""
        return self.is_active and self.is_superuser


class Role(models.TextChoices):
    """What a member may do in the organisation; each includes the ones before it."""

    VIEWER = "viewer", _("Viewer")
    EDITOR = "editor", _("Editor")
    SIGNATORY = "signatory", _("Signatory")
    OWNER = "owner", _("Owner")

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def includes(self, other: "Role") -> bool:
        """Whether this role may do all that `other` may."""
        return self.rank >= other.rank


class BureauQuerySet(ScopedQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Bureaus are public offices: every signed-in person may see them."""
        return self.all() if user.is_active else self.none()

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """A bureau's own owners, and the operator."""
        if isinstance(user, User) and user.is_operator:
            return self.all()
        from portal.accounts.memberships import memberships_of

        return self.filter(pk__in=memberships_of(user).ids("bureau", Role.OWNER))


class Bureau(Record, Named):
    """An office that steers: education or human resources, of a province, city or district."""

    class Kind(models.TextChoices):
        EDUCATION = "education", _("Education bureau")
        HUMAN_RESOURCES = "human_resources", _("Human-resources bureau")

    class Follows(models.TextChoices):
        TERRITORY = "territory", _("Territory: all that stands in the region")
        AUTHORITY = "authority", _("Authority: the schools that answer to it")
        BOTH = "both", _("Territory and authority")

    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices, default=Kind.EDUCATION)
    region = models.ForeignKey(
        "reference.Region", models.PROTECT, related_name="bureaus", verbose_name=_("Region")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Superior bureau"),
    )
    path = models.CharField(max_length=255, editable=False, db_index=True, default="")
    follows = models.CharField(
        _("Rights follow"), max_length=12, choices=Follows.choices, default=Follows.BOTH
    )
    is_demo = models.BooleanField(_("Demo data"), default=False)

    objects = BureauQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bureau")
        verbose_name_plural = _("Bureaus")
        ordering = ["path"]

    def get_absolute_url(self) -> str:
        return reverse("bureau_detail", args=[self.public_id])

    @property
    def place(self) -> str:
        return str(self.region)


class MembershipQuerySet(models.QuerySet):
    model: "type[AbstractMembership]"  # type: ignore[assignment]

    def active(self) -> Self:
        """Memberships in force of people who may sign in."""
        return self.filter(ended_on=None, user__is_active=True)

    def of(self, organisation_id: int) -> Self:
        """Memberships of one organisation."""
        return self.filter(**{f"{self.model.organisation_field}_id": organisation_id})

    def owners(self) -> Self:
        """Those who decide on members."""
        return self.filter(role=Role.OWNER)


class AbstractMembership(Record):
    """A person's place in an organisation. Subclasses name their organisation's kind and foreign key."""

    kind: str
    organisation_field: str

    user = models.ForeignKey(User, models.CASCADE, related_name="%(class)ss", verbose_name=_("Person"))
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, default=Role.VIEWER)
    job_title = models.CharField(_("Office"), max_length=80, blank=True)
    ended_on = models.DateField(_("Ended"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def organisation_model(cls) -> type[models.Model]:
        """School, Enterprise or Bureau."""
        return cls._meta.get_field(cls.organisation_field).related_model  # type: ignore[return-value]

    @property
    def organisation(self) -> Any:
        return getattr(self, self.organisation_field)

    @property
    def organisation_id(self) -> int:
        return int(getattr(self, f"{self.organisation_field}_id"))


class BureauMembership(AbstractMembership):
    """A person's place in a bureau."""

    kind = "bureau"
    organisation_field = "bureau"

    bureau = models.ForeignKey(Bureau, models.CASCADE, related_name="members")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "bureau"],
                condition=Q(ended_on=None),
                name="one_live_membership_per_person_and_bureau",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.bureau}"


class InvitationQuerySet(ScopedQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Invitations to the organisations that the person owns."""
        from portal.accounts.memberships import memberships_of

        memberships = memberships_of(user)
        condition = Q(pk__in=[])
        for row in memberships.rows:
            if Role(row.role).includes(Role.OWNER):
                condition |= Q(kind=row.kind, organisation_id=row.organisation_id)
        return self.filter(condition)

    def managed_by(self, user: User | AnonymousUser) -> Self:
        return self.visible_to(user)

    def open(self) -> Self:
        """Invitations that still let somebody in."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def to(self, kind: str, organisation_id: int) -> Self:
        """Invitations to one organisation."""
        return self.filter(kind=kind, organisation_id=organisation_id)


def two_weeks_from_now() -> Any:
    """When an invitation made now stops being valid."""
    return timezone.now() + timedelta(days=14)


class Invitation(Record):
    """A link that makes one person a member of one organisation. Only the SHA-256 of its token is stored."""

    kind = models.CharField(_("Kind"), max_length=20)
    organisation_id = models.BigIntegerField()
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, default=Role.VIEWER)
    person = models.CharField(_("Name"), max_length=80)
    job_title = models.CharField(_("Office"), max_length=80, blank=True)
    mobile = models.CharField(_("Mobile number"), max_length=11, blank=True, validators=[MOBILE_NUMBER])
    email = models.EmailField(_("E-mail"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("Valid until"), default=two_weeks_from_now)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="invitations_given")
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="invitations_taken")
    accepted_at = models.DateTimeField(_("Accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Invitation")
        verbose_name_plural = _("Invitations")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "organisation_id"], name="invitations_by_organisation")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it still lets somebody in."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()

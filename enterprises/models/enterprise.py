"""An enterprise, its names, sites, people and staff."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.names import name_key
from portal.accounts.jurisdiction import jurisdiction
from portal.accounts.memberships import memberships_of
from portal.accounts.models import MOBILE_NUMBER, AbstractMembership, Role, User
from portal.common.bounds import MOST_STAFF
from portal.common.models import Confirmed, Record, ScopedQuerySet
from portal.reference.models import IndustrialCluster, Industry, Named, Region

# GB/T 4754-2017: employment agencies and labour dispatch may not host students (the law of 2022, articles 50 and 66).
AGENCY_INDUSTRIES = ("7262", "7263")


def under_industry(industry: Industry, lookup: str = "industry") -> Q:
    """The condition that the relation `lookup` points to this industry or to one below it."""
    if industry.level == Industry.Level.SECTION:
        return Q(**{f"{lookup}__section": industry.section})
    return Q(**{f"{lookup}__code__startswith": industry.code})


def of_cluster(cluster: IndustrialCluster, lookup: str = "industry") -> Q:
    """The condition that the relation `lookup` points to an industry of the cluster."""
    condition = Q(pk__in=[])
    for link in cluster.industry_links.select_related("industry"):
        condition |= under_industry(link.industry, lookup)
    return condition


class NameKeyField(models.CharField):
    """The comparable form of another field of the row, computed whenever the row is inserted or saved."""

    def __init__(self, *args: Any, source: str = "name_zh", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 (Django's signature)
        key = name_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, key)
        return key


class EnterpriseQuerySet(ScopedQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The register is open to all members; a refused enterprise only to itself and its bureaus."""
        if isinstance(user, User) and user.is_operator:
            return self.all()
        if not memberships_of(user):
            return self.none()
        own = Q(pk__in=memberships_of(user).ids("enterprise"))
        return self.filter(~Q(vetting=Enterprise.Vetting.REFUSED) | own | jurisdiction(user, region="region"))

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Own enterprise as editor, or those in the territory of one's bureau."""
        if isinstance(user, User) and user.is_operator:
            return self.all()
        own = Q(pk__in=memberships_of(user).ids("enterprise", Role.EDITOR))
        return self.filter(own | jurisdiction(user, region="region", at_least=Role.EDITOR))

    def overseen_by(self, user: User | AnonymousUser) -> Self:
        """Own enterprises and those in the territory: whose inner facts the user may read."""
        own = Q(pk__in=memberships_of(user).ids("enterprise"))
        return self.filter(own | jurisdiction(user, region="region"))

    def in_cluster(self, cluster: IndustrialCluster) -> Self:
        """Enterprises of an industry that the cluster names, or of one below it."""
        return self.filter(of_cluster(cluster))

    def hosts(self) -> Self:
        """Enterprises that may take students: not refused, not closed, no agency."""
        return (
            self.filter(closed_on=None)
            .exclude(vetting=Enterprise.Vetting.REFUSED)
            .exclude(industry__code__in=AGENCY_INDUSTRIES)
        )


class Enterprise(Record, Named):
    """A place where students may learn to work: firm, hospital, kindergarten, sole trader, school base."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Company")
        SOLE_TRADER = "sole_trader", _("Sole trader")
        INSTITUTION = "institution", _("Public institution")
        SCHOOL_BASE = "school_base", _("Base of a school")
        OTHER = "other", _("Other")

    class NumberKind(models.TextChoices):
        REGISTER = "register", _("Register number")
        TICKER = "ticker", _("Stock ticker")

    class Vetting(models.TextChoices):
        PENDING = "pending", _("To be vetted")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    credit_code = models.CharField(
        _("Unified social credit code"), max_length=18, unique=True, null=True, blank=True
    )
    number_kind = models.CharField(_("Other number"), max_length=10, choices=NumberKind.choices, blank=True)
    number = models.CharField(_("Number"), max_length=40, blank=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices, default=Kind.COMPANY)
    region = models.ForeignKey(Region, models.PROTECT, related_name="enterprises", verbose_name=_("Region"))
    industry = models.ForeignKey(
        Industry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises",
        verbose_name=_("Industry"),
    )
    group = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members_of_group",
        verbose_name=_("Group"),
    )
    address = models.CharField(_("Address"), max_length=200, blank=True)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)
    staff_total = models.PositiveIntegerField(_("Staff"), null=True, blank=True, validators=[MOST_STAFF])
    staff_as_of = models.DateField(_("Staff counted on"), null=True, blank=True)
    website = models.URLField(_("Website"), blank=True)
    introduction = models.TextField(_("Introduction"), blank=True)
    name_key = NameKeyField(max_length=120, editable=False, db_index=True, default="", source="name_zh")
    vetting = models.CharField(_("Vetting"), max_length=10, choices=Vetting.choices, default=Vetting.PENDING)
    vetting_remarks = models.TextField(_("Remarks of the vetting"), blank=True)
    approaches_paused_until = models.DateField(_("No approaches until"), null=True, blank=True)
    closed_on = models.DateField(_("Closed"), null=True, blank=True)
    is_demo = models.BooleanField(_("Demo data"), default=False)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Enterprise")
        verbose_name_plural = _("Enterprises")
        ordering = ["name_zh", "pk"]
        indexes = [
            models.Index(fields=["is_demo"], name="enterprises_demo"),
            models.Index(fields=["name_zh"], name="enterprises_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number_kind", "number"],
                condition=~Q(number=""),
                name="an_other_number_is_given_once",
            ),
            models.CheckConstraint(
                condition=Q(credit_code__isnull=False) | ~Q(number=""),
                name="an_enterprise_has_a_code_or_a_number",
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="an_enterprise_stands_on_the_globe",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("enterprise_detail", args=[self.public_id])

    @property
    def place(self) -> str:
        return str(self.region)

    @property
    def is_verified(self) -> bool:
        """Known by its credit code; else it stands under another number until the code is known."""
        return bool(self.credit_code)

    @property
    def is_agency(self) -> bool:
        """An employment agency or labour dispatch, which may not host students."""
        return self.industry_id in AGENCY_INDUSTRIES

    @property
    def number_words(self) -> str:
        """The code or number by which it is known."""
        return self.credit_code or self.number

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """(longitude, latitude): its own, or those of its region's seat."""
        if self.longitude is not None and self.latitude is not None:
            return self.longitude, self.latitude
        return self.region.point


class EnterpriseMembership(AbstractMembership):
    """A person's place in an enterprise."""

    kind = "enterprise"
    organisation_field = "enterprise"

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="members")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise"],
                condition=Q(ended_on=None),
                name="one_live_membership_per_person_and_enterprise",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"


class OfEnterpriseQuerySet(ScopedQuerySet):
    """Rows that are an enterprise's own business: its members and its bureaus see them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(enterprise__in=Enterprise.objects.overseen_by(user))

    def managed_by(self, user: User | AnonymousUser) -> Self:
        return self.filter(enterprise__in=memberships_of(user).ids("enterprise", Role.EDITOR))


class OpenOfEnterpriseQuerySet(OfEnterpriseQuerySet):
    """Rows of the public register entry."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))


class Alias(Record):
    """Another name under which an enterprise is known or was misspelt."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="aliases")
    name = models.CharField(_("Name"), max_length=160)
    normalised = NameKeyField(max_length=160, editable=False, db_index=True, default="", source="name")

    objects = OpenOfEnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Alias")
        verbose_name_plural = _("Aliases")
        constraints = [
            models.UniqueConstraint(fields=["normalised"], name="an_alias_points_to_one_enterprise")
        ]

    def __str__(self) -> str:
        return self.name


class Site(Record):
    """A place of business (经营场所)."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="sites")
    name = models.CharField(_("Name"), max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="sites", verbose_name=_("Region"))
    address = models.CharField(_("Address"), max_length=200, blank=True)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)

    objects = OpenOfEnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Site")
        verbose_name_plural = _("Sites")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="one_site_of_a_name_per_enterprise")
        ]

    def __str__(self) -> str:
        return self.name


class StaffGroup(Record):
    """How many people work on like posts: the base of the 20 % limit."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="staff_groups")
    name = models.CharField(_("Post group"), max_length=80)
    staff = models.PositiveIntegerField(_("Staff"), validators=[MOST_STAFF])

    objects = OfEnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Post group")
        verbose_name_plural = _("Post groups")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "name"], name="one_post_group_of_a_name_per_enterprise"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ContactQuerySet(OfEnterpriseQuerySet):
    def current(self) -> Self:
        """Contacts that may be approached."""
        return self.filter(archived_on=None)


class Contact(Record, Confirmed):
    """A person to speak to, with consent; an archived one is never approached."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="contacts")
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=60)
    job_title = models.CharField(_("Office"), max_length=80, blank=True)
    mobile = models.CharField(_("Mobile number"), max_length=11, blank=True, validators=[MOBILE_NUMBER])
    email = models.EmailField(_("E-mail"), blank=True)
    consent_on = models.DateField(_("Consent given"), null=True, blank=True)
    is_main = models.BooleanField(_("Main contact"), default=False)
    archived_on = models.DateField(_("Archived"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("Contact")
        verbose_name_plural = _("Contacts")
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(is_main=True, archived_on=None),
                name="one_main_contact_per_enterprise",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contact_list")

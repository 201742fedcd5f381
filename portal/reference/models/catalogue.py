"""What is taught: the catalogue of majors of vocational education, and which industries its classes feed."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from portal.reference.codes import parse_major_code
from portal.reference.models.base import Coded, CodedQuerySet, Shipped
from portal.reference.models.industries import IndustrialCluster, Industry

A_SHARE = Q(strength__gt=0, strength__lte=1)


class MajorLevel(models.TextChoices):
    """The three levels of the national catalogue, and that of the technician schools' own."""

    SECONDARY = "secondary", _("Secondary vocational")
    JUNIOR_COLLEGE = "junior_college", _("Higher vocational (junior college)")
    VOCATIONAL_BACHELOR = "vocational_bachelor", _("Vocational bachelor")
    TECHNICIAN = "technician", _("Technician")


class EquatedCodes(Coded):
    """A heading of the catalogue by its secondary code, with those of the other levels: 71 = 51 = 31."""

    code = models.CharField(_("Secondary code"), max_length=4, primary_key=True)
    junior_college_code = models.CharField(_("Junior college code"), max_length=4, unique=True)
    vocational_bachelor_code = models.CharField(_("Vocational bachelor code"), max_length=4, unique=True)

    objects = CodedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["code"]

    def code_at(self, level: str) -> str:
        """The code that this heading has at a level of the national catalogue."""
        return {
            MajorLevel.SECONDARY: self.code,
            MajorLevel.JUNIOR_COLLEGE: self.junior_college_code,
            MajorLevel.VOCATIONAL_BACHELOR: self.vocational_bachelor_code,
        }[MajorLevel(level)]


class MajorCategory(EquatedCodes):
    """A category (专业大类) of the catalogue; there are 19."""

    class Meta(EquatedCodes.Meta):
        verbose_name = _("Category of majors")
        verbose_name_plural = _("Categories of majors")


class MajorClass(EquatedCodes):
    """A class (专业类) of the catalogue; there are 97. The portal works by class where a major is missing."""

    category = models.ForeignKey(
        MajorCategory, models.PROTECT, related_name="classes", verbose_name=_("Category of majors")
    )

    class Meta(EquatedCodes.Meta):
        verbose_name = _("Class of majors")
        verbose_name_plural = _("Classes of majors")


def what_mentions(text: str) -> Q:
    """The majors whose code begins with the text, or whose names or occupations contain it."""
    return (
        Q(code__startswith=text)
        | Q(name_zh__icontains=text)
        | Q(name_en__icontains=text)
        | Q(occupations__icontains=text)
    )


class MajorQuerySet(CodedQuerySet):
    """Entries of the catalogues."""

    def of_code(self, code: str) -> Self:
        """The majors of a code of the national catalogue as people write it (K or not), newest year first."""
        digits = parse_major_code(code).value.removesuffix("K")
        return self.filter(catalogue=Major.Catalogue.NATIONAL, code=digits).order_by("-year")

    def newest_year(self) -> Self:
        """Of each code only the entry of the newest year."""
        same = Major.objects.filter(catalogue=OuterRef("catalogue"), code=OuterRef("code")).order_by("-year")
        return self.filter(pk=Subquery(same.values("pk")[:1]))

    def searched(self, text: str) -> Self:
        """Those that mention the text in code, names or occupations."""
        return self.filter(what_mentions(text))


class Major(Coded):
    """An entry of a catalogue and its year; its texts are sections of the 专业简介, one item a line."""

    class Catalogue(models.TextChoices):
        """Who issues the catalogue."""

        NATIONAL = "national", _("National catalogue of vocational education")
        TECHNICIAN = "technician", _("Catalogue of technician schools")

    catalogue = models.CharField(_("Catalogue"), max_length=10, choices=Catalogue, default=Catalogue.NATIONAL)
    year = models.PositiveSmallIntegerField(_("Year of the catalogue"))
    code = models.CharField(_("Code"), max_length=8)
    level = models.CharField(_("Level"), max_length=19, choices=MajorLevel)
    major_class = models.ForeignKey(
        MajorClass,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="majors",
        verbose_name=_("Class of majors"),
    )
    is_state_controlled = models.BooleanField(_("State-controlled (K)"), default=False)
    is_verified = models.BooleanField(_("Verified against the official list"), default=False)
    basic_duration = models.CharField(_("Basic duration"), max_length=40, blank=True)
    occupations = models.TextField(_("Occupations"), blank=True)
    training_aim = models.TextField(_("Training aim"), blank=True)
    abilities = models.TextField(_("Main abilities"), blank=True)
    courses = models.TextField(_("Main courses and practice"), blank=True)
    certificates = models.TextField(_("Certificates"), blank=True)
    continuing_majors = models.TextField(_("Continuing majors"), blank=True)

    objects = MajorQuerySet.as_manager()

    class Meta:
        ordering = ["catalogue", "code", "-year"]
        verbose_name = _("Major")
        verbose_name_plural = _("Majors")
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "year", "code"], name="one_major_per_code_and_catalogue_year"
            ),
            models.CheckConstraint(
                condition=~Q(catalogue="national") | Q(major_class__isnull=False),
                name="national_majors_have_a_class",
            ),
            models.CheckConstraint(
                condition=Q(catalogue="technician", level="technician")
                | Q(catalogue="national") & ~Q(level="technician"),
                name="technician_majors_stand_in_their_own_catalogue",
            ),
        ]

    @property
    def official_code(self) -> str:
        """As the catalogue prints it, K behind a state-controlled major."""
        return f"{self.code}K" if self.is_state_controlled else self.code

    @property
    def occupation_phrases(self) -> list[str]:
        """What its graduates work as."""
        return self.occupations.splitlines()

    @property
    def ability_phrases(self) -> list[str]:
        """What its graduates can do."""
        return self.abilities.splitlines()

    @property
    def course_names(self) -> list[str]:
        """What they are taught."""
        return self.courses.splitlines()


class IndustryMajorRelation(Shipped):
    """How strongly a class of majors leads into an industry and all below it: a prior for matching."""

    major_class = models.ForeignKey(MajorClass, models.CASCADE, related_name="industry_relations")
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="major_relations")
    strength = models.FloatField(_("Strength of the relation"))

    class Meta:
        ordering = ["major_class", "-strength", "industry"]
        verbose_name = _("Relation of majors and industry")
        verbose_name_plural = _("Relations of majors and industries")
        constraints = [
            models.UniqueConstraint(
                fields=["major_class", "industry"], name="one_relation_per_major_class_and_industry"
            ),
            models.CheckConstraint(condition=A_SHARE, name="relation_strength_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.major_class_id} · {self.industry_id} · {self.strength:g}"


class ClusterMajorClass(Shipped):
    """How strongly a cluster asks for a class of majors."""

    cluster = models.ForeignKey(IndustrialCluster, models.CASCADE, related_name="major_class_links")
    major_class = models.ForeignKey(MajorClass, models.PROTECT, related_name="cluster_links")
    strength = models.FloatField(_("Strength of the relation"))

    class Meta:
        ordering = ["cluster", "-strength", "major_class"]
        verbose_name = _("Class of majors of a cluster")
        verbose_name_plural = _("Classes of majors of clusters")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "major_class"], name="a_major_class_stands_once_in_a_cluster"
            ),
            models.CheckConstraint(condition=A_SHARE, name="cluster_strength_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.cluster_id} · {self.major_class_id} · {self.strength:g}"

"""What a firm does: the classification of GB/T 4754-2017 and Guangdong's clusters above it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.reference.codes import parse_industry_code
from portal.reference.models.base import Coded, CodedQuerySet, Shipped


class IndustryQuerySet(CodedQuerySet):
    """Sections, divisions, groups and classes."""

    def under(self, code: str) -> Self:
        """The industry of that code, with or without section letter, and everything below it."""
        wanted = parse_industry_code(code)
        return self.filter(section=wanted.section, code__startswith=wanted.digits)

    def divisions(self) -> Self:
        """The 97 divisions (大类)."""
        return self.filter(level=Industry.Level.DIVISION)


class Industry(Coded):
    """A section, division, group or class of GB/T 4754-2017; digits alone, a section by its letter."""

    class Level(models.TextChoices):
        """Steps of the classification."""

        SECTION = "section", _("Industry section")
        DIVISION = "division", _("Industry division")
        GROUP = "group", _("Industry group")
        CLASS = "class", _("Industry class")

    code = models.CharField(_("Code"), max_length=4, primary_key=True)
    level = models.CharField(_("Level"), max_length=8, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Part of")
    )
    section = models.CharField(_("Section"), max_length=1, db_index=True)

    objects = IndustryQuerySet.as_manager()

    class Meta:
        ordering = ["section", "code"]
        verbose_name = _("Industry")
        verbose_name_plural = _("Industries")
        constraints = [
            models.CheckConstraint(
                condition=Q(level="section", parent__isnull=True)
                | Q(~Q(level="section"), parent__isnull=False),
                name="sections_alone_have_no_parent",
            ),
        ]

    @property
    def official_code(self) -> str:
        """With the section letter, as reports write it: C3940."""
        return self.code if self.level == self.Level.SECTION else self.section + self.code

    @property
    def division_code(self) -> str | None:
        """The two digits of the division; None for a section."""
        return None if self.level == self.Level.SECTION else self.code[:2]


class IndustrialCluster(Coded):
    """One of Guangdong's twenty strategic industrial clusters (战略性产业集群, 2020)."""

    class Kind(models.TextChoices):
        """The two groups of ten."""

        PILLAR = "pillar", _("Strategic pillar cluster")
        EMERGING = "emerging", _("Strategic emerging cluster")

    code = models.CharField(_("Code"), max_length=3, primary_key=True)
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind)
    rank = models.PositiveSmallIntegerField(_("Position in lists"))

    objects = CodedQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("Industrial cluster")
        verbose_name_plural = _("Industrial clusters")


class ClusterIndustry(Shipped):
    """An industry, with all below it, that belongs to a cluster; one industry may serve several clusters."""

    cluster = models.ForeignKey(IndustrialCluster, models.CASCADE, related_name="industry_links")
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="cluster_links")

    class Meta:
        ordering = ["cluster", "industry"]
        verbose_name = _("Industry of a cluster")
        verbose_name_plural = _("Industries of clusters")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "industry"], name="an_industry_stands_once_in_a_cluster"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster_id} · {self.industry_id}"


class IndustryAlias(Shipped):
    """An everyday word for an industry, as people write it in their tables: 汽修 for 汽车修理与维护."""

    word = models.CharField(_("Everyday word"), max_length=60, unique=True)
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="aliases", verbose_name=_("Industry"))

    class Meta:
        ordering = ["word"]
        verbose_name = _("Everyday word for an industry")
        verbose_name_plural = _("Everyday words for industries")

    def __str__(self) -> str:
        return self.word

"""Counted cells, so that no dashboard scans the rows of a province.

A Fact is what one row contributes to one cell; a Cell is the sum of its facts. When a row changes, its old facts say
which cells it leaves and its new ones which it enters, and exactly these cells are summed again.
"""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from portal.accounts.jurisdiction import bureaus_of
from portal.accounts.models import Bureau, User
from portal.common.jobs import Job
from portal.common.models import ScopedQuerySet

DIMENSIONS = ("region_path", "authority_path", "major_class", "cluster", "month", "measure")


class Dimensioned(models.Model):
    """The key of a cell. An empty text means "not divided by this" or, in `month`, "no date given"."""

    region_path = models.CharField(max_length=24)
    authority_path = models.CharField(max_length=255, default="", blank=True)
    major_class = models.CharField(max_length=4, default="", blank=True)
    cluster = models.CharField(max_length=3, default="", blank=True)
    month = models.CharField(max_length=7, default="", blank=True)
    measure = models.CharField(max_length=24)
    value = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in DIMENSIONS)


class Fact(Dimensioned):
    """What one row (`subject`, `object_id`) contributes to one cell."""

    subject = models.CharField(max_length=20)
    object_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "object_id"], name="facts_by_object"),
            models.Index(fields=["measure", "region_path", "major_class"], name="facts_by_cell"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.object_id}: {self.measure} {self.value}"


class CellQuerySet(ScopedQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Cells in the jurisdiction of the user's bureaus; nobody else reads sums of others."""
        condition = Q(pk__in=[])
        for bureau in bureaus_of(user):
            condition |= self.reach(bureau)
        return self.filter(condition)

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Nobody writes a sum."""
        return self.none()

    def within(self, region_path: str) -> Self:
        return self.filter(region_path__startswith=region_path)

    def total(self, measure: str) -> int:
        """The sum of one measure, 0 where there is none."""
        return self.filter(measure=measure).aggregate(total=Sum("value"))["total"] or 0

    def totals(self, *by: str) -> dict[tuple[str, ...], int]:
        """Sums keyed by the dimensions `by`, such as ("region_path", "measure"); one query."""
        rows = self.order_by().values_list(*by).annotate(total=Sum("value"))
        return {tuple(row[:-1]): row[-1] for row in rows}

    @staticmethod
    def reach(bureau: Bureau) -> Q:
        """The cells of a bureau: by territory, by competent authority (rows that have one), or both."""
        condition = Q(pk__in=[])
        if bureau.follows != Bureau.Follows.AUTHORITY:
            condition |= Q(region_path__startswith=bureau.region.path)
        if bureau.follows != Bureau.Follows.TERRITORY:
            condition |= Q(authority_path__startswith=bureau.path)
        return condition


class Cell(Dimensioned):
    """The sum of all facts with the same key."""

    objects = CellQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=list(DIMENSIONS), name="one_cell_per_key")]
        indexes = [models.Index(fields=["measure", "region_path"], name="cells_by_measure")]

    def __str__(self) -> str:
        return f"{self.measure} {self.region_path} {self.major_class}: {self.value}"


class SummaryRun(Job):
    """One counting of everything from the rows, compared with the cells; a mismatch is an alarm."""

    class Meta:
        verbose_name = _("Recount")
        verbose_name_plural = _("Recounts")

    def __str__(self) -> str:
        return f"recount {self.created_at:%F %T}"

"""Rounds of placements, and what each programme needs in a round."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.bounds import MOST_KM, MOST_STUDENTS, validate_day
from portal.common.models import Confirmed, Record
from schools.models.programme import OfProgrammeQuerySet, OfSchoolQuerySet, Programme, YearGroup
from schools.models.school import School


class BatchQuerySet(OfSchoolQuerySet):
    def live(self) -> Self:
        """Batches that are planned or open, the next to start first."""
        return self.exclude(status=Batch.Status.CLOSED).order_by("starts_on", "pk")

    def with_due(self) -> Self:
        """With `due` and `plans_stated`: what the stated plans of the batch ask for."""
        stated = Q(plans__status=PlacementPlan.Status.STATED)
        return self.annotate(
            due=Coalesce(Sum("plans__students_due", filter=stated), 0),
            plans_stated=Count("plans", filter=stated),
        )


class Batch(Record):
    """One round of placements of a school, such as "2023 entry, spring 2026"."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", pgettext_lazy("batch", "Open")
        CLOSED = "closed", _("Closed")

    school = models.ForeignKey(School, models.CASCADE, related_name="batches")
    name = models.CharField(_("Name"), max_length=80)
    entry_year = models.PositiveSmallIntegerField(
        _("Entry year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    starts_on = models.DateField(_("First day"), validators=[validate_day])
    ends_on = models.DateField(_("Last day"), validators=[validate_day])
    status = models.CharField(_("State"), max_length=10, choices=Status.choices, default=Status.PLANNED)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("Batch")
        verbose_name_plural = _("Batches")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="one_batch_of_a_name_per_school"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_batch_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("batch_detail", args=[self.public_id])


class PlacementPlanQuerySet(OfProgrammeQuerySet):
    def stated(self) -> Self:
        """Plans that count: confirmed by the school and not closed."""
        return self.filter(status=PlacementPlan.Status.STATED)

    def of_batch(self, batch: Batch) -> Self:
        return self.filter(batch=batch)

    def totals(self) -> dict[str, int]:
        """Plans, students due out, deferred (by kind and in all) and beds asked for."""
        fields = ("students_due", "deferred_study", "deferred_army", "deferred_other")
        sums = {name: Sum(name) for name in (*fields, "lodging_women", "lodging_men")}
        counted = self.order_by().aggregate(plans=Count("pk"), **sums)
        totals = {name: number or 0 for name, number in counted.items()}
        return {**totals, "deferred": sum(totals[name] for name in fields[1:])}

    def with_year_group_size(self) -> Self:
        """With `year_group_size`: the students of the batch's entry year, None where nobody counted them."""
        group = YearGroup.objects.filter(
            programme=OuterRef("programme"), entry_year=OuterRef("batch__entry_year")
        )
        return self.annotate(year_group_size=Subquery(group.values("size")[:1]))


class PlacementPlan(Record, Confirmed):
    """How many students of a programme are due out in a batch, when, and under which conditions."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        STATED = "stated", _("Stated")
        CLOSED = "closed", _("Closed")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="plans", verbose_name=_("Programme")
    )
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="plans", verbose_name=_("Batch"))
    students_due = models.PositiveIntegerField(_("Students due out"), validators=[MOST_STUDENTS])
    deferred_study = models.PositiveIntegerField(
        _("Deferred: further study"), default=0, validators=[MOST_STUDENTS]
    )
    deferred_army = models.PositiveIntegerField(_("Deferred: army"), default=0, validators=[MOST_STUDENTS])
    deferred_other = models.PositiveIntegerField(
        _("Deferred: leave and other"), default=0, validators=[MOST_STUDENTS]
    )
    starts_on = models.DateField(_("Report date"), validators=[validate_day])
    ends_on = models.DateField(_("Last day"), validators=[validate_day])
    lodging_women = models.PositiveIntegerField(
        _("Women who need lodging"), default=0, validators=[MOST_STUDENTS]
    )
    lodging_men = models.PositiveIntegerField(
        _("Men who need lodging"), default=0, validators=[MOST_STUDENTS]
    )
    max_km = models.PositiveIntegerField(
        _("At most so many kilometres without lodging"), null=True, blank=True, validators=[MOST_KM]
    )
    wishes = models.TextField(_("Wishes"), blank=True)
    status = models.CharField(_("State"), max_length=10, choices=Status.choices, default=Status.DRAFT)

    objects = PlacementPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("Placement plan")
        verbose_name_plural = _("Placement plans")
        ordering = ["batch_id", "programme_id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "batch"], name="one_plan_per_programme_and_batch"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_plan_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.name} · {self.batch}"

    def get_absolute_url(self) -> str:
        return reverse("plan_detail", args=[self.public_id])

    @property
    def deferred(self) -> int:
        """Students of the year group who do not go out now."""
        return self.deferred_study + self.deferred_army + self.deferred_other

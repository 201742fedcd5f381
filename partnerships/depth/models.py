"""How deep each partnership is, and why: the stored score with its parts, its history, and the job that scores."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.models import Partnership
from partnerships.agreements.models.partnership import OfBothQuerySet
from portal.common.jobs import Job
from portal.common.models import Record


class DepthQuerySet(OfBothQuerySet):
    pair = "partnership__"


class DepthScore(Record):
    """The current depth of a partnership under a rubric version, with every part that led to it.

    `dimensions` is [[code, points, maximum], ...] in the rubric's order; `parts` opens each into its evidence;
    `next_steps` are kind, dimension, gain and the level then reached. Points are stored with all their digits.
    """

    partnership = models.OneToOneField(Partnership, models.CASCADE, related_name="depth")
    rubric = models.CharField(_("Rubric"), max_length=20)
    points = models.DecimalField(_("Points"), max_digits=14, decimal_places=10)
    level = models.PositiveSmallIntegerField(_("Level"))
    coverage = models.FloatField(_("Evidence coverage"), default=0.0)
    evidence_count = models.PositiveIntegerField(_("Activities"), default=0)
    covered_count = models.PositiveIntegerField(_("Activities confirmed with a file"), default=0)
    dimensions = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    next_steps = models.JSONField(default=list)
    gate = models.JSONField(_("Gate"), default=list)
    flags = models.JSONField(_("Flags"), default=list)
    scored_on = models.DateField(_("As of"))
    computed_at = models.DateTimeField(_("Computed"))

    objects = DepthQuerySet.as_manager()

    class Meta:
        verbose_name = _("Depth score")
        verbose_name_plural = _("Depth scores")
        ordering = ["-points", "pk"]
        indexes = [models.Index(fields=["level"], name="depth_by_level")]
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(0, 5)), name="a_level_is_0_to_5"),
            models.CheckConstraint(
                condition=Q(points__range=(Decimal(0), Decimal(100))), name="points_are_0_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.level}"

    def get_absolute_url(self) -> str:
        return reverse("depth_detail", args=[self.partnership.public_id])


class DepthPoint(models.Model):
    """The depth at the end of a month, as the evidence of the time it was computed says; the trend is made of them."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="depth_points")
    month = models.DateField(_("Month"))
    points = models.DecimalField(_("Points"), max_digits=6, decimal_places=3)
    level = models.PositiveSmallIntegerField(_("Level"))

    class Meta:
        ordering = ["partnership_id", "month"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "month"], name="one_depth_point_per_month"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.month:%Y-%m}: {self.points}"


class DepthRun(Job):
    """One scoring of all live partnerships."""

    with_history = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Scoring of depth")
        verbose_name_plural = _("Scorings of depth")

    def __str__(self) -> str:
        return f"depth {self.created_at:%F %T}"

"""How school and enterprise may work together, and the days on which nobody need work."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reference.models.base import Coded, CodedQuerySet, EverybodysQuerySet, Named, Shipped


class CooperationForm(Coded):
    """A form of cooperation (合作形式) that an agreement can name, under one of the seven of 2018 art. 7."""

    class Kind(models.TextChoices):
        """职业学校校企合作促进办法 (2018), art. 7, items 1 to 7."""

        PROGRAMMES = "programmes", _("Majors, curricula and teaching materials together")
        PEOPLE = "people", _("Training, placement, mutual staff and technical service")
        APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
        INSTITUTIONS = "institutions", _("Jointly run schools, bases and centres")
        STANDARDS = "standards", _("Post norms and quality standards")
        SOCIETY = "society", _("Competitions, culture and social service")
        OTHER = "other", _("Other forms not forbidden by law")

    code = models.CharField(_("Code"), max_length=30, primary_key=True)
    kind = models.CharField(_("Kind"), max_length=14, choices=Kind)
    rank = models.PositiveSmallIntegerField(_("Position in lists"))

    objects = CodedQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("Form of cooperation")
        verbose_name_plural = _("Forms of cooperation")


class HolidayQuerySet(EverybodysQuerySet):
    """Days that the State Council set apart."""

    def between(self, first: date, last: date) -> Self:
        """Those from the first to the last day, both included."""
        return self.filter(day__range=(first, last))

    def off(self) -> Self:
        """Days without work: statutory ones and those given in exchange."""
        return self.exclude(kind=Holiday.Kind.WORKDAY)


class Holiday(Named, Shipped):
    """A day that the State Council set apart: statutory, given in exchange, or worked in exchange."""

    class Kind(models.TextChoices):
        """What the day is for those who work."""

        STATUTORY = "statutory", _("Statutory holiday")
        EXCHANGED = "exchanged", _("Day off in exchange")
        WORKDAY = "workday", _("Weekend day worked in exchange")

    class Confidence(models.TextChoices):
        """How sure the day is."""

        ANNOUNCED = "announced", _("Announced by the State Council")
        EXPECTED = "expected", _("Expected from the calendar, to be confirmed")

    day = models.DateField(_("Day"), primary_key=True)
    kind = models.CharField(_("Kind"), max_length=9, choices=Kind)
    confidence = models.CharField(_("Confidence"), max_length=9, choices=Confidence)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name = _("Holiday")
        verbose_name_plural = _("Holidays")

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.name}"

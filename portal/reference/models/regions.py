"""Where something is: the tree of GB/T 2260."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.reference.models.base import Coded, CodedQuerySet


class RegionQuerySet(CodedQuerySet):
    """Provinces, cities and districts."""

    def within(self, region: "Region") -> Self:
        """The region and everything below it, by path with separators: a prefix of the code would also catch
        neighbours that only look alike."""
        return self.filter(path__startswith=region.path)

    def cities(self) -> Self:
        """Prefecture cities."""
        return self.filter(level=Region.Level.CITY)

    def with_ancestors(self) -> Self:
        """With city and province at hand, so that a full name costs no further query."""
        return self.select_related("parent__parent")


class Region(Coded):
    """A province, prefecture city or county-level unit, by its code of GB/T 2260."""

    class Level(models.TextChoices):
        """Steps of the tree."""

        PROVINCE = "province", _("Province")
        CITY = "city", _("Prefecture city")
        DISTRICT = "district", _("District or county")

    code = models.CharField(_("Code"), max_length=6, primary_key=True)
    level = models.CharField(_("Level"), max_length=8, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Part of")
    )
    path = models.CharField(_("Path"), max_length=24, unique=True, editable=False)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("Region")
        verbose_name_plural = _("Regions")
        constraints = [
            models.CheckConstraint(
                condition=Q(level="province", parent__isnull=True)
                | Q(~Q(level="province"), parent__isnull=False),
                name="provinces_alone_have_no_parent",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(
                    longitude__isnull=False,  # NULL between two numbers is unknown, and unknown passes a check
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                name="region_coordinates_come_in_pairs",
            ),
            models.CheckConstraint(condition=~Q(parent=F("code")), name="no_region_is_its_own_parent"),
        ]

    @property
    def codes_in_path(self) -> tuple[str, ...]:
        """Province, city and district codes down to this one."""
        return tuple(self.path.strip("/").split("/"))

    @property
    def province_code(self) -> str:
        """The code of the province it stands in, or its own."""
        return self.codes_in_path[0]

    @property
    def city_code(self) -> str | None:
        """The code of the city it stands in, or its own; None for a province."""
        return self.codes_in_path[1] if len(self.codes_in_path) > 1 else None

    @property
    def point(self) -> tuple[float, float] | None:
        """(longitude, latitude) in degrees of the seat of government; datum unstated."""
        if self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude

    def covers(self, other: "Region") -> bool:
        """Whether the other region is this one or a part of it."""
        return other.path.startswith(self.path)

    def as_filter(self, field: str = "region") -> Q:
        """The condition that the relation `field` points to this region or to a part of it."""
        return Q(**{f"{field}__path__startswith": self.path})

    def full_name(self) -> str:
        """From the province down, or in English from the place up; fetch `with_ancestors()` first."""
        line: list[Region] = [self]
        while line[-1].parent is not None:
            line.append(line[-1].parent)
        if self.name == self.name_en:
            return ", ".join(region.name for region in line)
        return "".join(region.name for region in reversed(line))


def region_path(code: str, parent_path: str = "/") -> str:
    """The path of a region below its parent's path, separators at both ends.

    >>> region_path("440100", "/440000/")
    '/440000/440100/'
    """
    return f"{parent_path}{code}/"

"""A place in words: `{% load places %}{{ school.region|place }}`."""

from typing import Any

from django import template

from portal.reference.models import Region

register = template.Library()


@register.filter
def place(region: Any) -> str:
    """A city by its name, a district with its city in front (behind, in English).

    Fetch the region with its parent, or this costs a query a row.
    """
    if not isinstance(region, Region):
        return ""
    if region.level != Region.Level.DISTRICT or region.parent is None:
        return region.name
    if region.name == region.name_en:
        return f"{region.name}, {region.parent.name}"
    return f"{region.parent.name}{region.name}"

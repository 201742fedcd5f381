"""`{% load records %}{% history row %}`: who did what with this row, newest first."""

from typing import Any

from django import template
from django.db import models

from portal.records.history import history_rows

register = template.Library()


@register.inclusion_tag("records/_history.html")
def history(row: models.Model) -> dict[str, Any]:
    """The card of the row's history."""
    return {"rows": history_rows(row)}

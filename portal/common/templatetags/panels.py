"""`{% panels "slot" object %}`: everything that upper rooms show on this page."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.common.panels import panels_for

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: dict[str, Any], slot: str, row: Any = None) -> SafeString:
    """Render the panels registered for `slot`, each with the context it reads for `row`."""
    request = context["request"]
    parts = []
    for panel in panels_for(slot):
        values = panel.context(request, row)
        if values is not None:
            parts.append(render_to_string(panel.template, values, request=request))
    return mark_safe("".join(parts))  # noqa: S308 (joins rendered, escaped templates)

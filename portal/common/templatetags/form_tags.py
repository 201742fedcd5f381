"""Forms after GOV.UK: error summary, label, hint, error, field (part of `{% load ui %}`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms, template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

DASHES = BLANK_CHOICE_DASH[0][1]
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.inclusion_tag("components/form_fields.html")
def render_form(form: BaseForm, *, summary: bool = True) -> dict[str, Any]:
    """Error summary and all fields; write <form class="rh-form">, token and button around it."""
    return {"form": form, "summary": summary}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What has to be changed, each line a link to its field; nothing where the form is fine."""
    wrong = [
        {"target": _target(field), "label": field.label, "error": error}
        for field in form.visible_fields()
        for error in field.errors
    ]
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    general = [*form.non_field_errors(), *hidden]
    return {"wrong": wrong, "general": general, "count": len(wrong) + len(general)}


@register.simple_tag
def render_field(
    field: BoundField, label: str = "", hint: str = "", *, full: bool = False, sieve: bool = False
) -> SafeString:
    """One field with its label, hint and error; `full` spans both columns of a two-column form.

    `sieve`: the field narrows a list, so every value is optional and none means any.
    """
    widget = field.field.widget
    if isinstance(widget, forms.Select):
        _say_no_choice(field.field, _("Any") if sieve else None)
    is_group = isinstance(widget, _GROUPS)
    is_check = isinstance(widget, forms.CheckboxInput)
    return render_to_string(
        "components/field.html",
        {
            "field": field,
            "widget": _widget(field, has_hint=bool(hint or field.help_text), is_group=is_group),
            "label": label or field.label,
            "hint": hint or field.help_text,
            "is_group": is_group,
            "is_check": is_check,
            "is_many": is_group and len(getattr(field.field, "choices", ())) > 8,
            "full": full,
            "sieve": sieve,
        },
    )


def _say_no_choice(field: forms.Field, words: str | None) -> None:
    """The empty choice of a list in words; Django draws dashes. The field is the form's own copy."""
    said = words or (_("Please choose") if field.required else _("Not stated"))
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = said if field.empty_label is not None else None
    elif isinstance(field, forms.ChoiceField):
        choices = cast("Iterable[tuple[Any, Any]]", field.choices)
        field.choices = [(value, label if value else _worded(label, said)) for value, label in choices]


def _worded(label: Any, said: str) -> Any:
    return said if label == DASHES else label


def _target(field: BoundField) -> str:
    return f"{field.auto_id}_0" if isinstance(field.field.widget, _GROUPS) else field.id_for_label


def _widget(field: BoundField, *, has_hint: bool, is_group: bool) -> SafeString:
    """The control with its error and hint named to screen readers, and never a style attribute."""
    described = [f"{field.auto_id}_error"] if field.errors else []
    described += [f"{field.auto_id}_hint"] if has_hint else []
    attrs: dict[str, Any] = {"placeholder": False}  # a hint that vanishes on typing is no hint
    if described and not is_group:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)

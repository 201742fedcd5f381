"""Tags of lists: sortable heads, pages, filters, tabs (part of `{% load ui %}`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.common.furniture import Tab

register = template.Library()
TEXT_FIELD = "q"  # the field of a filter form that searches by words stands open, not in a chip


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


def _address(query: QueryDict) -> str:
    return "?" + query.urlencode()


@register.simple_block_tag
def table(
    content: str, caption: str, *, cards: bool = False, sticky: bool = False, show_caption: bool = False
) -> str:
    """A table with its caption around thead and tbody; scrolls sideways, `cards` below 768 px."""
    return render_to_string(
        "components/table.html",
        {
            "content": content,
            "caption": caption,
            "cards": cards,
            "sticky": sticky,
            "show_caption": show_caption,
        },
    )


@register.simple_tag(takes_context=True)
def th(
    context: Context, label: str, sort: str = "", *, num: bool = False, hidden: bool = False
) -> SafeString:
    """A column head; with `sort` a link that orders the list, the query string kept.

    The view reads `?sort=name` (rising) or `?sort=-name` (falling); the page goes back to 1.
    """
    number = SafeString(' class="rh-n"') if num else ""
    if hidden:
        return format_html('<th scope="col"{}><span class="rh-hidden">{}</span></th>', number, label)
    if not sort:
        return format_html('<th scope="col"{}>{}</th>', number, label)
    return _sortable_head(_query(context), label, sort, number)


def _sortable_head(query: QueryDict, label: str, sort: str, number: str) -> SafeString:
    now = query.get("sort", "")
    order = {sort: "ascending", f"-{sort}": "descending"}.get(now, "none")
    query["sort"] = f"-{sort}" if now == sort else sort
    query.pop("page", None)
    return format_html(
        '<th scope="col"{} aria-sort="{}"><a class="rh-sort" href="{}"{}>{}'
        '<span aria-hidden="true">{}</span></a></th>',
        number,
        order,
        _address(query),
        SafeString(" data-on") if order != "none" else "",
        label,
        {"ascending": " ↑", "descending": " ↓", "none": ""}[order],
    )


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], unit: str = "") -> dict[str, Any]:
    """Which rows of how many, and the pages; the query string is kept."""
    query = _query(context)
    links = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        query["page"] = str(number)
        is_gap = not isinstance(number, int)
        links.append(
            {"number": number, "url": _address(query), "is_gap": is_gap, "is_current": number == page.number}
        )
    return {"page": page, "links": links if page.paginator.num_pages > 1 else [], "unit": unit}


@dataclass(frozen=True)
class Chip:
    """A filter as a chip: its field, what it is set to in words, whether it is set."""

    field: BoundField
    shown: str
    is_set: bool


def _chip(field: BoundField) -> Chip:
    value = field.value() if field.form.is_bound else field.initial
    values = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
    values = [one for one in values if one not in {"", "None", "False"}]
    if not values:
        return Chip(field, _("Any"), is_set=False)
    labels = {str(key): str(label) for key, label in _flat(getattr(field.field, "choices", ()))}
    if values in (["True"], ["on"]):
        return Chip(field, _("Yes"), is_set=True)
    return Chip(field, ", ".join(labels.get(one, one) for one in values), is_set=True)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: str, form: BaseForm, count: Any = None, *, bare: bool = False) -> str:
    """The filter form of a list: a chip per field, its state in the URL; works without script.

    The content stands at the right (save, sort, export). `count` is the number of rows found.
    """
    chips = [_chip(field) for field in form.visible_fields() if field.name != TEXT_FIELD]
    text = form[TEXT_FIELD] if TEXT_FIELD in form.fields else None
    query = _query(context)
    kept = [(key, value) for key, values in query.lists() for value in values]
    kept = [(key, value) for key, value in kept if key not in form.fields and key != "page"]
    clear = QueryDict(mutable=True)
    for key, value in kept:
        clear.appendlist(key, value)
    return render_to_string(
        "components/filters.html",
        {
            "form": form,
            "chips": chips,
            "text": text,
            "text_value": (text.value() or "") if text else "",
            "set_count": sum(chip.is_set for chip in chips) + bool(text and text.value()),
            "kept": kept,
            "clear_url": _address(clear),
            "count": count,
            "bare": bare,
            "content": content,
        },
    )


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Tab], label: str = "", *, segments: bool = False) -> dict[str, Any]:
    """Links to the parts of a page with their counts; `segments` draws them as one control."""
    return {"items": items, "label": label or _("Views"), "segments": segments}

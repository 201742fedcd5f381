"""Charts as tags: `{% load charts %}` (listed in docs/components.md).

A chart is a figure with a title, a description for those who do not see it, its marks as links and
its numbers as a table under it. Values come ready from the view as rows of portal.common.charts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.common import wording
from portal.common.charts import bars, capacity, columns, grids, lines
from portal.common.charts import radar as radars
from portal.common.charts.marks import Mark, clipped
from portal.common.templatetags.ui import fresh_id

register = template.Library()

Rows = Sequence[Sequence[Any]]


def _figure(title: str, note: str, heads: Sequence[str], rows: Rows, **drawn: Any) -> dict[str, Any]:
    """What components/charts/figure.html needs besides the drawing itself."""
    return {
        "title": title,
        "note": note,
        "heads": heads,
        "rows": rows,
        "figure_id": fresh_id("rh-chart"),
        **drawn,
    }


def _table_of(marks: Sequence[Mark], tick_label: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    has_ticks = any(mark.tick is not None for mark in marks)
    heads = [_("Name"), _("Value"), *([tick_label or _("For comparison")] if has_ticks else [])]
    rows = [(mark.label, mark.shown, *([wording.grouped(mark.tick)] if has_ticks else [])) for mark in marks]
    return heads, rows


@register.inclusion_tag("components/charts/bar_chart.html")
def bar_chart(
    marks: Sequence[Mark], title: str, note: str = "", tick_label: str = "", **options: Any
) -> dict[str, Any]:
    """Horizontal bars as wide as their place, with value and, where a mark has one, a tick.

    Options: maximum (end of the track).
    """
    heads, rows = _table_of(marks, tick_label)
    chart = bars.bar_chart(marks, options.get("maximum"))
    return _figure(title, note, heads, rows, chart=chart, tick_label=tick_label)


@register.inclusion_tag("components/charts/stacked_bar.html")
def stacked_bar(marks: Sequence[Mark], title: str, note: str = "", **options: Any) -> dict[str, Any]:
    """One bar of several parts with a legend. Options: maximum, height, legend (False: none)."""
    heads, rows = _table_of(marks, "")
    return _figure(
        title,
        note,
        heads,
        rows,
        segments=bars.stacked_bar(marks, options.get("maximum")),
        marks=marks,
        height=options.get("height", 12),
        legend=options.get("legend", True),
        table=options.get("table", True),
    )


@register.inclusion_tag("components/charts/column_chart.html")
def column_chart(
    marks: Sequence[Mark],
    title: str,
    note: str = "",
    width: float = 432,
    tick_label: str = "",
    **options: Any,
) -> dict[str, Any]:
    """Columns with their value on top; ticks say last year. Options: height."""
    heads, rows = _table_of(marks, tick_label)
    chart = columns.column_chart(marks, width, options.get("height", 220))
    return _figure(title, note, heads, rows, chart=chart, tick_label=tick_label)


@register.inclusion_tag("components/charts/line_chart.html")
def line_chart(marks: Sequence[Mark], title: str, note: str = "", **options: Any) -> dict[str, Any]:
    """A line over equal steps of time. Options: width, height."""
    heads, rows = _table_of(marks, "")
    chart = lines.line_chart(marks, options.get("width", 480), options.get("height", 180))
    return _figure(title, note, heads, rows, chart=chart)


@register.inclusion_tag("components/charts/sparkline.html")
def sparkline(values: Sequence[float], title: str, width: float = 110) -> dict[str, Any]:
    """A line of a word's size between its first and its last value."""
    return {
        "title": title,
        "chart": lines.sparkline(values, width),
        "first": wording.grouped(values[0]) if values else "",
        "last": wording.grouped(values[-1]) if values else "",
    }


@register.inclusion_tag("components/charts/radar.html")
def radar_chart(
    axes: Sequence[radars.Axis], title: str, note: str = "", own_label: str = "", peer_label: str = ""
) -> dict[str, Any]:
    """A radar of dimensions with the dashed median of the peers."""
    heads = [_("Dimension"), _("Points"), _("Out of"), _("Peer median")]
    rows = [
        (axis.label, axis.text or f"{axis.value:g}", f"{axis.maximum:g}", wording.grouped(axis.peer))
        for axis in axes
    ]
    return _figure(
        title,
        note,
        heads,
        rows,
        chart=radars.radar(axes),
        own_label=own_label or _("This partnership"),
        peer_label=peer_label or _("Peer median"),
    )


@register.inclusion_tag("components/charts/heat_map.html")
def heat_map(
    cells: Sequence[Sequence[grids.HeatCell]],
    row_names: Sequence[str],
    column_names: Sequence[str],
    title: str,
    note: str = "",
    scale: grids.Scale = grids.SUPPLY,
    **options: Any,
) -> dict[str, Any]:
    """Fields of two scales with printed values. Options: corner, low, high, cell_width."""
    chart = grids.heat_map(row_names, column_names, cells, scale, options.get("cell_width", 46.0))
    rows = [
        (name, *((cell.text or f"{cell.value:g}") if cell.value is not None else "·" for cell in line))
        for name, line in zip(row_names, cells, strict=True)
    ]
    return _figure(
        title,
        note,
        [options.get("corner", ""), *column_names],
        rows,
        chart=chart,
        steps=_scale_steps(scale),
        low=options.get("low", _("few seats")),
        high=options.get("high", _("many seats")),
    )


def _scale_steps(scale: grids.Scale) -> list[dict[str, Any]]:
    """The classes of a scale as pieces of 46 px with the bound at their right end."""
    bounds = [f"{bound:g}" for bound in scale.bounds]
    return [
        {"tone": tone, "x": 48 * at, "end": 48 * at + 47, "bound": bounds[at] if at < len(bounds) else ""}
        for at, tone in enumerate(scale.tones)
    ]


@register.inclusion_tag("components/charts/tile_map.html")
def tile_map(
    marks: Sequence[Mark], title: str, note: str = "", scale: grids.Scale = grids.PLACED, **options: Any
) -> dict[str, Any]:
    """The 21 cities as squares. Options: names (Chinese name -> what is printed), blanks, unit, value_head."""
    names: Mapping[str, str] = options.get("names") or {}
    heads = [_("City"), options.get("value_head") or _("Value")]
    rows = [(names.get(mark.label, mark.label), mark.shown) for mark in marks]
    return _figure(
        title,
        note or _("Squares in rough places, no boundaries"),
        heads,
        rows,
        chart=grids.tile_map(marks, scale, names=dict(names), blanks=options.get("blanks", ())),
        keys=_scale_words(scale, options.get("unit", "")),
    )


def _scale_words(scale: grids.Scale, unit: str) -> list[tuple[str, str]]:
    """A class and what it means: under 65%, 65–75%, ..., 90% and over."""
    bounds = [f"{bound:g}" for bound in scale.bounds]
    if not bounds:
        return []
    words = [_("under %(bound)s") % {"bound": bounds[0] + unit}]
    words += [f"{low}–{high}{unit}" for low, high in pairwise(bounds)]
    words.append(_("%(bound)s and over") % {"bound": bounds[-1] + unit})
    return list(zip(scale.tones, words, strict=True))


@register.inclusion_tag("components/charts/capacity.html")
def capacity_chart(
    spells: Sequence[capacity.Spell],
    title: str,
    start: date,
    end: date,
    limit: int | None,
    today: date,
    **options: Any,
) -> dict[str, Any]:
    """People by day, stacked by school, against the limit. Options: note, width."""
    chart = capacity.capacity_chart(spells, start, end, limit, today, options.get("width", 720.0))
    labels = list(dict.fromkeys(spell.label for spell in spells))
    rows = [
        (spell.label, wording.day_words(spell.start), wording.day_words(spell.end), spell.seats)
        for spell in spells
    ]
    is_chinese = (get_language() or "zh").startswith("zh")
    return _figure(
        title,
        options.get("note", ""),
        [_("School"), _("From"), _("Until"), _("People")],
        rows,
        chart=chart,
        limit=limit,
        keys=list(enumerate(labels, start=1)),
        months=[(f"{day.month}月" if is_chinese else f"{day:%b}", x) for day, x in chart.months],
        blocks=[
            (block, wording.range_words(block.start, block.end), min(block.number, 5))
            for block in chart.blocks
        ],
    )


@register.inclusion_tag("components/charts/funnel.html")
def funnel(rows: Sequence[Mark], title: str, removed: Sequence[str] = (), **options: Any) -> dict[str, Any]:
    """Gate after gate: what remains (log bars, said so) and what each removed. Options: foot."""
    start = int(rows[0].value) if rows else 0
    steps = [
        {
            "mark": mark,
            "width": f"{bars.log_share(int(mark.value), start):.1f}",
            "removed": removed[at] if at < len(removed) else "",
            "is_last": at == len(rows) - 1,
        }
        for at, mark in enumerate(rows)
    ]
    return {"steps": steps, "title": title, "foot": options.get("foot", "")}


@register.simple_tag
def mini_bar(
    value: float, maximum: float, tone: str = "brand", tick: float | None = None, label: str = ""
) -> SafeString:
    """A bar for a table cell, its number printed in another cell; `label` where it stands alone."""
    share = 100 * clipped(value / maximum, 0.0, 1.0) if maximum else 0.0
    line: str = SafeString("")
    if tick is not None and maximum:
        at = f"{100 * clipped(tick / maximum, 0.0, 1.0):.1f}"
        line = format_html('<line class="rh-tick" x1="{0}%" x2="{0}%" y1="0" y2="12"/>', at)
    return format_html(
        '<span class="rh-bar"><svg height="12" {}><rect class="rh-track" y="3" width="100%" height="6" rx="1.5"/>'
        '<rect class="rh-f-{}" y="3" width="{}%" height="6" rx="1.5"/>{}</svg></span>',
        _meaning(label),
        tone,
        f"{share:.1f}",
        line,
    )


@register.simple_tag
def mini_stack(marks: Sequence[Mark], maximum: float | None = None, label: str = "") -> SafeString:
    """A stacked bar for a table cell."""
    pieces = format_html_join(
        "",
        '<rect class="rh-f-{}" x="{}%" y="2" width="{}%" height="8" rx="1.5"/>',
        (
            (piece.mark.tone or "brand", f"{piece.x:.1f}", f"{piece.width:.1f}")
            for piece in bars.stacked_bar(marks, maximum)
        ),
    )
    return format_html(
        '<span class="rh-bar"><svg height="12" {}><rect class="rh-track" y="2" width="100%" height="8" rx="1.5"/>{}'
        "</svg></span>",
        _meaning(label),
        pieces,
    )


def _meaning(label: str) -> SafeString:
    return format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')


@register.filter
def px(number: float) -> str:
    """A coordinate with at most one decimal and always a point, whatever the language."""
    return f"{float(number):.1f}".removesuffix(".0")


@register.filter
def add_px(number: float, more: float) -> str:
    """A coordinate moved by `more` pixels."""
    return px(float(number) + float(more))


@register.filter
def centre_px(start: float, width: float) -> str:
    """The middle of something `width` pixels wide."""
    return px(float(start) + float(width) / 2)

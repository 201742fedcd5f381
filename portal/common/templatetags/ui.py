"""Every component of the site as a tag: `{% load ui %}` (listed in docs/components.md).

The tags draw; what they draw comes ready from the view, as plain values or as the rows of
portal.common.furniture. Text is escaped unless it is marked safe by its maker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.common import wording
from portal.common.furniture import Act, LadderStep, NextStep, QueueRow, ScorePart, TimelineRow
from portal.common.icons import icon_paths
from portal.common.templatetags import form_tags, list_tags, words

register = template.Library()
for _library in (words.register, list_tags.register, form_tags.register):
    register.filters.update(_library.filters)
    register.tags.update(_library.tags)

_serial = count(1)
FRESH_DAYS, STALE_DAYS = 30, 60
_GAP = 0.6  # per cent of a score bar between two parts


def fresh_id(stem: str) -> str:
    """An element id that no other element of any page of this process has."""
    return f"{stem}-{next(_serial)}"


# Small marks


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """A line icon; decorative unless it has a `label`."""
    paths = format_html_join("", '<path d="{}"/>', ((path,) for path in icon_paths(name)))
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
        'stroke-linejoin="round" focusable="false" {1}>{2}</svg>',
        size,
        meaning,
        paths,
    )


@register.inclusion_tag("components/logo.html")
def logo(size: int = 32, tone: str = "", label: str = "") -> dict[str, Any]:
    """The disc of two halves; tone "" in colour, "one" in one colour, "dark" for dark grounds."""
    return {"size": size, "tone": tone, "label": label, "mask": fresh_id("rh-seam")}


@register.simple_tag
def tag(text: Any, tone: str = "grey") -> SafeString:
    """A state in a word; tone grey, blue, warm, green, red or plain (outlined)."""
    return format_html('<span class="rh-tag rh-tag--{}">{}</span>', tone, text)


def depth_names() -> tuple[str, ...]:
    """The six level names of the rubric's first edition, lowest first."""
    return (
        pgettext("depth level", "Paper-only"),
        pgettext("depth level", "Shallow"),
        pgettext("depth level", "Emerging"),
        pgettext("depth level", "Joint"),
        pgettext("depth level", "Deep"),
        pgettext("depth level", "Community"),
    )


@register.simple_tag
def depth_badge(level: int | None, name: str = "") -> SafeString:
    """Number on its level colour, then the word (the rubric's name, or the usual one)."""
    if level is None:
        return tag(_("Not scored yet"), "plain")
    return format_html(
        '<span class="rh-depth rh-depth--{0}"><b>{0}</b><span>{1}</span></span>',
        level,
        name or depth_names()[level],
    )


@register.inclusion_tag("components/freshness.html")
def freshness(
    when: date | datetime | None, who: str = "", then: str = "", *, short: bool = False
) -> dict[str, Any]:
    """How long ago it was confirmed and by whom; `then` says what was done about a stale one."""
    if when is None:
        return {"state": "stale", "days": None, "then": then}
    days = max(0, (timezone.localdate() - wording.as_day(when)).days)
    state = "full" if days <= FRESH_DAYS else "half" if days <= STALE_DAYS else "stale"
    return {"state": state, "days": days, "who": who, "then": then, "short": short}


@register.filter
def initial(person: Any) -> str:
    """The first character of a name, for the round mark beside it."""
    return str(person)[:1].upper()


# Cards and page furniture


@register.simple_block_tag
def card(content: str, title: Any = "", note: Any = "", **options: Any) -> str:
    """A white card. Options: link_url, link_text, foot, css (rh-col-7 ...), flush, id, level."""
    return render_to_string(
        "components/card.html",
        {
            "content": content,
            "title": title,
            "note": note,
            "heading_id": fresh_id("rh-card"),
            "level": 2,
            **options,
        },
    )


@register.simple_block_tag
def page_head(
    content: str, title: Any, lead: Any = "", crumbs: Sequence[tuple[Any, str]] = (), **options: Any
) -> str:
    """Breadcrumb, h1, one muted line; the content is the acts at the right.

    `crumbs` are (label, url) pairs, or say `parent`, `parent_url` and `here`.
    """
    trail = [*crumbs]
    if options.get("parent"):
        trail.append((options["parent"], options.get("parent_url", "")))
    if trail and options.get("here"):
        trail.append((options["here"], ""))
    return render_to_string(
        "components/page_head.html",
        {"content": SafeString(content.strip()), "title": title, "lead": lead, "trail": trail},
    )


@register.simple_block_tag
def tiles(content: str, css: str = "", label: str = "") -> str:
    """A bordered strip of number tiles; css rh-tiles--apart for boxes, rh-tiles--bare for none."""
    return render_to_string("components/tiles.html", {"content": content, "css": css, "label": label})


@register.inclusion_tag("components/tile.html")
def tile(label: str, value: Any, unit: str = "", note: Any = "", **options: Any) -> dict[str, Any]:
    """Label, number with unit, one line of comparison. Options: url, tone, key (rh-key--secured)."""
    shown = wording.grouped(value) if isinstance(value, int) else value
    return {"label": label, "value": shown, "unit": unit, "note": note, **options}


@register.simple_block_tag
def callout(content: str, tone: str = "blue", title: Any = "") -> SafeString:
    """A tinted inset with a 4 px bar: a consequence, a warning, a refusal."""
    strong = format_html("<b>{}</b> ", title) if title else ""
    return format_html('<div class="rh-callout rh-callout--{}">{}{}</div>', tone, strong, content)


@register.simple_block_tag
def empty_state(content: str, title: Any, text: Any = "") -> str:
    """Logo, what is missing, why it pays; the content is one or two acts."""
    return render_to_string(
        "components/empty_state.html", {"content": SafeString(content.strip()), "title": title, "text": text}
    )


@register.simple_block_tag
def action_bar(content: str, title: Any, note: Any = "") -> str:
    """The one act of a long page with its promise, kept in sight (a plain last row on phones)."""
    return render_to_string("components/action_bar.html", {"content": content, "title": title, "note": note})


@register.simple_block_tag
def facts(content: str, *, lined: bool = False) -> SafeString:
    """A list of terms and their values, filled with `fact`."""
    return format_html('<dl class="rh-facts{}">{}</dl>', " rh-facts--lined" if lined else "", content)


@register.simple_block_tag
def fact(content: str, label: Any) -> SafeString:
    """One term; the content is its value, or a muted 未填 if that is empty."""
    return format_html("<dt>{}</dt><dd>{}</dd>", label, words.or_missing(SafeString(content.strip())))


@register.simple_block_tag
def menu(content: str, label: Any, tone: str = "", css: str = "") -> str:
    """A button with a chevron that opens a list of links or forms; works without script."""
    return render_to_string(
        "components/menu.html", {"content": content, "label": label, "tone": tone, "css": css}
    )


@register.simple_tag(takes_context=True)
def post_button(context: Context, label: Any, url: str, tone: str = "", **fields: Any) -> str:
    """A form of one button; further named values are sent as hidden fields, `css` is for classes."""
    css = fields.pop("css", "")
    act = Act(str(label), url, is_post=True, tone=tone, fields=tuple(fields.items()))  # type: ignore[arg-type]
    return render_to_string("components/act.html", {"act": act, "css": css, **_token(context)})


@register.inclusion_tag("components/acts.html", takes_context=True)
def acts(context: Context, items: Iterable[Act], css: str = "") -> dict[str, Any]:
    """Buttons for a list of `Act`."""
    return {"items": items, "css": css, **_token(context)}


def _token(context: Context) -> dict[str, Any]:
    return {"csrf_token": context.get("csrf_token"), "request": context.get("request")}


@register.inclusion_tag("components/messages.html", takes_context=True)
def show_messages(context: Context) -> dict[str, Any]:
    """What just happened (django.contrib.messages); stays until closed."""
    tones = {"success": "green", "warning": "warm", "error": "red"}
    signs = {"green": "check", "warm": "clock", "red": "alert-triangle", "blue": "info-circle"}
    rows = []
    for message in context.get("messages") or ():
        tone = tones.get(message.level_tag, "blue")
        rows.append({"text": message.message, "tone": tone, "sign": signs[tone]})
    return {"rows": rows}


# Bars, queue, ladder, timeline


def _segments(parts: Iterable[ScorePart]) -> list[dict[str, Any]]:
    """Position and widths of each part in per cent of all maxima, with its colour number."""
    rows = list(parts)
    whole = sum(part.maximum for part in rows) or 1
    drawn, at = [], 0.0
    for number, part in enumerate(rows, start=1):
        step = 100 * part.maximum / whole
        width = step - _GAP if number < len(rows) else step
        filled = width * min(1.0, part.points / part.maximum) if part.maximum else 0.0
        drawn.append(
            {"part": part, "x": f"{at:.2f}", "width": f"{width:.2f}", "filled": f"{filled:.2f}", "n": number}
        )
        at += step
    return drawn


@register.inclusion_tag("components/score_bar.html")
def score_bar(parts: Iterable[ScorePart], url: str = "") -> dict[str, Any]:
    """A segment per part, pale to its maximum, solid to its points; legend with "34/40"."""
    return {"segments": _segments(parts), "url": url}


@register.inclusion_tag("components/score_short.html")
def score_short(parts: Iterable[ScorePart], height: int = 6) -> dict[str, Any]:
    """The score as one bar without legend; print `score_legend` once under the group."""
    rows = list(parts)
    whole = sum(part.maximum for part in rows) or 1
    drawn, at = [], 0.0
    for number, part in enumerate(rows, start=1):
        width = 100 * part.points / whole
        drawn.append({"x": f"{at:.2f}", "width": f"{width:.2f}", "n": number})
        at += width
    said = ", ".join(f"{part.label} {part.points:g}/{part.maximum:g}" for part in rows)
    return {"segments": drawn, "said": said, "height": height}


@register.inclusion_tag("components/score_legend.html")
def score_legend(parts: Iterable[ScorePart]) -> dict[str, Any]:
    """Names and colours of the parts of a score, and the full mark."""
    rows = list(parts)
    return {"rows": list(enumerate(rows, start=1)), "whole": f"{sum(part.maximum for part in rows):g}"}


@register.inclusion_tag("components/queue.html", takes_context=True)
def queue(context: Context, rows: Iterable[QueueRow], *, solid_first: bool = True) -> dict[str, Any]:
    """What waits, most urgent first; the first row's first act is the solid button."""
    return {"rows": rows, "solid_first": solid_first, **_token(context)}


@register.inclusion_tag("components/ladder.html")
def ladder(steps: Iterable[LadderStep]) -> dict[str, Any]:
    """Where the partnership stands: done = ticked, now = ring, next = hollow with what it takes."""
    return {"steps": steps}


@register.inclusion_tag("components/timeline.html", takes_context=True)
def timeline(context: Context, rows: Iterable[TimelineRow]) -> dict[str, Any]:
    """What happened: date, what, state with who and when, act."""
    return {"rows": rows, **_token(context)}


@register.inclusion_tag("components/next_steps.html", takes_context=True)
def next_steps(context: Context, rows: Iterable[NextStep], *, numbered: bool = True) -> dict[str, Any]:
    """Cheapest steps first, each with its gain and one act."""
    return {"rows": rows, "numbered": numbered, **_token(context)}


@register.inclusion_tag("components/steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, Any]:
    """The line of a long form or import: steps before `current` (from 1) are done."""
    rows = [
        {
            "number": number,
            "label": label,
            "state": "done" if number < current else "now" if number == current else "",
        }
        for number, label in enumerate(labels, start=1)
    ]
    return {"rows": rows}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str = "", note: Any = "", unit: str = "") -> dict[str, Any]:
    """Rows done of all, and a note such as the time left and that one may leave."""
    share = 100 * min(done, total) / total if total else 0
    return {"done": done, "total": total, "width": f"{share:.1f}", "label": label, "note": note, "unit": unit}


@register.simple_tag
def changed(old: Any, new: Any) -> SafeString:
    """Old struck through, then new on blue; only the value where both are equal."""
    if str(old) == str(new):
        return format_html("{}", words.or_missing(new))
    return format_html(
        '<del class="rh-old">{}</del> <span aria-hidden="true">→</span> <ins class="rh-new">{}</ins>',
        words.or_missing(old),
        words.or_missing(new),
    )


@register.simple_tag
def wrong_cell(value: Any) -> SafeString:
    """A cell that was refused, tinted and underlined in red."""
    return format_html('<span class="rh-wrong">{}</span>', words.or_missing(value))


@register.simple_tag
def serial_id(stem: str = "rh") -> str:
    """An id for label and control that no other copy of a partial shares."""
    return fresh_id(stem)

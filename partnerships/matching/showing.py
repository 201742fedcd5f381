"""Suggestions ready to show: a card per row for a reader of one side, with a bounded number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.agreements.models import Partnership, Proposal, Side
from partnerships.matching import services
from partnerships.matching.engine.text import folded
from partnerships.matching.gathering import next_plans
from partnerships.matching.models import Answer, MatchRun, Suggestion
from partnerships.matching.words import effect_words, reason_words, score_parts
from portal.common.furniture import ScorePart
from portal.common.wording import grouped, km_words, moment_words, short_day_words, short_range_words

REASONS_SHOWN, CONCERNS_SHOWN = 3, 1
RELATED = (
    "programme__major_class__category",
    "school__region",
    "enterprise__region",
    "opening__site__region",
)


@dataclass(frozen=True)
class Effect:
    """A reason to decline, its name, and what it will change."""

    value: str
    label: str
    words: str


@dataclass(frozen=True)
class Card:
    """A suggestion for a reader of one side: `title` is the other party, `post` the post or the programme."""

    row: Suggestion
    title: str
    title_url: str
    post: str
    parts: list[ScorePart]
    facts: list[tuple[str, str]]
    reasons: list[str]
    concerns: list[str]
    partnership: Partnership | None
    propose_url: str
    may_answer: bool
    answer_kind: str = ""
    effects: tuple[Effect, ...] = ()

    @property
    def points(self) -> int:
        """The score as one reads it, without decimals."""
        return round(self.row.points)

    @property
    def short_facts(self) -> list[tuple[str, str]]:
        """Distance, free seats and first day, for a small card."""
        opening = self.row.opening
        if opening is None or self.title != self.row.enterprise.name:
            return self.facts[:3]
        free = ngettext("%(n)s seat free", "%(n)s seats free", opening.seats_free) % {"n": opening.seats_free}
        found = [("users", free), self.facts[0]]
        if opening.starts_on:
            found.append(("calendar", short_day_words(opening.starts_on)))
        return found

    @property
    def level(self) -> int | None:
        """The depth of the partnership, if there is one that was scored."""
        depth = getattr(self.partnership, "depth", None) if self.partnership else None
        return depth.level if depth else None

    @property
    def is_shortlisted(self) -> bool:
        return self.answer_kind == Answer.Kind.SHORTLISTED


@dataclass(frozen=True)
class Reader:
    """Who reads: the side, whether he may answer and propose, and which card has its panel open (a public id)."""

    side: str
    may_answer: bool
    may_propose: bool
    declining: str = ""


def cards(rows: Iterable[Suggestion], reader: Reader) -> list[Card]:
    """The rows as cards; two queries for any number of them, and those of one open panel.

    Rows come with `RELATED` and `answered_by(side)`.
    """
    shown = list(rows)
    partnerships = partnerships_of(shown)
    plans = next_plans(timezone.localdate(), {row.programme_id for row in shown}) if shown else {}
    return [
        _card(row, reader, partnerships.get((row.school_id, row.enterprise_id)), plans.get(row.programme_id))
        for row in shown
    ]


def short_cards(
    rows: Iterable[Suggestion], reader: Reader, plans: dict[int, Any] | None = None
) -> list[Card]:
    """Cards for a home page, which name no partnership; `plans` by programme where they have been read already."""
    shown = list(rows)
    if plans is None:
        plans = next_plans(timezone.localdate(), {row.programme_id for row in shown}) if shown else {}
    return [_card(row, reader, None, plans.get(row.programme_id)) for row in shown]


def partnerships_of(rows: Sequence[Suggestion]) -> dict[tuple[int, int], Partnership]:
    """Live partnerships of the rows' pairs with their depth; one query."""
    if not rows:
        return {}
    found: QuerySet[Partnership] = Partnership.objects.live().select_related("depth")
    found = found.filter(
        school__in={row.school_id for row in rows}, enterprise__in={row.enterprise_id for row in rows}
    )
    return {(row.school_id, row.enterprise_id): row for row in found}


def _card(row: Suggestion, reader: Reader, partnership: Partnership | None, plan: Any) -> Card:
    is_school = reader.side == Side.SCHOOL
    if row.opening is not None:
        row.opening.enterprise = row.enterprise
    return Card(
        row=row,
        title=row.enterprise.name if is_school else row.school.name,
        title_url=row.enterprise.get_absolute_url() if is_school else row.school.get_absolute_url(),
        post=post_of(row) if is_school else row.programme.name,
        parts=score_parts(row.parts),
        facts=opening_facts(row) if is_school else programme_facts(row, plan),
        reasons=list(sentences(row, row.reasons, reader.side))[:REASONS_SHOWN],
        concerns=(list(sentences(row, row.concerns, reader.side)) or _weakest(row))[:CONCERNS_SHOWN],
        partnership=partnership,
        propose_url=propose_url(row, reader.side, plan) if reader.may_propose else "",
        may_answer=reader.may_answer,
        answer_kind=getattr(row, "answer_kind", ""),
        effects=effects(row, reader.side) if reader.may_answer and row.public_id == reader.declining else (),
    )


def _weakest(row: Suggestion) -> list[str]:
    """The part with the smallest share of its points, where nothing else speaks against the pair."""
    parts = [part for part in score_parts(row.parts) if part.points < part.maximum]
    if not parts:
        return []
    part = min(parts, key=lambda part: part.points / part.maximum)
    words = {"part": part.label, "points": f"{part.points:g}", "of": f"{part.maximum:g}"}
    return [_("Weakest part: %(part)s, %(points)s of %(of)s") % words]


def post_of(row: Suggestion) -> str:
    """Post and place, or for a partner its place."""
    if row.opening is None:
        return row.enterprise.place
    return f"{row.opening.title} · {row.opening.place}"


def opening_facts(row: Suggestion) -> list[tuple[str, str]]:
    """(icon, words) of distance, seats, dates, pay and lodging."""
    facts = [("map-pin", km_words(row.km) or _("place unknown"))]
    opening = row.opening
    if opening is None:
        return facts
    seats = _("%(free)s of %(seats)s seats free") % {"free": opening.seats_free, "seats": opening.seats}
    facts.append(("users", seats))
    dates = short_range_words(opening.starts_on, opening.ends_on)
    facts.append(("calendar", dates or _("dates open")))
    if opening.pay_month is not None:
        facts.append(("currency-yen", _("%(pay)s yuan a month") % {"pay": grouped(int(opening.pay_month))}))
    facts.append(("bed", str(opening.get_lodging_display())))
    return facts


def programme_facts(row: Suggestion, plan: Any) -> list[tuple[str, str]]:
    """(icon, words) of distance, students still short and their dates: no more of the plan is the enterprise's."""
    facts = [("map-pin", km_words(row.km) or _("place unknown"))]
    if plan is None:
        return [*facts, ("users", _("no plan stated yet"))]
    short = ngettext("%(n)s student still short", "%(n)s students still short", plan.short) % {
        "n": plan.short
    }
    return [*facts, ("users", short), ("calendar", short_range_words(plan.starts_on, plan.ends_on))]


def sentences(row: Suggestion, codes: Iterable[Any], side: str) -> Iterable[str]:
    """Reasons or concerns in words; one that rests on an answer only for the sides that may be told."""
    for code, values in codes:
        if code == "answered_before" and side not in values.get("told", ()):
            continue
        major = _major(row, values.get("prefix", ""))
        is_own = side == Side.ENTERPRISE
        words = reason_words(code, {**_as_written(row, values), "major": major}, is_own=is_own)
        if words:
            yield words


def _as_written(row: Suggestion, values: dict[str, Any]) -> dict[str, Any]:
    """The values with names as the two sides wrote them: the engine compares them in small letters (plc for PLC)."""
    names = [*row.programme.abilities, *row.programme.courses, *row.programme.occupations]
    if row.opening is not None:
        names += [row.opening.title, *row.opening.aliases, *row.opening.abilities]
    written = {folded(name): name for name in names}
    lists = {key: values[key] for key in ("names", "missing", "words") if key in values}
    return {**values, **{key: [written.get(word, word) for word in found] for key, found in lists.items()}}


def _major(row: Suggestion, prefix: str) -> str:
    """The name of what an accepted prefix of this programme's code means: category, class or major."""
    if len(prefix) < 4:
        return row.programme.major_class.category.name if prefix else ""
    return row.programme.major_class.name if len(prefix) < 6 else row.programme.name


def propose_url(row: Suggestion, side: str, plan: Any) -> str:
    """The form of a proposal filled in as far as the suggestion goes."""
    other = row.enterprise if side == Side.SCHOOL else row.school
    values = {"partner": other.public_id, "programme": row.programme.public_id}
    if plan is not None and side == Side.SCHOOL:
        values["plan"] = plan.public_id
    if row.opening is not None:
        values["opening"] = row.opening.public_id
        students = min(plan.short, row.opening.seats_free) if plan is not None else 0
        if students > 0:
            values["students"] = str(students)
    return f"{reverse('proposal_create')}?{urlencode(values)}"


def effects(row: Suggestion, side: str) -> tuple[Effect, ...]:
    """Every reason to decline with what it will change, counted on the present suggestions."""
    counts = services.affected_by(row, side, Proposal.DeclineReason.values)
    return tuple(
        Effect(value, str(label), effect_words(value, counts[value], km=row.km))
        for value, label in Proposal.DeclineReason.choices
    )


def run_lead(run: MatchRun | None) -> SafeString | str:
    """When the suggestions were computed, under which rules, and the way to the run's report."""
    if run is None:
        return _("Not computed yet; the matching job runs within a minute of a change and every night.")
    when = _("Computed %(when)s, rules %(weights)s") % {
        "when": moment_words(run.finished_at),
        "weights": run.weights,
    }
    report = _("Run report #%(number)s") % {"number": run.pk}
    link = format_html('{} · <a class="rh-link" href="{}">{}</a>', when, run.get_absolute_url(), report)
    if not services.is_outdated():
        return link
    return format_html("{} · {}", link, _("something changed since: matched again within a minute"))

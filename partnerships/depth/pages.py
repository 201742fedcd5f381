"""What the pages show of a score: words of the rubric in the reader's language, ready rows for the components."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Avg, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from partnerships.activities.models import Activity
from partnerships.agreements.models import Partnership
from partnerships.depth.models import DepthPoint, DepthScore
from partnerships.depth.scoring.rubric import Kind, Rubric, Words
from partnerships.depth.services import TREND_MONTHS, TREND_STEP_MONTHS, current_rubric, month_before
from portal.common.charts.radar import Axis
from portal.common.furniture import Act, NextStep


def in_words(words: Words) -> str:
    """A text of the rubric in the reader's language."""
    return words.in_language(get_language() or "zh-hans")


def level_name(level: int | None, *, full: bool = False) -> str:
    """The word for a level; empty where nothing was scored yet."""
    if level is None:
        return ""
    found = next(row for row in current_rubric().levels if row.level == level)
    return in_words(found.full_names if full else found.names)


@dataclass(frozen=True)
class DimensionRow:
    """A line of the table of dimensions: points, the maximum, the middle of the peers, and where its evidence is."""

    code: str
    name: str
    short_name: str
    points: Decimal
    maximum: Decimal
    peer: Decimal | None
    evidence: int
    url: str


def dimension_rows(found: DepthScore, rubric: Rubric) -> list[DimensionRow]:
    """The dimensions of a score with the means of its peers."""
    peers = peer_means(found)
    rows = {part["code"]: sum(kind["rows"] for kind in part["kinds"]) for part in found.parts["dimensions"]}
    earned = {code: (Decimal(points), Decimal(maximum)) for code, points, maximum in found.dimensions}
    return [
        DimensionRow(
            dimension.code,
            in_words(dimension.names),
            in_words(dimension.short_names),
            *earned[dimension.code],
            peers.get(dimension.code),
            rows.get(dimension.code, 0),
            f"{found.get_absolute_url()}#{dimension.code}",
        )
        for dimension in rubric.dimensions
    ]


def peers_of(found: DepthScore) -> QuerySet[DepthScore]:
    """Scored partnerships of the same city and industry section, this one included."""
    enterprise = found.partnership.enterprise
    same = Q(partnership__school__region__path__startswith=_city_path(found.partnership))
    if enterprise.industry_id and enterprise.industry:
        same &= Q(partnership__enterprise__industry__section=enterprise.industry.section)
    return DepthScore.objects.filter(same).exclude(partnership__stage=Partnership.Stage.ENDED)


def peer_means(found: DepthScore) -> dict[str, Decimal]:
    """The middle (median) points of the peers by dimension; empty below five peers, which could be recognised."""
    rows = list(peers_of(found).values_list("dimensions", flat=True)[:2000])
    if len(rows) < 5:
        return {}
    return {
        part[0]: _median(sorted(Decimal(row[index][1]) for row in rows))
        for index, part in enumerate(found.dimensions)
    }


def _median(values: list[Decimal]) -> Decimal:
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _city_path(partnership: Partnership) -> str:
    return "/".join(partnership.school.region.path.split("/")[:3]) + "/"


def card(request: HttpRequest, partnership: Partnership) -> dict[str, Any] | None:
    """The depth card of a partnership, or a card that says when the score comes."""
    found = (
        DepthScore.objects.filter(partnership=partnership)
        .select_related("partnership__school__region", "partnership__enterprise__industry")
        .first()
    )
    if found is None:
        return {"score": None}
    rubric = current_rubric()
    rows = dimension_rows(found, rubric)
    return {
        "score": found,
        "level_name": level_name(found.level),
        "levels": [{"level": row.level, "name": in_words(row.names)} for row in rubric.levels],
        "to_next": to_next_level(found, rubric),
        "gate": gate_words(found, rubric),
        "place": place_among_peers(found),
        "trend": trend_of(partnership),
        "rows": rows,
        "axes": [Axis(row.short_name, float(row.points), float(row.maximum),
                      None if row.peer is None else float(row.peer), f"{row.points:.1f}", row.url) for row in rows],
        "steps": step_rows(found, rubric, can_log=request.user.has_perm("activities.add_activity", partnership)),
        "flags": [flag_words(code) for code in found.flags],
    }  # fmt: skip


def badges(request: HttpRequest, rows: Sequence[Partnership]) -> dict[int, SafeString]:
    """The depth badge of each scored partnership, for the list of partnerships; one query."""
    found = DepthScore.objects.filter(partnership__in=[row.pk for row in rows])
    return {
        score.partnership_id: render_to_string(
            "depth/_badge.html", {"level": score.level, "name": level_name(score.level)}
        )
        for score in found
    }


def to_next_level(found: DepthScore, rubric: Rubric) -> str:
    """How many points are missing to the next level, in words; empty at the top."""
    above = next((row for row in rubric.levels if row.level == found.level + 1), None)
    if above is None:
        return ""
    missing = Decimal(above.from_points) - found.points
    if missing <= 0:
        return gettext("The points reach level %(level)s; the gate holds it back") % {"level": above.level}
    return gettext("%(points)s more points to level %(level)s") % {
        "points": f"{missing:.1f}",
        "level": above.level,
    }


def gate_words(found: DepthScore, rubric: Rubric) -> str:
    """What the gate says; empty where it is open."""
    return in_words(rubric.gate.do) if found.gate else ""


def place_among_peers(found: DepthScore) -> dict[str, int] | None:
    """Rank and number of the peers; none below five, or where coverage is too thin to rank (under 40 %)."""
    peers = peers_of(found)
    count = peers.count()
    if count < 5 or found.coverage < 0.4:
        return None
    return {"rank": peers.filter(points__gt=found.points).count() + 1, "count": count}


def trend_of(partnership: Partnership) -> list[float]:
    """Points of the last four years, oldest first; empty where there is only one."""
    rows = DepthPoint.objects.filter(partnership=partnership).order_by("-month")[:TREND_MONTHS]
    points = one_a_quarter(rows)[: TREND_MONTHS // TREND_STEP_MONTHS]
    return [round(float(point.points), 1) for point in reversed(points)] if len(points) > 1 else []


def one_a_quarter(points: Iterable[DepthPoint]) -> list[DepthPoint]:
    """Of points with the newest first, the newest and those a quarter apart: past ones are a quarter apart already."""
    kept: list[DepthPoint] = []
    for point in points:
        if not kept or point.month <= month_before(kept[-1].month, TREND_STEP_MONTHS):
            kept.append(point)
    return kept


def step_rows(found: DepthScore, rubric: Rubric, *, can_log: bool) -> list[NextStep]:
    """The best next steps with their gain, each with a button that begins it."""
    kinds = {kind.code: kind for kind in rubric.kinds}
    dimensions = {row.code: in_words(row.names) for row in rubric.dimensions}
    rows = []
    for code, dimension, gain, _level in found.next_steps:
        step = kinds[code].step if code in kinds else None  # the step that opens the gate is no kind
        rows.append(
            NextStep(
                what=in_words(step.do if step else rubric.gate.do),
                note=dimensions[dimension],
                gain=f"+{Decimal(gain):.1f}",
                acts=[Act(gettext("Begin"), begin_url(found.partnership, code))] if can_log else [],
            )
        )
    return rows


def begin_url(partnership: Partnership, kind: str) -> str:
    """Where a step is begun: the form that logs an activity of its kind, with its amounts, or drafts an agreement."""
    found = current_rubric().activity_kinds.get(kind)
    if found is not None:
        query = {"partnership": partnership.public_id, "kind": kind, **step_amounts(found)}
        return f"{reverse('activity_create')}?{urlencode(query)}"
    return reverse("agreement_create", args=[partnership.public_id])


def step_amounts(kind: Kind) -> dict[str, str]:
    """The amounts of the smallest step of a kind, as its form names them; those that are 0 are left out."""
    names = ("quantity", "people", "hours", "money")
    amounts = {name: getattr(kind.step, name, 0) for name in names}
    return {name: f"{amount:f}" for name, amount in amounts.items() if amount}


def flag_words(code: str) -> str:
    """A flag as a sentence."""
    sentences = {
        "same_file_twice": gettext("The same file shows more than one activity"),
        "burst": gettext("Many activities within a few days"),
        "quarter_end_logging": gettext("Most was logged at the end of a quarter"),
        "all_confirmed_by_one": gettext("Everything was confirmed by one person"),
        "more_students_than_staff": gettext("More students than staff"),
        "cash_per_head": gettext("Money paid per student"),
    }
    return sentences.get(code, code)


Evidence = dict[str, tuple[Activity, bool]]
"""Public id -> an activity, and whether it was confirmed by a signed link."""


@dataclass(frozen=True)
class KindRow:
    """One kind of the evidence page: what was counted, its points, and the rows behind it.

    Each activity stands with whether it was confirmed by a signed link: it counts the same, and the reader sees it.
    """

    name: str
    reason: str
    confirmed: str
    unconfirmed: str
    points: Decimal
    maximum: Decimal
    activities: list[tuple[Activity, bool]]
    rows: int


@dataclass(frozen=True)
class DimensionPage:
    """One dimension of the evidence page."""

    code: str
    name: str
    points: Decimal
    maximum: Decimal
    kinds: list[KindRow]
    untouched: list[str]


def evidence_pages(found: DepthScore, by_link: Mapping[str, bool]) -> list[DimensionPage]:
    """Every part of a score opened into its activities; one query. `by_link` is what `confirmed_by_link` says."""
    rubric = current_rubric()
    rows = Activity.objects.filter(partnership=found.partnership)
    activities = {row.public_id: (row, by_link.get(row.public_id, False)) for row in rows}
    parts = {part["code"]: part for part in found.parts["dimensions"]}
    return [
        _dimension_page(dimension, kinds, parts[dimension.code], rubric, activities)
        for dimension, kinds in rubric.by_dimension
    ]


def _dimension_page(
    dimension: Any, kinds: Any, part: dict[str, Any], rubric: Rubric, activities: Evidence
) -> DimensionPage:
    counted = {row["kind"]: row for row in part["kinds"]}
    return DimensionPage(
        dimension.code,
        in_words(dimension.names),
        Decimal(part["points"]),
        Decimal(part["max"]),
        [_kind_row(kind, counted[kind.code], rubric, activities) for kind in kinds if kind.code in counted],
        [in_words(kind.names) for kind in kinds if kind.code not in counted],
    )


def _kind_row(kind: Any, row: dict[str, Any], rubric: Rubric, activities: Evidence) -> KindRow:
    unit = in_words(rubric.units[kind.unit]) if kind.measure == "quantity" else _measure_unit(kind.measure)
    return KindRow(
        in_words(kind.names),
        in_words(kind.reason),
        f"{Decimal(row['confirmed']):.1f} {unit}",
        f"{Decimal(row['unconfirmed']):.1f} {unit}" if Decimal(row["unconfirmed"]) else "",
        Decimal(row["points"]),
        Decimal(row["max"]),
        [activities[key] for key in row["ids"] if key in activities],
        row["rows"],
    )


def _measure_unit(measure: str) -> str:
    return gettext("person-hours") if measure == "person_hours" else gettext("yuan")


def heading(count: int, shallow: int) -> str:
    """The h1 of the list."""
    first = ngettext("%(count)s scored partnership", "%(count)s scored partnerships", count) % {
        "count": count
    }
    return gettext("%(first)s, %(shallow)s of them shallow or on paper only") % {
        "first": first,
        "shallow": shallow,
    }


def average(rows: QuerySet[DepthScore]) -> Decimal | None:
    """The mean points of the rows."""
    return rows.aggregate(mean=Avg("points"))["mean"]

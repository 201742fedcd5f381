"""From rows to columns: what the engine reads of programmes, openings, enterprises and earlier answers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db.models import Count, Q

from enterprises.models import Enterprise, Opening
from partnerships.agreements.gap import with_gap
from partnerships.agreements.models import Agreement, Partnership, Proposal
from partnerships.matching.engine.factors import kilometres
from partnerships.matching.engine.gates import GateRules
from partnerships.matching.engine.partners import Firms, Seekers
from partnerships.matching.engine.tables import Openings, PairFacts, Programmes
from partnerships.matching.learning import HIDDEN_FOR, Known, Taught, Told, pair_facts, told_of
from partnerships.matching.models import Answer
from portal.common.wording import as_day
from schools.models import PlacementPlan, Programme

# A stranger counts as if he had answered six of seven approaches.
PRIOR_ANSWERED, PRIOR_ASKED = 6.0, 7.0
FRESH_HALF_LIFE_DAYS = 365
# Beyond these nobody commutes where the plan says nothing else; with lodging the whole province is in reach.
USUAL_KM, KM_WITH_LODGING = 60.0, 400.0
NOT_STATED = np.datetime64("NaT")


@dataclass(frozen=True)
class Demand:
    """Programmes that look for seats, row by row: the row, its plan if one is stated, students still short."""

    rows: list[Programme]
    plans: list[Any]
    table: Programmes


@dataclass(frozen=True)
class Supply:
    """Openings that take students, row by row, and their columns."""

    rows: list[Opening]
    table: Openings


def demand(on: date, programmes: Iterable[int] | None = None) -> Demand:
    """Offered programmes that state no plan yet or are still short; those with a place for everybody are left out."""
    rows = Programme.objects.offered().select_related("school__region", "campus").order_by("pk")
    if programmes is not None:
        rows = rows.filter(pk__in=list(programmes))
    plans = next_plans(on)
    looking = [row for row in rows if row.pk not in plans or plans[row.pk].short > 0]
    found = [plans.get(row.pk) for row in looking]
    return Demand(looking, found, _programme_table(looking, found))


def most_km(wanted: Demand) -> np.ndarray:
    """How far without lodging, in kilometres: the plan's own wish, else `USUAL_KM`; (programmes,)."""
    stated = [plan.max_km if plan is not None else None for plan in wanted.plans]
    return np.array([USUAL_KM if km is None else float(km) for km in stated], np.float64)


def gate_rules(wanted: Demand) -> GateRules:
    """The gates in force for these programmes."""
    return GateRules(needs_seats=True, most_km=most_km(wanted), most_km_with_lodging=KM_WITH_LODGING)


def running_plans(on: date, programmes: Iterable[int] | None = None) -> dict[int, list[Any]]:
    """The stated plans of each programme (primary key) that have not ended, the soonest first, with gap and batch."""
    plans = with_gap(PlacementPlan.objects.stated().filter(ends_on__gte=on)).select_related("batch")
    if programmes is not None:
        plans = plans.filter(programme__in=list(programmes))
    found: dict[int, list[Any]] = {}
    for plan in plans.order_by("starts_on", "pk"):
        found.setdefault(plan.programme_id, []).append(plan)
    return found


def next_plans(on: date, programmes: Iterable[int] | None = None) -> dict[int, Any]:
    """The soonest of the `running_plans` of each programme."""
    return {pk: plans[0] for pk, plans in running_plans(on, programmes).items()}


def _programme_table(rows: Sequence[Programme], plans: Sequence[Any]) -> Programmes:
    points = [_point(row.campus, row.school) for row in rows]
    return Programmes(
        ids=tuple(row.public_id for row in rows),
        title=tuple(" ".join(filter(None, [row.name_zh, row.name_en])) for row in rows),
        text=tuple(" ".join([row.description, *row.occupations, *row.courses]) for row in rows),
        abilities=tuple(tuple(row.abilities) for row in rows),
        major_code=tuple(secondary_code(row.major_code) for row in rows),
        longitude=np.array([point[0] for point in points], np.float64),
        latitude=np.array([point[1] for point in points], np.float64),
        students=np.array([plan.short if plan else math.nan for plan in plans], np.float64),
        start=_days(plan.starts_on if plan else None for plan in plans),
        end=_days(plan.ends_on if plan else None for plan in plans),
    )


def secondary_code(code: str) -> str:
    """A major code or accepted prefix at the secondary level: 5308 and 3308 are 7308; K is dropped.

    >>> secondary_code("530802"), secondary_code("31"), secondary_code("730801K")
    ('730802', '71', '730801')
    """
    digits = code.strip().removesuffix("K")
    if not digits[:1].isdigit():
        return digits
    shift = {"2": 4, "3": 4, "4": 2, "5": 2}.get(digits[0], 0)
    return f"{int(digits[0]) + shift}{digits[1:]}"


def supply(on: date) -> Supply:
    """Openings that still take students, of enterprises that may host and have not paused approaches."""
    paused = Q(enterprise__approaches_paused_until__gte=on)
    found = Opening.objects.open_on(on).with_free_seats().exclude(paused)
    rows = list(
        found.select_related("enterprise__region", "enterprise__industry", "site__region").order_by("pk")
    )
    points = [_point(row.site, row.enterprise) for row in rows]
    replies = reply_rates({row.enterprise_id for row in rows})
    return Supply(
        rows,
        Openings(
            ids=tuple(row.public_id for row in rows),
            title=tuple(row.title for row in rows),
            text=tuple(row.enterprise.industry.name_zh if row.enterprise.industry else "" for row in rows),
            aliases=tuple(tuple(row.aliases) for row in rows),
            tasks=tuple((row.tasks,) if row.tasks else () for row in rows),
            abilities=tuple(tuple(row.abilities) for row in rows),
            majors=tuple(tuple(secondary_code(code) for code in row.accepted_majors) for row in rows),
            industry_code=tuple(row.enterprise.industry_id or "" for row in rows),
            longitude=np.array([point[0] for point in points], np.float64),
            latitude=np.array([point[1] for point in points], np.float64),
            seats=np.array([row.seats_free for row in rows], np.float64),
            start=_days(row.starts_on for row in rows),
            end=_days(row.ends_on for row in rows),
            lodging=np.array([-1 if row.lodging == "none" else 1 for row in rows], np.int64),
            pay=np.array([float(row.pay_month) if row.pay_month is not None else math.nan for row in rows]),
            reliability=np.array(
                [replies[row.enterprise_id] * freshness(row.confirmed_at, on) for row in rows]
            ),
        ),
    )


def reply_rates(enterprises: Iterable[int]) -> dict[int, float]:
    """Share of approaches that each enterprise answered, in (0, 1]; strangers by the prior."""
    answered = Count("pk", filter=Q(status__in=[Proposal.Status.ACCEPTED, Proposal.Status.DECLINED]))
    asked = Proposal.objects.filter(enterprise__in=list(enterprises), from_side="school").order_by()
    rows = asked.values("enterprise").annotate(answered=answered, asked=Count("pk"))
    known = {
        row["enterprise"]: (PRIOR_ANSWERED + row["answered"]) / (PRIOR_ASKED + row["asked"]) for row in rows
    }
    return {pk: known.get(pk, PRIOR_ANSWERED / PRIOR_ASKED) for pk in enterprises}


def freshness(confirmed_at: datetime | None, on: date) -> float:
    """Trust in a fact confirmed some days ago, in (0, 1]: halves every year; never confirmed counts as a year.

    >>> freshness(datetime(2025, 6, 30), date(2026, 6, 30))
    0.5
    """
    days = (on - as_day(confirmed_at)).days if confirmed_at else 365
    return 2.0 ** (-max(0, days) / FRESH_HALF_LIFE_DAYS)


@dataclass(frozen=True)
class Pairs:
    """What is known of single pairs, and which sides may be told that an answer moved one down (see `told_of`)."""

    facts: PairFacts
    told: Told


def pairs(wanted: Demand, offered: Supply, *, on: date, now: datetime) -> Pairs:
    """Declines and agreements in force as facts about pairs."""
    known = Known(
        programmes=[row.pk for row in wanted.rows],
        schools=[row.school_id for row in wanted.rows],
        openings=[row.pk for row in offered.rows],
        enterprises=[row.enterprise_id for row in offered.rows],
        titles=[row.title for row in offered.rows],
        lodging=[row.lodging != "none" for row in offered.rows],
        km=distances(wanted.table, offered.table),
    )
    in_force = Agreement.objects.in_force(on).values_list("partnership__school", "partnership__enterprise")
    said = declines()
    return Pairs(pair_facts(said, list(in_force), known, now), told_of(said, known, now))


def distances(programmes: Programmes, openings: Openings) -> np.ndarray:
    """Kilometres between all of both, (programmes x openings), NaN where a place is unknown."""
    assert programmes.longitude is not None
    assert programmes.latitude is not None
    assert openings.longitude is not None
    assert openings.latitude is not None
    return kilometres(
        programmes.longitude[:, None], programmes.latitude[:, None], openings.longitude, openings.latitude
    )


def declines() -> list[Taught]:
    """Everything that was declined: suggestions by either side, proposals by the one asked."""
    answers = Answer.objects.filter(kind=Answer.Kind.DECLINED).select_related("opening").order_by("pk")
    said = [_taught(row, row.side, (row.side,), row.reason, row.km) for row in answers]
    refused = Proposal.objects.filter(
        status=Proposal.Status.DECLINED, programme__isnull=False, answered_at__isnull=False
    ).select_related("opening")
    both = ("enterprise", "school")
    said += [_taught(row, row.to_side, both, row.decline_reason, None) for row in refused.order_by("pk")]
    return said


def _taught(row: Any, side: str, told: tuple[str, ...], reason: str, km: float | None) -> Taught:
    return Taught(
        side=str(side),
        told=told,
        programme=row.programme_id,
        school=row.school_id,
        enterprise=row.enterprise_id,
        opening=row.opening_id,
        reason=reason,
        km=km,
        title=row.opening.title if row.opening else "",
        at=row.answered_at,
    )


@dataclass(frozen=True)
class Strangers:
    """Enterprises that could become partners, row by row."""

    rows: list[Enterprise]
    table: Firms


def strangers(on: date) -> Strangers:
    """Enterprises that may host, posted nothing and did not pause approaches."""
    posted = Opening.objects.filter(status__in=Opening.PUBLISHED).values("enterprise")
    found = Enterprise.objects.hosts().exclude(pk__in=posted).exclude(approaches_paused_until__gte=on)
    rows = list(found.select_related("region", "industry").order_by("pk"))
    points = [_point(None, row) for row in rows]
    replies = reply_rates([row.pk for row in rows])
    return Strangers(
        rows,
        Firms(
            ids=tuple(row.public_id for row in rows),
            trade=tuple(row.industry.name_zh if row.industry else "" for row in rows),
            industry_code=tuple(row.industry_id or "" for row in rows),
            longitude=np.array([point[0] for point in points], np.float64),
            latitude=np.array([point[1] for point in points], np.float64),
            staff=np.array([row.staff_total or math.nan for row in rows], np.float64),
            reliability=np.array([replies[row.pk] for row in rows], np.float64),
        ),
    )


def seekers(wanted: Demand) -> Seekers:
    """The same programmes as seekers of new partners."""
    table = wanted.table
    assert table.longitude is not None
    assert table.latitude is not None
    assert table.students is not None
    return Seekers(
        ids=table.ids,
        classes=tuple((row.major_class_id,) for row in wanted.rows),
        words=tuple(" ".join([row.name_zh, *row.abilities]) for row in wanted.rows),
        longitude=table.longitude,
        latitude=table.latitude,
        students=table.students,
    )


def partner_exclusions(wanted: Demand, firms: Strangers, now: datetime) -> PairFacts:
    """Partners already, and those declined as partners in the last half year: not suggested."""
    partners = set(Partnership.objects.live().values_list("school", "enterprise"))
    declined = {
        (row.programme, row.enterprise)
        for row in declines()
        if row.opening is None and now - row.at <= HIDDEN_FOR
    }
    column_of = {row.pk: column for column, row in enumerate(firms.rows)}
    programmes_of: dict[int, list[int]] = {}
    for number, row in enumerate(wanted.rows):
        programmes_of.setdefault(row.school_id, []).append(number)
    row_of = {row.pk: number for number, row in enumerate(wanted.rows)}
    found = [(row, column_of[firm]) for school, firm in partners if firm in column_of
             for row in programmes_of.get(school, [])]  # fmt: skip
    found += [(row_of[programme], column_of[firm]) for programme, firm in declined
              if firm in column_of and programme in row_of]  # fmt: skip
    return PairFacts(
        declined_programme=np.array([row for row, _c in found], np.int64),
        declined_opening=np.array([column for _r, column in found], np.int64),
    )


def _point(place: Any, organisation: Any) -> tuple[float, float]:
    """(longitude, latitude) of the place, or of its organisation, or not a number."""
    if place is not None and place.longitude is not None and place.latitude is not None:
        return place.longitude, place.latitude
    return organisation.coordinates or (math.nan, math.nan)


def _days(days: Iterable[date | None]) -> np.ndarray:
    return np.array([np.datetime64(day) if day else NOT_STATED for day in days], "datetime64[D]")

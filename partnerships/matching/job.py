"""The matching job: read both registers, rank, explain, and write what changed in one transaction.

A run reads its marks before the rows, so a change in between keeps its mark and gets a run of its own. Suggestions
and funnels that say the same as before stay untouched. A run whose lease went to another worker, or that was
overtaken by a later one, writes nothing: there is one current result, and it is the newest.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import models, transaction
from django.utils import timezone

from partnerships.matching import gathering
from partnerships.matching.chosen import best_of_both
from partnerships.matching.engine.gates import STEPS
from partnerships.matching.engine.partners import PartnerFacts, rank_partners
from partnerships.matching.engine.reasons import Explanation, Reason, explain
from partnerships.matching.engine.reference import MatchResult, Ranking, match_all
from partnerships.matching.engine.relaxations import Relaxation, relaxations
from partnerships.matching.engine.scene import Settings
from partnerships.matching.engine.score import points
from partnerships.matching.engine.weights import STANDARD
from partnerships.matching.models import Funnel, MatchRun, Suggestion
from portal.records import marks

CONSUMER = "matching"
SUBJECTS = ("programme", "plan", "opening", "enterprise", "school", "proposal", "agreement", "partnership")
OPENINGS_SHOWN = 20  # for each programme
PROGRAMMES_SHOWN = 3  # for each opening, so that one that is nobody's favourite is seen too
PARTNERS_SHOWN = 6
REASONS_KEPT = 4
RELATED_INDUSTRY, NEAR_KM = 0.5, 30.0
PAIR = ("programme_id", "enterprise_id", "opening_id")


Values = dict[str, Any]


@dataclass
class Findings:
    """What a run found: rows of suggestions and funnels as values, and the counts that its report shows."""

    suggestions: list[Values] = field(default_factory=list)
    funnels: list[Values] = field(default_factory=list)
    programmes: int = 0
    openings: int = 0
    gates: list[int] = field(default_factory=lambda: [0] * (len(STEPS) + 1))


def run_matching(run: MatchRun) -> dict[str, Any]:
    """The job: read, match, explain, write; answers how many suggestions there are and how long it took."""
    began, on, now = time.monotonic(), timezone.localdate(), timezone.now()
    read = marks.waiting(CONSUMER, limit=100_000)
    run.advance(0, 3)
    wanted = gathering.demand(on)
    run.advance(0)
    found = Findings(programmes=len(wanted.rows))
    find_openings(found, wanted, on, now, run)
    run.advance(1)
    find_partners(found, wanted, on, now)
    run.advance(2)
    with transaction.atomic():
        result = _write(run, found, began)
        if result and "overtaken_by" not in result:
            marks.settle(read)
        if not run.finish(result):
            transaction.set_rollback(True)
    return result


def _write(run: MatchRun, found: Findings, began: float) -> dict[str, Any]:
    """Write the findings unless a later run has written already; open runs are locked, so one writes at a time."""
    list(MatchRun.objects.open().select_for_update().order_by("pk").values_list("pk", flat=True))
    later = MatchRun.objects.filter(state=MatchRun.State.DONE, started_at__gt=run.started_at).first()
    if later is not None:
        return {"overtaken_by": later.pk}
    written = replace_changed(Suggestion, PAIR, found.suggestions, run)
    replace_changed(Funnel, ("programme_id",), found.funnels, run)
    MatchRun.objects.filter(pk=run.pk).update(
        weights=STANDARD.version,
        programmes=found.programmes,
        openings=found.openings,
        gates=found.gates,
        suggestions=len(found.suggestions),
    )
    seconds = round(time.monotonic() - began, 2)
    return {"suggestions": len(found.suggestions), "changed": written, "seconds": seconds}


def find_openings(found: Findings, wanted: gathering.Demand, on: date, now: datetime, run: MatchRun) -> None:
    """Rank openings for programmes and programmes for openings; funnels and what would give more.

    The lease is renewed after each step: on a large register they are long, and another worker must not take over.
    """
    offered = gathering.supply(on)
    found.openings = len(offered.rows)
    if not wanted.rows or not offered.rows:
        found.funnels = [_empty_funnel(row) for row in wanted.rows]
        return
    run.advance(0)
    known = gathering.pairs(wanted, offered, on=on, now=now)
    run.advance(0)
    matched = match_all(
        wanted.table,
        offered.table,
        top=STANDARD.second_stage,
        pairs=known.facts,
        settings=Settings(rules=gathering.gate_rules(wanted)),
    )
    run.advance(0)
    found.gates = matched.remaining.sum(axis=0).tolist()
    found.funnels = list(_funnels(matched, wanted))
    run.advance(0)
    found.suggestions += _opening_suggestions(matched, wanted, offered, known)


def _opening_suggestions(
    matched: MatchResult, wanted: gathering.Demand, offered: gathering.Supply, known: gathering.Pairs
) -> Iterator[Values]:
    ranking = best_of_both(matched.ranking, by_programme=OPENINGS_SHOWN, by_opening=PROGRAMMES_SHOWN)
    why = explain(matched.scene, ranking, matched.statistics)
    numbers = _numbers(ranking, _kilometres(matched, ranking))
    row_of = {row.public_id: number for number, row in enumerate(wanted.rows)}
    column_of = {row.public_id: number for number, row in enumerate(offered.rows)}
    rows = [row_of[public_id] for public_id in matched.scene.programmes.ids]
    columns = [column_of[public_id] for public_id in matched.scene.openings.ids]
    for index, (scene_row, scene_column) in enumerate(
        zip(ranking.programme.tolist(), ranking.opening.tolist(), strict=True)
    ):
        row, column = rows[scene_row], columns[scene_column]
        programme, opening = wanted.rows[row], offered.rows[column]
        yield {
            "programme_id": programme.pk,
            "school_id": programme.school_id,
            "enterprise_id": opening.enterprise_id,
            "opening_id": opening.pk,
            "reasons": [_stored(reason) for reason in why[index].reasons[:REASONS_KEPT]],
            "concerns": [*_of_the_post(opening), *_concerns(why[index], known.told.get((row, column), {}))],
            **numbers[index],
        }


def _kilometres(matched: MatchResult, ranking: Ranking) -> np.ndarray:
    grid = gathering.distances(matched.scene.programmes, matched.scene.openings)
    return grid[ranking.programme, ranking.opening]


def _numbers(ranking: Ranking, km: np.ndarray) -> list[dict[str, Any]]:
    """Rank, score and points of each pair; the points are what their rounded parts add up to."""
    parts = np.round(points(ranking.parts, STANDARD), 1)
    return [
        {
            "rank": int(ranking.rank[index]),
            "score": float(ranking.score[index]),
            "parts": parts[:, index].tolist(),
            "points": round(float(parts[:, index].sum()), 1),
            "km": None if np.isnan(km[index]) else round(float(km[index]), 1),
        }
        for index in range(len(ranking.rank))
    ]


def _of_the_post(opening: Any) -> Iterator[list[Any]]:
    """What the law asks of this post, whatever its score: it comes first."""
    if opening.night_shift:
        yield ["night_shift", {}]


def _concerns(why: Explanation, told: dict[str, tuple[str, ...]]) -> Iterator[list[Any]]:
    """Concerns as stored; one that rests on an answer says which sides may be told."""
    for concern in why.concerns[:REASONS_KEPT]:
        code, values = _stored(concern)
        if code == "answered_before":
            values["told"] = list(told.get(values["group"], ()))
        yield [code, values]


def _stored(reason: Reason) -> list[Any]:
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in reason.values.items()}
    return [reason.code, values]


def find_partners(found: Findings, wanted: gathering.Demand, on: date, now: datetime) -> None:
    """Rank enterprises without openings as new partners of each programme."""
    firms = gathering.strangers(on)
    if not wanted.rows or not firms.rows:
        return
    ranking, facts = rank_partners(
        gathering.seekers(wanted),
        firms.table,
        top=PARTNERS_SHOWN,
        excluded=gathering.partner_exclusions(wanted, firms, now),
    )
    numbers = _numbers(ranking, facts.kilometres)
    for index, (row, column) in enumerate(zip(ranking.programme, ranking.opening, strict=True)):
        programme, enterprise = wanted.rows[row], firms.rows[column]
        found.suggestions.append(
            {
                "programme_id": programme.pk,
                "school_id": programme.school_id,
                "enterprise_id": enterprise.pk,
                "opening_id": None,
                "reasons": list(_partner_reasons(enterprise, facts, index)),
                "concerns": list(_partner_concerns(facts, index)),
                **numbers[index],
            }
        )


def _partner_reasons(enterprise: Any, facts: PartnerFacts, index: int) -> Iterator[list[Any]]:
    if facts.industry[index] >= RELATED_INDUSTRY:
        value = round(float(facts.industry[index]), 2)
        yield ["industry_related", {"value": value, "code": enterprise.industry_id}]
    if facts.kilometres[index] <= NEAR_KM:
        yield ["near", {"km": round(float(facts.kilometres[index]), 1)}]
    if facts.likely_seats[index] >= 1:
        yield ["may_host", {"seats": int(facts.likely_seats[index])}]


def _partner_concerns(facts: PartnerFacts, index: int) -> Iterator[list[Any]]:
    yield ["no_opening_yet", {}]
    if facts.kilometres[index] > gathering.USUAL_KM:
        yield ["far_without_lodging", {"km": round(float(facts.kilometres[index]), 1)}]
    if np.isnan(facts.likely_seats[index]):
        yield ["not_stated", {"facts": ["staff"]}]


def _funnels(matched: MatchResult, wanted: gathering.Demand) -> Iterator[Values]:
    programme_of = {row.public_id: row.pk for row in wanted.rows}
    gates = matched.scene.facts.gates
    for number, public_id in enumerate(matched.scene.programmes.ids):
        yield {
            "programme_id": programme_of[public_id],
            "remaining": matched.remaining[number].tolist(),
            "relaxations": [
                [change.kind, change.value, change.openings, change.seats]
                for change in worth_saying(relaxations(gates, number))
            ],
        }


def worth_saying(changes: Iterable[Relaxation]) -> list[Relaxation]:
    """Of each kind the tightest limit that gives at least half of what its widest limit gives, the most first."""
    kept: dict[str, Relaxation] = {}
    most: dict[str, int] = {}
    for change in changes:
        most.setdefault(change.kind, change.openings)
        if 2 * change.openings >= most[change.kind]:
            kept[change.kind] = change
    return sorted(kept.values(), key=lambda change: (-change.openings, change.kind))


def _empty_funnel(programme: Any) -> Values:
    return {"programme_id": programme.pk, "remaining": [0] * (len(STEPS) + 1), "relaxations": []}


def replace_changed(
    model: type[models.Model], about: tuple[str, ...], found: Iterable[Values], run: MatchRun
) -> int:
    """Make the table hold exactly `found`: rows that say the same stay untouched; answers how many were written.

    `about` names the fields that say what a row is about; a row of the same that says something else keeps its
    public id. Only rows that are written become objects: most of them say the same night after night.
    """
    rows = list(found)
    names = tuple(rows[0]) if rows else about
    stored = model._default_manager.values_list("pk", "public_id", *names).iterator(chunk_size=5000)
    before = {
        _key(about, dict(zip(names, rest, strict=True))): (pk, known, rest) for pk, known, *rest in stored
    }
    fresh = []
    for row in rows:
        old = before.get(_key(about, row))
        if old is not None and old[2] == list(row.values()):
            del before[_key(about, row)]
        else:
            fresh.append(model(run=run, **row, **({"public_id": old[1]} if old else {})))
    gone = [pk for pk, _known, _rest in before.values()]
    for start in range(0, len(gone), 5000):
        model._default_manager.filter(pk__in=gone[start : start + 5000]).delete()
    model._default_manager.bulk_create(fresh, batch_size=1000)
    return len(fresh)


def _key(about: tuple[str, ...], values: Values) -> tuple[Any, ...]:
    return tuple(values[name] for name in about)

"""Running the engine on the registers, keeping its suggestions, and taking answers to them."""

import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.models import Proposal, Side
from partnerships.matching import gathering
from partnerships.matching.engine.gates import STEPS, GateRules
from partnerships.matching.engine.partners import rank_partners
from partnerships.matching.engine.reasons import Explanation, Reason, explain
from partnerships.matching.engine.reference import MatchResult, Ranking, match_all
from partnerships.matching.engine.relaxations import relaxations
from partnerships.matching.engine.scene import Settings
from partnerships.matching.engine.score import points
from partnerships.matching.engine.weights import STANDARD
from partnerships.matching.models import Answer, Funnel, MatchRun, Suggestion
from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.records import audit, marks

CONSUMER = "matching"
SUBJECTS = ("programme", "plan", "opening", "enterprise", "school", "proposal", "agreement")
OPENINGS_SHOWN = 20
PARTNERS_SHOWN = 6
REASONS_KEPT = 4
# Beyond these nobody commutes; with lodging the whole province is in reach (a bureau may set others later).
RULES = GateRules(needs_seats=True, most_km=60.0, most_km_with_lodging=400.0)
PAUSE_BEFORE_RUN = timedelta(seconds=5)


def queue_run(*, scope: str = MatchRun.Scope.FULL, now: datetime | None = None) -> MatchRun:
    """A run that waits a few seconds, so that a series of changes is one run; the one that already waits, if any."""
    waiting = MatchRun.objects.filter(state=MatchRun.State.QUEUED).first()
    start = (now or timezone.now()) + (PAUSE_BEFORE_RUN if scope == MatchRun.Scope.CHANGED else timedelta(0))
    return waiting or MatchRun.objects.create(scope=scope, not_before=start)


@transaction.atomic
def queue_if_marked() -> MatchRun | None:
    """Queue a run where something changed since the last one; the marks are settled when that run reads the rows."""
    if not marks.waiting(CONSUMER, limit=1):
        return None
    return queue_run(scope=MatchRun.Scope.CHANGED)


def run_matching(run: MatchRun) -> dict[str, Any]:
    """The job: read, match, explain, write. Marks are read before the rows, so a change in between is kept."""
    began, on, now = time.monotonic(), timezone.localdate(), timezone.now()
    read = marks.waiting(CONSUMER, limit=100_000)
    wanted = gathering.demand(on)
    run.advance(0, 4)
    found = _opening_suggestions(run, wanted, on, now)
    run.advance(2, 4)
    found += _partner_suggestions(run, wanted, on)
    run.advance(3, 4)
    result = {"suggestions": len(found), "seconds": round(time.monotonic() - began, 2)}
    with transaction.atomic():
        _replace(run, found)
        marks.settle(read)
        run.finish(result)
    return result


def _opening_suggestions(
    run: MatchRun, wanted: gathering.Demand, on: date, now: datetime
) -> list[Suggestion]:
    offered = gathering.supply(on)
    run.weights, run.programmes, run.openings = STANDARD.version, len(wanted.rows), len(offered.rows)
    if not wanted.rows or not offered.rows:
        run.gates = [0] * (len(STEPS) + 1)
        return []
    facts = gathering.pairs(wanted, offered, on=on, now=now)
    matched = match_all(
        wanted.table, offered.table, top=OPENINGS_SHOWN, pairs=facts, settings=Settings(rules=RULES)
    )
    run.gates = matched.remaining.sum(axis=0).tolist()
    _keep_funnels(run, matched, wanted)
    reasons = explain(matched.scene, matched.ranking, matched.statistics)
    programme_of = {row.public_id: row for row in wanted.rows}
    opening_of = {row.public_id: row for row in offered.rows}
    km = gathering.distances(matched.scene.programmes, matched.scene.openings)
    return [
        _suggestion(
            run,
            programme_of[matched.scene.programmes.ids[row]],
            opening_of[matched.scene.openings.ids[column]],
            matched.ranking,
            index,
            reasons[index],
            km[row, column],
        )
        for index, (row, column) in enumerate(
            zip(matched.ranking.programme, matched.ranking.opening, strict=True)
        )
    ]


def _suggestion(
    run: MatchRun, programme: Any, opening: Any, ranking: Ranking, index: int, why: Explanation, km: float
) -> Suggestion:
    return Suggestion(
        programme=programme,
        school_id=programme.school_id,
        enterprise_id=opening.enterprise_id,
        opening=opening,
        run=run,
        reasons=[_stored(reason) for reason in why.reasons[:REASONS_KEPT]],
        concerns=[_stored(reason) for reason in why.concerns[:REASONS_KEPT]],
        **_numbers(ranking, index, km),
    )


def _numbers(ranking: Ranking, index: int, km: float) -> dict[str, Any]:
    """Rank, score and points of a pair; the points are what their rounded parts add up to."""
    parts = [round(float(value), 1) for value in points(ranking.parts[:, index], STANDARD)]
    return {
        "rank": int(ranking.rank[index]),
        "score": float(ranking.score[index]),
        "parts": parts,
        "points": round(sum(parts), 1),
        "km": None if np.isnan(km) else round(float(km), 1),
    }


def _stored(reason: Reason) -> list[Any]:
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in reason.values.items()}
    return [reason.code, values]


def _partner_suggestions(run: MatchRun, wanted: gathering.Demand, on: date) -> list[Suggestion]:
    firms = gathering.strangers(on)
    if not wanted.rows or not firms.rows:
        return []
    ranking, facts = rank_partners(
        gathering.seekers(wanted),
        firms.table,
        top=PARTNERS_SHOWN,
        excluded=gathering.partner_exclusions(wanted, firms),
    )
    found = []
    for index, (row, column) in enumerate(zip(ranking.programme, ranking.opening, strict=True)):
        programme, enterprise = wanted.rows[row], firms.rows[column]
        km = facts.kilometres[index]
        found.append(
            Suggestion(
                programme=programme,
                school_id=programme.school_id,
                enterprise=enterprise,
                run=run,
                reasons=list(_partner_reasons(enterprise, facts, index)),
                concerns=list(_partner_concerns(facts, index)),
                **_numbers(ranking, index, km),
            )
        )
    return found


def _partner_reasons(enterprise: Any, facts: Any, index: int) -> Iterator[list[Any]]:
    if facts.industry[index] >= 0.5:
        yield [
            "industry_related",
            {"value": round(float(facts.industry[index]), 2), "code": enterprise.industry_id},
        ]
    if facts.kilometres[index] <= 30:
        yield ["near", {"km": round(float(facts.kilometres[index]), 1)}]
    if facts.likely_seats[index] >= 1:
        yield ["may_host", {"seats": int(facts.likely_seats[index])}]


def _partner_concerns(facts: Any, index: int) -> Iterator[list[Any]]:
    yield ["no_opening_yet", {}]
    if facts.kilometres[index] > 60:
        yield ["far_without_lodging", {"km": round(float(facts.kilometres[index]), 1)}]
    if np.isnan(facts.likely_seats[index]):
        yield ["not_stated", {"facts": ["staff"]}]


def _keep_funnels(run: MatchRun, matched: MatchResult, wanted: gathering.Demand) -> None:
    programme_of = {row.public_id: row for row in wanted.rows}
    gates = matched.scene.facts.gates
    rows = [
        Funnel(
            programme=programme_of[public_id],
            run=run,
            remaining=matched.remaining[number].tolist(),
            relaxations=[
                [change.kind, change.value, change.openings, change.seats]
                for change in relaxations(gates, number)[:4]
            ],
        )
        for number, public_id in enumerate(matched.scene.programmes.ids)
    ]
    Funnel.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["programme"],
        update_fields=["run", "remaining", "relaxations", "updated_at"],
        batch_size=500,
    )


def _replace(run: MatchRun, found: list[Suggestion]) -> None:
    """Write what differs from the last run: the same pair with the same numbers and reasons stays untouched."""
    before = {_pair(row): row for row in Suggestion.objects.iterator(chunk_size=5000)}
    fresh = []
    for row in found:
        old = before.get(_pair(row))
        if old is None or _content(old) != _content(row):
            row.public_id = old.public_id if old else row.public_id
            fresh.append(row)
        else:
            del before[_pair(row)]
    _delete([row.pk for row in before.values()])
    Suggestion.objects.bulk_create(fresh, batch_size=1000)
    MatchRun.objects.filter(pk=run.pk).update(
        weights=run.weights,
        programmes=run.programmes,
        openings=run.openings,
        gates=run.gates,
        suggestions=len(found),
    )


def _pair(row: Suggestion) -> tuple[int, int, int | None]:
    return row.programme_id, row.enterprise_id, row.opening_id


def _content(row: Suggestion) -> list[Any]:
    return [row.rank, round(row.score, 6), row.parts, row.km, row.reasons, row.concerns]


def _delete(keys: list[int]) -> None:
    for start in range(0, len(keys), 5000):
        Suggestion.objects.filter(pk__in=keys[start : start + 5000]).delete()


def side_for(suggestion: Suggestion, user: User) -> Side:
    """The side for which this user answers; PermissionDenied where he is no editor of either."""
    mine = Suggestion.objects.managed_by(user).filter(pk=suggestion.pk).exists()
    if mine and user.has_perm("matching.answer_for_school", suggestion):
        return Side.SCHOOL
    if mine:
        return Side.ENTERPRISE
    raise PermissionDenied


@transaction.atomic
def answer(
    suggestion: Suggestion, *, kind: str, by: User, now: datetime, reason: str = "", note: str = ""
) -> Answer:
    """Shortlist a suggestion, put it off or decline it with a reason; a later answer replaces the earlier one.

    Raises DomainError where a decline has no reason, PermissionDenied for who is no editor of either side.
    """
    if kind == Answer.Kind.DECLINED and reason not in Proposal.DeclineReason.values:
        raise DomainError(_("Please choose why it does not suit you."), code="reason_needed")
    row, _created = Answer.objects.update_or_create(
        side=side_for(suggestion, by),
        programme=suggestion.programme,
        enterprise=suggestion.enterprise,
        opening=suggestion.opening,
        defaults={
            "school": suggestion.school,
            "kind": kind,
            "reason": reason if kind == Answer.Kind.DECLINED else "",
            "note": note.strip(),
            "km": suggestion.km,
            "answered_at": now,
            "answered_by": by,
        },
    )
    audit.record(by, f"suggestion_{kind}", row, changes={"reason": reason}, reason=note)
    if kind == Answer.Kind.DECLINED:
        marks.changed("programme", [suggestion.programme_id])
    return row


@transaction.atomic
def take_back(suggestion: Suggestion, *, by: User) -> bool:
    """Forget this side's answer; False where there is none."""
    rows = answers_to(suggestion).filter(side=side_for(suggestion, by))
    for row in rows:
        audit.record(by, "suggestion_answer_taken_back", row, changes={"kind": row.kind})
    deleted, _by_model = rows.delete()
    if deleted:
        marks.changed("programme", [suggestion.programme_id])
    return bool(deleted)


def answers_to(suggestion: Suggestion) -> Any:
    """Answers of both sides to this pair."""
    return Answer.objects.filter(
        programme=suggestion.programme, enterprise=suggestion.enterprise, opening=suggestion.opening
    )


def affected_by(suggestion: Suggestion, reasons: Iterable[str]) -> dict[str, int]:
    """For each reason, how many other suggestions of the programme a decline would move down."""
    others = Suggestion.objects.filter(programme=suggestion.programme).exclude(pk=suggestion.pk)
    same_firm = others.filter(enterprise=suggestion.enterprise)
    title = suggestion.opening.title if suggestion.opening else ""
    farther = (
        others.none()
        if suggestion.km is None
        else others.filter(km__gte=0.9 * suggestion.km, opening__lodging="none")
    )
    counts = {
        "too_far": farther.count(),
        "wrong_major": same_firm.filter(opening__title=title).count(),
        "other": 0,
    }
    firm = same_firm.count()
    return {reason: counts.get(reason, firm) for reason in reasons}

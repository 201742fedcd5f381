"""Scoring partnerships: gather, compute, store. What changed leaves a mark; the sweep scores what is marked."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.agreements.models import Partnership
from partnerships.depth.gathering import facts_of, facts_until
from partnerships.depth.models import DepthPoint, DepthRun, DepthScore
from partnerships.depth.scoring.facts import Facts
from partnerships.depth.scoring.report import parts_json
from partnerships.depth.scoring.rubric import Rubric
from partnerships.depth.scoring.rubric_reading import built_in
from partnerships.depth.scoring.scorer import Score, score
from partnerships.depth.scoring.steps import NextStep, next_steps
from portal.records import locks, marks

CONSUMER = "depth"
SUBJECT = "partnership"
CHUNK = 200
STEPS_SHOWN = 3
TREND_MONTHS = 48  # eight terms
TREND_STEP_MONTHS = 3
STORED = [
    "rubric", "points", "level", "coverage", "evidence_count", "covered_count", "dimensions", "parts",
    "next_steps", "gate", "flags", "scored_on", "computed_at", "updated_at",
]  # fmt: skip


def current_rubric() -> Rubric:
    """The rubric in force."""
    return built_in()


@transaction.atomic
def refresh(partnerships: Iterable[int], *, on: date, with_history: bool = False) -> list[DepthScore]:
    """Score these partnerships as of the day and store the scores; returns them.

    The history of the month is written with each score; `with_history` also fills the months before it.
    """
    locks.alone(CONSUMER)  # facts read before another run's score was stored would overwrite it
    rubric = current_rubric()
    facts = facts_of(list(partnerships), on)
    scores = [_scored(pk, found, rubric) for pk, found in sorted(facts.items())]
    DepthScore.objects.bulk_create(
        scores, update_conflicts=True, unique_fields=["partnership"], update_fields=STORED, batch_size=CHUNK
    )
    _store_points(facts, scores, rubric, on, with_history=with_history)
    marks.changed("depth", facts)
    return scores


def _scored(pk: int, facts: Facts, rubric: Rubric) -> DepthScore:
    found = score(facts, rubric)
    steps = varied_steps(facts, rubric)
    return DepthScore(
        partnership_id=pk, **stored_values(found, steps), scored_on=facts.on, computed_at=timezone.now()
    )


def varied_steps(facts: Facts, rubric: Rubric) -> list[NextStep]:
    """The best step of each of three dimensions: by gain per hour alone, three of one kind would lead."""
    best: dict[str, NextStep] = {}
    for step in next_steps(facts, rubric, limit=len(rubric.kinds)):
        best.setdefault(step.dimension, step)
    return list(best.values())[:STEPS_SHOWN]


def stored_values(found: Score, steps: Sequence[NextStep]) -> dict[str, Any]:
    """The columns of a score, apart from its partnership and times."""
    return {
        "rubric": found.rubric,
        "points": found.points,
        "level": found.level,
        "coverage": found.coverage,
        "evidence_count": found.evidence_count,
        "covered_count": found.covered_count,
        "dimensions": [[d.code, f"{d.points:f}", f"{d.max_points:f}"] for d in found.dimensions],
        "parts": parts_json(found),
        "next_steps": [[step.kind, step.dimension, f"{step.gain:f}", step.level_after] for step in steps],
        "gate": list(found.gate),
        "flags": [flag.code for flag in found.flags],
    }


def _store_points(
    facts: dict[int, Facts], scores: list[DepthScore], rubric: Rubric, on: date, *, with_history: bool
) -> None:
    points = [
        DepthPoint(
            partnership_id=row.partnership_id, month=on.replace(day=1), points=row.points, level=row.level
        )
        for row in scores
    ]
    if with_history:
        points += [point for pk, found in facts.items() for point in _past_points(pk, found, rubric)]
    DepthPoint.objects.bulk_create(
        points,
        update_conflicts=True,
        unique_fields=["partnership", "month"],
        update_fields=["points", "level"],
        batch_size=500,
    )


def _past_points(pk: int, facts: Facts, rubric: Rubric) -> list[DepthPoint]:
    """What the evidence known today says of the quarters before, from the first fact on."""
    first = min(
        [row.starts_on for row in facts.agreements] + [row.on for row in facts.activities], default=facts.on
    )
    days = [
        month_before(facts.on, months) for months in range(TREND_STEP_MONTHS, TREND_MONTHS, TREND_STEP_MONTHS)
    ]
    points = []
    for day in days:
        if day >= first:
            past = score(facts_until(facts, day), rubric)
            points.append(
                DepthPoint(partnership_id=pk, month=day.replace(day=1), points=past.points, level=past.level)
            )
    return points


def month_before(day: date, months: int) -> date:
    """The last day of the month that lies so many months before the day's.

    >>> month_before(date(2026, 1, 13), 2)
    datetime.date(2025, 11, 30)
    """
    index = day.year * 12 + day.month - months  # of the month after the wanted one, counted from 0
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


def refresh_marked(*, on: date, limit: int = CHUNK) -> int:
    """Score the partnerships that changed and settle their marks; returns how many marks were settled."""
    return marks.work_off(
        CONSUMER, lambda found: refresh({mark.object_id for mark in found}, on=on), limit=limit
    )


def run_depth(job: DepthRun) -> dict[str, Any]:
    """The job: score all partnerships in short transactions, with progress."""
    on = timezone.localdate()
    keys = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    job.advance(0, len(keys))
    for start in range(0, len(keys), CHUNK):
        refresh(keys[start : start + CHUNK], on=on, with_history=job.with_history)
        job.advance(min(start + CHUNK, len(keys)), len(keys))
    return {"partnerships": len(keys), "rubric": current_rubric().version}


def queue_run(*, with_history: bool = False) -> DepthRun:
    """A job that scores everything; the one that already waits, where there is one."""
    waiting = DepthRun.objects.filter(state=DepthRun.State.QUEUED).first()
    return waiting or DepthRun.objects.create(with_history=with_history)

"""Keeping cells right: cell by cell from marks, and counted anew every night."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum

from enterprises.models import Opening
from partnerships.agreements.models import Partnership
from partnerships.summaries.measures import SUBJECTS, facts_of, forget_reference
from partnerships.summaries.models import DIMENSIONS, Cell, Fact, SummaryRun
from portal.records import locks, marks
from portal.records.models import StaleMark
from schools.models import PlacementPlan

CONSUMER = "summaries"
# A change of depth is a change of the partnership's facts.
SUBJECT_OF_MARK = {**{subject: subject for subject in SUBJECTS}, "depth": "partnership"}
# What stands in the cell of another row's place, class or standing: (subject, model, lookup of that row).
DEPENDENTS: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "enterprise": (("opening", Opening, "enterprise"),),
    "school": (("plan", PlacementPlan, "programme__school"), ("partnership", Partnership, "school")),
    "programme": (("plan", PlacementPlan, "programme"),),
}
SUBJECTS_HEARD = sorted({*SUBJECT_OF_MARK, *DEPENDENTS})
# Measures that change with the day alone: a difference is no mistake.
AGEING = ("fresh_openings",)
CHUNK = 1000
KEYS_AT_ONCE = 100
Key = tuple[str, ...]


def refresh_marked(*, limit: int = 500) -> int:
    """Sum again the cells that changed rows leave and enter; returns how many marks were settled."""
    return marks.work_off(CONSUMER, _sum_again, limit=limit)


def _sum_again(found: Sequence[StaleMark]) -> None:
    marked: defaultdict[str, set[int]] = defaultdict(set)
    for mark in found:
        marked[mark.subject].add(mark.object_id)
    for subject, ids in sorted(rows_to_sum(marked).items()):
        replace_facts(subject, ids)


def rows_to_sum(marked: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Subject -> rows whose facts may differ now: those marked, and those whose place, class or party changed."""
    rows: defaultdict[str, set[int]] = defaultdict(set)
    for subject, ids in marked.items():
        if subject in SUBJECT_OF_MARK:
            rows[SUBJECT_OF_MARK[subject]] |= ids
        for dependent, model, lookup in DEPENDENTS.get(subject, ()):
            rows[dependent].update(
                model.objects.filter(**{f"{lookup}__in": ids}).values_list("pk", flat=True)
            )
    return dict(rows)


@transaction.atomic
def replace_facts(subject: str, ids: Iterable[int]) -> None:
    """Write the facts of these rows anew and sum the cells they touch."""
    locks.alone(CONSUMER)  # two that replace the same facts would leave both
    wanted = sorted(set(ids))
    old = Fact.objects.filter(subject=subject, object_id__in=wanted)
    touched = {fact.key for fact in old}
    old.delete()
    new = list(facts_of(subject, wanted))
    Fact.objects.bulk_create(new, batch_size=CHUNK)
    sum_cells(touched | {fact.key for fact in new})


def sum_cells(keys: Iterable[Key]) -> None:
    """Sum these cells from their facts; a cell without facts goes."""
    iterator = iter(sorted(set(keys)))
    while chunk := list(islice(iterator, KEYS_AT_ONCE)):
        condition = Q(pk__in=[])
        for key in chunk:
            condition |= Q(**dict(zip(DIMENSIONS, key, strict=True)))
        Cell.objects.filter(condition).delete()
        Cell.objects.bulk_create(list(_summed(Fact.objects.filter(condition))))


def _summed(facts: Any) -> Iterator[Cell]:
    """Cells from facts, grouped by the database."""
    for row in facts.order_by().values(*DIMENSIONS).annotate(total=Sum("value")):
        total = row.pop("total")
        yield Cell(**row, value=total)


def run_recount(job: SummaryRun) -> dict[str, Any]:
    """The job: count everything from the rows, say which cells were wrong, and put them right."""
    forget_reference()
    before = _values()
    job.advance(0, len(SUBJECTS))
    for done, subject in enumerate(sorted(SUBJECTS), start=1):
        _recount(subject)
        job.advance(done, len(SUBJECTS))
    with transaction.atomic():
        locks.alone(CONSUMER)
        Cell.objects.all().delete()
        Cell.objects.bulk_create(_summed(Fact.objects.all()), batch_size=CHUNK)
    after = _values()
    keys = (key for key in before.keys() | after.keys() if key[DIMENSIONS.index("measure")] not in AGEING)
    wrong = sorted(key for key in keys if before.get(key) != after.get(key))
    if not before:  # the first count has nothing to be compared with
        wrong = []
    return {"cells": len(after), "mismatches": len(wrong), "examples": [list(key) for key in wrong[:5]]}


@transaction.atomic
def _recount(subject: str) -> None:
    locks.alone(CONSUMER)
    Fact.objects.filter(subject=subject).delete()
    facts = facts_of(subject)
    while chunk := list(islice(facts, CHUNK)):
        Fact.objects.bulk_create(chunk)


def _values() -> dict[Key, int]:
    return {tuple(row[:-1]): row[-1] for row in Cell.objects.values_list(*DIMENSIONS, "value")}


def queue_recount() -> SummaryRun:
    """A job that counts everything; the one that already waits, where there is one."""
    return SummaryRun.objects.filter(state=SummaryRun.State.QUEUED).first() or SummaryRun.objects.create()

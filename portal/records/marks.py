"""Saying and hearing "this changed" across rooms.

A room above subscribes a consumer to a subject; a service below calls `changed(subject, ids)` in its own
transaction; the consumer takes marks, does its work and settles them. A subject that changes again while it is
being worked on keeps its mark, because the stamp no longer fits.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from portal.common.models import new_public_id
from portal.records.models import StaleMark

logger = logging.getLogger("ronghe.marks")
Work = Callable[[Sequence[StaleMark]], object]
_consumers: dict[str, set[str]] = defaultdict(set)


def subscribe(consumer: str, *subjects: str) -> None:
    """From now on, changes of these subjects leave marks for `consumer`. Called from AppConfig.ready."""
    for subject in subjects:
        _consumers[subject].add(consumer)


def changed(subject: str, ids: Iterable[int]) -> None:
    """Say that these rows of `subject` changed; one upsert."""
    now = timezone.now()
    marks = [
        StaleMark(consumer=consumer, subject=subject, object_id=pk, stamp=new_public_id(), marked_at=now)
        for consumer in sorted(_consumers[subject])
        for pk in sorted(set(ids))
    ]
    if marks:
        StaleMark.objects.bulk_create(
            marks,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["consumer", "subject", "object_id"],
            update_fields=["stamp", "marked_at"],
        )


def waiting(consumer: str, *, limit: int = 500) -> list[StaleMark]:
    """The oldest marks of a consumer."""
    return list(StaleMark.objects.filter(consumer=consumer).order_by("marked_at", "pk")[:limit])


def settle(marks: Iterable[StaleMark]) -> None:
    """Remove the marks that were worked on, except those that were renewed meanwhile.

    A mark that somebody holds locked is being renewed: it is passed over, which also keeps two from waiting for
    each other.
    """
    by_stamp = [mark.stamp for mark in marks]
    for start in range(0, len(by_stamp), 500):
        rows = StaleMark.objects.filter(stamp__in=by_stamp[start : start + 500])
        with transaction.atomic():
            free = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
            StaleMark.objects.filter(pk__in=free).delete()


def work_off(consumer: str, work: Work, *, limit: int) -> int:
    """Do the work of the oldest marks and settle them in one transaction; returns how many were settled.

    Where the work of all breaks, it is done mark by mark: one row that cannot be worked on holds up no other. Its
    mark stays, behind all others. Raises OperationalError and InterfaceError: then the database is away, not a row bad.
    """
    found = waiting(consumer, limit=limit)
    try:
        _work_and_settle(found, work)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("%s: the work of %s marks broke, each is tried alone", consumer, len(found))
        return sum(_worked_alone(mark, work) for mark in found)
    return len(found)


@transaction.atomic
def _work_and_settle(found: Sequence[StaleMark], work: Work) -> None:
    if found:
        work(found)
        settle(found)


def _worked_alone(mark: StaleMark, work: Work) -> bool:
    try:
        _work_and_settle([mark], work)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("%s cannot be worked on", mark)
        StaleMark.objects.filter(stamp=mark.stamp).update(marked_at=timezone.now())
        return False
    return True

"""Writing one row with its trail: what every service of a register does in the end.

Insert or update, the audit event and the word to the rooms above are one transaction. A name that is taken is a
sentence, also where two people were equally fast: the database decides.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import DomainError
from portal.common.models import Record, update_if_unchanged
from portal.records import audit, marks
from portal.records.actors import Actor

Row = TypeVar("Row", bound=Record)
TAKEN = _("There is already one of this name or number.")
HIDDEN = "***"


@contextmanager
def unless_taken(sentence: Any = TAKEN) -> Iterator[None]:
    """Turn a broken constraint of uniqueness into DomainError(sentence); nothing of the block remains."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise DomainError(sentence, code="taken") from error


@transaction.atomic
def add(row: Row, *, by: Actor, subject: str = "", taken: Any = TAKEN, private: Collection[str] = ()) -> Row:
    """Insert the row. `subject` is what is said to have changed; values of `private` fields stay out of the trail.

    Raises DomainError(taken) where a constraint of uniqueness refuses.
    """
    with unless_taken(taken):
        row.save(force_insert=True)
    audit.record(by, audit.CREATED, row, changes={name: HIDDEN for name in private if getattr(row, name)})
    if subject:
        marks.changed(subject, [row.pk])
    return row


@transaction.atomic
def change(
    row: Row,
    *,
    version: int,
    values: dict[str, Any],
    by: Actor,
    subject: str = "",
    taken: Any = TAKEN,
    private: Collection[str] = (),
) -> Row:
    """Write `values` if the row still has `version`; nothing is written or noted where nothing differs.

    Raises StaleVersion where somebody was faster, DomainError(taken) where a constraint refuses.
    """
    changes = audit.differences(row, values)
    if not changes and row.version == version:
        return row
    with unless_taken(taken):
        update_if_unchanged(row, version=version, **values)
    hidden = {name: HIDDEN if name in private else pair for name, pair in changes.items()}
    audit.record(by, audit.CHANGED, row, changes=hidden)
    if subject:
        marks.changed(subject, [row.pk])
    return row

"""Writing one row with its trail: what every service of a register does in the end.

Insert or update, the audit event and the word to the rooms above are one transaction. A name that is taken is a
sentence, also where two people were equally fast: the database decides.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.memberships import memberships_of
from portal.common.errors import DomainError
from portal.common.models import Record, update_if_unchanged
from portal.records import audit, marks
from portal.records.actors import Actor
from portal.records.models import SignedLink

Row = TypeVar("Row", bound=Record)
TAKEN = _("There is already one of this name or number.")
HIDDEN = "***"
CONFIRMED = "confirmed"


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


@transaction.atomic
def confirm(row: Row, *, by: Actor, now: datetime, subject: str = "") -> Row:
    """Note that `by` vouches for the row today ("still true"); its text and version stay as they are."""
    type(row)._base_manager.filter(pk=row.pk).update(**vouched(by, now))
    row.refresh_from_db()
    audit.record(by, CONFIRMED, row)
    if subject:
        marks.changed(subject, [row.pk])
    return row


def vouched(by: Actor, now: datetime) -> dict[str, Any]:
    """The two fields of a confirmation, for writing them together with others."""
    return {"confirmed_at": now, "confirmed_by": person_words(by)[:120]}


def person_words(by: Actor) -> str:
    """A person with the office they hold, as pages show who confirmed: Lin Ying (human resources)."""
    if isinstance(by, SignedLink):
        return by.person
    if by is None:
        return ""
    titles = [row.job_title for row in memberships_of(by).rows if row.job_title]
    return f"{by}（{titles[0]}）" if titles else str(by)

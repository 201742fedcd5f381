"""The last seat goes once.

Counting and then inserting over-fills under two writers, so taking is one conditional UPDATE: it holds for the row
as it is at that moment, on both engines, and tells by its row count whether it did.
"""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from enterprises.models import Opening
from enterprises.workflows import OPENING
from portal.common.errors import DomainError
from portal.records import audit, marks
from portal.records.actors import Actor
from portal.records.workflow import transition

TAKEN, RELEASED = "seats_taken", "seats_released"


@transaction.atomic
def take_seats(opening: Opening, n: int, *, by: Actor = None) -> Opening:
    """Take `n` seats of an open opening, or none: DomainError("8 seats wanted, 3 free") and nothing changed.

    The opening is full when its last seat goes. Returns it refreshed.
    """
    _check_number(n)
    wanted = Opening.objects.filter(
        pk=opening.pk, status=Opening.Status.OPEN, seats_taken__lte=F("seats") - n
    )
    taken = wanted.update(seats_taken=F("seats_taken") + n)
    opening.refresh_from_db()
    if not taken:
        raise DomainError(_why_not(opening, n), code="no_seats")
    _note(by, TAKEN, opening, opening.seats_taken - n)
    return _settle(opening)


@transaction.atomic
def release_seats(opening: Opening, n: int, *, by: Actor = None) -> Opening:
    """Give `n` seats back; a full opening is open again. DomainError where fewer are taken."""
    _check_number(n)
    given = Opening.objects.filter(pk=opening.pk, seats_taken__gte=n).update(seats_taken=F("seats_taken") - n)
    opening.refresh_from_db()
    if not given:
        raise DomainError(
            _("%(n)s seats cannot be given back: %(taken)s are taken.")
            % {"n": n, "taken": opening.seats_taken},
            code="no_seats",
        )
    _note(by, RELEASED, opening, opening.seats_taken + n)
    return _settle(opening)


def _settle(opening: Opening) -> Opening:
    """Say full or open as the seats now are; in the transaction of the change, by the portal itself."""
    if opening.status == Opening.Status.OPEN and opening.seats_free == 0:
        transition(opening, OPENING, "fill", by=None)
    elif opening.status == Opening.Status.FULL and opening.seats_free > 0:
        transition(opening, OPENING, "free_up", by=None)
    marks.changed("opening", [opening.pk])
    return opening


def _check_number(n: int) -> None:
    if n < 1:
        raise DomainError(_("At least one seat, please."), code="no_seats")


def _why_not(opening: Opening, n: int) -> str:
    if opening.is_published:
        return _("%(n)s seats wanted, %(free)s free.") % {"n": n, "free": opening.seats_free}
    return _("This opening takes nobody now: %(state)s.") % {"state": opening.get_status_display()}


def _note(by: Actor, verb: str, opening: Opening, before: int) -> None:
    audit.record(by, verb, opening, changes={"seats_taken": [before, opening.seats_taken]})

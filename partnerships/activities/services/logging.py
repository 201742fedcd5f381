"""Logging an activity, correcting it, withdrawing it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.activities.kinds import kinds
from partnerships.activities.models import Activity
from partnerships.activities.workflows import ACTIVITY
from partnerships.agreements.models import Agreement, Partnership
from partnerships.agreements.services.rules import refuse_cash_per_head, refuse_ended
from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.common.models import update_if_unchanged
from portal.common.wording import day_words
from portal.records import audit, links, marks
from portal.records.actors import Actor
from portal.records.workflow import transition
from schools.models import Programme

PURPOSE = "confirm_activity"
OPEN = (Activity.Status.LOGGED, Activity.Status.DISPUTED)


@dataclass(frozen=True)
class Entry:
    """What is said to have happened. Measures that the kind does not count stay 0."""

    kind: str
    title: str
    happened_on: date
    ended_on: date | None = None
    quantity: Decimal = Decimal(0)
    people: int = 0
    hours: Decimal = Decimal(0)
    money: Decimal = Decimal(0)
    description: str = ""
    programme: Programme | None = None
    agreement: Agreement | None = None

    def columns(self) -> dict[str, Any]:
        """Field -> value, as they stand on the row."""
        return dict(vars(self))


@transaction.atomic
def log_activity(
    partnership: Partnership, entry: Entry, *, by: User | None, side: str, now: datetime
) -> Activity:
    """Log what happened, for the other side to confirm. DomainError where it cannot have been so."""
    refuse_ended(partnership)
    _check(partnership, entry, on=timezone.localdate(now))
    activity = Activity.objects.create(
        partnership=partnership, logged_side=side, logged_by=by, offered_at=now, **entry.columns()
    )
    audit.record(by, audit.CREATED, activity, changes=entry.columns())
    _mark(activity)
    return activity


@transaction.atomic
def edit_activity(activity: Activity, entry: Entry, *, version: int, by: Actor) -> Activity:
    """Correct an activity that the other side has not confirmed. Links that show the old text close."""
    # Links first: whoever confirms by link holds the link and then asks for the activity.
    links.revoke(activity, PURPOSE, by=None)
    locked = Activity.objects.select_for_update().get(pk=activity.pk)
    if locked.status not in OPEN:
        raise DomainError(
            _("This activity is confirmed or withdrawn and cannot be changed."), code="wrong_state"
        )
    _check(activity.partnership, entry, on=timezone.localdate())
    changes = audit.differences(locked, entry.columns())
    update_if_unchanged(activity, version=version, **entry.columns())
    audit.record(by, audit.CHANGED, activity, changes=changes)
    _mark(activity)
    return activity


def _check(partnership: Partnership, entry: Entry, *, on: date) -> None:
    if entry.kind not in kinds():
        raise DomainError(_("There is no such kind of activity."), code="unknown_kind")
    _check_days(partnership, entry, on)
    _check_measure(entry)
    if entry.programme is not None and entry.programme.school_id != partnership.school_id:
        raise DomainError(_("The programme belongs to another school."), code="foreign_programme")
    if entry.agreement is not None and entry.agreement.partnership_id != partnership.pk:
        raise DomainError(_("The agreement belongs to another partnership."), code="foreign_agreement")
    refuse_cash_per_head(entry.title, entry.description)


def _check_days(partnership: Partnership, entry: Entry, on: date) -> None:
    if max(entry.happened_on, entry.ended_on or entry.happened_on) > on:
        raise DomainError(
            _("An activity is logged once it has happened: %(day)s is still to come.")
            % {"day": day_words(max(entry.happened_on, entry.ended_on or entry.happened_on))},
            code="future",
        )
    if entry.happened_on < partnership.started_on:
        raise DomainError(
            _("The partnership began on %(day)s; an activity cannot lie before that.")
            % {"day": day_words(partnership.started_on)},
            code="before_partnership",
        )
    if entry.ended_on is not None and entry.ended_on < entry.happened_on:
        raise DomainError(_("The last day lies before the first day."), code="bad_days")


def _check_measure(entry: Entry) -> None:
    kind = kinds()[entry.kind]
    if any(getattr(entry, name) <= 0 for name in kind.required_fields):
        raise DomainError(
            _("Say how much it was: without its measure this kind of activity counts for nothing."),
            code="measure_needed",
        )


@transaction.atomic
def offer_again(activity: Activity, *, by: Actor) -> Activity:
    """Put a corrected activity to the other side once more."""
    transition(activity, ACTIVITY, "offer_again", by=by, values={"offered_at": timezone.now()})
    _mark(activity)
    return activity


@transaction.atomic
def withdraw_activity(activity: Activity, *, by: Actor, reason: str) -> Activity:
    """Take back an entry that the other side has not confirmed."""
    links.revoke(activity, PURPOSE, by=None)
    transition(activity, ACTIVITY, "withdraw", by=by, reason=reason)
    _mark(activity)
    return activity


def _mark(activity: Activity) -> None:
    marks.changed("activity", [activity.pk])
    marks.changed("partnership", [activity.partnership_id])

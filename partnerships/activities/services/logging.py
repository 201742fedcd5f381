"""Logging an activity, correcting it, withdrawing it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.activities.kinds import kinds
from partnerships.activities.models import Activity
from partnerships.activities.workflows import ACTIVITY
from partnerships.agreements.models import Agreement, Partnership
from partnerships.agreements.services.rules import (
    Check,
    refuse_broken,
    refuse_cash_per_head,
    refuse_ended,
)
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
    _check(partnership, entry)
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
    _check(activity.partnership, entry)
    changes = audit.differences(locked, entry.columns())
    update_if_unchanged(activity, version=version, **entry.columns())
    audit.record(by, audit.CHANGED, activity, changes=changes)
    _mark(activity)
    return activity


def _check(partnership: Partnership, entry: Entry) -> None:
    if entry.kind not in kinds():
        raise DomainError(_("There is no such kind of activity."), code="unknown_kind")
    refuse_broken(checks_of(partnership, entry.columns()))
    if entry.programme is not None and entry.programme.school_id != partnership.school_id:
        raise DomainError(_("The programme belongs to another school."), code="foreign_programme")
    if entry.agreement is not None and entry.agreement.partnership_id != partnership.pk:
        raise DomainError(_("The agreement belongs to another partnership."), code="foreign_agreement")


def checks_of(partnership: Partnership, said: Mapping[str, Any]) -> Iterator[Check]:
    """The rules of what is said of an activity, each with its field; what is not said (yet) is not asked."""
    first, last = said.get("happened_on"), said.get("ended_on")
    for name, day in (("happened_on", first), ("ended_on", last)):
        if day is not None:
            yield name, partial(_refuse_to_come, day)
    if first is not None:
        yield "happened_on", partial(_refuse_before, partnership, first)
    if first is not None and last is not None:
        yield "ended_on", partial(_refuse_backwards, first, last)
    for name in kinds()[said["kind"]].required_fields:
        if said.get(name) is not None:
            yield name, partial(_refuse_nothing, said[name])
    for name in ("title", "description"):
        yield name, partial(refuse_cash_per_head, said.get(name) or "")


def _refuse_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise DomainError(
            _("An activity is logged once it has happened: %(day)s is still to come.")
            % {"day": day_words(day)},
            code="future",
        )


def _refuse_before(partnership: Partnership, day: date) -> None:
    if day < partnership.started_on:
        raise DomainError(
            _("The partnership began on %(day)s; an activity cannot lie before that.")
            % {"day": day_words(partnership.started_on)},
            code="before_partnership",
        )


def _refuse_backwards(first: date, last: date) -> None:
    if last < first:
        raise DomainError(_("The last day lies before the first day."), code="bad_days")


def _refuse_nothing(amount: Decimal | int) -> None:
    if amount <= 0:
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

"""Putting an idea to the other side, and answering it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Opening
from enterprises.services import release_seats, take_seats
from enterprises.workflows import is_not_over
from partnerships.agreements.capacity import Verdict
from partnerships.agreements.hosting import Hosting
from partnerships.agreements.models import Proposal, Side
from partnerships.agreements.services.partnerships import partners_in_talks
from partnerships.agreements.services.rules import (
    refuse_agencies,
    refuse_cash_per_head,
    refuse_fees,
    refuse_out_of_reach,
)
from partnerships.agreements.workflows import PROPOSAL
from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.common.wording import day_words
from portal.records import audit, marks
from portal.records.actors import Actor, label_of
from portal.records.changes import unless_taken
from portal.records.workflow import transition
from schools.models import PlacementPlan, Programme, School

WAITS = _("The same proposal is waiting for an answer already.")


@dataclass(frozen=True)
class Idea:
    """What is proposed: students of a programme or plan for the seats of an opening, or just a first contact."""

    programme: Programme | None = None
    plan: PlacementPlan | None = None
    opening: Opening | None = None
    students: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    message: str = ""

    @property
    def wants_seats(self) -> bool:
        return self.opening is not None or self.plan is not None


@transaction.atomic
def create_proposal(
    school: School, enterprise: Enterprise, idea: Idea, *, from_side: str, by: User | None, now: datetime
) -> Proposal:
    """Put an idea to the other side. DomainError where it may not be put now."""
    _refuse_paused(enterprise, from_side, timezone.localdate(now))
    refuse_agencies(enterprise)
    refuse_cash_per_head(idea.message)
    refuse_fees(idea.message)
    values = _complete(school, enterprise, idea)
    proposal = _insert(school, enterprise, values, from_side=from_side, sent_by=by, sent_at=now)
    audit.record(by, audit.CREATED, proposal, changes={"from_side": from_side, **values})
    _mark(proposal)
    return proposal


def _refuse_paused(enterprise: Enterprise, from_side: str, on: date) -> None:
    until = enterprise.approaches_paused_until
    if from_side == Side.SCHOOL and until is not None and until >= on:
        raise DomainError(
            _("%(enterprise)s takes no approaches until %(day)s. Try again after that day.")
            % {"enterprise": enterprise.name, "day": day_words(until)},
            code="approaches_paused",
        )


def _complete(school: School, enterprise: Enterprise, idea: Idea) -> dict[str, Any]:
    """The values of the new row: what hangs together fits together, dates come from plan or opening."""
    plan, opening = idea.plan, idea.opening
    programme = idea.programme or (plan.programme if plan else None)
    if programme is not None and programme.school_id != school.pk:
        raise DomainError(_("The programme belongs to another school."), code="foreign_programme")
    if plan is not None and (programme is None or plan.programme_id != programme.pk):
        raise DomainError(_("The plan belongs to another programme."), code="foreign_plan")
    _refuse_unstated(plan)
    if opening is not None:
        _refuse_opening(opening, enterprise, idea.students)
    if idea.wants_seats and not idea.students:
        raise DomainError(_("Say how many students it is about."), code="students_needed")
    starts_on, ends_on = _days_of(idea)
    for day in filter(None, (starts_on, ends_on)):
        refuse_out_of_reach(day)
    return {
        "programme": programme,
        "plan": plan,
        "opening": opening,
        "students": idea.students,
        "students_asked": idea.students,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "message": idea.message,
    }


def _refuse_opening(opening: Opening, enterprise: Enterprise, students: int | None) -> None:
    if opening.enterprise_id != enterprise.pk:
        raise DomainError(_("The opening belongs to another enterprise."), code="foreign_opening")
    if opening.status != Opening.Status.OPEN:
        raise DomainError(_("This opening takes no students now."), code="opening_closed")
    is_not_over(opening)
    if students and students > opening.seats_free:
        raise DomainError(
            _("Only %(free)s seats are free in this opening.") % {"free": opening.seats_free},
            code="too_few_seats",
        )


def _days_of(said: Idea | Proposal) -> tuple[date | None, date | None]:
    """First and last day: as said, else of the plan or opening. Without students either may be left open.

    Students without both days would stand outside the law, whose limit is counted by day: DomainError.
    """
    period = said.plan or said.opening
    starts_on = said.starts_on or (period.starts_on if period else None)
    ends_on = said.ends_on or (period.ends_on if period else None)
    if said.students and (starts_on is None or ends_on is None):
        raise DomainError(
            _("The proposal has to name a first and a last day: by law students are counted by day."),
            code="days_needed",
        )
    if starts_on and ends_on and ends_on < starts_on:
        raise DomainError(_("The last day lies before the first day."), code="bad_days")
    return starts_on, ends_on


def _refuse_unstated(plan: PlacementPlan | None) -> None:
    """A plan that is not stated, or closed since, sends nobody out; asked of the row as it is now."""
    if plan is not None and not PlacementPlan.objects.stated().filter(pk=plan.pk).exists():
        raise DomainError(
            _("This placement plan sends nobody out now: it is not stated or was closed."),
            code="plan_not_stated",
        )


def _insert(school: School, enterprise: Enterprise, values: dict[str, Any], **sent: Any) -> Proposal:
    same = {key: values[key] for key in ("programme", "plan", "opening")}
    waiting = Proposal.objects.filter(
        school=school, enterprise=enterprise, status=Proposal.Status.SENT, **same
    )
    if waiting.exists():
        raise DomainError(WAITS, code="proposal_waits")
    with unless_taken(WAITS):
        return Proposal.objects.create(school=school, enterprise=enterprise, **values, **sent)


@transaction.atomic
def accept_proposal(
    proposal: Proposal, *, by: User, now: datetime, students: int | None = None, note: str = ""
) -> Proposal:
    """Accept all or, with `students`, fewer; takes the seats and begins talks.

    Over the legal share (10 % / 20 %, "generally") a note with the reason is asked for.
    """
    # One answer at a time: two that each fit the legal share could break it together.
    proposal.enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=proposal.enterprise_id)
    refuse_agencies(proposal.enterprise)
    refuse_cash_per_head(note)
    refuse_fees(note)
    taken = _agreed_number(proposal, students)
    # An older row may lack a day, which the limit below counts by.
    proposal.starts_on, proposal.ends_on = _days_of(proposal)
    _refuse_unstated(proposal.plan)
    _refuse_silent_excess(proposal, taken, note)
    answered: dict[str, Any] = {
        "students": taken,
        "starts_on": proposal.starts_on,
        "ends_on": proposal.ends_on,
    }
    answered |= {"answered_at": now, "answered_by": label_of(by), "answer_note": note}
    transition(proposal, PROPOSAL, "accept", by=by, reason=note, values=answered)
    if proposal.opening is not None and taken:
        is_not_over(proposal.opening)
        take_seats(proposal.opening, taken, by=by)
    partners_in_talks(proposal.school, proposal.enterprise, by=by)
    _mark(proposal)
    return proposal


def _agreed_number(proposal: Proposal, students: int | None) -> int | None:
    if students is None:
        return proposal.students
    asked = proposal.students or 0
    if not 1 <= students <= asked:
        raise DomainError(_("Accept between 1 and %(asked)s students.") % {"asked": asked}, code="bad_number")
    return students


def _refuse_silent_excess(proposal: Proposal, students: int | None, note: str) -> None:
    verdict = Hosting.of(proposal.enterprise).verdict_on(proposal, students)
    if verdict is None or note.strip() or not (verdict.is_over or verdict.needs_reason):
        return
    raise DomainError(_excess_words(verdict, proposal.to_side), code="over_capacity")


def _excess_words(verdict: Verdict, side: str) -> object:
    """What the answering side is told; how many staff and other students there are is the enterprise's own affair."""
    if side == Side.SCHOOL:
        return _(
            "The enterprise would be over its limit by law. Accept fewer, or give the reason in the note."
        )
    if verdict.needs_reason:
        return _("With fewer than 10 staff even one student is more than 10 %. Give the reason in the note.")
    return _(
        "From %(day)s there would be %(people)s students, over the limit of %(limit)s. Accept at most %(most)s, "
        "or give the reason in the note."
    ) % {
        "day": day_words(verdict.peak.on),
        "people": verdict.peak.people,
        "limit": verdict.limit,
        "most": verdict.most,
    }


@transaction.atomic
def decline_proposal(proposal: Proposal, *, by: User, now: datetime, reason: str, note: str = "") -> Proposal:
    """Decline with one of the reasons; the reason changes later suggestions."""
    if reason not in Proposal.DeclineReason.values:
        raise DomainError(_("Choose a reason."), code="reason_needed")
    refuse_cash_per_head(note)
    values = {
        "decline_reason": reason,
        "answer_note": note,
        "answered_at": now,
        "answered_by": label_of(by),
    }
    said = " · ".join(part for part in (reason, note) if part)
    transition(proposal, PROPOSAL, "decline", by=by, reason=said, values=values)
    _mark(proposal)
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: Actor, reason: str = "") -> Proposal:
    """Take back a proposal that waits for its answer."""
    transition(proposal, PROPOSAL, "withdraw", by=by, reason=reason)
    _mark(proposal)
    return proposal


@transaction.atomic
def cancel_proposal(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """Call off an accepted proposal with a reason; its seats are free again."""
    transition(proposal, PROPOSAL, "cancel", by=by, reason=reason)
    if proposal.opening is not None and proposal.students:
        release_seats(proposal.opening, proposal.students, by=by)
    _mark(proposal)
    return proposal


def _mark(proposal: Proposal) -> None:
    """Say which facts changed to summaries, matching and depth."""
    marks.changed("proposal", [proposal.pk])
    pairs = (
        ("plan", proposal.plan_id),
        ("opening", proposal.opening_id),
        ("programme", proposal.programme_id),
        ("enterprise", proposal.enterprise_id),
        ("school", proposal.school_id),
    )
    for subject, pk in pairs:
        if pk is not None:
            marks.changed(subject, [pk])

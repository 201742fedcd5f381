"""Batches, and the plans that say how many are due out."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.records import changes, marks
from portal.records.workflow import transition
from schools.models import Batch, PlacementPlan, Programme, School, Student, YearGroup
from schools.workflows import BATCH, PLAN

BATCH_TAKEN = _("The school already has a batch of this name.")
PLAN_TAKEN = _("This programme already has a plan in this batch.")
DEFERRED_BY = {
    "deferred_study": (Student.Pathway.FURTHER_STUDY,),
    "deferred_army": (Student.Pathway.ARMY,),
    "deferred_other": (Student.Pathway.LEAVE,),
}


@transaction.atomic
def create_batch(school: School, *, by: User, **values: Any) -> Batch:
    """Plan a round of placements."""
    _check_dates(values)
    return changes.add(Batch(school=school, **values), by=by, taken=BATCH_TAKEN)


@transaction.atomic
def edit_batch(batch: Batch, *, version: int, values: dict[str, Any], by: User) -> Batch:
    """Change a round that is not closed; dates of plans stay as they were stated."""
    if batch.status == Batch.Status.CLOSED:
        raise DomainError(_("A closed batch stays as it is; open it first."), code="wrong_state")
    _check_dates(values, batch)
    return changes.change(batch, version=version, values=values, by=by, taken=BATCH_TAKEN)


def open_batch(batch: Batch, *, by: User) -> Batch:
    """Home pages show the open round."""
    return transition(batch, BATCH, "open", by=by)


@transaction.atomic
def close_batch(batch: Batch, *, by: User) -> Batch:
    """End the round; its stated plans are closed with it."""
    transition(batch, BATCH, "close", by=by)
    for plan in batch.plans.stated().select_related("batch", "programme"):
        close_plan(plan, by=by)
    return batch


def counted(programme: Programme, batch: Batch) -> dict[str, Any]:
    """What the school's own rows say for a new plan: students due and deferred by pathway, and the batch's dates.

    Without students by number the year group's size is taken as due.
    """
    students = Student.objects.filter(
        class_group__year_group__programme=programme, class_group__year_group__entry_year=batch.entry_year
    ).pathway_counts()
    due = students[Student.Pathway.PLACEMENT] + students[Student.Pathway.OWN_PLACEMENT]
    if not sum(students.values()):
        group = YearGroup.objects.filter(programme=programme, entry_year=batch.entry_year).first()
        due = group.size if group else 0
    deferred = {name: sum(students[way] for way in ways) for name, ways in DEFERRED_BY.items()}
    return {"students_due": due, **deferred, "starts_on": batch.starts_on, "ends_on": batch.ends_on}


@transaction.atomic
def create_plan(programme: Programme, *, batch: Batch, by: User, **values: Any) -> PlacementPlan:
    """Draft what a programme needs in a batch; the dates are the batch's where none are given."""
    if programme.school_id != batch.school_id:
        raise DomainError(_("Programme and batch belong to different schools."), code="foreign_batch")
    if batch.status == Batch.Status.CLOSED:
        raise DomainError(_("This batch is closed."), code="wrong_state")
    values["starts_on"] = values.get("starts_on") or batch.starts_on
    values["ends_on"] = values.get("ends_on") or batch.ends_on
    _check_plan(values)
    plan = PlacementPlan(programme=programme, batch=batch, **values)
    return changes.add(plan, by=by, subject="plan", taken=PLAN_TAKEN)


@transaction.atomic
def edit_plan(
    plan: PlacementPlan, *, version: int, values: dict[str, Any], by: User, now: datetime
) -> PlacementPlan:
    """Change a plan that is not closed; whoever edits a stated plan vouches for it."""
    if plan.status == PlacementPlan.Status.CLOSED:
        raise DomainError(_("A closed plan stays as it is; open it again first."), code="wrong_state")
    _check_plan(values, plan)
    was_stated = plan.status == PlacementPlan.Status.STATED
    before = plan.version
    changes.change(plan, version=version, values=values, by=by, subject="plan", taken=PLAN_TAKEN)
    if was_stated and plan.version != before:
        changes.confirm(plan, by=by, now=now, subject="plan")
    return plan


@transaction.atomic
def state_plan(plan: PlacementPlan, *, by: User, now: datetime) -> PlacementPlan:
    """The plan counts from now on: matching looks for seats."""
    transition(plan, PLAN, "state", by=by, values=changes.vouched(by, now))
    marks.changed("plan", [plan.pk])
    return plan


@transaction.atomic
def revise_plan(plan: PlacementPlan, *, by: User, reason: str) -> PlacementPlan:
    """Take a stated plan back to draft."""
    transition(plan, PLAN, "revise", by=by, reason=reason)
    marks.changed("plan", [plan.pk])
    return plan


@transaction.atomic
def close_plan(plan: PlacementPlan, *, by: User) -> PlacementPlan:
    """The plan asks for nothing any more."""
    transition(plan, PLAN, "close", by=by)
    marks.changed("plan", [plan.pk])
    return plan


@transaction.atomic
def reopen_plan(plan: PlacementPlan, *, by: User) -> PlacementPlan:
    """Go on with a closed plan, as a draft."""
    transition(plan, PLAN, "reopen", by=by)
    marks.changed("plan", [plan.pk])
    return plan


def confirm_plan(plan: PlacementPlan, *, by: User, now: datetime) -> PlacementPlan:
    """Say that a stated plan is still true."""
    if plan.status != PlacementPlan.Status.STATED:
        raise DomainError(_("Only a stated plan can be confirmed."), code="wrong_state")
    return changes.confirm(plan, by=by, now=now, subject="plan")


def _check_dates(values: dict[str, Any], row: Batch | PlacementPlan | None = None) -> None:
    first = values.get("starts_on") or getattr(row, "starts_on", None)
    last = values.get("ends_on") or getattr(row, "ends_on", None)
    if first and last and last < first:
        raise DomainError(_("The last day is before the first."), code="dates")


def _check_plan(values: dict[str, Any], row: PlacementPlan | None = None) -> None:
    _check_dates(values, row)
    wanted = {
        name: values.get(name, getattr(row, name, 0) or 0)
        for name in ("students_due", "lodging_women", "lodging_men")
    }
    if wanted["lodging_women"] + wanted["lodging_men"] > wanted["students_due"]:
        raise DomainError(_("More students need lodging than are due out."), code="lodging")

"""The states of batches and plans, as tables of moves."""

from django.utils.translation import gettext_lazy as _

from portal.common.errors import DomainError
from portal.records.workflow import Move, Workflow
from schools.models import Batch, PlacementPlan


def batch_is_not_closed(plan: PlacementPlan) -> None:
    """A plan counts in a round that still runs."""
    if plan.batch.status == Batch.Status.CLOSED:
        raise DomainError(_("The batch “%(batch)s” is closed; open it first.") % {"batch": plan.batch.name})


def somebody_is_due(plan: PlacementPlan) -> None:
    """A stated plan asks for at least one seat."""
    if plan.students_due == 0:
        raise DomainError(_("Nobody is due out by this plan: enter at least one student."))


def no_plan_is_a_draft(batch: Batch) -> None:
    """What was never stated would vanish with the batch."""
    drafts = batch.plans.filter(status=PlacementPlan.Status.DRAFT).count()
    if drafts:
        raise DomainError(
            _("%(n)s plans of this batch are still drafts: state or close them first.") % {"n": drafts}
        )


BATCH = Workflow(
    "schools.Batch",
    (
        Move("open", ("planned", "closed"), "open", _("Open the batch"), "schools.change_batch"),
        Move(
            "close", ("planned", "open"), "closed", _("Close the batch"), "schools.change_batch",
            guards=(no_plan_is_a_draft,),
        ),
    ),
)  # fmt: skip

PLAN = Workflow(
    "schools.PlacementPlan",
    (
        Move(
            "state", ("draft",), "stated", _("State the plan"), "schools.change_plan",
            guards=(batch_is_not_closed, somebody_is_due),
        ),
        Move("revise", ("stated",), "draft", _("Take back to draft"), "schools.change_plan", needs_reason=True),
        Move("close", ("draft", "stated"), "closed", _("Close the plan"), "schools.change_plan"),
        Move(
            "reopen", ("closed",), "draft", _("Open again as draft"), "schools.change_plan",
            guards=(batch_is_not_closed,),
        ),
    ),
)  # fmt: skip

"""The gap of placement plans: due out, secured, in talks, still short."""

from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from partnerships.agreements.models import Proposal
from schools.models import Batch, PlacementPlan


def gap_by_plan(batch: Batch) -> QuerySet[Any]:
    """The stated plans of a batch with `due`, `secured`, `in_talks` and `short` in students."""
    return with_gap(PlacementPlan.objects.stated().filter(batch=batch))


def with_gap(plans: QuerySet[Any]) -> QuerySet[Any]:
    """Any plans with `due`, `secured` (accepted), `in_talks` (sent), `short` (the rest) and `over` (asked beyond it).

    At most one of `short` and `over` is more than 0: due = secured + in_talks + short - over.
    """
    asked = F("secured") + F("in_talks")
    return plans.annotate(
        due=F("students_due"),
        secured=_students(Proposal.Status.ACCEPTED),
        in_talks=_students(Proposal.Status.SENT),
    ).annotate(
        short=Greatest(F("due") - asked, Value(0), output_field=IntegerField()),
        over=Greatest(asked - F("due"), Value(0), output_field=IntegerField()),
    )


def _students(status: str) -> Coalesce:
    rows = Proposal.objects.filter(plan=OuterRef("pk"), status=status).order_by().values("plan")
    total = rows.annotate(total=Sum("students")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), Value(0))

"""Rows for the dashboards: what was counted, more plans and partnerships, proposals by state."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from enterprises.models import Enterprise
from partnerships.agreements.models import Partnership, Proposal
from partnerships.depth.models import DepthScore
from partnerships.summaries.models import SummaryRun
from portal.common.jobs import Job
from portal.records.tasks import run_job
from schools.models import Batch, PlacementPlan, Programme, School


def recount() -> None:
    """Count everything as the nightly job does."""
    job = SummaryRun.objects.create()
    run_job("summaries.summaryrun", job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error


def propose(
    plan: PlacementPlan, opening: Any, students: int, status: str = "sent", **values: Any
) -> Proposal:
    values.setdefault("from_side", "school")
    values.setdefault("starts_on", plan.starts_on)
    values.setdefault("ends_on", plan.ends_on)
    values.setdefault("sent_at", timezone.now() - timedelta(days=2))
    reason = {"decline_reason": "full"} if status == "declined" else {}
    return Proposal.objects.create(
        school=plan.programme.school,
        enterprise=opening.enterprise,
        programme=plan.programme,
        plan=plan,
        opening=opening,
        students=students,
        status=status,
        **reason,
        **values,
    )


def make_plan(school: School, major_class: Any, due: int, **values: Any) -> PlacementPlan:
    """A stated plan of a new programme in the school's open batch."""
    today = timezone.localdate()
    batch, _made = Batch.objects.get_or_create(
        school=school,
        name="Next spring",
        defaults={
            "entry_year": 2024,
            "starts_on": today + timedelta(days=90),
            "ends_on": today + timedelta(days=270),
            "status": "open",
        },
    )
    number = Programme.objects.count()
    programme = Programme.objects.create(
        school=school,
        major_code=f"{major_class.pk}{number:02d}",
        major_class=major_class,
        name_zh=f"Programme {number}",
    )
    values.setdefault("status", "stated")
    values.setdefault("confirmed_at", timezone.now())
    return PlacementPlan.objects.create(
        programme=programme,
        batch=batch,
        students_due=due,
        starts_on=batch.starts_on,
        ends_on=batch.ends_on,
        **values,
    )


def make_partnership(
    school: School, enterprise: Enterprise, level: int | None = None, **values: Any
) -> Partnership:
    """A live partnership, scored where a level is given."""
    today = timezone.localdate()
    values.setdefault("started_on", today - timedelta(days=400))
    values.setdefault("stage", "active")
    row = Partnership.objects.create(school=school, enterprise=enterprise, **values)
    if level is not None:
        score(row, level)
    return row


def score(row: Partnership, level: int, **values: Any) -> DepthScore:
    return DepthScore.objects.create(
        partnership=row,
        rubric="2026.1",
        points=level * 18,
        level=level,
        next_steps=[["open_day", "1.4", level]],
        scored_on=timezone.localdate(),
        computed_at=timezone.now(),
        **values,
    )


def make_partnerships(school: School, count: int, region: Any, industry: Any = None) -> None:
    """Many partnerships of one school, each with its own enterprise, written in bulk."""
    today = timezone.localdate()
    enterprises = Enterprise.objects.bulk_create(
        Enterprise(
            name_zh=f"Bulk {number}",
            region=region,
            industry=industry,
            number_kind="register",
            number=f"B{number:05d}",
            vetting="approved",
        )
        for number in range(count)
    )
    rows = Partnership.objects.bulk_create(
        Partnership(
            school=school,
            enterprise=enterprise,
            stage="active",
            started_on=today - timedelta(days=300 + number % 400),
            last_activity_on=today - timedelta(days=number % 300) if number % 3 else None,
        )
        for number, enterprise in enumerate(enterprises)
    )
    DepthScore.objects.bulk_create(
        DepthScore(
            partnership=row,
            rubric="2026.1",
            points=10,
            level=number % 6,
            next_steps=[["open_day", "1.4", 1]],
            scored_on=today,
            computed_at=timezone.now(),
        )
        for number, row in enumerate(rows)
    )

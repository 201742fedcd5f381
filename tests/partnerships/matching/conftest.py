"""A small world of today: one plan of Alder, openings of Birch and others, and the job run on it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from enterprises.models import Opening
from partnerships.matching.job import run_matching
from partnerships.matching.models import MatchRun, Suggestion
from partnerships.matching.services import queue_run
from portal.reference.models import Industry
from schools.models import PlacementPlan


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def stated(plan: Any, today: date) -> Any:
    """Alder's plan, due from next month on: 30 students of logistics."""
    PlacementPlan.objects.filter(pk=plan.pk).update(
        starts_on=today + timedelta(days=30), ends_on=today + timedelta(days=200)
    )
    plan.refresh_from_db()
    return plan


@pytest.fixture
def make_opening(today: date) -> Any:
    def make(enterprise: Any, title: str = "仓储运营实习生", **values: Any) -> Opening:
        facts = {
            "tasks": "入库、盘点、出库",
            "abilities": ["货物盘点"],
            "accepted_majors": ["7308"],
            "seats": 8,
            "starts_on": today + timedelta(days=30),
            "ends_on": today + timedelta(days=200),
            "status": "open",
            "confirmed_at": timezone.now(),
        }
        return Opening.objects.create(enterprise=enterprise, title=title, **{**facts, **values})

    return make


@pytest.fixture
def post(make_opening: Any, birch: Any) -> Opening:
    """Birch's opening, which suits Alder's plan."""
    return make_opening(birch)


@pytest.fixture
def match() -> Any:
    """`match()` runs the job to its end and answers the run."""

    def run() -> MatchRun:
        row = queue_run()
        assert row.claim()
        run_matching(row)
        row.refresh_from_db()
        return row

    return run


@pytest.fixture
def suggestion(stated: Any, post: Opening, match: Any) -> Suggestion:
    """Alder's logistics with Birch's opening."""
    match()
    return Suggestion.objects.get(opening=post)


@pytest.fixture
def agency(db: None) -> Industry:
    section = Industry.objects.get_or_create(
        code="L",
        defaults={"level": "section", "section": "L", "name_zh": "租赁和商务服务业", "name_en": "Business"},
    )[0]
    return Industry.objects.create(
        code="7263",
        level="class",
        section="L",
        parent=section,
        name_zh="劳务派遣服务",
        name_en="Labour dispatch",
    )

"""A long load keeps its lease: every step inside it is a sign of life."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from enterprises.models import Opening
from partnerships.demo import services
from partnerships.demo.models import DemoLoad
from partnerships.matching import gathering
from partnerships.matching import job as matching
from partnerships.matching.models import MatchRun
from partnerships.summaries.models import SummaryRun
from schools.models import Batch, PlacementPlan

STEPS = {
    gathering: ("demand", "supply", "pairs", "strangers"),
    matching: ("match_all", "worth_saying", "best_of_both", "replace_changed"),
}


@pytest.fixture
def slow_steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Each step of the matching uses up the lease; noted is whether the step found it renewed."""
    seen: list[tuple[str, bool]] = []

    def slow(module: Any, name: str) -> None:
        step = getattr(module, name)

        def spend(*args: Any, **values: Any) -> Any:
            running = MatchRun.objects.get(state=MatchRun.State.RUNNING)
            fresh = running.lease_until > timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS / 2)
            if name not in dict(seen):
                seen.append((name, fresh))
            MatchRun.objects.update(lease_until=timezone.now() + timedelta(seconds=1))
            return step(*args, **values)

        monkeypatch.setattr(module, name, spend)

    for module, names in STEPS.items():
        for name in names:
            slow(module, name)
    return seen


def test_every_step_of_the_matching_renews_the_lease(
    plan: PlacementPlan, opening: Opening, slow_steps: list[tuple[str, bool]]
) -> None:
    coming = {
        "starts_on": timezone.localdate() + timedelta(30),
        "ends_on": timezone.localdate() + timedelta(200),
    }
    for model in (Batch, PlacementPlan, Opening):
        model.objects.update(**coming)

    services.do_now(MatchRun.objects.create(), matching.run_matching)

    assert MatchRun.objects.get().state == MatchRun.State.DONE
    assert {"demand", "supply", "pairs", "match_all", "best_of_both", "strangers"} <= dict(slow_steps).keys()
    assert [name for name, fresh in slow_steps if not fresh] == []


def test_the_load_of_the_demo_keeps_its_lease_while_it_computes(
    plan: PlacementPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = DemoLoad.objects.create()
    load.claim()
    left = []

    def recount(job: SummaryRun) -> dict[str, Any]:
        DemoLoad.objects.update(lease_until=timezone.now() + timedelta(seconds=1))
        job.advance(1, 2)
        left.append(DemoLoad.objects.get().lease_until - timezone.now())
        return {}

    monkeypatch.setattr(services, "run_recount", recount)
    services.compute_all(within=load)

    assert left[0] > timedelta(seconds=60)

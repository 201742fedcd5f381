"""Batches and placement plans: counted, stated, confirmed, closed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from portal.common.errors import DomainError
from portal.records.workflow import history
from schools.models import Batch, ClassGroup, PlacementPlan, Programme, Student
from schools.services import plans as services
from tests.counting import queries_of

LIST, BATCHES = reverse("plan_list"), reverse("batch_list")


@pytest.fixture
def draft(logistics: Programme, batch: Batch) -> PlacementPlan:
    return PlacementPlan.objects.create(
        programme=logistics,
        batch=batch,
        students_due=30,
        starts_on=batch.starts_on,
        ends_on=batch.ends_on,
    )


def test_the_heading_says_how_many_are_due_out_and_deferred(
    as_user: Any, alice: Any, plan: PlacementPlan
) -> None:
    client = as_user(alice)

    assert "<h1>30 due out, 12 deferred</h1>" in client.get(LIST).content.decode()
    assert "<h1>30 due out, 12 deferred</h1>" in client.get(plan.get_absolute_url()).content.decode()
    assert "<h1>30 due out, 12 deferred</h1>" in client.get(plan.batch.get_absolute_url()).content.decode()


def test_totals_add_up_over_all_plans(plan: PlacementPlan, make_plan: Any) -> None:
    make_plan(students_due=90, deferred_study=40, deferred_army=4, deferred_other=2, lodging_women=5)

    totals = PlacementPlan.objects.of_batch(plan.batch).stated().totals()

    assert totals == {
        "plans": 2,
        "students_due": 120,
        "deferred_study": 52,
        "deferred_army": 4,
        "deferred_other": 2,
        "lodging_women": 5,
        "lodging_men": 0,
        "deferred": 58,
    }


@pytest.fixture
def make_plan(alder: Any, batch: Batch, logistics_class: Any) -> Any:
    def make(**values: Any) -> PlacementPlan:
        number = Programme.objects.count()
        programme = Programme.objects.create(
            school=alder, major_code=f"73081{number}", major_class=logistics_class, name_zh=f"P{number}"
        )
        values = {"students_due": 10, "status": "stated", **values}
        return PlacementPlan.objects.create(
            programme=programme, batch=batch, starts_on=batch.starts_on, ends_on=batch.ends_on, **values
        )

    return make


def test_a_new_plan_is_counted_from_the_pathways(alder: Any, logistics: Programme, batch: Batch) -> None:
    group = logistics.year_groups.create(entry_year=2023, size=99)
    class_group = ClassGroup.objects.create(year_group=group, name="1班")
    ways = ["placement", "placement", "own_placement", "further_study", "army", "leave", "withdrawn"]
    for number, pathway in enumerate(ways):
        Student.objects.create(school=alder, class_group=class_group, number=str(number), pathway=pathway)

    assert services.counted(logistics, batch) == {
        "students_due": 3,
        "deferred_study": 1,
        "deferred_army": 1,
        "deferred_other": 1,
        "starts_on": batch.starts_on,
        "ends_on": batch.ends_on,
    }


def test_without_students_by_number_the_year_group_counts(logistics: Programme, batch: Batch) -> None:
    logistics.year_groups.create(entry_year=2023, size=99)

    assert services.counted(logistics, batch)["students_due"] == 99


def test_a_plan_takes_its_dates_from_the_batch(alice: Any, logistics: Programme, batch: Batch) -> None:
    plan = services.create_plan(logistics, batch=batch, by=alice, students_due=5)

    assert (plan.starts_on, plan.ends_on, plan.status) == (batch.starts_on, batch.ends_on, "draft")


def test_the_two_steps_of_the_page_make_a_draft(
    as_user: Any, alice: Any, logistics: Programme, batch: Batch
) -> None:
    logistics.year_groups.create(entry_year=2023, size=42)
    client = as_user(alice)
    url = f"{reverse('plan_create')}?programme={logistics.public_id}&batch={batch.public_id}"

    form = client.get(url).content.decode()
    answer = client.post(
        url,
        {
            "students_due": 30,
            "deferred_study": 12,
            "deferred_army": 0,
            "deferred_other": 0,
            "starts_on": "2026-03-02",
            "ends_on": "2026-08-28",
            "lodging_women": 4,
            "lodging_men": 2,
        },
    )

    plan = PlacementPlan.objects.get()
    assert 'value="42"' in form
    assert answer.url == plan.get_absolute_url()
    assert (plan.students_due, plan.deferred, plan.status) == (30, 12, "draft")


def test_stating_vouches_and_leaves_a_trail(as_user: Any, alice: Any, draft: PlacementPlan) -> None:
    as_user(alice).post(reverse("plan_state", args=[draft.public_id]))

    draft.refresh_from_db()
    assert draft.status == "stated"
    assert draft.confirmed_by == "Alice（Cooperation office）"
    assert [(row.from_state, row.to_state) for row in history(draft)] == [("draft", "stated")]


def test_nobody_due_is_no_plan_to_state(alice: Any, draft: PlacementPlan) -> None:
    PlacementPlan.objects.filter(pk=draft.pk).update(students_due=0)

    with pytest.raises(DomainError, match="Nobody is due out"):
        services.state_plan(draft, by=alice, now=timezone.now())


def test_confirming_again_renews_the_day(as_user: Any, alice: Any, plan: PlacementPlan) -> None:
    long_ago = timezone.now() - timedelta(days=61)
    PlacementPlan.objects.filter(pk=plan.pk).update(confirmed_at=long_ago, confirmed_by="Old")

    as_user(alice).post(reverse("plan_confirm", args=[plan.public_id]))

    plan.refresh_from_db()
    assert plan.confirmed_at > long_ago + timedelta(days=60)
    assert plan.confirmed_by.startswith("Alice")
    assert plan.version == 1


def test_a_draft_cannot_be_confirmed(alice: Any, draft: PlacementPlan) -> None:
    with pytest.raises(DomainError, match="Only a stated plan"):
        services.confirm_plan(draft, by=alice, now=timezone.now())


def test_taking_back_to_draft_takes_a_reason(as_user: Any, alice: Any, plan: PlacementPlan) -> None:
    url = reverse("plan_revise", args=[plan.public_id])
    client = as_user(alice)

    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "人数有变"}).status_code == 302

    plan.refresh_from_db()
    assert plan.status == "draft"


def test_closing_a_batch_closes_its_stated_plans(alice: Any, plan: PlacementPlan) -> None:
    services.close_batch(plan.batch, by=alice)

    plan.refresh_from_db()
    assert (plan.batch.status, plan.status) == ("closed", "closed")


def test_a_batch_with_drafts_stays_open(as_user: Any, alice: Any, draft: PlacementPlan) -> None:
    answer = as_user(alice).post(reverse("batch_close", args=[draft.batch.public_id]), follow=True)

    draft.batch.refresh_from_db()
    assert "1 plans of this batch are still drafts" in answer.content.decode()
    assert draft.batch.status == "open"


def test_a_closed_plan_stays_as_it_is(alice: Any, plan: PlacementPlan) -> None:
    services.close_plan(plan, by=alice)

    with pytest.raises(DomainError, match="closed plan stays"):
        services.edit_plan(
            plan, version=plan.version, values={"students_due": 1}, by=alice, now=timezone.now()
        )


def test_more_beds_than_students_are_refused(alice: Any, draft: PlacementPlan) -> None:
    values = {"lodging_women": 20, "lodging_men": 20}

    with pytest.raises(DomainError, match="More students need lodging"):
        services.edit_plan(draft, version=1, values=values, by=alice, now=timezone.now())


def test_a_plan_that_ends_before_it_starts_is_refused(alice: Any, draft: PlacementPlan) -> None:
    with pytest.raises(DomainError, match="last day is before the first"):
        services.edit_plan(
            draft, version=1, values={"ends_on": date(2026, 1, 1)}, by=alice, now=timezone.now()
        )


def test_the_batch_of_another_school_is_refused(alice: Any, cedar: Any, logistics: Programme) -> None:
    foreign = Batch.objects.create(
        school=cedar, name="X", entry_year=2023, starts_on=date(2026, 3, 1), ends_on=date(2026, 8, 1)
    )

    with pytest.raises(DomainError, match="different schools"):
        services.create_plan(logistics, batch=foreign, by=alice, students_due=1)


@pytest.mark.parametrize(("who", "status"), [("carol", 404), ("bob", 404), ("gao", 403), ("mallory", 404)])
def test_only_its_school_states_a_plan(
    as_user: Any, request: Any, draft: PlacementPlan, who: str, status: int
) -> None:
    client = as_user(request.getfixturevalue(who))

    assert client.post(reverse("plan_state", args=[draft.public_id])).status_code == status
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_the_service_asks_the_permission_itself(gao: Any, draft: PlacementPlan) -> None:
    with pytest.raises(PermissionDenied):
        services.state_plan(draft, by=gao, now=timezone.now())


def test_a_foreign_school_sees_no_plan_and_no_batch(as_user: Any, carol: Any, plan: PlacementPlan) -> None:
    client = as_user(carol)

    assert "物流" not in client.get(LIST).content.decode()
    assert "2023级" not in client.get(BATCHES).content.decode()
    assert client.get(LIST, {"batch": plan.batch.public_id}).status_code == 200
    assert client.get(plan.batch.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_at_any_length(
    as_user: Any, alice: Any, make_plan: Any, batch: Batch, rows: int
) -> None:
    for _number in range(rows):
        make_plan()
    client = as_user(alice)

    assert queries_of(client, LIST) == 11
    assert queries_of(client, BATCHES) == 7
    assert queries_of(client, batch.get_absolute_url()) == 8


def test_the_plan_page_costs_few_queries(as_user: Any, alice: Any, plan: PlacementPlan) -> None:
    assert queries_of(as_user(alice), plan.get_absolute_url()) == 6

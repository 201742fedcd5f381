"""The figures over the API: the same numbers, and for nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnerships.summaries.models import Cell
from portal.records.tokens import issue_token
from tests.partnerships.dashboards.world import make_plan, propose, recount

pytestmark = pytest.mark.django_db


def test_the_gap_of_the_own_school(as_user, alice, alder, logistics_class, opening):
    plan = make_plan(alder, logistics_class, 30, deferred_army=4)
    propose(plan, opening, 11, "accepted")
    propose(plan, opening, 7, "sent")

    answer = as_user(alice).get("/api/v1/school-gap/").json()

    assert {name: answer[name] for name in ("batch", "due", "secured", "in_talks", "short", "deferred")} == {
        "batch": plan.batch.public_id, "due": 30, "secured": 11, "in_talks": 7, "short": 12, "deferred": 4,
    }  # fmt: skip
    assert [row["plan"] for row in answer["plans"]] == [plan.public_id]


def test_a_fresh_school_has_an_empty_gap(as_user, alice):
    assert as_user(alice).get("/api/v1/school-gap/").json()["batch"] is None


def test_another_school_cannot_be_named(as_user, alice, cedar, logistics_class):
    foreign = make_plan(cedar, logistics_class, 77)

    answer = as_user(alice).get("/api/v1/school-gap/", {"batch": foreign.batch.public_id}).json()

    assert (answer["batch"], answer["due"]) == (None, 0)


def test_what_is_due_is_listed_late_first(as_user, bob, plan, opening):
    propose(plan, opening, 3, sent_at=timezone.now() - timedelta(days=12))

    rows = as_user(bob).get("/api/v1/due/").json()

    assert rows[0]["is_late"] is True
    assert rows[0]["days_waiting"] == 12
    assert rows[0]["url"].startswith("/proposals/")


def test_figures_of_another_kind_of_organisation_are_refused(as_user, alice, bob, mallory):
    assert as_user(alice).get("/api/v1/enterprise-capacity/").status_code == 403
    assert as_user(bob).get("/api/v1/school-gap/").status_code == 403
    for url in ("school-gap", "enterprise-capacity", "bureau-figures"):
        assert as_user(mallory).get(f"/api/v1/{url}/").status_code == 403
    assert as_user(mallory).get("/api/v1/due/").json() == []


def test_strangers_get_a_problem_and_no_figures(client, plan):
    for url in ("school-gap", "enterprise-capacity", "bureau-figures", "due", "summary-cells"):
        answer = client.get(f"/api/v1/{url}/")
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_cells_are_listed_for_the_bureau_and_can_be_narrowed(as_user, gao, alice, plan, cedar, opening):
    recount()

    everything = as_user(gao).get("/api/v1/summary-cells/").json()
    due = as_user(gao).get("/api/v1/summary-cells/", {"measure": "due", "region_path": "/440000/"}).json()

    assert everything["count"] == Cell.objects.visible_to(gao).count() < Cell.objects.count()
    assert [(row["measure"], row["value"], row["month"]) for row in due["results"]] == [
        ("due", 30, "2026-03")
    ]
    assert as_user(alice).get("/api/v1/summary-cells/").json()["count"] == 0


def test_a_token_acts_for_the_first_organisation_of_its_person(client, alice, alder, logistics_class):
    make_plan(alder, logistics_class, 30)
    _row, secret = issue_token(alice, name="Excel")

    answer = client.get("/api/v1/school-gap/", headers={"Authorization": f"Bearer {secret}"})

    assert answer.json()["due"] == 30

"""Home pages cost at most fifteen queries, side bar and panels included, at one partnership and at a thousand."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enterprises.models import Opening
from partnerships.activities.models import Activity
from partnerships.agreements.models import Proposal
from tests.partnerships.dashboards.world import (
    make_partnership,
    make_partnerships,
    make_plan,
    propose,
    recount,
)

pytestmark = pytest.mark.django_db
MOST = 15


def queries(client, url):
    """Queries of a GET, after a first one has filled what is read once per process."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def busy(alder, birch, logistics_class, opening):
    """One of everything that the home pages show."""
    plan = make_plan(alder, logistics_class, 30)
    propose(plan, opening, 5, "accepted")
    propose(plan, opening, 4, "sent", sent_at=timezone.now() - timedelta(days=9))
    row = make_partnership(alder, birch, 1)
    for side in ("school", "enterprise"):
        Activity.objects.create(
            partnership=row,
            kind="leadership_visit",
            title=side,
            happened_on=timezone.localdate(),
            logged_side=side,
        )
    birch.staff_groups.create(name="仓储运营实习生", staff=20)
    return plan


def test_the_desk_of_a_school(as_user, alice, alder, guangzhou, busy):
    client = as_user(alice)
    at_one = queries(client, "/school/")

    make_partnerships(alder, 999, guangzhou)
    at_thousand = queries(client, "/school/")

    assert client.get("/school/").context["partnerships"] == 1000
    assert at_one == at_thousand
    assert at_thousand <= MOST


def test_the_desk_of_an_enterprise(as_user, bob, alder, birch, busy, opening, make_school, logistics_class):
    client = as_user(bob)
    at_one = queries(client, "/enterprise/")

    for number in range(20):
        school = make_school(f"School {number}")
        make_partnership(school, birch, 2)
        propose(make_plan(school, logistics_class, 9), opening, 3, "accepted")
        propose(make_plan(school, logistics_class, 9), opening, 2, "sent")
    Opening.objects.bulk_create(
        Opening(
            enterprise=birch, title=f"Post {number}", seats=2, status="open", accepted_majors=["73", "530801"]
        )
        for number in range(30)
    )
    at_many = queries(client, "/enterprise/")

    assert at_one == at_many
    assert at_many <= MOST


@pytest.mark.parametrize("address", ["/bureau/", "/bureau/?by=authority", "/bureau/?month=2026-03"])
def test_the_dashboard_of_a_bureau(as_user, gao, alder, guangzhou, busy, plan, address):
    recount()
    client = as_user(gao)
    at_one = queries(client, address)

    make_partnerships(alder, 999, guangzhou)
    recount()
    at_thousand = queries(client, address)

    assert at_one == at_thousand
    assert at_thousand <= MOST


def test_a_district_asks_no_more(as_user, gao, guangzhou, make_school, logistics_class):
    baiyun = type(guangzhou).objects.create(
        code="440111", name_zh="白云区", level="district", parent=guangzhou, path="/440000/440100/440111/"
    )
    for number in range(3):
        make_plan(make_school(f"School {number}", region=baiyun), logistics_class, 20)
    recount()

    assert queries(as_user(gao), "/bureau/?region=440111") <= MOST


@pytest.mark.parametrize("url", ["/school/cooling/", "/due/", "/school/gap/?part=in_talks"])
def test_the_pages_behind_ask_as_often_for_many_rows(as_user, alice, alder, busy, opening, guangzhou, url):
    client = as_user(alice)
    before = queries(client, url)

    make_partnerships(alder, 30, guangzhou)
    for _number in range(3):
        propose(make_plan(alder, busy.programme.major_class, 12), opening, 2, "sent")

    assert queries(client, url) == before
    assert Proposal.objects.count() == 5


@pytest.mark.parametrize(
    "figure", ["due", "partnerships", "openings", "enterprises", "schools", "unconfirmed_activities"]
)
def test_the_lists_of_a_bureau_ask_as_often_for_many_rows(
    as_user, gao, busy, birch, guangzhou, make_school, logistics_class, figure
):
    recount()
    client = as_user(gao)
    before = queries(client, f"/bureau/figures/{figure}/")

    make_partnerships(busy.programme.school, 20, guangzhou)
    make_plan(make_school("Another"), logistics_class, 11)
    Opening.objects.create(enterprise=birch, title="Another", seats=2, status="open")
    recount()

    assert queries(client, f"/bureau/figures/{figure}/") == before


def test_a_thousand_partnerships_are_read_in_a_moment(as_user, alice, alder, guangzhou):
    make_partnerships(alder, 1000, guangzhou)
    client = as_user(alice)
    client.get("/school/")

    began = time.perf_counter()
    client.get("/school/")

    assert time.perf_counter() - began < 1.5

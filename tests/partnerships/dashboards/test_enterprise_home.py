"""The desk of an enterprise: who waits, the limit by law, openings, and what it gave."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from enterprises.models import EnterpriseMembership
from partnerships.activities.models import Activity
from partnerships.dashboards.enterprise_home import major_class_words
from tests.conftest import make_user
from tests.partnerships.dashboards.world import make_partnership, make_plan, propose

pytestmark = pytest.mark.django_db


def page(client, url="/enterprise/"):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer


def act_labels(row):
    return [act.label for act in row.acts]


def log(partnership, kind, status="confirmed", side="school", **values):
    return Activity.objects.create(
        partnership=partnership,
        kind=kind,
        title=kind,
        happened_on=timezone.localdate(),
        status=status,
        logged_side=side,
        **values,
    )


def test_the_heading_counts_schools_and_the_longest_wait(
    as_user, bob, alder, cedar, birch, opening, logistics_class
):
    now = timezone.now()
    propose(make_plan(alder, logistics_class, 9), opening, 2, sent_at=now - timedelta(days=9, hours=1))
    propose(make_plan(alder, logistics_class, 9), opening, 3, sent_at=now - timedelta(days=1))
    log(make_partnership(cedar, birch), "leadership_visit", "logged")

    found = page(as_user(bob))

    assert "<h1>2 schools are waiting for your answer, the longest for 9 days</h1>" in found.content.decode()
    assert found.context["queue_count"] == 3
    assert [row.is_late for row in found.context["queue"]] == [True, False, False]


def test_what_the_enterprise_itself_asked_does_not_wait_for_it(
    as_user, bob, alder, birch, opening, logistics_class
):
    propose(make_plan(alder, logistics_class, 9), opening, 2, from_side="enterprise")
    log(make_partnership(alder, birch), "leadership_visit", "logged", "enterprise")

    html = page(as_user(bob)).content.decode()

    assert "<h1>Nobody is waiting for your answer</h1>" in html


def test_the_row_says_what_the_law_says(as_user, bob, birch, alder, opening, logistics_class):
    birch.staff_total = 310
    birch.save()
    plan = make_plan(alder, logistics_class, 60)
    propose(plan, opening, 28, "accepted")
    proposal = propose(plan, opening, 5)

    row = page(as_user(bob)).context["queue"][0]

    assert row.url == proposal.get_absolute_url()
    assert "over the limit of 31, at most 3 more fit" in row.warning
    assert act_labels(row)[0] == "Accept 3"
    assert dict(row.acts[0].fields)["students"] == "3"


def test_capacity_is_the_fullest_day_against_ten_and_twenty_percent(
    as_user, bob, birch, alder, cedar, opening, logistics_class
):
    birch.staff_total = 312
    birch.save()
    birch.staff_groups.create(name=opening.title, staff=92)
    birch.staff_groups.create(name="Forklifts", staff=24)
    first, second = make_plan(alder, logistics_class, 60), make_plan(cedar, logistics_class, 60)
    propose(first, opening, 10, "accepted")
    propose(second, opening, 6, "accepted", starts_on=first.starts_on + timedelta(days=7))
    propose(second, opening, 50, "sent")
    client = as_user(bob)

    capacity = page(client).context["capacity"]

    assert (capacity.limit, capacity.peak.people, capacity.free, capacity.over) == (31, 16, 15, 0)
    assert capacity.peak.on == first.starts_on + timedelta(days=7)
    assert [(group.name, group.limit, group.used) for group in capacity.groups] == [
        (opening.title, 18, 16),
        ("Forklifts", 4, 0),
    ]
    figures = client.get("/api/v1/enterprise-capacity/").json()
    assert (figures["limit"], figures["peak"], figures["free"]) == (31, 16, 15)
    assert figures["peak_on"] == capacity.peak.on.isoformat()


def test_more_than_the_limit_is_said_in_words(as_user, bob, birch, alder, opening, logistics_class):
    birch.staff_total = 50
    birch.save()
    propose(make_plan(alder, logistics_class, 60), opening, 7, "accepted")

    html = page(as_user(bob)).content.decode()

    assert "2 students over the limit" in html


@pytest.mark.parametrize(
    ("staff", "words"), [(None, "State your staff"), (9, "even one student is more than 10 %")]
)
def test_without_a_limit_the_page_says_why(as_user, bob, birch, staff, words):
    birch.staff_total = staff
    birch.save()

    assert words in page(as_user(bob)).content.decode()


def test_openings_show_seats_taken_and_their_state(as_user, bob, birch, opening):
    opening.seats_taken = 6
    opening.save()
    birch.openings.create(title="Forklift", seats=4, status="returned", remarks="State the hours")
    birch.openings.create(title="Gone", seats=4, status="closed")

    found = page(as_user(bob))

    assert [row.title for row in found.context["openings"]] == [opening.title, "Forklift"]
    assert found.context["openings_note"] == "1 opening, 8 seats, 2 free"
    assert "State the hours" in found.content.decode()


def test_what_was_given_counts_confirmed_activities_and_students_who_came(
    as_user, bob, birch, alder, dogwood, opening, logistics_class
):
    today = timezone.localdate()
    pair, foreign = make_partnership(alder, birch), make_partnership(alder, dogwood)
    plan = make_plan(alder, logistics_class, 60)
    propose(
        plan, opening, 4, "accepted", starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=90)
    )
    propose(plan, opening, 5, "accepted")
    log(pair, "mentor_teaching", quantity=Decimal(16))
    log(pair, "mentor_teaching", quantity=Decimal(8), status="logged")
    log(pair, "equipment_donation", money=Decimal(150000))
    log(pair, "base_investment", money=Decimal(64000))
    log(foreign, "equipment_donation", money=Decimal(999000))

    given = {row.label: (row.value, row.unit) for row in page(as_user(bob)).context["given"]}

    assert given["Students taken"] == ("4", "students")
    assert given["Time of placements"] == ("40", "person-days")
    assert given["Taught at schools"] == ("16", "class hours")
    assert given["Equipment, bases, software"] == ("21.4", "10,000 yuan")
    assert given["Confirmed activities"] == ("3", "activities")


def test_the_number_of_confirmed_activities_equals_its_list(as_user, bob, birch, alder):
    pair = make_partnership(alder, birch)
    for status in ("confirmed", "confirmed", "logged", "disputed"):
        log(pair, "leadership_visit", status)
    client = as_user(bob)

    given = next(row for row in page(client).context["given"] if row.label == "Confirmed activities")

    assert given.value == "2"
    assert client.get(given.url).context["listing"].count == 2


def test_nothing_of_another_enterprise_is_shown(
    as_user, dave, birch, dogwood, alder, opening, logistics_class
):
    propose(make_plan(alder, logistics_class, 60), opening, 28, "accepted")
    propose(make_plan(alder, logistics_class, 60), opening, 3)

    found = page(as_user(dave))

    assert found.context["queue_count"] == 0
    assert found.context["capacity"].peak.people == 0
    assert found.context["openings"] == []
    assert birch.name not in found.content.decode()


def test_a_viewer_sees_who_waits_and_cannot_answer(as_user, birch, alder, opening, logistics_class):
    propose(make_plan(alder, logistics_class, 9), opening, 2)
    viewer = make_user("vera")
    EnterpriseMembership.objects.create(user=viewer, enterprise=birch, role="viewer")

    found = page(as_user(viewer))

    assert [act_labels(row) for row in found.context["queue"]] == [[]]
    assert "/openings/new/" not in found.content.decode()


def test_only_members_of_an_enterprise_have_its_desk(as_user, alice, gao, mallory):
    for person in (alice, gao, mallory):
        assert as_user(person).get("/enterprise/").status_code == 403


def test_majors_are_named_by_class_or_category_in_one_query(logistics_class, django_assert_num_queries):
    with django_assert_num_queries(1):
        words = major_class_words(["730801", "5308", "33", "x"])

    assert words == {"730801": "Logistics", "5308": "Logistics", "33": "Finance and commerce"}


def test_the_desk_reads_chinese_to_those_who_read_chinese(client, bob, alder, opening, logistics_class):
    propose(make_plan(alder, logistics_class, 9), opening, 2)
    client.force_login(bob)

    html = page(client).content.decode()

    assert "1 所学校在等您答复，最久的已等 2 天" in html
    assert "waiting for your answer" not in html

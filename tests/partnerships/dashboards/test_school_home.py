"""The desk of a school: what is due, the gap of the batch, depth, and partners that are cooling."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from partnerships.dashboards.school_home import Gap, current_batch
from schools.models import Batch, SchoolMembership
from tests.conftest import make_user
from tests.partnerships.dashboards.world import make_partnership, make_plan, propose, score

pytestmark = pytest.mark.django_db


def page(client, url="/school/", **query):
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer


def test_the_heading_says_how_many_seats_are_missing(as_user, alice, alder, logistics_class, opening):
    plan = make_plan(alder, logistics_class, 30)
    propose(plan, opening, 11, "accepted")
    propose(plan, opening, 7, "sent")
    propose(plan, opening, 5, "declined")

    html = page(as_user(alice)).content.decode()

    assert "<h1>12 internship seats are still missing</h1>" in html
    assert "90 days to the first report date" in html


def test_the_tiles_and_the_table_say_the_same_numbers(as_user, alice, alder, logistics_class, opening):
    first, second = make_plan(alder, logistics_class, 30), make_plan(alder, logistics_class, 20)
    propose(first, opening, 11, "accepted")
    propose(second, opening, 4, "sent")

    gap = page(as_user(alice)).context["gap"]

    assert (gap.due, gap.secured, gap.in_talks, gap.short) == (50, 11, 4, 35)
    assert [(plan.pk, plan.short) for plan in gap.plans] == [(first.pk, 19), (second.pk, 16)]


@pytest.mark.parametrize(
    ("part", "number"), [("due", 50), ("secured", 11), ("in_talks", 4), ("short", 35), ("deferred", 12)]
)
def test_every_tile_opens_exactly_its_rows(as_user, alice, alder, logistics_class, opening, part, number):
    first = make_plan(alder, logistics_class, 30, deferred_study=12)
    second = make_plan(alder, logistics_class, 20)
    propose(first, opening, 11, "accepted")
    propose(second, opening, 4, "sent")
    client = as_user(alice)
    html = page(client).content.decode()
    url = re.search(rf'href="(/school/gap/\?batch=\w+&amp;part={part})"', html).group(1).replace("&amp;", "&")

    found = page(client, url).context

    assert found["total"] == number == sum(getattr(plan, part) for plan in found["plans"])
    assert all(getattr(plan, part) for plan in found["plans"])


def test_the_proposals_behind_secured_add_up_to_it(as_user, alice, alder, logistics_class, opening):
    plan, other = make_plan(alder, logistics_class, 30), make_plan(alder, logistics_class, 20)
    propose(plan, opening, 11, "accepted")
    propose(plan, opening, 2, "sent")
    propose(other, opening, 6, "accepted")

    found = page(as_user(alice), "/school/gap/", part="secured", plan=plan.public_id).context

    assert [row.students for row in found["proposals"]] == [11]
    assert found["total"] == 11


def test_the_gap_of_another_school_is_nowhere(as_user, alice, alder, cedar, logistics_class, opening):
    foreign = make_plan(cedar, logistics_class, 77)
    propose(foreign, opening, 70, "accepted")
    make_plan(alder, logistics_class, 5)
    client = as_user(alice)

    found = page(client, "/school/gap/", batch=foreign.batch.public_id, plan=foreign.public_id)

    assert page(client).context["gap"].due == 5
    assert found.context["batch"].school == alder
    assert "77" not in re.sub(
        r"<[^>]*>", " ", found.content.decode()
    )  # tokens in attributes may hold any digits


def test_a_fresh_school_is_told_how_to_begin(as_user, alice):
    html = page(as_user(alice)).content.decode()

    assert "<h1>Begin with your programmes and a batch</h1>" in html
    for words in ("Three steps to the first suggestion", "No partnership yet", "No partner is cooling",
                  "Nothing waits for you", "No placement plan is stated in this batch"):  # fmt: skip
        assert words in html


def test_a_batch_without_plans_says_so(as_user, alice, alder):
    today = timezone.localdate()
    Batch.objects.create(
        school=alder, name="Empty", entry_year=2024, status="open", starts_on=today, ends_on=today
    )

    html = page(as_user(alice)).content.decode()

    assert "<h1>Nobody is stated as due out in this batch yet</h1>" in html


def test_all_placed_and_all_in_talks_are_told_apart(as_user, alice, alder, logistics_class, opening):
    plan = make_plan(alder, logistics_class, 10)
    proposal = propose(plan, opening, 10, "sent")
    client = as_user(alice)

    assert "<h1>Nobody is short of a seat, 10 students are in talks</h1>" in page(client).content.decode()

    type(proposal).objects.update(status="accepted")
    assert "<h1>All 10 students due out have a seat</h1>" in page(client).content.decode()


def test_the_open_batch_that_comes_next_is_the_current_one(alder):
    today = timezone.localdate()

    def batch(name, start, end, status):
        return Batch.objects.create(
            school=alder,
            name=name,
            entry_year=2024,
            starts_on=today + timedelta(days=start),
            ends_on=today + timedelta(days=end),
            status=status,
        )

    over, later = batch("over", -300, -100, "open"), batch("later", 300, 400, "open")
    soon, planned = batch("soon", 30, 200, "open"), batch("planned", 5, 100, "planned")

    assert current_batch([later, over, soon, planned], today) == soon
    assert current_batch([over, planned], today) == planned
    assert current_batch([over], today) == over
    assert current_batch([], today) is None


def test_another_batch_can_be_chosen_by_address(as_user, alice, alder, logistics_class, plan):
    make_plan(alder, logistics_class, 9)

    found = page(as_user(alice), batch=plan.batch.public_id)

    assert found.context["gap"].due == 30
    assert Gap.of(plan.batch).deferred == 12


def test_depth_counts_equal_their_lists(as_user, alice, alder, birch, dogwood, make_enterprise):
    make_partnership(alder, birch, 3)
    make_partnership(alder, dogwood, 3)
    make_partnership(alder, make_enterprise("Elm"), 0)
    make_partnership(alder, make_enterprise("Fir"))
    client = as_user(alice)

    found = page(client).context

    assert {row.level: row.count for row in found["levels"]} == {5: 0, 4: 0, 3: 2, 2: 0, 1: 0, 0: 1}
    assert (found["partnerships"], found["unscored"]) == (4, 1)
    for row in found["levels"]:
        listed = client.get("/depth/", {"level": row.level}).context["listing"].count
        assert listed == row.count
    assert client.get(found["live_url"]).context["listing"].count == 4


def test_depth_is_compared_with_a_term_ago(as_user, alice, alder, birch):
    row = make_partnership(alder, birch, 3)
    today = timezone.localdate()
    for days, level in ((400, 1), (200, 2), (20, 3)):
        row.depth_points.create(month=today - timedelta(days=days), points=10, level=level)

    levels = {line.level: line.change for line in page(as_user(alice)).context["levels"]}

    assert (levels[3], levels[2], levels[1]) == (1, -1, 0)


def test_cooling_partners_stand_deepest_first_with_their_next_step(as_user, alice, alder, make_enterprise):
    today = timezone.localdate()
    ago = {name: today - timedelta(days=days) for name, days in (("warm", 119), ("cold", 120), ("old", 300))}
    make_partnership(alder, make_enterprise("Warm"), 5, last_activity_on=ago["warm"])
    make_partnership(alder, make_enterprise("Shallow"), 1, last_activity_on=ago["old"])
    deep = make_partnership(alder, make_enterprise("Deep"), 4, last_activity_on=ago["cold"])
    make_partnership(alder, make_enterprise("Never"), 1, started_on=today - timedelta(days=500))
    make_partnership(alder, make_enterprise("New"), 0, started_on=today - timedelta(days=10))

    rows = page(as_user(alice), "/school/cooling/").context["rows"]

    assert [row.pair.enterprise for row in rows] == ["Deep", "Never", "Shallow"]
    assert [row.days for row in rows] == [120, 500, 300]
    assert rows[0].pair.url == deep.get_absolute_url()
    assert rows[0].step
    assert rows[0].step_url == f"/activities/new/?partnership={deep.public_id}&kind=open_day&quantity=1"
    assert as_user(alice).get(rows[0].step_url).status_code == 200


def test_a_viewer_is_led_to_the_evidence_instead_of_a_form(as_user, alder, birch):
    row = make_partnership(alder, birch, 2)
    viewer = make_user("vera")
    SchoolMembership.objects.create(user=viewer, school=alder, role="viewer")

    (cooling,) = page(as_user(viewer), "/school/cooling/").context["rows"]

    assert cooling.step_url == f"/partnerships/{row.public_id}/depth/"


def test_ended_partnerships_neither_count_nor_cool(as_user, alice, alder, birch):
    today = timezone.localdate()
    row = make_partnership(alder, birch, stage="ended", ended_on=today)
    score(row, 4)

    found = page(as_user(alice)).context

    assert (found["partnerships"], found["cooling_count"]) == (0, 0)


def test_what_is_late_stands_first_and_is_counted_beside_the_link(as_user, bob, birch, plan, opening, alice):
    propose(plan, opening, 3, from_side="enterprise", sent_at=timezone.now() - timedelta(days=1))
    late = propose(
        make_plan(plan.programme.school, plan.programme.major_class, 9),
        opening,
        4,
        from_side="enterprise",
        sent_at=timezone.now() - timedelta(days=12),
    )

    found = page(as_user(alice))

    assert found.context["due_rows"][0].url == late.get_absolute_url()
    assert found.context["due_rows"][0].when == "5 days late"
    assert found.context["due_note"] == "2 this week, 1 late"
    assert re.search(
        r'href="/school/" aria-current="page">My desk<span class="rh-nav__count">2<', found.content.decode()
    )


def test_only_members_of_a_school_have_its_desk(as_user, bob, gao, mallory):
    for person in (bob, gao, mallory):
        assert as_user(person).get("/school/").status_code == 403
        assert as_user(person).get("/school/gap/").status_code == 403
        assert as_user(person).get("/school/cooling/").status_code == 403


def test_a_viewer_reads_the_desk_and_is_offered_no_new_plan(as_user, alder, logistics_class):
    make_plan(alder, logistics_class, 9)
    viewer = make_user("vera")
    SchoolMembership.objects.create(user=viewer, school=alder, role="viewer")

    html = page(as_user(viewer)).content.decode()

    assert "9 internship seats are still missing" in html
    assert "/plans/new/" not in html


def test_the_desk_reads_chinese_to_those_who_read_chinese(client, alice, alder, logistics_class):
    make_plan(alder, logistics_class, 9)
    client.force_login(alice)

    html = page(client).content.decode()

    assert 'lang="zh-Hans"' in html
    assert "还缺 9 个实习席位" in html
    assert "still missing" not in html

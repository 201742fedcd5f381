"""Openings: screened, published or reviewed, edited, kept fresh, ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise, Opening, Site
from enterprises.services import openings as services
from enterprises.services import take_seats
from enterprises.tasks import expire_openings
from portal.common.errors import DomainError
from portal.records.models import AuditEvent
from tests.counting import queries_of

LIST, OWN, CREATE = reverse("opening_list"), reverse("opening_own"), reverse("opening_create")
FAR = date(2040, 8, 31)


def facts(**values: Any) -> dict[str, Any]:
    return {"title": "仓储运营实习生", "seats": 8, "lodging": "none", "tasks": "入库、盘点", **values}


def test_a_vetted_enterprise_drafts_and_publishes(as_user: Any, bob: Any, birch: Enterprise) -> None:
    client = as_user(bob)

    form = client.get(CREATE).content.decode()
    client.post(CREATE, facts(starts_on="2040-03-01", ends_on="2040-08-31"))
    opening = Opening.objects.get()
    client.post(reverse("opening_publish", args=[opening.public_id]))

    opening.refresh_from_db()
    assert "you publish this opening yourself" in form
    assert opening.status == "open"
    assert opening.confirmed_by == "Bob（HR）"


def test_an_enterprise_that_waits_sends_to_review(
    as_user: Any, erin: Any, gao: Any, make_opening: Any, elm: Enterprise
) -> None:
    opening = make_opening(enterprise=elm, status="draft", ends_on=FAR)

    publish = as_user(erin).post(reverse("opening_publish", args=[opening.public_id]), follow=True)
    as_user(erin).post(reverse("opening_submit", args=[opening.public_id]))
    opening.refresh_from_db()
    assert "not vetted yet" in publish.content.decode()
    assert opening.status == "in_review"

    as_user(gao).post(reverse("opening_approve", args=[opening.public_id]))
    opening.refresh_from_db()
    assert opening.status == "open"


def test_the_bureau_returns_with_remarks(
    as_user: Any, gao: Any, erin: Any, make_opening: Any, elm: Any
) -> None:
    opening = make_opening(enterprise=elm, status="in_review")

    as_user(gao).post(reverse("opening_return", args=[opening.public_id]), {"reason": "须补工作时间"})

    page = as_user(erin).get(opening.get_absolute_url()).content.decode()
    opening.refresh_from_db()
    assert opening.status == "returned"
    assert "须补工作时间" in page


@pytest.mark.parametrize(("who", "status"), [("alice", 404), ("bob", 404), ("dave", 404), ("mallory", 404)])
def test_nobody_else_sees_a_draft(
    as_user: Any, request: Any, make_opening: Any, elm: Any, who: str, status: int
) -> None:
    opening = make_opening("CANARY", enterprise=elm, status="draft")
    client = as_user(request.getfixturevalue(who))

    assert client.get(opening.get_absolute_url()).status_code == status
    assert "CANARY" not in client.get(LIST, {"status": "any"}).content.decode()
    assert client.get(f"/api/v1/openings/{opening.public_id}/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("dave", 403), ("gao", 403), ("mallory", 404)])
@pytest.mark.parametrize("act", ["close", "confirm", "clone"])
def test_only_its_enterprise_acts_on_an_opening(
    as_user: Any, request: Any, opening: Opening, who: str, status: int, act: str
) -> None:
    client = as_user(request.getfixturevalue(who))

    assert client.post(reverse(f"opening_{act}", args=[opening.public_id])).status_code == status
    assert client.post(f"/api/v1/openings/{opening.public_id}/{act}/").status_code == status
    opening.refresh_from_db()
    assert (opening.status, opening.confirmed_at, Opening.objects.count()) == ("open", None, 1)


def test_an_enterprise_does_not_review_its_own(erin: Any, make_opening: Any, elm: Any) -> None:
    opening = make_opening(enterprise=elm, status="in_review")

    with pytest.raises(PermissionDenied):
        services.approve_opening(opening, by=erin)


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("title", "仓管（押金 500）", "押金"),
        ("tasks", "交培训费后上岗", "培训费"),
        ("hazards", "agent fee", "agent fee"),
    ],
)
def test_forbidden_text_is_named_and_nothing_stored(
    as_user: Any, bob: Any, field: str, text: str, word: str
) -> None:
    answer = as_user(bob).post(CREATE, facts(**{field: text}))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert word in page
    assert "may not stand in an opening" in page
    assert not Opening.objects.exists()


def test_forbidden_text_is_found_in_abilities_too(bob: Any, birch: Enterprise) -> None:
    with pytest.raises(DomainError, match="may not stand"):
        services.create_opening(birch, by=bob, title="仓管", seats=1, abilities=["缴纳保证金"])


def test_a_wrong_major_code_is_refused(bob: Any, birch: Enterprise) -> None:
    with pytest.raises(DomainError, match="no major code"):
        services.create_opening(birch, by=bob, title="仓管", seats=1, accepted_majors=["物流"])


def test_the_site_of_another_enterprise_is_no_choice(
    as_user: Any, bob: Any, birch: Enterprise, dogwood: Enterprise
) -> None:
    foreign = Site.objects.create(enterprise=dogwood, name="Foreign", region=dogwood.region)

    answer = as_user(bob).post(CREATE, facts(site=foreign.pk))

    assert answer.status_code == 200
    assert not Opening.objects.exists()
    with pytest.raises(DomainError, match="belongs to another enterprise"):
        services.create_opening(birch, by=bob, title="仓管", seats=1, site=foreign)


def test_dates_must_rise(bob: Any, birch: Enterprise) -> None:
    with pytest.raises(DomainError, match="last day is before the first"):
        services.create_opening(
            birch, by=bob, title="仓管", seats=1, starts_on=date(2040, 2, 1), ends_on=date(2040, 1, 1)
        )


def test_an_edit_keeps_it_open_and_vouches(bob: Any, opening: Opening) -> None:
    services.edit_opening(opening, version=1, values={"tasks": "出库"}, by=bob, now=timezone.now())

    assert opening.status == "open"
    assert opening.confirmed_by.startswith("Bob")


def test_key_facts_of_an_unvetted_enterprise_go_back_to_review(
    erin: Any, make_opening: Any, elm: Any
) -> None:
    opening = make_opening(enterprise=elm)

    services.edit_opening(opening, version=1, values={"mentor": "黄"}, by=erin, now=timezone.now())
    assert opening.status == "open"

    services.edit_opening(
        opening, version=opening.version, values={"night_shift": True}, by=erin, now=timezone.now()
    )
    assert opening.status == "in_review"


def test_an_edit_without_a_change_vouches_for_nothing(bob: Any, opening: Opening) -> None:
    services.edit_opening(opening, version=1, values={"tasks": opening.tasks}, by=bob, now=timezone.now())

    assert opening.confirmed_at is None
    assert not AuditEvent.objects.exists()


def test_seats_cannot_drop_below_those_taken(as_user: Any, bob: Any, opening: Opening) -> None:
    take_seats(opening, 5)

    with pytest.raises(DomainError, match="5 seats are taken"):
        services.edit_opening(
            opening, version=opening.version, values={"seats": 4}, by=bob, now=timezone.now()
        )


def test_seats_dropped_to_those_taken_make_it_full_and_more_open_it(bob: Any, opening: Opening) -> None:
    take_seats(opening, 5)

    services.edit_opening(opening, version=opening.version, values={"seats": 5}, by=bob, now=timezone.now())
    assert opening.status == "full"

    services.edit_opening(opening, version=opening.version, values={"seats": 6}, by=bob, now=timezone.now())
    assert opening.status == "open"


def test_an_ended_opening_is_cloned_not_edited(as_user: Any, bob: Any, opening: Opening) -> None:
    client = as_user(bob)
    client.post(reverse("opening_withdraw", args=[opening.public_id]), {"reason": "项目取消"})
    opening.refresh_from_db()

    with pytest.raises(DomainError, match="clone it instead"):
        services.edit_opening(
            opening, version=opening.version, values={"seats": 9}, by=bob, now=timezone.now()
        )
    answer = client.post(reverse("opening_clone", args=[opening.public_id]))

    copy = Opening.objects.exclude(pk=opening.pk).get()
    assert answer.url == reverse("opening_edit", args=[copy.public_id])
    assert (copy.title, copy.seats, copy.seats_taken, copy.status) == (opening.title, 8, 0, "draft")
    assert (copy.starts_on, copy.ends_on, copy.confirmed_at) == (None, None, None)


def test_a_withdrawn_opening_is_gone_for_schools(
    as_user: Any, alice: Any, bob: Any, opening: Opening
) -> None:
    services.withdraw_opening(opening, by=bob, reason="项目取消")

    assert as_user(alice).get(opening.get_absolute_url()).status_code == 404


def test_a_period_that_is_over_is_not_published(bob: Any, make_opening: Any) -> None:
    opening = make_opening(status="draft", ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(DomainError, match="period of this opening is over"):
        services.publish_opening(opening, by=bob, now=timezone.now())


def test_the_nightly_sweep_ends_what_is_over_once(make_opening: Any) -> None:
    today = timezone.localdate()
    over = make_opening("over", ends_on=today - timedelta(days=1))
    full = make_opening("full", ends_on=today - timedelta(days=1), status="full", seats=4, seats_taken=4)
    last_day = make_opening("last day", ends_on=today)
    endless = make_opening("endless", ends_on=None)

    assert (expire_openings(), expire_openings()) == (2, 0)

    states = dict(Opening.objects.values_list("pk", "status"))
    assert states == {over.pk: "expired", full.pk: "expired", last_day.pk: "open", endless.pk: "open"}


def test_still_true_is_one_click_and_returns_to_the_list(as_user: Any, bob: Any, opening: Opening) -> None:
    url = reverse("opening_confirm", args=[opening.public_id])

    answer = as_user(bob).post(url, {"next": OWN})

    opening.refresh_from_db()
    assert answer.url == OWN
    assert timezone.now() - opening.confirmed_at < timedelta(minutes=1)


@pytest.mark.parametrize(("days", "is_stale"), [(None, True), (59, False), (62, True)])
def test_after_sixty_days_an_opening_is_stale(
    as_user: Any, alice: Any, opening: Opening, days: int | None, is_stale: bool
) -> None:
    when = timezone.now() - timedelta(days=days) if days else None
    Opening.objects.filter(pk=opening.pk).update(confirmed_at=when)
    client = as_user(alice)

    page = client.get(LIST).content.decode()
    stale = client.get(LIST, {"stale": "yes"}).context["listing"].page

    assert ("rh-fresh__stale" in page) is is_stale
    assert (opening in list(stale)) is is_stale


def test_the_heading_counts_openings_and_free_seats(
    as_user: Any, alice: Any, opening: Opening, make_opening: Any
) -> None:
    make_opening(seats=4, seats_taken=4, status="full")
    make_opening(status="closed")

    page = as_user(alice).get(LIST).content.decode()

    assert "<h1>2 openings, 8 free seats</h1>" in page


def test_the_list_is_filtered(
    as_user: Any, alice: Any, opening: Opening, make_opening: Any, dogwood: Enterprise, logistics_class: Any
) -> None:
    other = make_opening(
        "门店助理",
        enterprise=dogwood,
        pay_month="3200.00",
        lodging="free",
        accepted_majors=["530801"],
        abilities=["收银"],
        seats=2,
    )
    closed = make_opening("旧岗", status="closed", accepted_majors=["64"])
    client = as_user(alice)

    def found(query: str) -> set[Opening]:
        return set(client.get(f"{LIST}?{query}").context["listing"].page)

    assert found("city=440300") == {other}
    assert found("major_class=7308") == {opening, other}
    assert found("lodging=free") == {other}
    assert found("pay=3000") == {other}
    assert found("free=3") == {opening}
    assert found("on=2026-03-02") == {opening, other}
    assert found("on=2026-03-01") == {other}
    assert found("industry=G") == {opening, other}
    assert found("q=收银") == {other}
    assert found("q=dogwood") == {other}
    assert found(f"enterprise={dogwood.public_id}") == {other}
    assert found("status=closed") == set()
    assert client.get(LIST, {"city": "nonsense", "pay": "x", "on": "x"}).status_code == 200
    assert closed.pk


def test_a_category_accepts_all_its_classes(make_opening: Any, logistics_class: Any) -> None:
    whole = make_opening(accepted_majors=["53"])
    make_opening(accepted_majors=["5309"])
    make_opening(accepted_majors=[])

    assert list(Opening.objects.accepting(logistics_class)) == [whole]


def test_own_openings_show_every_state_and_only_own(
    as_user: Any, bob: Any, make_opening: Any, dogwood: Enterprise
) -> None:
    make_opening("OWN-DRAFT", status="draft")
    make_opening("FOREIGN", enterprise=dogwood)

    page = as_user(bob).get(OWN).content.decode()

    assert "OWN-DRAFT" in page
    assert "FOREIGN" not in page


def test_review_remarks_and_mentor_stay_inside(as_user: Any, alice: Any, bob: Any, opening: Opening) -> None:
    Opening.objects.filter(pk=opening.pk).update(remarks="CANARY-REMARK", mentor="CANARY-MENTOR")

    api = as_user(alice).get(f"/api/v1/openings/{opening.public_id}/").content.decode()
    assert "CANARY" not in as_user(alice).get(opening.get_absolute_url()).content.decode()
    assert "CANARY" not in api
    assert "CANARY-MENTOR" in as_user(bob).get(opening.get_absolute_url()).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_at_any_length(
    as_user: Any, bob: Any, birch: Enterprise, make_opening: Any, logistics_class: Any, rows: int
) -> None:
    site = birch.sites.create(name="S", region=birch.region)
    for number in range(rows):
        make_opening(f"Post {number}", site=site, accepted_majors=["7308", "73"])
    client = as_user(bob)

    assert queries_of(client, LIST) == 14
    assert queries_of(client, OWN) == 10


def test_the_page_costs_few_queries(as_user: Any, alice: Any, opening: Opening) -> None:
    assert queries_of(as_user(alice), opening.get_absolute_url()) == 7


def test_accepted_majors_are_written_by_name_and_shown_with_it(
    as_user: Any, bob: Any, birch: Enterprise, logistics_class: Any
) -> None:
    client = as_user(bob)
    wrong = client.post(CREATE, facts(accepted_majors="物流累"))
    client.post(CREATE, facts(accepted_majors="物流类\n73"))

    opening = Opening.objects.get()
    assert "Near it: 7308 物流类" in wrong.content.decode()
    assert opening.accepted_majors == ["7308", "73"]
    form = client.get(reverse("opening_edit", args=[opening.public_id])).context["form"]
    assert form["accepted_majors"].value() == "7308 Logistics\n73 Finance and commerce"

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.activities.models import Activity
from partnerships.activities.services.confirming import issue_confirming_link
from partnerships.activities.services.evidence import add_evidence
from partnerships.agreements.models import Agreement, Partnership
from partnerships.depth import pages, services
from portal.accounts.models import User
from tests.partnerships.conftest import pdf

TODAY = date(2026, 3, 2)


@pytest.fixture
def scored(partnership: Partnership) -> Partnership:
    Activity.objects.create(
        partnership=partnership,
        kind="joint_course",
        title="Course built together",
        happened_on=TODAY - timedelta(days=9),
        quantity=2,
        status="confirmed",
        logged_side="school",
    )
    services.refresh([partnership.pk], on=TODAY)
    return partnership


def make_scored(alder: Any, make_enterprise: Any, count: int) -> None:
    rows = [
        Partnership.objects.create(
            school=alder, enterprise=make_enterprise(f"Firm {number}"), started_on=TODAY
        )
        for number in range(count)
    ]
    services.refresh([row.pk for row in rows], on=TODAY)


def test_both_parties_and_their_bureau_open_the_evidence(
    scored: Partnership, alice: User, bob: User, gao: User, as_user: Any
) -> None:
    for user in (alice, bob, gao):
        answer = as_user(user).get(reverse("depth_detail", args=[scored.public_id]))

        assert answer.status_code == 200
        assert "Course built together" in answer.content.decode()


def test_strangers_see_neither_the_evidence_nor_the_row(
    scored: Partnership, carol: User, dave: User, as_user: Any
) -> None:
    for user in (carol, dave):
        client = as_user(user)

        assert client.get(reverse("depth_detail", args=[scored.public_id])).status_code == 404
        assert scored.enterprise.name_en not in client.get(reverse("depth_list")).content.decode()
        assert client.get("/api/v1/depth-scores/").json()["count"] == 0
        assert client.get(f"/api/v1/depth-scores/{scored.public_id}/").status_code == 404


def test_the_api_shows_points_parts_and_steps(scored: Partnership, alice: User, as_user: Any) -> None:
    answer = as_user(alice).get(f"/api/v1/depth-scores/{scored.public_id}/").json()

    assert answer["level"] == 0
    assert answer["gate"] == ["no_agreement_in_force"]
    assert len(answer["dimensions"]) == 8
    assert len(answer["next_steps"]) == 3


def test_the_card_stands_on_the_partnership_page(scored: Partnership, alice: User, as_user: Any) -> None:
    page = as_user(alice).get(scored.get_absolute_url()).content.decode()

    assert "Depth of cooperation" in page
    assert reverse("depth_detail", args=[scored.public_id]) in page


def test_the_list_of_partnerships_shows_the_level(scored: Partnership, alice: User, as_user: Any) -> None:
    page = as_user(alice).get(reverse("partnership_list")).content.decode()

    assert "Paper-only" in page


def test_a_partnership_that_was_not_scored_yet_says_so(
    partnership: Partnership, alice: User, as_user: Any
) -> None:
    page = as_user(alice).get(partnership.get_absolute_url()).content.decode()

    assert "Not scored yet" in page


@pytest.mark.parametrize(("level", "shown"), [("0", True), ("4", False)])
def test_the_list_filters_by_level(
    scored: Partnership, alice: User, as_user: Any, level: str, *, shown: bool
) -> None:
    page = as_user(alice).get(reverse("depth_list"), {"level": level}).content.decode()

    assert (scored.enterprise.name_en in page) is shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(
    count: int,
    alder: Any,
    make_enterprise: Any,
    alice: User,
    as_user: Any,
    django_assert_max_num_queries: Any,
) -> None:
    make_scored(alder, make_enterprise, count)
    client = as_user(alice)
    client.get(reverse("depth_list"))

    with django_assert_max_num_queries(15) as queries:
        client.get(reverse("depth_list"))

    assert len(queries) == QUERIES_OF_LIST


QUERIES_OF_LIST = 12


def _activity(partnership: Partnership, title: str, **values: Any) -> Activity:
    values = {"kind": "joint_course", "quantity": 1, "status": "confirmed", **values}
    return Activity.objects.create(
        partnership=partnership,
        title=title,
        happened_on=timezone.localdate() - timedelta(days=3),
        logged_side="school",
        **values,
    )


def test_two_activities_with_one_file_say_which_is_not_counted(
    partnership: Partnership, alice: User, as_user: Any
) -> None:
    rows = [_activity(partnership, f"Course {number}", status="logged") for number in range(2)]
    for row in rows:
        add_evidence(row, [pdf()], by=alice)
    services.refresh([partnership.pk], on=timezone.localdate())
    counted, left_out = sorted(rows, key=lambda row: row.public_id)
    client = as_user(alice)

    shown = {row: client.get(row.get_absolute_url()).content.decode() for row in rows}
    evidence = client.get(reverse("depth_detail", args=[partnership.public_id])).content.decode()

    assert "Not counted in the depth:" not in shown[counted]
    assert "Not counted in the depth:" in shown[left_out]
    assert counted.get_absolute_url() in shown[left_out]
    assert "Logged, but not counted" in evidence
    assert f"{left_out.title}</a> · the evidence is the same as that of another activity" in evidence


def test_the_evidence_marks_and_counts_what_was_confirmed_by_link(
    partnership: Partnership, bob: User, gao: User, as_user: Any
) -> None:
    own, linked = (
        _activity(partnership, "Own", status="logged"),
        _activity(partnership, "Linked", status="logged"),
    )
    _link, token = issue_confirming_link(linked, person="Huang", by=bob)
    as_user(bob).post(reverse("activity_confirm", args=[own.public_id]), {"version": 1})
    as_user(bob).post(reverse("signed_link_answer", args=[token, "confirm"]))
    services.refresh([partnership.pk], on=timezone.localdate())

    page = as_user(gao).get(reverse("depth_detail", args=[partnership.public_id])).content.decode()

    assert "1 of 2 confirmations came by a signed link" in page
    assert page.count("confirmed by link") == 1
    assert "Linked</a> <span" in page


def test_a_step_opens_its_form_with_the_amounts_of_the_step(scored: Partnership) -> None:
    assert pages.begin_url(scored, "mentor_pairing").endswith("&kind=mentor_pairing&quantity=3")
    assert "people=" in pages.begin_url(scored, "teacher_practice")
    assert pages.begin_url(scored, "agreement") == reverse("agreement_create", args=[scored.public_id])


def test_ending_an_agreement_says_beforehand_what_it_costs(
    scored: Partnership, alice: User, as_user: Any
) -> None:
    today = timezone.localdate()
    paper = Agreement.objects.create(
        partnership=scored,
        title="Paper",
        status="signed",
        drafted_side="school",
        starts_on=today - timedelta(days=400),
        ends_on=today + timedelta(days=400),
    )
    other = Agreement.objects.create(
        partnership=scored, title="Over", status="signed", drafted_side="school",
        starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=300),
    )  # fmt: skip
    client = as_user(alice)

    lower = client.get(reverse("agreement_terminate", args=[paper.public_id])).content.decode()
    same = client.get(reverse("agreement_terminate", args=[other.public_id])).content.decode()

    assert "This lowers the depth of the partnership." in lower
    assert "The depth stays at" in same


def test_taking_a_confirmation_back_and_ending_the_partnership_say_what_they_cost(
    partnership: Partnership, alice: User, bob: User, as_user: Any
) -> None:
    row = _activity(partnership, "Course")
    waiting = _activity(partnership, "Not confirmed", status="logged")

    back = as_user(bob).get(reverse("activity_dispute", args=[row.public_id])).content.decode()
    objection = as_user(bob).get(reverse("activity_dispute", args=[waiting.public_id])).content.decode()
    end = as_user(alice).get(reverse("partnership_end", args=[partnership.public_id])).content.decode()

    assert "This lowers the depth of the partnership." in back
    assert "lowers the depth" not in objection
    assert "The depth ends with the partnership." in end

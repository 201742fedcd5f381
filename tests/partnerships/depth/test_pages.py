from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from partnerships.activities.models import Activity
from partnerships.agreements.models import Partnership
from partnerships.depth import services
from portal.accounts.models import User

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

"""What the registers put into "due this week", and lists as files."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from enterprises.due import due_for_enterprise
from enterprises.models import Enterprise, Opening
from portal.accounts.memberships import memberships_of
from portal.records.models import AuditEvent
from schools.due import due_items
from schools.models import PlacementPlan

TODAY = timezone.localdate()


def test_a_draft_plan_is_due_sixty_days_before_it_starts(alice: Any, plan: PlacementPlan) -> None:
    start = TODAY + timedelta(days=50)
    PlacementPlan.objects.update(status="draft", starts_on=start, ends_on=start + timedelta(days=90))

    item = due_items(alice, memberships_of(alice).rows[0], TODAY)[0]

    assert (item.due_on, item.is_late) == (start - timedelta(days=60), True)
    assert item.url == plan.get_absolute_url()


@pytest.mark.parametrize(("days", "items"), [(59, 0), (61, 1)])
def test_a_stated_plan_is_asked_again_after_sixty_days(
    alice: Any, plan: PlacementPlan, days: int, items: int
) -> None:
    PlacementPlan.objects.update(
        confirmed_at=timezone.now() - timedelta(days=days), ends_on=TODAY + timedelta(days=1)
    )

    assert len(due_items(alice, memberships_of(alice).rows[0], TODAY)) == items


def test_the_bureau_is_told_how_many_wait_and_only_its_own(
    as_user: Any, gao: Any, make_enterprise: Any, opening: Opening, shenzhen: Any
) -> None:
    make_enterprise("W1", vetting="pending")
    make_enterprise("W2", vetting="pending", region=shenzhen)
    Opening.objects.update(status="in_review")

    page = as_user(gao).get(reverse("school_list")).context["nav"]

    counts = {link["url"]: link["count"] for group in page for link in group["links"]}
    assert counts[reverse("enterprise_list")] == 1
    assert counts[reverse("opening_list")] == 1


def test_the_enterprise_is_told_of_returned_openings(as_user: Any, bob: Any, opening: Opening) -> None:
    Opening.objects.update(status="returned")

    page = as_user(bob).get(reverse("enterprise_list")).context["nav"]

    counts = {link["url"]: link["count"] for group in page for link in group["links"]}
    assert counts[reverse("opening_own")] == 1


@pytest.mark.parametrize(
    ("code", "who", "words"),
    [
        ("schools", "alice", "Alder Vocational School"),
        ("programmes", "alice", "730801"),
        ("plans", "alice", "2023级"),
        ("batches", "alice", "2023级"),
        ("enterprises", "alice", "Birch Engineering"),
        ("openings", "alice", "仓储运营实习生"),
        ("own-openings", "bob", "仓储运营实习生"),
    ],
)
def test_every_list_is_a_file(
    as_user: Any, request: Any, plan: PlacementPlan, opening: Opening, code: str, who: str, words: str
) -> None:
    client = as_user(request.getfixturevalue(who))

    answer = client.get(reverse("export_list", args=[code]), {"file_format": "csv"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert words in text
    assert AuditEvent.objects.filter(verb="exported").count() == 1


def test_an_export_holds_what_the_page_shows(
    as_user: Any, alice: Any, birch: Enterprise, dogwood: Enterprise
) -> None:
    answer = as_user(alice).get(
        reverse("export_list", args=["enterprises"]), {"file_format": "csv", "city": "440300"}
    )

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Dogwood" in text
    assert "Birch" not in text


def test_a_foreign_school_exports_no_plans(as_user: Any, carol: Any, plan: PlacementPlan) -> None:
    answer = as_user(carol).get(reverse("export_list", args=["plans"]), {"file_format": "csv"})

    assert "2023级" not in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_stale_openings_beyond_the_first_sixty_are_not_forgotten(bob: Any, opening: Opening) -> None:
    fresh = [
        Opening(
            enterprise=opening.enterprise,
            title=f"Post {n}",
            seats=1,
            status="open",
            confirmed_at=timezone.now(),
        )
        for n in range(61)
    ]
    Opening.objects.bulk_create(fresh)
    Opening.objects.create(enterprise=opening.enterprise, title="Forgotten", seats=1, status="open")
    Opening.objects.filter(pk=opening.pk).delete()

    (item,) = due_for_enterprise(bob, memberships_of(bob).rows[0], TODAY)

    assert item.title == "Is 1 opening still true?"

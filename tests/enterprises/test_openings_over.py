"""Openings that take nobody any more: of firms that closed, and those whose period is over."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise, Opening
from enterprises.services import openings as services
from enterprises.tasks import expire_openings
from tests.enterprises.test_openings import FAR, LIST


def test_one_opening_that_cannot_expire_leaves_the_others_their_turn(
    make_opening: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    closed, over = (make_opening(title, ends_on=yesterday) for title in ("closed", "over"))
    moved = services._moved

    def closes_meanwhile(opening: Opening, *words: Any, **values: Any) -> Opening:
        if opening == closed:
            Opening.objects.filter(pk=closed.pk).update(status="closed")
        return moved(opening, *words, **values)

    monkeypatch.setattr(services, "_moved", closes_meanwhile)

    assert expire_openings() == 1

    assert dict(Opening.objects.values_list("pk", "status")) == {closed.pk: "closed", over.pk: "expired"}


@pytest.mark.parametrize("gone", [{"closed_on": date(2026, 1, 1)}, {"vetting": "refused"}])
@pytest.mark.parametrize("query", ["", "?status=open", "?status=any"])
def test_openings_of_a_firm_that_takes_nobody_are_listed_to_its_overseers_alone(
    as_user: Any, alice: Any, gao: Any, bob: Any, opening: Opening, gone: dict[str, Any], query: str
) -> None:
    Opening.objects.update(ends_on=FAR)
    Enterprise.objects.filter(pk=opening.enterprise_id).update(**gone)

    def listed(user: Any) -> int:
        count: int = as_user(user).get(LIST + query).context["listing"].count
        return count

    assert [listed(user) for user in (alice, gao, bob)] == [0, 1, 1]


def test_a_firm_that_was_closed_has_no_open_seats_in_the_register(
    as_user: Any, gao: Any, opening: Opening
) -> None:
    Opening.objects.update(ends_on=FAR)
    client = as_user(gao)

    def seats() -> list[int]:
        page = client.get(reverse("enterprise_list")).context["listing"].page
        return [row.seats_open for row in page]

    before = seats()
    Enterprise.objects.update(closed_on=timezone.localdate())

    assert (before, seats()) == ([8], [0])

"""What strikes the eye in an opening, by the rules of 2021."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.advice import advice
from enterprises.models import Enterprise, Opening

SOUND = {
    "title": "Picker",
    "seats": 10,
    "hours_per_week": 40,
    "pay_month": 2000,
    "starts_on": date(2026, 3, 2),
    "ends_on": date(2026, 8, 28),
}


def said(birch: Enterprise, **values: Any) -> list[str]:
    birch.staff_total = 100
    with translation.override("en"):
        return advice(Opening(enterprise=birch, **{**SOUND, **values}))


def test_a_sound_opening_gets_no_advice(birch: Enterprise) -> None:
    assert said(birch) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"seats": 11}, "11 seats are more than 10 % of 100 staff (10)"),
        ({"hours_per_week": 41}, "at most 8 hours a day and 40 a week"),
        ({"pay_month": None}, "in principle at least 80 % of what it pays"),
        ({"ends_on": date(2026, 9, 30)}, "Longer than six months"),
        ({"night_shift": True}, "filing with the bureau"),
    ],
)
def test_what_strikes_the_eye_is_said(birch: Enterprise, values: dict[str, Any], words: str) -> None:
    (sentence,) = said(birch, **values)

    assert words in sentence


def test_unknown_staff_is_said(birch: Enterprise) -> None:
    birch.staff_total = None

    with translation.override("en"):
        assert "staff is not stated" in advice(Opening(enterprise=birch, **SOUND))[0]


def test_the_enterprise_reads_it_on_the_draft_and_schools_never(
    as_user: Any, bob: Any, alice: Any, birch: Enterprise
) -> None:
    draft = Opening.objects.create(enterprise=birch, **{**SOUND, "night_shift": True})

    assert "Look at this once more" in as_user(bob).get(draft.get_absolute_url()).content.decode()
    Opening.objects.update(status="open")
    assert "Look at this once more" not in as_user(alice).get(draft.get_absolute_url()).content.decode()


def test_more_than_a_fifth_of_those_on_like_posts_is_said(birch: Enterprise) -> None:
    birch.staff_groups.create(name="Picker", staff=40)
    birch.staff_groups.create(name="Office", staff=2)

    (sentence,) = said(birch, seats=9)

    assert "9 seats are more than 20 % of the 40 staff of “Picker” (8)" in sentence
    assert said(birch, seats=8) == []


def test_the_form_of_a_draft_says_it_too(as_user: Any, bob: Any, birch: Enterprise) -> None:
    draft = Opening.objects.create(enterprise=birch, **{**SOUND, "hours_per_week": 48})

    page = as_user(bob).get(reverse("opening_edit", args=[draft.public_id])).content.decode()

    assert "at most 8 hours a day and 40 a week" in page

"""Pages of what is closed, of schools with two open batches, and names as they were written."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from partnerships.agreements.models import Proposal
from partnerships.matching.models import Suggestion
from partnerships.matching.showing import sentences
from partnerships.matching.words import reason_words
from schools.models import Batch, PlacementPlan
from tests.partnerships.matching.reading import read, url


@pytest.fixture
def later(stated):
    """A second open batch: ten more students of the same programme, half a year on."""
    first, last = stated.starts_on + timedelta(days=180), stated.ends_on + timedelta(days=180)
    batch = Batch.objects.create(
        school=stated.programme.school,
        name="Autumn",
        entry_year=2025,
        starts_on=first,
        ends_on=last,
        status="open",
    )
    return PlacementPlan.objects.create(
        programme=stated.programme, batch=batch, students_due=10, starts_on=first, ends_on=last,
        status="stated", confirmed_at=timezone.now(),
    )  # fmt: skip


def test_the_heading_counts_all_open_batches(suggestion, later, alice, as_user):
    page = read(as_user(alice), reverse("suggestion_home"))

    assert "1 suggestion for 40 missing seats" in page
    assert page.count("Openings are suggested for the soonest batch first.") == 1
    assert later.get_absolute_url() in page


def test_a_closed_programme_is_not_told_to_state_its_need(suggestion, alice, as_user):
    programme = suggestion.programme
    PlacementPlan.objects.update(status="closed")
    type(programme).objects.update(closed_on=timezone.localdate())
    Suggestion.objects.all().delete()
    client = as_user(alice)

    page = read(client, url("programme_suggestions", programme))

    assert "is closed: it places nobody" in page
    assert "This programme is closed" in page
    assert "State how many are due out" not in page
    assert "no plan stated" not in page
    for address in (programme.get_absolute_url(), PlacementPlan.objects.get().get_absolute_url()):
        assert "Suggested openings" not in read(client, address)


def test_a_closed_opening_says_why_nothing_is_suggested(suggestion, post, bob, as_user):
    type(post).objects.update(status="closed")
    Suggestion.objects.all().delete()

    page = read(as_user(bob), url("opening_suggestions", post))

    assert f"{post.title} takes nobody now: Closed" in page
    assert "No programme is suggested while the opening takes nobody" in page


def test_names_stand_as_they_were_written(suggestion):
    suggestion.opening.abilities = ["PLC 编程"]

    with translation.override("en"):
        (words,) = sentences(suggestion, [("abilities_missing", {"missing": ["plc 编程"]})], "school")

    assert words == "Wanted but not taught: PLC 编程"


@pytest.mark.parametrize(("value", "words"), [(0.6, "among others"), (0.3, "seldom")])
def test_a_fair_relation_of_industry_and_major_is_not_called_seldom(value, words):
    with translation.override("en"):
        assert words in reason_words("industry_unusual", {"value": value})


def test_who_asks_for_more_than_he_needs_reads_it_beside_the_need(
    suggestion, stated, alder, birch, alice, as_user
):
    Proposal.objects.create(
        school=alder, enterprise=birch, from_side="school", plan=stated, programme=stated.programme,
        students=33, students_asked=33, sent_at=timezone.now(),
    )  # fmt: skip

    assert "3 asked beyond the gap" in read(as_user(alice), url("programme_suggestions", stated.programme))


def test_the_proposed_tab_says_how_many_of_how_many(suggestion, stated, alder, birch, alice, as_user):
    Proposal.objects.create(
        school=alder, enterprise=birch, from_side="school", plan=stated, programme=stated.programme,
        students=5, students_asked=7, status="accepted", sent_at=timezone.now(),
    )  # fmt: skip

    page = read(as_user(alice), url("programme_suggestions", stated.programme) + "?tab=proposed")

    assert "asked for 7, accepted 5" in page


def test_an_enterprise_reads_of_its_own_answers_as_its_own():
    with translation.override("en"):
        said = [reason_words("partner_unreliable", {}, is_own=is_own) for is_own in (False, True)]

    assert said[0].startswith("Few answers so far")
    assert said[1].startswith("Your side: few answers so far")

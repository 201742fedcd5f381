"""Lists cost the same number of queries at 1 and at 3 rows, and their filters hold what they say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.agreements.models import Partnership
from partnerships.agreements.services.agreements import draft_agreement
from partnerships.agreements.services.proposals import Idea, create_proposal


@pytest.fixture
def more(alder, make_enterprise, terms, alice, today):
    """`more(n)` adds n partnerships of Alder, each with an agreement and a proposal from the enterprise."""

    def add(number):
        for at in range(number):
            firm = make_enterprise(f"Elm {Partnership.objects.count()}-{at}", staff_total=100)
            pair = Partnership.objects.create(school=alder, enterprise=firm, started_on=today)
            draft_agreement(pair, replace(terms, title=f"Paper {firm.name_en}"), by=alice, side="school")
            create_proposal(
                alder, firm, Idea(message="Hi"), from_side="enterprise", by=None, now=timezone.now()
            )

    return add


@pytest.mark.parametrize(
    ("name", "queries"), [("partnership_list", 14), ("proposal_list", 12), ("agreement_list", 16)]
)
def test_one_row_costs_as_much_as_three(name, queries, more, alice, as_user, django_assert_num_queries):
    client = as_user(alice)
    more(1)
    client.get(reverse(name))

    with django_assert_num_queries(queries):
        client.get(reverse(name))
    more(2)
    with django_assert_num_queries(queries):
        client.get(reverse(name))


def test_text_and_city_find_either_party(more, foreign, carol, as_user):
    client = as_user(carol)

    by_name = client.get(reverse("partnership_list") + "?q=dogwood").content.decode()
    by_city = client.get(reverse("partnership_list") + "?city=440100").content.decode()

    assert "Dogwood" in by_name
    assert "No partnership fits" in by_city


def test_the_quiet_ones_are_those_without_a_confirmed_activity(more, alice, as_user, today):
    more(2)
    lively = Partnership.objects.order_by("pk").first()
    Partnership.objects.filter(pk=lively.pk).update(last_activity_on=today - timedelta(days=10))

    page = as_user(alice).get(reverse("partnership_list") + "?quiet=180")

    assert "2 partnerships, 1 without a confirmed activity for half a year" in page.content.decode()
    assert page.context["listing"].count == 1


def test_nonsense_in_the_address_is_no_error(partnership, alice, as_user):
    client = as_user(alice)

    for name in ("partnership_list", "proposal_list", "agreement_list", "activity_list"):
        address = (
            reverse(name)
            + "?sort=-nothing&page=99999&city=x&stage=mad&status=mad&expiring=0&quiet=-3&kind=mad"
        )
        assert client.get(address).status_code == 200


def test_the_lists_are_exported_with_their_filter(more, alice, as_user):
    more(2)

    for code in ("partnerships", "proposals", "agreements", "activities"):
        answer = as_user(alice).get(reverse("export_list", args=[code]) + "?file_format=csv&q=Elm")
        assert answer.status_code == 200
        body = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert body.count("Elm") >= (0 if code == "activities" else 2)


def test_the_side_bar_counts_what_waits(more, alice, as_user):
    more(3)

    page = as_user(alice).get(reverse("partnership_list")).content.decode()

    assert 'class="rh-nav__count">3<' in page

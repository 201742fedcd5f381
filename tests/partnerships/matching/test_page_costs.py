"""What the pages cost, and that one page counts what another counts."""

import pytest
from django.urls import reverse

from partnerships.matching.models import Suggestion
from tests.partnerships.matching.reading import read, url


@pytest.fixture
def three(suggestion, make_enterprise, make_opening, match):
    """Three suggestions of openings, each of another enterprise."""

    def make():
        for name in ("Elm", "Fir"):
            make_opening(make_enterprise(name))
        match()

    return make


def test_one_suggestion_costs_as_much_as_three(three, suggestion, alice, as_user, django_assert_num_queries):
    client = as_user(alice)
    addresses = [
        (reverse("suggestion_home"), 14),
        (url("programme_suggestions", suggestion.programme), 22),
        (url("programme_suggestions", suggestion.programme) + "?view=list", 22),
        (reverse("match_run_list"), 11),
    ]
    for address, _queries in addresses:
        read(client, address)

    for address, queries in addresses:
        with django_assert_num_queries(queries):
            read(client, address)
    three()

    assert Suggestion.objects.of_openings().count() == 3
    for address, queries in addresses:
        with django_assert_num_queries(queries):
            read(client, address)


def test_one_programme_for_an_opening_costs_as_much_as_three(
    suggestion, cedar, make_school, logistics_class, match, bob, as_user, django_assert_num_queries
):
    client = as_user(bob)
    addresses = [(reverse("suggestion_home"), 13), (url("opening_suggestions", suggestion.opening), 19)]
    for address, _queries in addresses:
        read(client, address)
    for address, queries in addresses:
        with django_assert_num_queries(queries):
            read(client, address)
    for name in ("Elm School", "Fir School"):
        make_school(name).programmes.create(major_code="730801", major_class=logistics_class, name_zh="物流")
    match()

    assert Suggestion.objects.filter(opening=suggestion.opening).count() == 3
    for address, queries in addresses:
        with django_assert_num_queries(queries):
            read(client, address)


def test_the_home_page_counts_what_the_page_of_suggestions_counts(three, suggestion, alice, as_user):
    three()
    client = as_user(alice)

    assert "3 suggestions for" in read(client, reverse("suggestion_home"))
    assert f'href="{reverse("suggestion_home")}">All 3</a>' in read(client, reverse("school_home"))

"""The search: five kinds of rows in sight, ten of each, and the list of all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enterprises.models import Opening
from partnerships.agreements.models import Agreement
from schools.models import School
from tests.counting import queries_of
from tests.partnerships.dashboards.world import make_partnership, make_plan

pytestmark = pytest.mark.django_db


def groups(client, text):
    answer = client.get("/search/", {"q": text})
    assert answer.status_code == 200
    return {group.code: group for group in answer.context["groups"]}


def agree(partnership, title):
    today = timezone.localdate()
    return Agreement.objects.create(
        partnership=partnership, title=title, starts_on=today, ends_on=today + timedelta(days=900),
        status="signed", drafted_side="school",
    )  # fmt: skip


def test_one_word_finds_all_five_kinds(as_user, alice, alder, cedar, make_enterprise, logistics_class):
    firm, other = make_enterprise("Quokka Freight"), make_enterprise("Elm Freight")
    Opening.objects.create(enterprise=other, title="Elm keeper", seats=2, status="open")
    agree(make_partnership(alder, other), "Elm class")
    make_plan(alder, logistics_class, 3)
    Opening.objects.create(enterprise=firm, title="Quokka keeper", seats=2, status="open")
    plan = make_plan(alder, logistics_class, 3)
    plan.programme.name_en = "Quokka studies"
    plan.programme.save()
    agree(make_partnership(alder, firm), "Order class")

    School.objects.filter(pk=cedar.pk).update(name_en="Quokka School")

    found = groups(as_user(alice), "quokka")

    assert {code: [hit.name for hit in group.hits] for code, group in found.items()} == {
        "enterprise": ["Quokka Freight"],
        "school": ["Quokka School"],
        "programme": ["Quokka studies"],
        "opening": ["Quokka keeper"],
        "agreement": ["Order class"],
    }


def test_ten_are_shown_and_the_list_of_all_has_as_many_as_are_counted(as_user, alice, make_enterprise):
    for number in range(13):
        make_enterprise(f"Quokka {number}")
    client = as_user(alice)

    group = groups(client, "quokka")["enterprise"]

    assert (len(group.hits), group.count) == (10, 13)
    assert client.get(group.all_url).context["listing"].count == 13


def test_agreements_of_others_are_not_found(as_user, alice, carol, cedar, dogwood):
    agree(make_partnership(cedar, dogwood), "Quokka pact")

    assert groups(as_user(alice), "dogwood")["agreement"].count == 0
    assert groups(as_user(carol), "dogwood")["agreement"].count == 1


def test_an_agreement_is_found_by_its_title_too(as_user, alice, alder, birch):
    agree(make_partnership(alder, birch), "Quokka class")
    client = as_user(alice)

    group = groups(client, "quokka")["agreement"]

    assert [hit.name for hit in group.hits] == ["Quokka class"]
    assert client.get(group.all_url).context["listing"].count == 1


def test_drafts_of_others_are_not_found(as_user, alice, bob, birch):
    Opening.objects.create(enterprise=birch, title="Quokka draft", seats=2, status="draft")

    assert groups(as_user(alice), "quokka")["opening"].count == 0


def test_whoever_belongs_nowhere_finds_nothing(as_user, mallory, birch, opening, logistics):
    assert all(group.count == 0 for group in groups(as_user(mallory), "o").values())


def test_an_empty_search_asks_for_words(as_user, alice, birch):
    answer = as_user(alice).get("/search/", {"q": "   "})

    assert answer.context["groups"] == []
    assert "What are you looking for?" in answer.content.decode()


def test_what_was_typed_is_shown_as_text(as_user, alice):
    html = as_user(alice).get("/search/", {"q": "<script>alert(1)</script>%_'"}).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_many_hits_cost_as_many_queries_as_one(as_user, alice, alder, make_enterprise, logistics_class):
    def add(number):
        firm = make_enterprise(f"Quokka {number}")
        Opening.objects.create(enterprise=firm, title=f"Quokka {number}", seats=2, status="open")
        plan = make_plan(alder, logistics_class, 3)
        type(plan.programme).objects.filter(pk=plan.programme_id).update(name_en=f"Quokka {number}")
        agree(make_partnership(alder, firm), f"Quokka {number}")

    client = as_user(alice)
    add(0)
    at_one = queries_of(client, "/search/?q=quokka")
    add(1)
    add(2)

    assert queries_of(client, "/search/?q=quokka") == at_one == 11

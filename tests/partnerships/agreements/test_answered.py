"""What a yes asks for next, what a no leads to, how many were taken, and words that no proposal may carry."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.agreements.due import due_items
from partnerships.agreements.models import Agreement, Partnership, Proposal
from partnerships.agreements.services import proposals as services
from partnerships.agreements.services.agreements import draft_agreement
from partnerships.agreements.services.proposals import Idea
from portal.accounts.memberships import memberships_of
from portal.common.errors import DomainError


def items(user, today):
    return due_items(user, memberships_of(user).rows[0], today)


@pytest.fixture
def accepted(proposal, bob):
    """Birch takes three of the four."""
    return services.accept_proposal(proposal, by=bob, now=timezone.now(), students=3)


@pytest.fixture
def long_ago(accepted):
    Proposal.objects.update(answered_at=timezone.now() - timedelta(days=20))
    return accepted


def test_a_yes_asks_for_the_agreement(accepted, alice, today):
    (item,) = items(alice, today)

    target = reverse("agreement_create", args=[Partnership.objects.get().public_id])
    assert (item.act_label, item.act_url) == ("Draft the agreement", target)


def test_whoever_may_not_draft_is_only_shown_the_answer(accepted, vera, today):
    assert [item.act_label for item in items(vera, today)] == ["Look"]


def test_it_asks_on_for_a_month_until_something_follows(long_ago, alice, terms, today):
    assert [item.act_label for item in items(alice, today)] == ["Draft the agreement"]

    draft_agreement(Partnership.objects.get(), terms, by=alice, side="school")

    assert items(alice, today) == []


@pytest.mark.parametrize("stage", ["agreed", "active", "strategic"])
def test_a_partnership_that_got_further_asks_for_nothing(long_ago, alice, today, stage):
    Partnership.objects.update(stage=stage)

    assert items(alice, today) == []


def test_a_draft_that_was_taken_back_is_asked_for_again(long_ago, alice, terms, today):
    draft_agreement(Partnership.objects.get(), terms, by=alice, side="school")
    Agreement.objects.update(status="withdrawn")

    assert [item.act_label for item in items(alice, today)] == ["Draft the agreement"]


def test_three_answers_cost_as_much_as_one(accepted, alice, today, django_assert_num_queries):
    membership = memberships_of(alice).rows[0]
    with django_assert_num_queries(2):
        assert len(due_items(alice, membership, today)) == 1
    for _number in range(2):
        Proposal.objects.create(
            school=accepted.school, enterprise=accepted.enterprise, from_side="school", status="accepted",
            sent_at=timezone.now(), answered_at=timezone.now(),
        )  # fmt: skip

    with django_assert_num_queries(2):
        assert len(due_items(alice, membership, today)) == 3


@pytest.mark.parametrize(
    ("language", "words"), [("en", "sked for 4, accepted 3"), ("zh-hans", "申请 4 人，接受 3 人")]
)
def test_list_page_and_history_say_how_many_of_how_many(accepted, alice, as_user, language, words):
    client = as_user(alice)
    client.cookies["django_language"] = language

    shown = client.get(accepted.get_absolute_url()).content.decode()
    listed = client.get(reverse("proposal_list")).content.decode()

    assert (shown.count(words), listed.count(words)) == (2, 1)


def test_the_page_of_a_yes_leads_to_the_agreement(accepted, alice, as_user):
    target = reverse("agreement_create", args=[Partnership.objects.get().public_id])
    client = as_user(alice)

    assert target in client.get(accepted.get_absolute_url()).content.decode()
    Partnership.objects.update(stage="agreed")
    assert target not in client.get(accepted.get_absolute_url()).content.decode()


def test_a_no_is_explained_and_leads_to_other_openings(proposal, alice, bob, as_user, today):
    services.decline_proposal(proposal, by=bob, now=timezone.now(), reason="terms", note="Pay is fixed")

    (item,) = items(alice, today)
    page = as_user(alice).get(item.act_url).content.decode()

    assert item.act_label == "See why"
    assert "Pay and conditions · Pay is fixed" in page
    assert f"{reverse('opening_list')}?major_class=7308" in page
    assert "Look at other openings" not in as_user(bob).get(item.act_url).content.decode()


@pytest.mark.parametrize("text", ["每人交保证金 500 元", "A deposit of 500 yuan"])
def test_no_proposal_asks_students_for_money(alder, birch, bob, text):
    with pytest.raises(DomainError, match="Students pay neither deposit nor fee"):
        services.create_proposal(
            alder, birch, Idea(message=text), from_side="enterprise", by=bob, now=timezone.now()
        )
    assert not Proposal.objects.exists()


def test_nor_does_the_answer_to_one(proposal, bob):
    with pytest.raises(DomainError, match="may not stand in a proposal"):
        services.accept_proposal(proposal, by=bob, now=timezone.now(), note="押金 200 元")

    proposal.refresh_from_db()
    assert proposal.status == "sent"

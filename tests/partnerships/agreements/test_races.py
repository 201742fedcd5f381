"""Two at once: both sides sign, one side signs twice, one pair begins twice, the last seats go once."""

import pytest
from django.utils import timezone

from enterprises.models import Opening
from partnerships.agreements.models import Agreement, Partnership, Proposal, Signature
from partnerships.agreements.services import partnerships, proposals, signing
from partnerships.agreements.services.proposals import Idea
from portal.common.errors import DomainError
from portal.records import links
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def signs(agreement, side, by):
    def act():
        mine = Agreement.objects.get(pk=agreement.pk)
        today = timezone.localdate()
        return signing.sign_agreement(
            mine, signing.by_account(by), side=side, by=by, on=today, version=mine.version
        )

    return act


def test_both_sides_sign_at_once_and_it_is_signed(offered, alice, bob):
    for _round in range(ROUNDS):
        Signature.objects.all().delete()
        Agreement.objects.update(status="offered")

        found = at_once(signs(offered, "school", alice), signs(offered, "enterprise", bob))

        assert [type(one) for one in found] == [Signature, Signature]
        assert Agreement.objects.get().status == "signed"


def test_one_side_that_signs_four_times_at_once_signs_once(offered, alice):
    for _round in range(ROUNDS):
        Signature.objects.all().delete()

        found = at_once(*[signs(offered, "school", alice)] * 4)

        assert sum(isinstance(one, Signature) for one in found) == 1
        assert sum(isinstance(one, signing.AlreadySigned) for one in found) == 3
        assert Signature.objects.count() == 1


def test_a_link_and_a_click_of_the_two_sides_do_not_block_each_other(offered, alice, bob):
    link, _token = signing.issue_signing_link(offered, side="enterprise", person="Huang", by=bob)

    found = at_once(signs(offered, "school", alice), lambda: links.use(link, "sign"))

    assert not any(isinstance(one, Exception) for one in found)
    assert Agreement.objects.get().status == "signed"


def test_a_pair_begins_once(alder, birch, alice, bob):
    today = timezone.localdate()

    def begins(by):
        return lambda: partnerships.create_partnership(alder, birch, by=by, started_on=today)

    found = at_once(begins(alice), begins(bob), begins(alice))

    assert Partnership.objects.count() == 1
    assert sum(isinstance(one, partnerships.PartnershipExists) for one in found) == 2


def test_two_answers_at_once_do_not_pass_the_limit_together(birch, proposal, make_school, alice, bob):
    Opening.objects.update(seats=100)
    type(birch).objects.update(staff_total=100)
    birch.refresh_from_db()
    days = {"starts_on": proposal.starts_on, "ends_on": proposal.ends_on}
    schools = [make_school(f"School {number}") for number in range(2 * ROUNDS)]

    for pair in zip(schools[::2], schools[1::2], strict=True):
        Proposal.objects.exclude(status="sent").update(status="withdrawn")
        asked = [
            proposals.create_proposal(
                school,
                birch,
                Idea(students=8, **days),
                from_side="school",
                by=alice,
                now=timezone.now(),
            )
            for school in pair
        ]

        found = at_once(*[accepts(row.pk, bob) for row in asked])

        assert [error.code for error in found if isinstance(error, DomainError)] == ["over_capacity"]
        assert Proposal.objects.filter(status="accepted").count() == 1


def accepts(pk, by):
    def act():
        mine = Proposal.objects.select_related("opening", "enterprise", "school").get(pk=pk)
        return proposals.accept_proposal(mine, by=by, now=timezone.now())

    return act


def test_the_last_seats_go_once(alder, birch, logistics, coming_opening, make_school, alice, bob):
    Opening.objects.update(seats=3)
    coming_opening.refresh_from_db()
    asked = [
        proposals.create_proposal(
            make_school(f"School {number}"),
            birch,
            Idea(opening=coming_opening, students=1),
            from_side="school",
            by=alice,
            now=timezone.now(),
        )
        for number in range(8)
    ]

    found = at_once(*[accepts(row.pk, bob) for row in asked])

    assert Opening.objects.get().seats_taken == 3
    assert Proposal.objects.filter(status="accepted").count() == 3
    assert sum(isinstance(one, DomainError) for one in found) == 5

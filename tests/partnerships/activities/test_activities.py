"""Logging, correcting, confirming and disputing activities."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from partnerships.activities.models import Activity, Confirmation
from partnerships.activities.services import confirming, logging
from partnerships.activities.services.confirming import Word, confirm_activity, dispute_activity
from partnerships.activities.services.logging import log_activity
from partnerships.agreements.models import Agreement, Partnership
from portal.common.errors import DomainError, StaleVersion
from portal.records import links, marks
from portal.records.models import SignedLink, StaleMark


def log(partnership, entry, by, side="school"):
    return log_activity(partnership, entry, by=by, side=side, now=timezone.now())


def confirm(activity, by, **values):
    return confirm_activity(activity, Word(by, "enterprise"), **values)


def test_an_activity_is_not_logged_before_it_happened(partnership, entry, alice, today):
    for days in (
        replace(entry, happened_on=today + timedelta(days=1)),
        replace(entry, ended_on=today + timedelta(days=1)),
    ):
        with pytest.raises(DomainError, match="still to come"):
            log(partnership, days, alice)

    assert not Activity.objects.exists()


def test_an_activity_does_not_lie_before_the_partnership(partnership, entry, alice):
    with pytest.raises(DomainError, match="1 Sep 2024"):
        log(partnership, replace(entry, happened_on=partnership.started_on - timedelta(days=1)), alice)

    assert log(partnership, replace(entry, happened_on=partnership.started_on), alice).pk


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "witchcraft"},
        {"quantity": Decimal(0)},
        {"kind": "teacher_practice", "people": 2, "hours": Decimal(0)},
        {"kind": "equipment_donation", "money": Decimal(0)},
        {"title": "按人头返利给班主任"},
    ],
)
def test_what_counts_for_nothing_or_is_forbidden_is_refused(partnership, entry, alice, change):
    with pytest.raises(DomainError):
        log(partnership, replace(entry, **change), alice)

    assert not Activity.objects.exists()


def test_foreign_programmes_and_agreements_are_refused(partnership, entry, foreign, alice):
    with pytest.raises(DomainError, match="another school"):
        log(partnership, replace(entry, programme=foreign["programme"]), alice)
    with pytest.raises(DomainError, match="another partnership"):
        log(partnership, replace(entry, agreement=foreign["agreement"]), alice)


def test_an_ended_partnership_takes_no_activity(partnership, entry, alice, today):
    Partnership.objects.update(stage="ended", ended_on=today)
    partnership.refresh_from_db()

    with pytest.raises(DomainError, match="has ended"):
        log(partnership, entry, alice)


def test_confirming_sets_the_last_activity_and_lifts_an_agreed_partnership(activity, bob):
    confirm(activity, bob)

    partnership = Partnership.objects.get()
    assert activity.status == "confirmed"
    assert (partnership.last_activity_on, partnership.stage) == (activity.happened_on, "active")
    answer = Confirmation.objects.get()
    assert (answer.is_confirmed, answer.user, answer.side) == (True, bob, "enterprise")


def test_an_older_activity_does_not_move_the_last_day_back(partnership, activity, entry, alice, bob):
    confirm(activity, bob)
    older = log(partnership, replace(entry, happened_on=entry.happened_on - timedelta(days=90)), alice)

    confirm(older, bob)

    assert Partnership.objects.get().last_activity_on == activity.happened_on


def test_the_side_that_logged_it_cannot_confirm(activity, alice, ed):
    with pytest.raises(DomainError, match="cannot confirm"):
        confirm_activity(activity, Word(ed, "school"))
    with pytest.raises(PermissionDenied):
        confirm_activity(activity, Word(alice, "enterprise"))

    activity.refresh_from_db()
    assert activity.status == "logged"
    assert not Confirmation.objects.exists()


def test_a_double_click_confirms_once(activity, bob, as_user):
    client = as_user(bob)
    address = reverse("activity_confirm", args=[activity.public_id])

    client.post(address, {"version": activity.version})
    answer = client.post(address, {"version": activity.version}, follow=True)

    assert Confirmation.objects.count() == 1
    assert "Read it again" in answer.content.decode()


def test_nobody_confirms_what_changed_under_his_eyes(activity, entry, alice, bob):
    logging.edit_activity(activity, replace(entry, quantity=Decimal(20)), version=1, by=alice)

    with pytest.raises(DomainError, match="Read it again"):
        confirm(activity, bob, version=1)

    assert not Confirmation.objects.exists()


def test_a_dispute_says_what_is_wrong_and_can_be_settled(activity, entry, alice, bob):
    with pytest.raises(DomainError, match="reason"):
        dispute_activity(activity, Word(bob, "enterprise"), note=" ")
    dispute_activity(activity, Word(bob, "enterprise"), note="Only one course")

    logging.edit_activity(activity, replace(entry, quantity=Decimal(1)), version=activity.version, by=alice)
    logging.offer_again(activity, by=alice)
    confirm(activity, bob)

    assert activity.status == "confirmed"
    assert [(row.is_confirmed, row.note) for row in Confirmation.objects.all()] == [
        (False, "Only one course"),
        (True, ""),
    ]


def test_a_confirmation_can_be_taken_back_and_the_last_day_follows(activity, bob):
    confirm(activity, bob)

    dispute_activity(activity, Word(bob, "enterprise"), note="Wrong class")

    assert activity.status == "disputed"
    assert Partnership.objects.get().last_activity_on is None


def test_what_is_confirmed_cannot_be_edited_or_withdrawn(activity, entry, alice, bob):
    confirm(activity, bob)

    with pytest.raises(DomainError, match="cannot be changed"):
        logging.edit_activity(activity, entry, version=activity.version, by=alice)
    with pytest.raises(DomainError, match="no longer possible"):
        logging.withdraw_activity(activity, by=alice, reason="x")


def test_two_editors_lose_nothing(activity, entry, alice, ed):
    logging.edit_activity(activity, replace(entry, title="First"), version=1, by=alice)

    with pytest.raises(StaleVersion):
        logging.edit_activity(activity, replace(entry, title="Second"), version=1, by=ed)

    assert Activity.objects.get().title == "First"


def test_withdrawing_takes_a_reason(activity, alice):
    with pytest.raises(DomainError, match="reason"):
        logging.withdraw_activity(activity, by=alice, reason="")
    logging.withdraw_activity(activity, by=alice, reason="Logged twice")

    assert activity.status == "withdrawn"


def link_for(activity, by):
    return confirming.issue_confirming_link(activity, person="Huang Zhiqiang", by=by)


def test_a_link_confirms_without_an_account(activity, alice, client):
    _link, token = link_for(activity, alice)

    page = client.get(reverse("signed_link", args=[token])).content.decode()
    client.post(reverse("signed_link_answer", args=[token, "confirm"]))

    assert "WMS course written together" in page
    activity.refresh_from_db()
    answer = Confirmation.objects.get()
    assert activity.status == "confirmed"
    assert (answer.user, answer.person) == (None, "Huang Zhiqiang · Birch Engineering · link")


def test_whoever_logged_it_makes_no_link_for_a_side_that_could_answer(activity, alice, bob):
    with pytest.raises(DomainError, match="Only Birch Engineering"):
        link_for(activity, alice)

    link_for(activity, bob)
    assert SignedLink.objects.count() == 1


def test_a_link_disputes_with_a_note(activity, alice):
    link, _token = link_for(activity, alice)

    with pytest.raises(DomainError):
        links.use(link, "dispute")
    links.use(link, "dispute", note="It was 4 hours")

    activity.refresh_from_db()
    assert (activity.status, Confirmation.objects.get().note) == ("disputed", "It was 4 hours")


def test_a_correction_closes_links_to_the_old_text(activity, entry, alice):
    link, _token = link_for(activity, alice)

    logging.edit_activity(activity, replace(entry, title="Corrected"), version=1, by=alice)

    link.refresh_from_db()
    assert not link.is_open


def test_no_link_for_what_waits_for_nobody(activity, alice, bob):
    confirm(activity, bob)

    with pytest.raises(DomainError, match="does not wait"):
        link_for(activity, alice)

    assert not SignedLink.objects.exists()


def test_changes_leave_marks(activity, bob):
    marks.subscribe("activity_consumer", "activity", "partnership")

    confirm(activity, bob)

    subjects = set(StaleMark.objects.filter(consumer="activity_consumer").values_list("subject", flat=True))
    assert subjects == {"activity", "partnership"}


def test_an_agreement_of_the_pair_may_be_named(partnership, entry, draft, alice):
    made = log(partnership, replace(entry, agreement=draft), alice)

    assert made.agreement == Agreement.objects.get()

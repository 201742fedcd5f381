"""Beginning a partnership, and its ladder."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from partnerships.agreements.models import Partnership
from partnerships.agreements.services import partnerships as services
from portal.common.errors import DomainError, StaleVersion
from portal.records import marks
from portal.records.models import StaleMark
from portal.records.workflow import history


def stages(partnership):
    return [(move.move, move.to_state, move.user_id) for move in history(partnership)]


def test_a_second_partnership_of_the_pair_is_refused_and_names_the_first(partnership, alice, today):
    with pytest.raises(services.PartnershipExists) as refusal:
        services.create_partnership(partnership.school, partnership.enterprise, by=alice, started_on=today)

    assert refusal.value.existing == partnership
    assert Partnership.objects.count() == 1


def test_after_the_end_the_two_may_begin_anew(partnership, alice, today):
    services.move_partnership(partnership, "end", by=alice, side="school", reason="Moved away", on=today)

    again = services.create_partnership(
        partnership.school, partnership.enterprise, by=alice, started_on=today
    )

    assert Partnership.objects.live().get() == again


def test_a_partnership_does_not_begin_tomorrow(alder, birch, alice, today):
    with pytest.raises(DomainError, match="still to come"):
        services.create_partnership(alder, birch, by=alice, started_on=today + timedelta(days=1))

    assert not Partnership.objects.exists()


def test_cash_per_head_in_the_purpose_is_refused(alder, birch, alice, today):
    with pytest.raises(DomainError, match="人头费"):
        services.create_partnership(alder, birch, by=alice, started_on=today, purpose="按人头返利")

    assert not Partnership.objects.exists()


def test_two_editors_lose_nothing(partnership, alice, bob):
    services.edit_partnership(partnership, version=1, by=alice, purpose="Courses")

    with pytest.raises(StaleVersion):
        services.edit_partnership(partnership, version=1, by=bob, purpose="Donations")

    partnership.refresh_from_db()
    assert (partnership.purpose, partnership.version) == ("Courses", 2)


def test_agreed_needs_a_signed_agreement(partnership, alice):
    Partnership.objects.update(stage="in_talks")

    with pytest.raises(DomainError, match="both sides have signed"):
        services.move_partnership(partnership, "agree", by=alice, side="school")

    partnership.refresh_from_db()
    assert partnership.stage == "in_talks"


def test_active_needs_life(partnership, alice):
    with pytest.raises(DomainError, match="confirmed by both sides"):
        services.move_partnership(partnership, "activate", by=alice, side="school")

    partnership.refresh_from_db()
    assert partnership.stage == "agreed"


def test_no_rung_is_skipped_by_hand(partnership, alice):
    Partnership.objects.update(stage="aware")

    for move in ("agree", "activate", "propose_strategic", "agree_strategic"):
        with pytest.raises(DomainError, match="no longer possible"):
            services.move_partnership(partnership, move, by=alice, side="school")


def test_strategic_is_proposed_by_one_side_and_agreed_by_the_other(partnership, alice, bob):
    Partnership.objects.update(stage="active")

    services.move_partnership(partnership, "propose_strategic", by=alice, side="school")
    with pytest.raises(DomainError, match="the other side agrees"):
        services.move_partnership(partnership, "agree_strategic", by=alice, side="school")
    services.move_partnership(partnership, "agree_strategic", by=bob, side="enterprise")

    assert (partnership.stage, partnership.strategic_side) == ("strategic", "")
    assert stages(partnership) == [
        ("propose_strategic", "active", alice.pk),
        ("agree_strategic", "strategic", bob.pk),
    ]


def test_nobody_agrees_to_what_nobody_proposed(partnership, bob):
    Partnership.objects.update(stage="active")

    with pytest.raises(DomainError, match="proposes a strategic partnership first"):
        services.move_partnership(partnership, "agree_strategic", by=bob, side="enterprise")


def test_a_proposed_strategic_partnership_can_be_dropped_with_a_reason(partnership, alice, bob):
    Partnership.objects.update(stage="active")
    services.move_partnership(partnership, "propose_strategic", by=alice, side="school")

    with pytest.raises(DomainError, match="reason"):
        services.move_partnership(partnership, "drop_strategic", by=bob, side="enterprise")
    services.move_partnership(partnership, "drop_strategic", by=bob, side="enterprise", reason="Too early")

    assert (partnership.stage, partnership.strategic_side) == ("active", "")


def test_the_end_takes_a_reason_and_a_day_that_has_been(partnership, alice, today):
    for day in (today + timedelta(days=1), partnership.started_on - timedelta(days=1)):
        with pytest.raises(DomainError, match="between the beginning"):
            services.move_partnership(partnership, "end", by=alice, side="school", reason="x", on=day)
    with pytest.raises(DomainError, match="reason"):
        services.move_partnership(partnership, "end", by=alice, side="school", on=today)

    partnership.refresh_from_db()
    assert (partnership.stage, partnership.ended_on) == ("agreed", None)


def test_an_editor_may_not_end_it(partnership, ed, today):
    with pytest.raises(PermissionDenied):
        services.move_partnership(partnership, "end", by=ed, side="school", reason="x", on=today)


def test_a_signed_agreement_lifts_by_the_portal_itself(partnership, offered):
    Partnership.objects.update(stage="aware")
    type(offered).objects.update(status="signed")

    services.advance_partnership(partnership)

    assert partnership.stage == "agreed"
    assert stages(partnership) == [("begin_talks", "in_talks", None), ("agree", "agreed", None)]
    assert {move.actor for move in history(partnership)} == {"The portal"}


def test_confirmed_activities_do_not_lift_without_an_agreement(partnership, today):
    Partnership.objects.update(stage="in_talks")
    partnership.refresh_from_db()

    services.note_last_activity(partnership, on=today, by=None)

    assert (partnership.stage, partnership.last_activity_on) == ("in_talks", today)


def test_a_change_leaves_a_mark_for_the_rooms_above(partnership, alice):
    marks.subscribe("test_consumer", "partnership")

    services.edit_partnership(partnership, version=1, by=alice, purpose="Courses")

    assert StaleMark.objects.filter(
        consumer="test_consumer", subject="partnership", object_id=partnership.pk
    ).exists()


def test_the_database_itself_refuses_two_live_partnerships(partnership):
    copy = Partnership(
        school=partnership.school, enterprise=partnership.enterprise, started_on=partnership.started_on
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_the_database_itself_refuses_an_end_without_a_day(partnership):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_partnership SET stage = 'ended' WHERE id = %s", [partnership.pk])


def test_the_page_leads_to_the_partnership_that_is_there(partnership, alice, as_user):
    answer = as_user(alice).get(
        reverse("partnership_create") + f"?partner={partnership.enterprise.public_id}", follow=True
    )

    assert answer.redirect_chain == [(partnership.get_absolute_url(), 302)]
    assert "have a partnership already" in answer.content.decode()


def test_a_school_editor_finds_the_enterprise_and_begins(birch, ed, as_user, today):
    client = as_user(ed)
    found = client.get(reverse("partnership_create") + "?q=birch").content.decode()

    answer = client.post(
        reverse("partnership_create") + f"?partner={birch.public_id}",
        {"started_on": today.isoformat(), "purpose": "Courses"},
    )

    assert f"partner={birch.public_id}" in found
    partnership = Partnership.objects.get()
    assert answer.url == partnership.get_absolute_url()
    assert (partnership.enterprise, partnership.purpose) == (birch, "Courses")


def test_an_enterprise_editor_finds_the_school_and_begins(alder, eve, as_user, today):
    client = as_user(eve)

    client.post(
        reverse("partnership_create") + f"?partner={alder.public_id}", {"started_on": today.isoformat()}
    )

    assert Partnership.objects.get().school == alder


def test_a_stale_form_shows_both_texts_and_answers_409(partnership, alice, bob, as_user):
    services.edit_partnership(partnership, version=1, by=bob, purpose="Bob's text")

    answer = as_user(alice).post(
        reverse("partnership_edit", args=[partnership.public_id]),
        {"version": 1, "purpose": "Alice's text"},
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Alice&#x27;s text" in page
    assert "Bob&#x27;s text" in page
    assert Partnership.objects.get().purpose == "Bob's text"


def test_staff_and_contacts_of_an_enterprise_are_shown_to_a_partner_once_both_have_signed(
    partnership, birch, alice, as_user
):
    birch.staff_total = 4321
    birch.save()
    birch.contacts.create(name="Wang Mimi", job_title="HR head", consent_on=partnership.started_on)
    client = as_user(alice)

    Partnership.objects.filter(pk=partnership.pk).update(stage="in_talks")
    before = client.get(partnership.get_absolute_url()).content.decode()
    Partnership.objects.filter(pk=partnership.pk).update(stage="agreed")
    after = client.get(partnership.get_absolute_url()).content.decode()

    assert "4,321" not in before
    assert "Wang Mimi" not in before
    assert "4,321" in after
    assert "Wang Mimi" in after

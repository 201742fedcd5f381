"""Pages of activities: quick entry, list, queue, due items, costs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from partnerships.activities.models import Activity, Evidence
from partnerships.activities.services.confirming import Word, confirm_activity, dispute_activity
from partnerships.activities.services.logging import log_activity
from partnerships.activities.showing import measure_words
from partnerships.activities.waiting import due_items
from partnerships.agreements.models import Partnership
from partnerships.agreements.services.agreements import draft_agreement
from portal.accounts.memberships import memberships_of
from tests.partnerships.conftest import pdf, png


def address(partnership, kind):
    return reverse("activity_create") + f"?partnership={partnership.public_id}&kind={kind}"


def test_with_one_partnership_the_first_question_is_the_kind(partnership, alice, as_user):
    page = as_user(alice).get(reverse("activity_create")).content.decode()

    assert "What did you do with Birch Engineering?" in page
    assert page.count("kind=") == 45


def test_with_several_the_first_question_is_with_whom(
    partnership, alder, make_enterprise, alice, as_user, today
):
    Partnership.objects.create(school=alder, enterprise=make_enterprise("Elm"), started_on=today)

    page = as_user(alice).get(reverse("activity_create") + "?q=elm").content.decode()

    assert "With whom was it?" in page
    assert "Elm" in page
    assert "Birch" not in page


def test_the_form_asks_only_for_what_the_kind_counts(partnership, alice, as_user):
    client = as_user(alice)

    donation = client.get(address(partnership, "equipment_donation")).context["form"]
    practice = client.get(address(partnership, "teacher_practice")).context["form"]

    assert {"money", "quantity"} <= set(donation.fields)
    assert not {"hours", "people"} & set(donation.fields)
    assert {"people", "hours"} <= set(practice.fields)
    assert practice.fields["people"].label == "People (teachers)"


def test_quick_entry_takes_photos_in_one_go(partnership, eve, as_user, today):
    answer = as_user(eve).post(
        address(partnership, "joint_course"),
        {
            "title": "WMS course",
            "happened_on": today.isoformat(),
            "quantity": "2",
            "files": [png(), pdf()],
        },
    )

    made = Activity.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.logged_side, made.status, made.quantity) == ("enterprise", "logged", 2)
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", "0"),
        ("quantity", "-1"),
        ("quantity", "nan"),
        ("quantity", "1e99"),
        ("people", "-4"),
        ("happened_on", "2026-02-30"),
        ("title", ""),
        ("title", "x" * 161),
        ("programme_of", "nothing"),
        ("agreement_of", "' OR 1=1"),
    ],
)
def test_bad_input_is_a_field_error_and_stores_nothing(partnership, alice, as_user, today, field, value):
    body = {"title": "Course", "happened_on": today.isoformat(), "quantity": "2", field: value}

    answer = as_user(alice).post(address(partnership, "joint_course"), body)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not Activity.objects.exists()


def test_foreign_ids_are_field_errors(partnership, foreign, alice, as_user, today):
    body = {
        "title": "Course",
        "happened_on": today.isoformat(),
        "quantity": "2",
        "programme_of": foreign["programme"].public_id,
        "agreement_of": foreign["agreement"].public_id,
    }

    answer = as_user(alice).post(address(partnership, "joint_course"), body)

    assert set(answer.context["form"].errors) == {"programme_of", "agreement_of"}
    assert not Activity.objects.filter(partnership=partnership).exists()


def test_nobody_logs_in_a_foreign_partnership(foreign, alice, as_user):
    client = as_user(alice)

    assert client.get(address(foreign["partnership"], "joint_course")).status_code == 404
    assert client.post(address(foreign["partnership"], "joint_course"), {"title": "x"}).status_code == 404


def test_the_kind_in_the_address_may_be_nonsense(partnership, alice, as_user):
    answer = as_user(alice).get(address(partnership, "witchcraft"))

    assert "What did you do" in answer.content.decode()


def test_the_page_offers_the_answer_to_the_side_that_is_asked(activity, alice, bob, gao, as_user):
    pages = {
        user.username: as_user(user).get(activity.get_absolute_url()).content.decode()
        for user in (alice, bob, gao)
    }

    assert ["It was so" in pages[name] for name in ("alice", "bob", "gao")] == [False, True, False]
    assert ["Withdraw…" in pages[name] for name in ("alice", "bob", "gao")] == [True, False, False]


def test_disputing_through_the_page(activity, eve, as_user):
    as_user(eve).post(reverse("activity_dispute", args=[activity.public_id]), {"note": "Only one"})

    activity.refresh_from_db()
    assert activity.status == "disputed"


def test_what_waits_stands_first_and_is_counted(activity, bob, as_user):
    page = as_user(bob).get(reverse("activity_list")).content.decode()

    assert "1 activity waits for your word" in page
    assert "Alder Vocational School asks you to confirm: WMS course" in page
    assert 'class="rh-nav__count">1<' in page


def test_the_list_filters_by_state_kind_period_and_partnership(partnership, entry, alice, as_user, today):
    log_activity(partnership, entry, by=alice, side="school", now=timezone.now())
    older = replace(entry, title="Old talk", kind="job_fair", happened_on=today - timedelta(days=200))
    log_activity(partnership, older, by=alice, side="school", now=timezone.now())
    client = as_user(alice)

    def found(query):
        return client.get(reverse("activity_list") + query).context["listing"].count

    assert found("?kind=job_fair") == 1
    assert found("?dimension=curriculum") == 1
    assert found("?status=confirmed") == 0
    assert found(f"?period_after={today - timedelta(days=30)}") == 1
    assert found(f"?partnership={partnership.public_id}") == 2
    assert found("?partnership=nothing") == 0


def test_one_row_costs_as_much_as_three(partnership, entry, alice, as_user, django_assert_num_queries):
    client = as_user(alice)
    log_activity(partnership, entry, by=alice, side="school", now=timezone.now())
    client.get(reverse("activity_list"))

    with django_assert_num_queries(13):
        client.get(reverse("activity_list"))
    for _time in range(2):
        log_activity(partnership, entry, by=alice, side="school", now=timezone.now())
    with django_assert_num_queries(13):
        client.get(reverse("activity_list"))


def test_the_partnership_page_costs_the_same_with_three_activities(
    partnership, entry, alice, as_user, django_assert_max_num_queries
):
    client = as_user(alice)
    for _time in range(3):
        log_activity(partnership, entry, by=alice, side="school", now=timezone.now())
    client.get(partnership.get_absolute_url())

    with django_assert_max_num_queries(26):
        page = client.get(partnership.get_absolute_url()).content.decode()

    assert page.count("rh-timeline__row") == 3
    assert "0 disputed, 3 waiting for confirmation" in page


def items(user, today):
    with translation.override("en"):
        return due_items(user, memberships_of(user).rows[0], today)


def test_due_are_confirmations_disputes_and_what_the_other_owes(activity, alice, bob, today):
    assert [item.act_label for item in items(bob, today)] == ["Look and confirm"]
    assert items(alice, today) == []

    Activity.objects.update(offered_at=timezone.now() - timedelta(days=20))
    assert [(item.is_late, item.act_label) for item in items(alice, today)] == [(True, "Look")]
    assert [(item.is_late, item.days_waiting) for item in items(bob, today)] == [(True, 20)]

    dispute_activity(activity, Word(bob, "enterprise"), note="No")
    assert [item.act_label for item in items(alice, today)] == ["Settle"]
    assert items(bob, today) == []


def test_what_the_rules_say_stands_at_the_fields_all_at_once(partnership, alice, as_user, today):
    body = {
        "title": "按人头返利给班主任",
        "happened_on": (today + timedelta(days=2)).isoformat(),
        "ended_on": (today - timedelta(days=2)).isoformat(),
        "quantity": "0",
        "description": "每名学生返点 200 元",
        "files": [pdf()],
    }

    answer = as_user(alice).post(address(partnership, "joint_course"), body)

    wrong = answer.context["form"].errors
    assert set(wrong) == {"title", "happened_on", "ended_on", "quantity", "description", "files"}
    assert "choose the file again" in str(wrong["files"])
    assert not Activity.objects.exists()


def test_a_form_without_a_file_asks_for_none_again(partnership, alice, as_user, today):
    body = {"title": "", "happened_on": today.isoformat(), "quantity": "1"}

    answer = as_user(alice).post(address(partnership, "joint_course"), body)

    assert list(answer.context["form"].errors) == ["title"]


def test_the_form_opens_with_the_amounts_of_a_step_and_the_agreement_in_force(
    partnership, draft, logistics, alice, as_user, today
):
    type(draft).objects.update(status="signed", starts_on=today, ends_on=today)

    page = as_user(alice).get(address(partnership, "joint_course") + "&quantity=3&people=x&money=9")

    initial = page.context["form"].initial
    assert (initial["quantity"], initial["agreement_of"], initial["programme_of"]) == (
        "3",
        draft.public_id,
        logistics.public_id,
    )
    assert "money" not in page.context["form"].fields
    assert "change them to what really happened" in page.content.decode()


def test_two_agreements_in_force_suggest_neither(partnership, draft, terms, alice, as_user, today):
    draft_agreement(partnership, replace(terms, title="Second"), by=alice, side="school")
    type(draft).objects.update(status="signed", starts_on=today, ends_on=today)

    form = as_user(alice).get(address(partnership, "joint_course")).context["form"]

    assert "agreement_of" not in {name for name, value in form.initial.items() if value}


def test_pairs_are_counted_as_pairs_and_not_as_people_besides(partnership, entry, alice, as_user, today):
    paired = replace(entry, kind="mentor_pairing", quantity=12, people=12)
    made = log_activity(partnership, paired, by=alice, side="school", now=timezone.now())

    assert measure_words(made) == "12 pairs"
    assert "people" not in as_user(alice).get(address(partnership, "mentor_pairing")).context["form"].fields


def test_confirmed_cohorts_stand_beside_what_came_by_proposals(partnership, entry, alice, bob, as_user):
    cohort = replace(entry, kind="placement_cohort", title="Autumn cohort", quantity=30, people=0)
    made = log_activity(partnership, cohort, by=alice, side="school", now=timezone.now())
    waiting = as_user(alice).get(partnership.get_absolute_url()).content.decode()

    confirm_activity(made, Word(bob, "enterprise"))
    page = as_user(alice).get(partnership.get_absolute_url()).content.decode()

    assert "By confirmed activities" not in waiting
    assert "By confirmed activities" in page
    assert "1 cohort or order class" in page


def test_a_correction_keeps_the_programme_and_the_agreement_that_are_offered_no_more(
    activity, draft, logistics, alice, as_user, today
):
    Activity.objects.update(programme=logistics, agreement=draft)
    type(logistics).objects.update(closed_on=today)
    type(draft).objects.update(status="withdrawn")
    client, url = as_user(alice), reverse("activity_edit", args=[activity.public_id])
    form = client.get(url).context["form"]
    chosen = {
        name: row.public_id
        for name in ("programme_of", "agreement_of")
        for row in form.fields[name].queryset
        if row.public_id == form.initial[name]
    }

    body = {"version": activity.version, "title": "Corrected", "happened_on": today.isoformat()}
    client.post(url, {**body, "quantity": "2", "people": "40", **chosen})

    activity.refresh_from_db()
    assert (activity.title, activity.programme, activity.agreement) == ("Corrected", logistics, draft)

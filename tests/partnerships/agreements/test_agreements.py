"""Drafting, warning, offering, ending agreements."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.agreements.models import Agreement
from partnerships.agreements.services import agreements as services
from partnerships.agreements.services import signing
from partnerships.agreements.services.agreements import draft_agreement, move_agreement
from partnerships.agreements.services.proposals import accept_proposal
from partnerships.agreements.warnings import is_short, warnings_for
from portal.common.errors import DomainError, StaleVersion
from portal.records.workflow import history


def fields(draft, **values):
    return {
        "version": draft.version if draft else 1,
        "title": "Order class 2027",
        "forms_of": ["order_class"],
        "starts_on": "2027-09-01",
        "ends_on": "2030-08-31",
        **values,
    }


def test_an_agency_gets_no_agreement(partnership, terms, alice, warehousing):
    agency = type(warehousing).objects.create(
        code="7263",
        level="class",
        section="L",
        parent=warehousing,
        name_zh="劳务派遣服务",
        name_en="Labour dispatch",
    )
    partnership.enterprise.industry = agency
    partnership.enterprise.save()

    with pytest.raises(DomainError, match="labour dispatch"):
        draft_agreement(partnership, terms, by=alice, side="school")

    assert not Agreement.objects.exists()


def test_an_ended_partnership_gets_no_agreement(partnership, terms, alice, today):
    type(partnership).objects.update(stage="ended", ended_on=today)
    partnership.refresh_from_db()

    with pytest.raises(DomainError, match="has ended"):
        draft_agreement(partnership, terms, by=alice, side="school")


def test_the_term_runs_forward_and_not_for_ever(partnership, terms, alice):
    with pytest.raises(DomainError, match="before it begins"):
        draft_agreement(partnership, replace(terms, ends_on=date(2026, 8, 31)), by=alice, side="school")
    with pytest.raises(DomainError, match="at most 20 years"):
        draft_agreement(partnership, replace(terms, ends_on=date(2099, 8, 31)), by=alice, side="school")


def test_head_money_in_the_duties_is_refused(partnership, terms, alice):
    with pytest.raises(DomainError, match="人头费"):
        draft_agreement(
            partnership, replace(terms, enterprise_duties="企业按人头付给学校"), by=alice, side="school"
        )

    assert not Agreement.objects.exists()


def test_a_foreign_programme_is_refused_also_by_the_service(partnership, terms, foreign, alice):
    with pytest.raises(DomainError, match="another school"):
        draft_agreement(
            partnership, replace(terms, programmes=(foreign["programme"],)), by=alice, side="school"
        )


def test_a_foreign_programme_in_the_form_is_a_field_error_and_nothing_is_stored(
    partnership, foreign, order_class, alice, as_user
):
    answer = as_user(alice).post(
        reverse("agreement_create", args=[partnership.public_id]),
        fields(None, programmes_of=[foreign["programme"].public_id]),
    )

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["programmes_of"]
    assert "Kestrel" not in answer.content.decode()
    assert not Agreement.objects.filter(partnership=partnership).exists()


def test_an_unknown_form_and_no_form_are_field_errors(partnership, order_class, alice, as_user):
    for chosen in (["witchcraft"], []):
        answer = as_user(alice).post(
            reverse("agreement_create", args=[partnership.public_id]), fields(None, forms_of=chosen)
        )
        assert list(answer.context["form"].errors) == ["forms_of"]


def test_a_draft_through_the_page(partnership, logistics, order_class, ed, as_user):
    as_user(ed).post(
        reverse("agreement_create", args=[partnership.public_id]),
        fields(None, programmes_of=[logistics.public_id]),
    )

    made = Agreement.objects.get()
    assert (made.title, made.drafted_side, list(made.programmes.all())) == (
        "Order class 2027",
        "school",
        [logistics],
    )


def test_a_draft_is_edited_by_either_side_with_its_version(draft, joint_course, bob, as_user):
    as_user(bob).post(
        reverse("agreement_edit", args=[draft.public_id]), fields(draft, forms_of=["joint_course"])
    )

    draft.refresh_from_db()
    assert (draft.title, list(draft.forms.all()), draft.version) == ("Order class 2027", [joint_course], 2)


def test_a_stale_draft_is_not_overwritten(draft, terms, alice, bob):
    services.edit_agreement(draft, replace(terms, title="Bob's"), version=1, by=bob)

    with pytest.raises(StaleVersion):
        services.edit_agreement(draft, replace(terms, title="Alice's"), version=1, by=alice)

    assert Agreement.objects.get().title == "Bob's"


def test_what_is_offered_cannot_be_edited(offered, terms, alice):
    with pytest.raises(DomainError, match="Only a draft"):
        services.edit_agreement(offered, terms, version=offered.version, by=alice)


def test_an_offer_goes_back_to_draft_while_nobody_has_signed(offered, alice):
    move_agreement(offered, "reopen", by=alice)

    assert offered.status == "draft"


def test_withdrawing_and_declining_take_a_reason(offered, alice, bob):
    with pytest.raises(DomainError, match="reason"):
        move_agreement(offered, "withdraw", by=alice)

    move_agreement(offered, "decline", by=bob, reason="Too many students")

    assert offered.status == "withdrawn"
    assert [(move.move, move.reason) for move in history(offered)] == [
        ("offer", ""),
        ("decline", "Too many students"),
    ]


def test_a_signed_agreement_is_ended_early_with_reason_and_day(draft, alice, today):
    Agreement.objects.update(status="signed", starts_on=today - timedelta(days=30), ends_on=today)
    draft.refresh_from_db()

    with pytest.raises(DomainError, match="outside the term"):
        services.terminate_agreement(draft, by=alice, reason="x", on=today - timedelta(days=31))
    services.terminate_agreement(draft, by=alice, reason="Plant closed", on=today)

    assert (draft.status, draft.ended_early_on) == ("terminated", today)


def test_a_copy_is_a_new_draft_with_the_same_terms(offered, bob):
    copy = services.copy_agreement(offered, by=bob, side="enterprise")

    assert (copy.status, copy.drafted_side, copy.title) == ("draft", "enterprise", "Order class 2026 (2)")
    assert list(copy.forms.all()) == list(offered.forms.all())


def test_a_similar_agreement_is_named(draft, terms, alice):
    twin = draft_agreement(draft.partnership, replace(terms, title="Twin"), by=alice, side="school")

    assert [(warning.code, warning.other) for warning in warnings_for(twin)] == [("similar", draft)]


@pytest.mark.parametrize(
    "change",
    [
        {"starts_on": date(2030, 9, 1), "ends_on": date(2034, 8, 31)},
        {"forms": ()},
    ],
)
def test_another_time_or_other_forms_are_not_similar(draft, terms, joint_course, alice, change):
    change = {"forms": (joint_course,)} if "forms" in change else change

    renamed = replace(terms, title="Another", **change)
    other = draft_agreement(draft.partnership, renamed, by=alice, side="school")

    assert warnings_for(other) == []


def test_interns_under_three_years_warn_to_the_day():
    assert not is_short(date(2026, 9, 1), date(2029, 8, 31))
    assert is_short(date(2026, 9, 1), date(2029, 8, 30))


def test_the_short_term_warns_on_the_page_and_only_for_interns(
    partnership, terms, joint_course, alice, as_user
):
    short = draft_agreement(partnership, replace(terms, ends_on=date(2028, 8, 31)), by=alice, side="school")
    courses = draft_agreement(
        partnership,
        replace(terms, title="Courses", forms=(joint_course,), ends_on=date(2028, 8, 31)),
        by=alice,
        side="school",
    )

    page = as_user(alice).get(short.get_absolute_url()).content.decode()

    assert "not less than 3 years" in page
    assert warnings_for(courses) == []


def test_the_list_filters_by_state_and_expiry(partnership, terms, order_class, alice, as_user, today):
    soon = draft_agreement(partnership, replace(terms, title="Ends soon"), by=alice, side="school")
    later = draft_agreement(partnership, replace(terms, title="Ends later"), by=alice, side="school")
    for row, days in ((soon, 20), (later, 200)):
        Agreement.objects.filter(pk=row.pk).update(
            status="signed", starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=days)
        )
    draft_agreement(partnership, replace(terms, title="Only a draft"), by=alice, side="school")

    client = as_user(alice)
    expiring = client.get(reverse("agreement_list") + "?expiring=30").content.decode()
    drafts = client.get(reverse("agreement_list") + "?status=draft").content.decode()

    assert "Ends soon" in expiring
    assert "Ends later" not in expiring
    assert "2 agreements in force, 1 ending within 60 days" in expiring
    assert "Only a draft" in drafts
    assert "Ends soon" not in drafts


def test_what_the_rules_say_stands_at_the_fields_all_at_once(partnership, order_class, alice, as_user):
    answer = as_user(alice).post(
        reverse("agreement_create", args=[partnership.public_id]),
        fields(
            None,
            title="",
            ends_on="2027-08-31",
            school_duties="学校收取人头费",
            enterprise_duties="企业按人头付给学校",
        ),
    )

    wrong = answer.context["form"].errors
    assert set(wrong) == {"title", "ends_on", "school_duties", "enterprise_duties"}
    assert "before it begins" in str(wrong["ends_on"])
    assert not Agreement.objects.exists()


def test_a_copy_of_a_copy_counts_on(offered, bob):
    first = services.copy_agreement(offered, by=bob, side="enterprise")
    second = services.copy_agreement(first, by=bob, side="enterprise")

    assert (first.title, second.title) == ("Order class 2026 (2)", "Order class 2026 (3)")


def test_a_long_title_keeps_its_room_for_the_number(partnership, terms, alice):
    draft_agreement(partnership, replace(terms, title="x" * 160), by=alice, side="school")

    title = services.free_title(partnership, "x" * 160)

    assert title == "x" * 152 + " (2)"


def test_the_same_title_twice_is_named_with_one_that_differs(draft, terms, joint_course, alice):
    twin = draft_agreement(draft.partnership, replace(terms, forms=(joint_course,)), by=alice, side="school")

    found = warnings_for(twin)

    assert [(warning.code, warning.other) for warning in found] == [("same_title", draft)]
    assert "“Order class 2026 (2)” would tell them apart" in found[0].sentence


def test_the_form_opens_with_what_was_accepted_last(proposal, partnership, bob, alice, as_user):
    accept_proposal(proposal, by=bob, now=timezone.now(), note="Fewer than 10 staff")
    proposal.refresh_from_db()

    form = as_user(alice).get(reverse("agreement_create", args=[partnership.public_id])).context["form"]

    assert form.initial["title"] == f"Cooperation agreement {proposal.starts_on.year}"
    assert (form.initial["starts_on"], form.initial["ends_on"]) == (proposal.starts_on, proposal.ends_on)
    assert form.initial["students_per_year"] == 4
    assert form.initial["programmes_of"] == [proposal.plan.programme.public_id]


def test_the_form_opens_with_a_title_where_nothing_was_accepted(partnership, alice, as_user, today):
    form = as_user(alice).get(reverse("agreement_create", args=[partnership.public_id])).context["form"]

    assert form.initial == {"title": f"Cooperation agreement {today.year}"}


def test_what_is_offered_is_worded_from_the_readers_side(offered, alice, bob, gao, as_user, today):
    def shown(user):
        return as_user(user).get(reverse("agreement_list")).context["rows"][0]["state"]

    assert [shown(user) for user in (alice, bob, gao)] == [
        "Waits for our signature",
        "Waits for our signature",
        "Waits for both signatures",
    ]
    hand = signing.by_account(alice)
    signing.sign_agreement(offered, hand, side="school", by=alice, on=today, version=offered.version)
    assert [shown(user) for user in (alice, bob, gao)] == [
        "Waits for the other side's signature",
        "Waits for our signature",
        "Waits for the enterprise's signature",
    ]


def test_the_partnership_page_shows_the_other_agreements_and_the_way_to_all(
    partnership, terms, alice, as_user
):
    for number in range(5):
        draft_agreement(partnership, replace(terms, title=f"Paper {number}"), by=alice, side="school")
    client = as_user(alice)

    page = client.get(partnership.get_absolute_url()).content.decode()
    address = reverse("agreement_list") + f"?partnership={partnership.public_id}"

    assert sum(f"Paper {number}" in page for number in range(5)) == 4
    assert address in page
    assert "All 5 agreements of these two" in page
    assert client.get(address).context["listing"].count == 5
    assert client.get(reverse("agreement_list") + "?partnership=nothing").context["listing"].count == 0


def test_a_foreign_partnership_filters_to_nothing(foreign, draft, alice, as_user):
    address = reverse("agreement_list") + f"?partnership={foreign['partnership'].public_id}"

    assert as_user(alice).get(address).context["listing"].count == 0


def test_an_edit_keeps_the_programme_that_was_closed_meanwhile(draft, logistics, bob, as_user, today):
    type(logistics).objects.update(closed_on=today)
    client, address = as_user(bob), reverse("agreement_edit", args=[draft.public_id])
    form = client.get(address).context["form"]
    ticked = [row.public_id for row in form.fields["programmes_of"].queryset]

    client.post(address, fields(draft, programmes_of=ticked))

    draft.refresh_from_db()
    assert (draft.title, list(draft.programmes.all())) == ("Order class 2027", [logistics])


def test_a_closed_programme_is_not_offered_to_a_new_agreement(partnership, logistics, alice, as_user, today):
    type(logistics).objects.update(closed_on=today)

    form = as_user(alice).get(reverse("agreement_create", args=[partnership.public_id])).context["form"]

    assert list(form.fields["programmes_of"].queryset) == []

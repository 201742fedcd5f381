"""The pages: what they say, what they cost, what they refuse, in both languages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.agreements.models import Partnership, Proposal
from partnerships.matching.models import Answer, MatchRun
from tests.partnerships.matching.reading import read, url

LANGUAGES = ["en", "zh-hans"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_school_sees_its_programmes_with_what_is_short(language, suggestion, alice, as_user):
    page = read(as_user(alice), reverse("suggestion_home"), language)

    heading = {"en": "1 suggestion for 30 missing seats", "zh-hans": "30 个缺口，已有 1 条推荐"}
    assert heading[language] in page
    assert url("programme_suggestions", suggestion.programme) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_programmes_page_answers_who_could_take_them(language, suggestion, alice, as_user):
    page = read(as_user(alice), url("programme_suggestions", suggestion.programme), language)

    says = {
        "en": ("Logistics services: 30 still short, 1 opening to choose from", "Why only 1?", "Propose"),
        "zh-hans": ("物流服务与管理：还缺 30 人，有 1 个岗位可选", "为什么只有 1 个？", "发起合作意向"),
    }
    for words in says[language]:
        assert words in page
    assert page.count("rh-button--solid") == 1


def test_where_nothing_fits_the_page_says_at_which_gate(stated, post, match, alice, as_user, logistics):
    post.accepted_majors = ["7202"]
    post.save()
    match()

    page = read(as_user(alice), url("programme_suggestions", logistics))

    assert "no fitting opening at present" in page
    assert "1 does not accept 7308 Logistics" in page
    assert url("suggestion_gate", logistics, "majors") in page


def test_every_number_of_the_funnel_opens_its_list(
    stated, post, make_opening, dogwood, match, alice, as_user, logistics
):
    wrong = make_opening(dogwood, "护理员", accepted_majors=["7202"])
    match()
    client = as_user(alice)

    kept = read(client, url("suggestion_gate", logistics, "majors"))
    removed = read(client, url("suggestion_gate", logistics, "majors") + "?removed=1")

    assert (post.title in kept, wrong.title in kept) == (True, False)
    assert (post.title in removed, wrong.title in removed) == (False, True)
    assert client.get(url("suggestion_gate", logistics, "nonsense")).status_code == 404


def test_a_place_for_everybody_is_said_as_such(suggestion, stated, alder, birch, match, alice, as_user):
    Proposal.objects.create(
        school=alder, enterprise=birch, from_side="school", plan=stated, programme=stated.programme,
        students=30, status="accepted", sent_at=timezone.now(),
    )  # fmt: skip
    match()

    page = read(as_user(alice), url("programme_suggestions", stated.programme))

    assert "nobody is short of a place" in page
    assert "Everybody due out has a place or is in talks" in page


@pytest.mark.parametrize(
    "tab", ["openings", "partners", "shortlisted", "proposed", "declined", "later", "nonsense"]
)
def test_every_tab_opens_empty(tab, stated, logistics, alice, as_user):
    read(as_user(alice), url("programme_suggestions", logistics) + f"?tab={tab}")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("distance=10", 1), ("lodging=yes", 0), ("lodging=no", 1), ("seats=5", 1), ("seats=10", 0),
        ("pay=2500", 1), ("pay=3000", 0), ("distance=nonsense", 1), ("show=-1&sort=nonsense&page=x", 1),
    ],
)  # fmt: skip
def test_filters_stand_in_the_address(query, found, stated, post, match, alice, as_user):
    post.pay_month = 2800
    post.save()
    match()

    page = read(as_user(alice), url("programme_suggestions", stated.programme) + f"?{query}")

    assert page.count("<article") == found


def test_ten_cards_and_more_on_demand(stated, make_enterprise, make_opening, match, alice, as_user):
    for number in range(12):
        make_opening(make_enterprise(f"Firm {number}"))
    match()
    client, address = as_user(alice), url("programme_suggestions", stated.programme)

    first, more = read(client, address), read(client, address + "?show=20")

    assert (first.count("<article"), more.count("<article")) == (10, 12)
    assert "show=20" in first
    assert "Show more" not in more


def test_the_list_view_shows_rows(suggestion, alice, as_user):
    page = read(as_user(alice), url("programme_suggestions", suggestion.programme) + "?view=list")

    assert "<article" not in page
    assert suggestion.get_absolute_url() in page


def test_the_panel_says_what_each_reason_will_change(suggestion, make_opening, birch, match, alice, as_user):
    make_opening(birch, "仓储运营实习生")
    match()
    address = url("programme_suggestions", suggestion.programme) + f"?decline={suggestion.public_id}"

    page = read(as_user(alice), address)

    assert page.count('name="reason"') == 7
    assert (
        "The same post of this enterprise counts half for the major. 1 other suggestion moves down." in page
    )
    assert "This one is not shown for half a year. Nothing else changes." in page


def test_a_school_declines_finds_it_again_and_takes_it_back(suggestion, alice, as_user):
    client, here = as_user(alice), url("programme_suggestions", suggestion.programme)
    body = {"reason": "too_far", "note": "no bus", "next": here}

    answers = [client.post(url("suggestion_decline", suggestion), body) for _twice in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, here)] * 2
    said = Answer.objects.get()
    assert (said.side, said.reason, said.note, said.km) == ("school", "too_far", "no bus", suggestion.km)
    assert "<article" not in read(client, here)
    assert "no bus" in read(client, here + "?tab=declined")
    assert client.post(url("answer_take_back", said)).status_code == 302
    assert not Answer.objects.exists()
    assert "<article" in read(client, here)


def test_a_decline_without_a_reason_comes_back_with_the_open_panel(suggestion, alice, as_user):
    answer = as_user(alice).post(url("suggestion_decline", suggestion), follow=True)

    assert "Please choose why it does not suit you." in answer.content.decode()
    assert 'name="reason"' in answer.content.decode()
    assert not Answer.objects.exists()


def test_shortlisted_and_put_off_stand_under_their_tabs(suggestion, alice, as_user):
    client, here = as_user(alice), url("programme_suggestions", suggestion.programme)

    client.post(url("suggestion_answer", suggestion), {"kind": "shortlisted"})
    shortlisted = read(client, here + "?tab=shortlisted")
    client.post(url("suggestion_answer", suggestion), {"kind": "later"})
    later = read(client, here + "?tab=later")
    refused = client.post(url("suggestion_answer", suggestion), {"kind": "declined"}, follow=True)

    assert "<article" in shortlisted
    assert suggestion.enterprise.name in later
    assert "Please choose an answer." in refused.content.decode()
    assert Answer.objects.get().kind == "later"


def test_what_was_shortlisted_is_kept_when_it_is_no_longer_suggested(suggestion, post, match, alice, as_user):
    client = as_user(alice)
    client.post(url("suggestion_answer", suggestion), {"kind": "shortlisted"})
    post.status = "closed"
    post.save()
    match()

    page = read(client, url("programme_suggestions", suggestion.programme) + "?tab=shortlisted")

    assert "Shortlisted, but no longer suggested" in page


def test_a_proposed_opening_leaves_the_list_and_stands_under_proposed(
    suggestion, alder, birch, alice, as_user
):
    Proposal.objects.create(
        school=alder, enterprise=birch, from_side="school", programme=suggestion.programme,
        opening=suggestion.opening, students=5, status="sent", sent_at=timezone.now(),
    )  # fmt: skip
    client, here = as_user(alice), url("programme_suggestions", suggestion.programme)

    assert "<article" not in read(client, here)
    assert birch.name in read(client, here + "?tab=proposed")


def test_a_partner_carries_its_depth_and_a_stranger_says_so(suggestion, alder, birch, alice, as_user):
    client, here = as_user(alice), url("programme_suggestions", suggestion.programme)
    stranger = read(client, here)
    Partnership.objects.create(school=alder, enterprise=birch, started_on=timezone.localdate())

    partner = read(client, here)

    assert ">New partner<" in stranger
    assert ">New partner<" not in partner


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_enterprise_sees_the_programmes_that_suit_its_openings(language, suggestion, bob, as_user):
    client = as_user(bob)

    home = read(client, reverse("suggestion_home"), language)
    page = read(client, url("opening_suggestions", suggestion.opening), language)

    assert url("opening_suggestions", suggestion.opening) in home
    says = {"en": "8 seats free, 1 programme suits", "zh-hans": "空 8 席，有 1 个专业相配"}
    assert says[language] in page
    assert suggestion.school.name in page


def test_the_enterprise_answers_from_its_side(suggestion, bob, as_user):
    client, here = as_user(bob), url("opening_suggestions", suggestion.opening)

    client.post(url("suggestion_decline", suggestion), {"reason": "wrong_major"})

    assert Answer.objects.get().side == "enterprise"
    assert "<article" not in read(client, here)
    assert "Major does not fit" in read(client, here + "?tab=declined")


def test_a_paused_enterprise_is_told_that_it_is_suggested_to_nobody(suggestion, birch, bob, as_user, today):
    birch.approaches_paused_until = today + timedelta(days=5)
    birch.save()

    assert "You have paused approaches." in read(as_user(bob), reverse("suggestion_home"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_how_it_was_computed_is_open_to_both_sides(who, language, suggestion, request, as_user):
    page = read(as_user(request.getfixturevalue(who)), suggestion.get_absolute_url(), language)

    assert f"{suggestion.points:.1f}" in page
    assert "2026.1" in page
    assert page.count("rh-key--") >= 5


@pytest.mark.parametrize("who", ["carol", "dave", "gao", "mallory"])
def test_foreign_suggestions_are_not_found(who, suggestion, request, as_user):
    client = as_user(request.getfixturevalue(who))
    said = Answer.objects.create(
        side="school", programme=suggestion.programme, school=suggestion.school, kind="later",
        enterprise=suggestion.enterprise, opening=suggestion.opening, answered_at=timezone.now(),
    )  # fmt: skip
    reads = [
        suggestion.get_absolute_url(),
        url("programme_suggestions", suggestion.programme),
        url("suggestion_gate", suggestion.programme, "all"),
        url("opening_suggestions", suggestion.opening),
    ]
    writes = [
        (url("suggestion_answer", suggestion), {"kind": "later"}),
        (url("suggestion_decline", suggestion), {"reason": "terms"}),
        (url("answer_take_back", said), {}),
    ]

    assert [client.get(address).status_code for address in reads] == [404] * 4
    assert [client.post(address, body).status_code for address, body in writes] == [404] * 3
    assert Answer.objects.count() == 1


def test_the_enterprise_does_not_open_the_schools_list_nor_the_school_the_enterprises(
    suggestion, alice, bob, as_user
):
    assert as_user(bob).get(url("programme_suggestions", suggestion.programme)).status_code == 404
    assert as_user(alice).get(url("opening_suggestions", suggestion.opening)).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["alice", "bob", "gao"])
def test_the_report_of_a_run_is_open_to_all_members_and_names_nobody(
    who, language, suggestion, request, as_user
):
    client, run = as_user(request.getfixturevalue(who)), MatchRun.objects.get()

    listed, page = (
        read(client, reverse("match_run_list"), language),
        read(client, run.get_absolute_url(), language),
    )

    assert f"#{run.pk}" in listed
    own = {"alice": "Alder", "bob": "Birch", "gao": ""}[who]
    for name in {"Alder", "Birch"} - {own}:
        assert name not in page.split("<main")[1]


def test_a_run_is_not_open_to_who_belongs_nowhere(suggestion, mallory, as_user):
    assert as_user(mallory).get(MatchRun.objects.get().get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", ["queued", "running", "failed"])
def test_a_run_in_every_state_has_a_page(state, alice, as_user):
    run = MatchRun.objects.create(state=state, error="boom: canary")

    page = read(as_user(alice), run.get_absolute_url())

    assert "canary" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_panels_stand_on_the_pages_of_lower_rooms(language, suggestion, stated, alice, bob, as_user):
    school = as_user(alice)
    programme = read(school, suggestion.programme.get_absolute_url(), language)
    plan = read(school, stated.get_absolute_url(), language)
    foreign = read(as_user(bob), suggestion.programme.get_absolute_url(), language)
    opening = read(as_user(bob), suggestion.opening.get_absolute_url(), language)

    heads = {
        "en": ("Suggested openings", "Programmes that suit this opening"),
        "zh-hans": ("推荐岗位", "与本岗位相配的专业"),
    }
    for_school, for_enterprise = heads[language]
    assert for_school in programme
    assert for_school in plan
    assert for_school not in foreign
    assert for_enterprise in opening

"""Signed links: one act without an account, once. Opening uses nothing up; saying no is as easy as yes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.records import audit, links
from portal.records.models import AuditEvent, SignedLink
from schools.models import School


@pytest.fixture
def purpose(monkeypatch: pytest.MonkeyPatch) -> links.Purpose:
    """May the school be shown on the open-data page? Yes, or no with a word."""

    def answered(link: SignedLink, school: School, note: str) -> None:
        audit.record(link, "answered", school, reason=note)

    made = links.Purpose(
        name="show_school",
        model=School,
        facts=lambda school: {
            "title": "Please confirm one thing",
            "intro": "The bureau asks.",
            "subject": school.name,
            "rows": [("Address", school.address or "-")],
            "consequence": "It will be shown.",
        },
        answers=(
            links.Answer("yes", "Show it", answered),
            links.Answer("no", "Do not show it", answered, needs_note=True),
        ),
        done=lambda school, link: f"{school.name}: {link.answer}",
    )
    monkeypatch.setitem(links._purposes, made.name, made)
    return made


@pytest.fixture
def issued(purpose: links.Purpose, alder: School, gao: User) -> tuple[SignedLink, str]:
    return links.issue(purpose.name, alder, person="Mr Huang", by=gao, organisation_name="Alder")


def _answers() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(verb="answered").values_list("actor", "reason"))


def test_opening_the_page_uses_nothing_up_and_needs_no_session(client: Client, issued: Any) -> None:
    address = reverse("signed_link", args=[issued[1]])

    pages = [client.get(address) for _time in range(3)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "Alder Vocational School" in pages[2].content.decode()
    assert SignedLink.objects.get().is_open
    assert "sessionid" not in client.cookies


def test_the_page_is_kept_out_of_search_engines_caches_and_referrers(client: Client, issued: Any) -> None:
    page = client.get(reverse("signed_link", args=[issued[1]]))

    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_yes_is_done_once_and_a_second_click_finds_it_done(client: Client, issued: Any) -> None:
    address = reverse("signed_link_answer", args=[issued[1], "yes"])

    answers = [client.post(address), client.post(address)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert _answers() == [("Mr Huang · Alder · link", "")]
    assert (
        "Alder Vocational School: yes"
        in client.get(reverse("signed_link", args=[issued[1]])).content.decode()
    )


def test_no_asks_for_a_word_and_is_done_as_easily(client: Client, issued: Any) -> None:
    address = reverse("signed_link_answer", args=[issued[1], "no"])

    silent, said = client.post(address), client.post(address, {"note": "Wrong school"})

    assert (silent.status_code, said.status_code) == (409, 302)
    assert _answers() == [("Mr Huang · Alder · link", "Wrong school")]


@pytest.mark.parametrize(
    "closing", [{"expires_at": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}]
)
def test_an_old_or_withdrawn_link_does_nothing(client: Client, issued: Any, closing: dict[str, Any]) -> None:
    SignedLink.objects.update(**closing)

    shown = client.get(reverse("signed_link", args=[issued[1]]))
    posted = client.post(reverse("signed_link_answer", args=[issued[1], "yes"]))

    assert (shown.status_code, posted.status_code) == (410, 410)
    assert _answers() == []


def test_an_unknown_token_is_missing(client: Client, db: None) -> None:
    for name, arguments in (("signed_link", ["x"]), ("signed_link_qr", ["x"])):
        assert client.get(reverse(name, args=arguments)).status_code == 404
    assert client.post(reverse("signed_link_answer", args=["x", "yes"])).status_code == 404


def test_an_answer_that_is_not_offered_is_refused(client: Client, issued: Any) -> None:
    answer = client.post(reverse("signed_link_answer", args=[issued[1], "perhaps"]))

    assert answer.status_code == 409
    assert SignedLink.objects.get().is_open


def test_an_act_that_fails_leaves_the_link_open(issued: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(link: SignedLink, school: School, note: str) -> None:
        audit.record(link, "answered", school)
        raise DomainError("Not today.")

    answers = (links.Answer("yes", "Show it", refuse),)
    broken = links.Purpose("show_school", School, dict, answers, done=lambda *_words: "")
    monkeypatch.setitem(links._purposes, "show_school", broken)

    with pytest.raises(DomainError, match="Not today"):
        links.use(issued[0], "yes")

    assert SignedLink.objects.get().is_open
    assert _answers() == []


def test_a_link_whose_maker_may_no_longer_make_it_opens_nothing(
    client: Client, issued: Any, purpose: links.Purpose, monkeypatch: pytest.MonkeyPatch
) -> None:
    unbacked = replace(purpose, is_backed=lambda _row, _link: False)
    monkeypatch.setitem(links._purposes, purpose.name, unbacked)
    client.cookies["django_language"] = "en"

    shown = client.get(reverse("signed_link", args=[issued[1]]))
    posted = client.post(reverse("signed_link_answer", args=[issued[1], "yes"]))

    assert (shown.status_code, posted.status_code) == (410, 410)
    assert "no longer valid" in shown.content.decode()
    with pytest.raises(DomainError, match="may no longer do so"):
        links.use(issued[0], "yes")
    assert _answers() == []


def test_what_was_answered_stays_readable_when_its_maker_has_left(
    client: Client, issued: Any, purpose: links.Purpose, monkeypatch: pytest.MonkeyPatch
) -> None:
    links.use(issued[0], "yes")
    unbacked = replace(purpose, is_backed=lambda _row, _link: False)
    monkeypatch.setitem(links._purposes, purpose.name, unbacked)

    assert client.get(reverse("signed_link", args=[issued[1]])).status_code == 200


def test_every_purpose_says_who_backs_its_links() -> None:
    assert links._purposes
    assert [name for name, purpose in links._purposes.items() if purpose.is_backed is None] == []


def test_the_qr_code_is_a_picture_without_styles_or_scripts(client: Client, issued: Any) -> None:
    picture = client.get(reverse("signed_link_qr", args=[issued[1]]))

    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert not any(word in picture.content for word in (b"style=", b"<script", b"onload"))


def test_the_database_keeps_no_token(issued: Any) -> None:
    stored = " ".join(map(str, SignedLink.objects.values().get().values()))

    assert issued[1] not in stored


def test_too_many_answers_from_one_place_are_slowed_down(client: Client, issued: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signed_link": "2/m/ip"}
    address = reverse("signed_link_answer", args=[issued[1], "perhaps"])

    statuses = [client.post(address) for _time in range(3)]

    assert [answer.status_code for answer in statuses] == [409, 409, 429]
    assert statuses[2]["Retry-After"] == "60"

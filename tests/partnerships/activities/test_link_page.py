"""The page by which somebody without an account confirms: its files, what it says afterwards, its copy."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enterprises.models import EnterpriseMembership
from partnerships.activities.models import Activity, Evidence
from partnerships.activities.services import confirming
from partnerships.activities.services.confirming import Word, dispute_activity
from partnerships.activities.services.evidence import add_evidence
from partnerships.activities.services.logging import log_activity
from portal.records.models import SignedLink
from tests.partnerships.conftest import PDF, pdf


@pytest.fixture
def shown(activity, alice):
    """The activity with a file, and the token of the link by which Birch, which has nobody here, answers."""
    kept = add_evidence(activity, [pdf("签到表.pdf")], by=alice)[0]
    _link, token = confirming.issue_confirming_link(activity, person="Huang", by=alice)
    return kept, token


def file_address(kept, token):
    return reverse("signed_link_file", args=[token, kept.public_id])


def answer(stranger, token, name, **body):
    stranger.post(reverse("signed_link_answer", args=[token, name]), body)
    return stranger.get(reverse("signed_link", args=[token])).content.decode()


def test_the_evidence_opens_from_the_link_as_an_attachment(shown, stranger):
    kept, token = shown
    page = stranger.get(reverse("signed_link", args=[token])).content.decode()

    given = stranger.get(file_address(kept, token))

    assert f'href="{file_address(kept, token)}"' in page
    assert b"".join(given.streaming_content) == PDF
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in given.headers["Cache-Control"]
    assert SignedLink.objects.get().is_open


def test_no_file_of_another_activity_opens_from_the_link(shown, partnership, entry, alice, stranger):
    other = log_activity(partnership, entry, by=alice, side="school", now=timezone.now())
    foreign = add_evidence(other, [pdf(body=PDF + b"2")], by=alice)[0]

    assert stranger.get(file_address(foreign, shown[1])).status_code == 404
    assert stranger.get(reverse("signed_link_file", args=["x", foreign.public_id])).status_code == 404


@pytest.mark.parametrize(
    "closing", [{"expires_at": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}]
)
def test_no_file_opens_once_the_link_is_over(shown, stranger, closing):
    SignedLink.objects.update(**closing)

    assert stranger.get(file_address(*shown)).status_code == 404


def test_after_confirming_the_page_says_who_said_what_and_keeps_the_copy(shown, stranger):
    page = answer(stranger, shown[1], "confirm")

    assert "Logged by Alder Vocational School, confirmed by Huang · Birch Engineering on " in page
    assert "This is your copy" in page
    assert b"".join(stranger.get(file_address(*shown)).streaming_content) == PDF


def test_an_entry_that_is_disputed_afterwards_is_no_copy_any_more(shown, activity, bob, stranger):
    answer(stranger, shown[1], "confirm")
    dispute_activity(Activity.objects.get(), Word(bob, "enterprise"), note="Only one")

    page = stranger.get(reverse("signed_link", args=[shown[1]])).content.decode()

    assert "This is your copy" not in page
    assert "confirmed by Huang · Birch Engineering on " in page
    assert "Bob" not in page
    assert "counts from now on" not in page
    assert "does not count as confirmed" in page
    assert stranger.get(file_address(*shown)).status_code == 404


def test_once_its_time_is_over_an_answered_link_names_nobody_else(shown, stranger):
    answer(stranger, shown[1], "confirm")
    SignedLink.objects.update(expires_at=timezone.now() - timedelta(days=1))

    page = stranger.get(reverse("signed_link", args=[shown[1]])).content.decode()

    assert "Your answer is recorded" in page
    assert "Logged by" not in page


def test_after_an_objection_the_page_says_what_comes_next(shown, stranger):
    page = answer(stranger, shown[1], "dispute", note="Only one course")

    assert "Next, Alder Vocational School corrects or withdraws the entry" in page
    assert "This is your copy" not in page


def test_the_activity_page_says_in_words_that_it_came_by_link(shown, activity, alice, stranger, as_user):
    answer(stranger, shown[1], "confirm")

    page = as_user(alice).get(activity.get_absolute_url()).content.decode()

    assert "Huang · Birch Engineering · by link" in page
    assert "Engineering · link" not in page


def test_whoever_has_left_confirms_no_more_by_a_link_of_his(activity, eve, stranger):
    _link, token = confirming.issue_confirming_link(activity, person="Huang", by=eve)
    kept = add_evidence_behind_the_link(activity)
    EnterpriseMembership.objects.filter(user=eve).update(ended_on=timezone.localdate())

    page = stranger.get(reverse("signed_link", args=[token]))
    posted = stranger.post(reverse("signed_link_answer", args=[token, "confirm"]))

    assert (page.status_code, posted.status_code) == (410, 410)
    assert stranger.get(file_address(kept, token)).status_code == 404
    assert Activity.objects.get().status == "logged"


def add_evidence_behind_the_link(activity):
    """A file that stands there without closing the link."""
    return Evidence.objects.create(
        activity=activity,
        file=pdf(),
        name="list.pdf",
        content_type="application/pdf",
        size=9,
        sha256="0" * 64,
    )


def test_no_link_answers_once_somebody_with_an_account_did(shown, activity, stranger, bob):
    _kept, token = shown

    dispute_activity(activity, Word(bob, "enterprise"), note="never happened")
    stranger.post(reverse("signed_link_answer", args=[token, "confirm"]))

    assert Activity.objects.get(pk=activity.pk).status == "disputed"

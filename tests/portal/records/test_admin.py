"""The operator sees which mails failed, not what they say, and has them sent again."""

from typing import Any

import pytest
from django.urls import reverse

from portal.common.jobs import Job
from portal.records import tasks
from portal.records.models import MailJob
from tests.conftest import make_user

LIST = "admin:records_mailjob_changelist"


@pytest.fixture
def desk(as_user: Any, db: None) -> Any:
    return as_user(make_user("operator", is_staff=True, is_superuser=True))


@pytest.fixture
def failed(db: None) -> MailJob:
    return MailJob.objects.create(
        sender="a@example.org",
        recipients=["b@example.org"],
        subject="Hello",
        body="https://example.org/secret",
        state=Job.State.FAILED,
        attempts=9,
        error="SMTPServerDisconnected",
    )


def test_failed_mails_are_listed_without_their_texts(desk: Any, failed: MailJob) -> None:
    pages = [
        desk.get(url).content.decode()
        for url in (reverse(LIST), reverse("admin:records_mailjob_change", args=[failed.pk]))
    ]

    assert all("SMTPServerDisconnected" in page and "b@example.org" in page for page in pages)
    assert not any("secret" in page for page in pages)


def test_a_failed_mail_is_sent_again(
    desk: Any, failed: MailJob, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks.run_job, "delay", lambda label, pk: woken.append((label, pk)))

    with django_capture_on_commit_callbacks(execute=True):
        page = desk.post(reverse(LIST), {"action": "try_again", "_selected_action": [failed.pk]}, follow=True)

    failed.refresh_from_db()
    assert "1 mail is sent again." in page.content.decode()
    assert (failed.state, failed.attempts) == (Job.State.QUEUED, 0)
    assert woken == [("records.mailjob", failed.pk)]


def test_a_mail_that_waits_is_left_alone(desk: Any, failed: MailJob) -> None:
    MailJob.objects.update(state=Job.State.QUEUED, attempts=3)

    desk.post(reverse(LIST), {"action": "try_again", "_selected_action": [failed.pk]})

    assert MailJob.objects.get().attempts == 3

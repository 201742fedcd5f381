"""A job is a row: claimed by one, given up after a lease, tried again after a pause, done once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.common import jobs
from portal.common.jobs import Job, JobKind
from portal.records import tasks
from portal.records.mail import deliver
from portal.records.management.commands.serve import release_jobs_of_the_last_process
from portal.records.models import Heartbeat, MailJob

QUEUE = "portal.records.mail.QueuedEmailBackend"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def job(db: None) -> MailJob:
    return MailJob.objects.create(
        sender="a@example.org", recipients=["b@example.org"], subject="Hello", body="World"
    )


@pytest.fixture(autouse=True)
def _delivery(settings: Any) -> None:
    settings.MAIL_DELIVERY_BACKEND = LOCMEM


@pytest.fixture
def run_as(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`run_as(function)` makes the function the work of mail jobs."""

    def use(work: Any) -> None:
        monkeypatch.setitem(jobs._kinds, "records.mailjob", JobKind(MailJob, work))

    return use


def _twin(job: MailJob) -> MailJob:
    return MailJob.objects.get(pk=job.pk)


def test_of_two_workers_one_claims(job: MailJob) -> None:
    first, second = _twin(job), _twin(job)

    assert [first.claim(), second.claim()] == [True, False]
    assert _twin(job).attempts == 1


def test_a_job_whose_worker_died_is_due_again_when_its_lease_ran_out(job: MailJob) -> None:
    job.claim()
    held = list(MailJob.objects.due())
    MailJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert held == []
    assert _twin(job).claim()


def test_a_worker_that_was_overtaken_writes_nothing(job: MailJob) -> None:
    job.claim()
    MailJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    other = _twin(job)
    other.claim()

    assert job.finish({"by": "the slow one"}) is False
    assert other.finish({"by": "the fast one"}) is True
    assert _twin(job).result == {"by": "the fast one"}


def test_progress_renews_the_lease(job: MailJob) -> None:
    job.claim()
    MailJob.objects.update(lease_until=timezone.now() + timedelta(seconds=1))

    job.advance(3, 10)

    kept = _twin(job)
    assert (kept.progress_done, kept.progress_total) == (3, 10)
    assert kept.lease_until > timezone.now() + timedelta(seconds=60)


def test_a_failure_is_tried_again_later_and_later_then_given_up(job: MailJob, run_as: Any) -> None:
    def fail(row: MailJob) -> dict[str, Any]:
        raise RuntimeError("the mail server is away")

    run_as(fail)
    pauses = []
    while not pauses or pauses[-1] > 0:
        tasks.run_job("records.mailjob", job.pk)
        row = _twin(job)
        pauses.append(round((row.not_before - timezone.now()).total_seconds(), -1))
        MailJob.objects.update(not_before=timezone.now())

    assert pauses == [60, 300, 900, 1800, 3600, 10800, 21600, 43200, 0]
    assert (row.state, row.attempts) == (Job.State.FAILED, len(pauses))
    assert row.error == "RuntimeError: the mail server is away"


def test_a_job_whose_worker_dies_each_time_is_given_up(job: MailJob) -> None:
    """Claimed, and nobody heard of again: no worker lives to say that it failed."""
    claims = []
    while not claims or claims[-1]:
        MailJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        claims.append(_twin(job).claim())

    given_up = _twin(job)
    assert len(claims) == len(MailJob.pauses) + 2
    assert (given_up.state, given_up.lease_until) == (Job.State.FAILED, None)
    assert "it is tried no more" in given_up.error
    assert not MailJob.objects.due().exists()


def test_a_job_that_failed_may_be_tried_again(job: MailJob) -> None:
    refused = _twin(job).try_again()
    MailJob.objects.update(state=Job.State.FAILED, attempts=9, not_before=timezone.now())

    assert (refused, _twin(job).try_again()) == (False, True)
    assert _twin(job).claim()


def test_an_inner_job_renews_the_lease_of_the_outer(job: MailJob) -> None:
    outer = MailJob.objects.create(sender="a@example.org", recipients=[], subject="Outer", progress_done=7)
    for row in (outer, job):
        row.claim()
    job.within = outer
    MailJob.objects.update(lease_until=timezone.now() + timedelta(seconds=1))

    job.advance(1)

    kept = _twin(outer)
    assert kept.progress_done == 7
    assert kept.lease_until > timezone.now() + timedelta(seconds=60)


def test_a_job_in_its_pause_is_left_alone(job: MailJob) -> None:
    MailJob.objects.update(not_before=timezone.now() + timedelta(minutes=1))

    tasks.run_job("records.mailjob", job.pk)

    assert _twin(job).state == Job.State.QUEUED


def test_the_sweep_wakes_a_worker_for_every_due_job(job: MailJob, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks.run_job, "delay", lambda label, pk: woken.append((label, pk)))

    count = tasks.sweep()

    assert (count, woken) == (1, [("records.mailjob", job.pk)])
    assert Heartbeat.objects.filter(part="worker").exists()


def test_a_dead_broker_fails_no_request(
    job: MailJob, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def refuse(*args: Any) -> None:
        raise ConnectionError("broker away")

    monkeypatch.setattr(tasks.run_job, "delay", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.enqueue(job)

    assert _twin(job).state == Job.State.QUEUED


def test_a_mail_waits_as_a_row_and_leaves_with_the_worker(
    settings: Any, db: None, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = QUEUE
    send_mail("Your password", "https://example.org/secret", "a@example.org", ["b@example.org"])
    waiting = len(outbox.outbox)

    tasks.run_job("records.mailjob", MailJob.objects.get().pk)

    assert waiting == 0
    assert [(message.subject, message.to) for message in outbox.outbox] == [
        ("Your password", ["b@example.org"])
    ]
    assert (MailJob.objects.get().state, MailJob.objects.get().body) == (Job.State.DONE, "")


def test_a_mail_keeps_both_its_texts(job: MailJob) -> None:
    MailJob.objects.update(html="<b>World</b>")

    deliver(_twin(job))

    assert outbox.outbox[0].body == "World"
    assert outbox.outbox[0].alternatives[0][0] == "<b>World</b>"


def test_drain_jobs_does_all_that_is_due(job: MailJob, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("drain_jobs", timeout=20)

    assert "1 jobs done, none is open." in capsys.readouterr().out
    assert _twin(job).state == Job.State.DONE


def test_drain_jobs_says_what_is_still_open_when_the_time_ran_out(job: MailJob) -> None:
    MailJob.objects.update(not_before=timezone.now() + timedelta(hours=1))

    with pytest.raises(CommandError, match=r"still open: 1 records\.mailjob") as caught:
        call_command("drain_jobs", timeout=0.1)

    assert caught.value.returncode == 1


def test_drain_jobs_refuses_a_senseless_time(db: None) -> None:
    with pytest.raises(CommandError, match="above 0") as caught:
        call_command("drain_jobs", timeout=0)

    assert caught.value.returncode == 2


def test_a_restart_of_the_one_process_mode_is_no_attempt(job: MailJob) -> None:
    for _restart in range(len(MailJob.pauses) + 3):
        assert _twin(job).claim()
        assert release_jobs_of_the_last_process() == 1

    assert _twin(job).claim()

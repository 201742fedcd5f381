"""A job is a row: work that must not be lost has a state, a lease and a result.

A message only wakes a worker; the sweep finds what is due or whose lease ran out; a worker claims by
compare-and-set. So a killed worker, an emptied broker and the one-process mode are the same case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.models import Record

DIED = _(
    "Work on this ended %(times)s times without a word, as where a process is killed or memory runs out;"
    " it is tried no more."
)


class JobQuerySet(models.QuerySet):
    def due(self) -> Self:
        """Queued jobs, and running ones whose worker let the lease run out."""
        now = timezone.now()
        queued = Q(state=Job.State.QUEUED, not_before__lte=now)
        return self.filter(queued | Q(state=Job.State.RUNNING, lease_until__lt=now))

    def open(self) -> Self:
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])


class Job(Record):
    """Work as a row. Subclasses add what the work is about; see `register_job`.

    `pauses` are the seconds before each further attempt; after the last attempt the job has failed. `within` is the
    job inside which this one runs, where there is one: a sign of life of the inner is one of the outer too.
    """

    pauses: ClassVar[tuple[int, ...]] = (20, 40, 80, 160)
    within: "Job | None" = None

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    state = models.CharField(
        _("State"), max_length=10, choices=State.choices, default=State.QUEUED, db_index=True
    )
    not_before = models.DateTimeField(_("Not before"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("Started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("Finished"), null=True, blank=True)
    progress_done = models.PositiveIntegerField(_("Rows done"), default=0)
    progress_total = models.PositiveIntegerField(_("Rows of all"), default=0)
    result = models.JSONField(_("Result"), default=dict, blank=True)
    error = models.TextField(_("Error"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def may_try_again(self) -> bool:
        return self.attempts <= len(self.pauses)

    def claim(self) -> bool:
        """Take the job if it is still due; False where another worker was faster, or where too many died of it."""
        now = timezone.now()
        due = type(self).objects.due().filter(pk=self.pk, attempts=self.attempts)
        if not self.may_try_again:
            told = str(DIED % {"times": self.attempts})
            due.update(state=self.State.FAILED, lease_until=None, finished_at=now, error=told)
            return False
        taken = due.update(
            state=self.State.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
            started_at=now,
            error="",
        )
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def advance(self, done: int, total: int | None = None) -> None:
        """Show progress and renew the lease. Call it outside the transaction that holds the work."""
        values: dict[str, Any] = {
            "progress_done": done,
            "lease_until": timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        }
        if total is not None:
            values["progress_total"] = total
        type(self).objects.filter(pk=self.pk, attempts=self.attempts).update(**values)
        self.progress_done, self.progress_total = done, total if total is not None else self.progress_total
        if self.within is not None:
            self.within.advance(self.within.progress_done)

    def finish(self, result: dict[str, Any] | None = None) -> bool:
        """Write the result; False (and nothing written) where the lease went to another worker meanwhile."""
        return self._close(self.State.DONE, result=result or {})

    def fail(self, error: str) -> bool:
        """Note the error; the sweep tries again after the next of the pauses."""
        if self.may_try_again:
            pause = timedelta(seconds=self.pauses[self.attempts - 1])
            return self._close(self.State.QUEUED, error=error[:2000], not_before=timezone.now() + pause)
        return self._close(self.State.FAILED, error=error[:2000])

    def try_again(self) -> bool:
        """Queue a job that has failed as if it were new; False where it has not failed."""
        failed = type(self).objects.filter(pk=self.pk, state=self.State.FAILED)
        return bool(failed.update(state=self.State.QUEUED, attempts=0, not_before=timezone.now()))

    def _close(self, state: "Job.State", **values: Any) -> bool:
        mine = type(self).objects.filter(pk=self.pk, state=self.State.RUNNING, attempts=self.attempts)
        closed = mine.update(state=state, lease_until=None, finished_at=timezone.now(), **values)
        if closed:  # else the row is another worker's now, and this object must not pass for his
            self.refresh_from_db()
        return bool(closed)


@dataclass(frozen=True)
class JobKind:
    """A registered kind of job: its model and the function that does the work and returns the result."""

    model: type[Job]
    run: Callable[[Any], dict[str, Any]]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


_kinds: dict[str, JobKind] = {}


def register_job(model: type[Job], run: Callable[[Any], dict[str, Any]]) -> None:
    """Tell the sweep of a kind of job. `run(job)` does the work; it must be safe to run twice.

    A runner that writes its effect in one transaction should call `job.finish(result)` inside it, so that effect
    and "done" are one; a runner that only returns a result is finished by the caller.
    """
    kind = JobKind(model, run)
    _kinds[kind.label] = kind


def job_kinds() -> list[JobKind]:
    return [_kinds[label] for label in sorted(_kinds)]


def job_kind(label: str) -> JobKind:
    """The kind registered under a model label; KeyError where there is none."""
    return _kinds[label]

"""Does everything that is due, here and now: for installs, tests and demos without a worker."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.common.jobs import Job, JobKind, job_kinds
from portal.records.tasks import run_job

PAUSE_SECONDS = 0.2


class Command(BaseCommand):
    """`python manage.py drain_jobs --timeout 60`."""

    help = "Run due jobs of every kind in this process until none is open; exit 1 where the time ran out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--timeout", type=float, default=60, help="seconds to go on at most (default 60)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["timeout"] <= 0:
            raise CommandError("--timeout takes a number of seconds above 0", returncode=2)
        until, done = time.monotonic() + options["timeout"], 0
        while waiting := _open_jobs():
            if time.monotonic() > until:
                raise CommandError(f"{done} done; still open: {', '.join(waiting)}", returncode=1)
            ran = _run_due()
            done += ran
            if not ran:
                time.sleep(PAUSE_SECONDS)
        self.stdout.write(f"{done} jobs done, none is open.")


def _run_due() -> int:
    """Run what is due now; returns how many jobs."""
    due = [
        (kind.label, pk)
        for kind in job_kinds()
        for pk in kind.model.objects.due().values_list("pk", flat=True)
    ]
    for label, pk in due:
        run_job(label, pk)
    return len(due)


def _open_jobs() -> list[str]:
    """Kinds with open jobs, as "n label"."""
    counts = [(kind.label, _open(kind)) for kind in job_kinds()]
    return [f"{count} {label}" for label, count in counts if count]


def _open(kind: JobKind) -> int:
    return kind.model.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).count()

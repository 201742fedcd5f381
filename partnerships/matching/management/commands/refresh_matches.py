"""`refresh_matches [--full]`: run the matching job now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from partnerships.matching import services
from partnerships.matching.job import run_matching
from partnerships.matching.models import MatchRun


class Command(BaseCommand):
    """Match in this process where something changed, or everything; prints the result."""

    help = "Run the matching job now: where something changed, or with --full in any case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--full", action="store_true", help="run even where nothing changed")

    def handle(self, *args: Any, **options: Any) -> None:
        run = services.queue_run() if options["full"] else services.queue_if_marked()
        if run is None:
            self.stdout.write("nothing changed since the last run")
            return
        MatchRun.objects.filter(pk=run.pk).update(not_before=run.created_at)
        run.refresh_from_db()
        if run.claim():
            run_matching(run)
        run.refresh_from_db()
        self.stdout.write(
            f"run #{run.pk}: {run.programmes} programmes, {run.openings} openings, "
            f"{run.suggestions} suggestions, {run.result.get('seconds')} s"
        )

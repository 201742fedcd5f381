"""`refresh_depth`: score all partnerships now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from partnerships.depth import services


class Command(BaseCommand):
    """Score every partnership in this process; prints how many."""

    help = "Score the depth of all partnerships now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--history", action="store_true", help="also compute the quarters before")

    def handle(self, *args: Any, **options: Any) -> None:
        run = services.DepthRun.objects.create(with_history=options["history"])
        run.claim()
        result = services.run_depth(run)
        run.finish(result)
        self.stdout.write(f"{result['partnerships']} partnerships, rubric {result['rubric']}")

"""`recount_summaries`: count all cells from the rows and name those that were wrong."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships.summaries.models import SummaryRun
from partnerships.summaries.services import run_recount


class Command(BaseCommand):
    """Count everything now; prints cells, mismatches and examples."""

    help = "Count the summary cells anew from the rows; prints how many were wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        run = SummaryRun.objects.create()
        run.claim()
        result = run_recount(run)
        run.finish(result)
        self.stdout.write(f"{result['cells']} cells, {result['mismatches']} mismatches")
        for key in result["examples"]:
            self.stdout.write("  " + " | ".join(key))

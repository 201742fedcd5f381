"""`load_demo`: queue the demo province, or load it at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from partnerships.demo import people
from partnerships.demo.services import queue_demo, run_demo_load
from portal.records.tasks import enqueue


class Command(BaseCommand):
    """Queue the demo province where the registers are empty; prints the demo accounts."""

    help = "Load the demo province as a job (where nothing is there yet) and print the demo accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", action="store_true", help="load in this process and wait")
        parser.add_argument("--if-empty", action="store_true", help="the default; kept for scripts")

    def handle(self, *args: Any, **options: Any) -> None:
        job = queue_demo()
        if job is not None and options["now"]:
            job.claim()
            job.finish(run_demo_load(job))
        elif job is not None:
            enqueue(job)
        self.stdout.write(f"Demo accounts (password {people.PASSWORD}):")
        for person in people.SHOWN:
            self.stdout.write(f"  {person.username:10} {person.full_name} {person.office}")

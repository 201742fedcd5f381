"""`load_world`: an invented world of a given size, for benches and long proofs."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from partnerships.demo.services import holds_real_records, load_world
from partnerships.demo.worlds import SCALES


class Command(BaseCommand):
    """Invented data of that size, in bulk, with progress; refuses a database that holds real records."""

    help = "Load an invented world: --scale town|city|province|demo --seed N."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=sorted(SCALES), required=True)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if holds_real_records():
            self.stderr.write("load_world: this database holds real records; use an empty one")
            sys.exit(2)
        counts = load_world(
            SCALES[options["scale"]],
            seed=options["seed"],
            today=timezone.localdate(),
            progress=self._progress,
        )
        self.stdout.write(", ".join(f"{name} {count}" for name, count in counts.items()))

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done}/{total} rows of the registers", ending="")

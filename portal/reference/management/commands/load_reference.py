"""`manage.py load_reference`: fill the reference tables from the portal's own files."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.reference.reading import BadTable
from portal.reference.services import DATA_DIRECTORY, TableCount, load_reference

COLUMNS = ("created", "changed", "unchanged", "withdrawn", "kept")


class Command(BaseCommand):
    """Prints one line a table; exit 2 with file, row and column where a file is bad, and nothing is written."""

    help = "Load regions, industries, clusters, majors, cooperation forms and holidays; running it twice is safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what would change; write nothing")
        parser.add_argument(
            "--directory",
            type=Path,
            default=DATA_DIRECTORY,
            help="where the CSV files are (default: the portal's own)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = load_reference(
                on=timezone.localdate(), directory=options["directory"], is_check=options["check"]
            )
        except BadTable as error:
            self.stderr.write(f"{error}. Nothing was written; mend the file and run the command again.")
            sys.exit(2)
        self._print(counts)

    def _print(self, counts: list[TableCount]) -> None:
        self.stdout.write(f"{'file':<30}" + "".join(f"{name:>11}" for name in COLUMNS))
        for count in counts:
            self.stdout.write(
                f"{count.file:<30}" + "".join(f"{getattr(count, name):>11}" for name in COLUMNS)
            )

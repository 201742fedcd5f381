"""`match_files`: the matching engine on any two CSV files. A thin wrapper around `engine.files`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.matching.engine.csv_tables import FileError
from partnerships.matching.engine.files import run


class Command(BaseCommand):
    """Rank openings for programmes; no database rows needed."""

    help = "Rank the openings of one CSV file for the programmes of another (see docs/matching.md)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programmes", type=Path, required=True, help="CSV with id,title,text and more")
        parser.add_argument("--openings", type=Path, required=True, help="CSV with id,title,text and more")
        parser.add_argument("--output", type=Path, required=True, help="CSV to write")
        parser.add_argument("--top", type=int, default=20, help="openings kept for each programme (20)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["top"] < 1:
            raise CommandError("--top must be at least 1", returncode=2)
        try:
            summary = run(options["programmes"], options["openings"], options["output"], options["top"])
        except FileError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stderr.write(
            f"{summary.programmes} programmes, {summary.openings} openings: {summary.rows} rows written, "
            f"{summary.programmes_without_any} programmes without any."
        )

"""`score_partnership FACTS.json`: the depth of a partnership from a file, without any database row."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.depth.scoring.facts import FactsError
from partnerships.depth.scoring.report import LANGUAGES, kinds_text, read_document, score_text
from partnerships.depth.scoring.rubric_reading import built_in

BAD_INPUT = 2


class Command(BaseCommand):
    """Print points, level, parts and next steps as JSON; exit 2 with path and cure on bad input."""

    help = "Score one partnership from a JSON file of facts (docs/depth.md); - reads standard input."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a file, or --kinds alone."""
        parser.add_argument("facts", nargs="?", help="file of facts, or - for standard input")
        parser.add_argument(
            "--kinds", action="store_true", help="print the kinds and forms that facts may name"
        )
        parser.add_argument(
            "--language", choices=LANGUAGES, default=LANGUAGES[0], help="language of the next steps"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, score, print."""
        rubric = built_in()
        if options["kinds"]:
            self.stdout.write(kinds_text(rubric))
            return
        source = options["facts"]
        if source is None:
            raise CommandError(
                "Give a file of facts, - for standard input, or --kinds.", returncode=BAD_INPUT
            )
        try:
            answer, unknown = score_text(
                read_document(_bytes_of(source)), rubric, language=options["language"]
            )
        except (FactsError, OSError) as error:
            raise CommandError(f"{source}: {error}", returncode=BAD_INPUT) from error
        for path in unknown:
            self.stderr.write(
                f"{source}: {path!a} is not known and was left out; docs/depth.md lists the keys"
            )
        self.stdout.write(answer)


def _bytes_of(source: str) -> bytes:
    return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()

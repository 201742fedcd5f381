"""One hash per table, independent of the order of rows."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.records.table_hashes import table_hashes


class Command(BaseCommand):
    """`python manage.py table_hashes --json`: equal databases give equal hashes."""

    help = "Print one SHA-256 per table, independent of the order of rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        hashes = table_hashes()
        if options["json"]:
            self.stdout.write(json.dumps(hashes, indent=1))
            return
        for table, value in hashes.items():
            self.stdout.write(f"{value}  {table}")

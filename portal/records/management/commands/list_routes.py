"""Every address of the portal, with its methods, the models its kwargs name, and who may open it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.routes import routes


class Command(BaseCommand):
    """`python manage.py list_routes --json`."""

    help = "List every URL pattern with methods, kwargs (and the models they name) and who may open it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {
                "pattern": route.pattern,
                "name": route.name,
                "methods": list(route.methods),
                "kwargs": {name: " | ".join(models) for name, models in route.kwargs.items()},
                "who": route.who,
            }
            for route in routes()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{','.join(row['methods']):<30} /{row['pattern']:<60} {row['who']}")

"""Writes the acceptance world: every organisation with one object of each model in each state."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partnerships.demo.acceptance.seeding import seed
from portal.accounts.models import User


class Command(BaseCommand):
    """`python manage.py seed_acceptance --seed 7 --json OUT.json`."""

    help = "Fill an empty database with the acceptance world and say who may see and change what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, required=True, help="the same seed, the same words and ids")
        parser.add_argument("--json", type=Path, required=True, help="file to write; its folder must exist")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["json"]
        if settings.PRODUCTION:
            raise CommandError("refused: these are production settings", returncode=2)
        if not out.parent.is_dir():
            raise CommandError(f"there is no folder {out.parent}", returncode=2)
        if User.objects.filter(username__startswith="school-a-").exists():
            raise CommandError(
                "the acceptance world is there already; start from an empty database", returncode=2
            )
        world = seed(options["seed"])
        out.write_text(json.dumps(world, ensure_ascii=False, indent=1), encoding="utf-8")
        self.stdout.write(
            f"{len(world['objects'])} objects of {len(world['organisations'])} organisations: {out}"
        )

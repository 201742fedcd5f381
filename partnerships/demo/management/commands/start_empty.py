"""`start_empty`: remove the demo and everything that hangs on it."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships.demo.removal import start_empty


class Command(BaseCommand):
    """Remove every invented record; real ones stay. Prints how many rows went and what comes next."""

    help = "Remove the demo province; what is real stays."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"{start_empty(by=None)} rows of the demo removed; its accounts can no longer sign in."
        )
        self.stdout.write("Next: python manage.py make_bureau NAME --region CODE --owner PERSON")

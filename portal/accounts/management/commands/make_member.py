"""Makes an invitation to any organisation: how its first owner gets in, or a new one where nobody is left."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.memberships import kinds, model_of
from portal.accounts.models import Role
from portal.accounts.services.invitations import address_of, invite


class Command(BaseCommand):
    """`python manage.py make_member school bcdfghjkmnpq 陈敏 --role owner`."""

    help = "Print the link by which a person joins a school, enterprise or bureau (valid for 14 days)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=kinds())
        parser.add_argument("organisation", help="public id: the last part of the organisation's address")
        parser.add_argument("person", help="name of the person")
        parser.add_argument("--role", choices=Role.values, default=Role.OWNER)

    def handle(self, *args: Any, **options: Any) -> None:
        model: Any = model_of(options["kind"]).organisation_model()
        organisation = model._base_manager.filter(public_id=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"no {options['kind']} {options['organisation']}", returncode=2)
        _invitation, token = invite(
            organisation, kind=options["kind"], role=options["role"], person=options["person"], by=None
        )
        self.stdout.write(address_of(token))

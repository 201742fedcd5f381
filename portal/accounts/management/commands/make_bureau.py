"""Makes a bureau and the invitation of its first owner."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.accounts.models import Bureau, Role
from portal.accounts.services.bureaus import make_bureau
from portal.accounts.services.invitations import address_of, invite
from portal.reference.models import Region


class Command(BaseCommand):
    """`python manage.py make_bureau 广东省教育厅 --region 440000 --owner 林颖`."""

    help = "Make a bureau and print the link by which its first owner joins (valid for 14 days)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="Chinese name")
        parser.add_argument("--name-en", default="", help="English name")
        parser.add_argument("--region", required=True, help="six-digit code (GB/T 2260), such as 440100")
        parser.add_argument("--owner", required=True, help="name of the first owner")
        parser.add_argument("--parent", help="public id of the superior bureau")
        parser.add_argument("--kind", choices=Bureau.Kind.values, default=Bureau.Kind.EDUCATION)
        parser.add_argument("--follows", choices=Bureau.Follows.values, default=Bureau.Follows.BOTH)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        bureau = make_bureau(
            by=None,
            name_zh=options["name"],
            name_en=options["name_en"],
            kind=options["kind"],
            follows=options["follows"],
            region=_region(options["region"]),
            parent=_parent(options["parent"]),
        )
        _invitation, token = invite(bureau, kind="bureau", role=Role.OWNER, person=options["owner"], by=None)
        self.stdout.write(f"{bureau.public_id} {bureau.name_zh}")
        self.stdout.write(address_of(token))


def _region(code: str) -> Region:
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise CommandError(f"no region {code}; run load_reference, or look the code up in it", returncode=2)
    return region


def _parent(public_id: str | None) -> Bureau | None:
    if public_id is None:
        return None
    parent = Bureau.objects.filter(public_id=public_id).first()
    if parent is None:
        raise CommandError(f"no bureau {public_id}", returncode=2)
    return parent

"""Puts the acceptance world together and says what was written."""

from typing import Any

from django.db import transaction

from partnerships.demo.acceptance import layout
from partnerships.demo.acceptance.book import Book
from partnerships.demo.acceptance.own_rows import make_enterprise_rows, make_records, make_school_rows
from partnerships.demo.acceptance.people import Cast, make_cast, make_person
from partnerships.demo.acceptance.shared_rows import make_shared_rows
from portal.accounts.models import Role
from schools.models import SchoolMembership


@transaction.atomic
def seed(number: int) -> dict[str, Any]:
    """Write the world of this seed into an empty database; returns what `seed_acceptance --json` writes."""
    book = Book(number)
    cast = make_cast(book)
    own = {plan.key: make_school_rows(book, cast, plan) for plan in layout.SCHOOLS}
    own |= {plan.key: make_enterprise_rows(book, cast, plan) for plan in layout.ENTERPRISES}
    issued = make_shared_rows(book, cast, own)
    for key in layout.ORGANISATIONS:
        make_records(book, cast, key)
    return {
        "seed": number,
        "organisations": [_organisation(book, cast, key) for key in layout.ORGANISATIONS],
        "objects": book.objects,
        "links": issued,
        "operator": _outsider(book, "operator", is_superuser=True, is_staff=True),
        "inactive": _inactive(book, cast),
        "nobody": _outsider(book, "nobody"),
    }


def _organisation(book: Book, cast: Cast, key: str) -> dict[str, Any]:
    kind, row = cast.organisation(key)
    return {
        "key": key,
        "kind": kind,
        "public_id": row.public_id,
        "canary": layout.canary_of(key, book.seed),
        "users": cast.users[key],
    }


def _outsider(book: Book, login: str, **values: Any) -> dict[str, str]:
    person = make_person(book, f"acceptance-{login}", **values)
    person.pop("user")
    return person


def _inactive(book: Book, cast: Cast) -> dict[str, str]:
    """An owner of school A who may no longer sign in: his token is worth nothing either."""
    person = make_person(book, "acceptance-inactive", is_active=False)
    SchoolMembership.objects.create(user=person.pop("user"), school=cast.schools["school-a"], role=Role.OWNER)
    return person

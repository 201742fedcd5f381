"""Regions, bureaus, schools and enterprises of the layout, with their people."""

from dataclasses import dataclass, field
from typing import Any

from enterprises.models import Enterprise
from partnerships.demo.acceptance import layout
from partnerships.demo.acceptance.book import Audience, Book
from portal.accounts.memberships import forget, model_of
from portal.accounts.models import Bureau, Role, User
from portal.accounts.services.bureaus import make_bureau
from portal.records.tokens import issue_token
from portal.reference.models import Industry, Region, region_path
from schools.models import School

ROLES = (Role.OWNER, Role.EDITOR, Role.VIEWER)


@dataclass
class Cast:
    """What the rows need: organisations, owners and logins by key."""

    bureaus: dict[str, Bureau] = field(default_factory=dict)
    schools: dict[str, School] = field(default_factory=dict)
    enterprises: dict[str, Enterprise] = field(default_factory=dict)
    owners: dict[str, User] = field(default_factory=dict)
    users: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def organisation(self, key: str) -> tuple[str, Any]:
        """(kind, row) of a key."""
        for kind, rows in (
            ("school", self.schools),
            ("enterprise", self.enterprises),
            ("bureau", self.bureaus),
        ):
            if key in rows:
                return kind, rows[key]
        raise KeyError(key)


def make_regions() -> None:
    """The regions of the layout, where reference data has not brought them."""
    for place, (name_zh, name_en) in layout.DISTRICTS.items():
        parent = Region.objects.filter(code=place[-2]).first() if len(place) > 1 else None
        path = region_path(place[-1], parent.path if parent else "/")
        values = {
            "name_zh": name_zh,
            "name_en": name_en,
            "level": layout.LEVELS[len(place) - 1],
            "parent": parent,
            "path": path,
            "longitude": 113.0,
            "latitude": 23.0,
        }
        Region.objects.get_or_create(code=place[-1], defaults=values)


def industry() -> Industry:
    """A division that may host students."""
    section = {
        "level": "section",
        "section": "G",
        "name_zh": "交通运输、仓储和邮政业",
        "name_en": "Transport",
    }
    parent = Industry.objects.get_or_create(code="G", defaults=section)[0]
    division = {"level": "division", "section": "G", "parent": parent, "name_zh": "装卸搬运和仓储业"}
    return Industry.objects.get_or_create(code="59", defaults=division)[0]


def make_cast(book: Book) -> Cast:
    """Organisations first, then a person of each role in each."""
    make_regions()
    cast = Cast()
    everybody = [*layout.ORGANISATIONS, layout.OPERATOR]
    for bureau in layout.BUREAUS:
        cast.bureaus[bureau.key] = _bureau(book, bureau, cast, everybody)
    for school in layout.SCHOOLS:
        cast.schools[school.key] = _school(book, school, cast, everybody)
    for enterprise in layout.ENTERPRISES:
        cast.enterprises[enterprise.key] = _enterprise(book, enterprise, everybody)
    for key in layout.ORGANISATIONS:
        cast.users[key] = [_member(book, cast, key, role) for role in ROLES]
    return cast


def _bureau(book: Book, plan: layout.Bureau, cast: Cast, everybody: list[str]) -> Bureau:
    bureau = make_bureau(
        by=None,
        name_zh=f"验收{plan.key}",
        name_en=f"Acceptance {plan.key}",
        region=Region.objects.get(code=plan.place[-1]),
        parent=cast.bureaus.get(plan.above),
        follows=plan.follows,
    )
    book.note(bureau, plan.key, Audience(everybody, [plan.key, layout.OPERATOR], "viewer"))
    return bureau


def _school(book: Book, plan: layout.School, cast: Cast, everybody: list[str]) -> School:
    managers = {plan.key, layout.OPERATOR, *layout.reaching_school(plan)}
    return book.make(  # type: ignore[no-any-return]
        "schools.School",
        plan.key,
        Audience(everybody, managers),
        name_zh=f"验收{plan.key}",
        name_en=f"Acceptance {plan.key}",
        kind="secondary",
        region=Region.objects.get(code=plan.place[-1]),
        authority=cast.bureaus[plan.authority],
        introduction="{canary}",
    )


def _enterprise(book: Book, plan: layout.Enterprise, everybody: list[str]) -> Enterprise:
    over = layout.reaching_enterprise(plan)
    own = {plan.key, layout.OPERATOR, *over}
    return book.make(  # type: ignore[no-any-return]
        "enterprises.Enterprise",
        plan.key,
        Audience(own if plan.vetting == "refused" else everybody, own),
        listed=plan.vetting,
        name_zh=f"验收{plan.key}",
        name_en=f"Acceptance {plan.key}",
        number_kind="register",
        number=f"ACC-{plan.key}",
        region=Region.objects.get(code=plan.place[-1]),
        industry=industry(),
        vetting=plan.vetting,
        staff_total=500,
        introduction="{canary}",
    )


def make_person(book: Book, login: str, **values: Any) -> dict[str, Any]:
    """An account with a password and a token that may write."""
    password = f"acceptance {book.public_id()}"
    user = User.objects.create_user(login, password=password, full_name=login, **values)
    _token, text = issue_token(user, name="acceptance", scope="write")
    return {"login": login, "password": password, "token": text, "user": user}


def _member(book: Book, cast: Cast, key: str, role: Role) -> dict[str, str]:
    kind, organisation = cast.organisation(key)
    person = make_person(book, f"{key}-{role}")
    user = person.pop("user")
    model = model_of(kind)
    row = model.objects.create(user=user, role=role, **{model.organisation_field: organisation})
    forget(user)
    book.note(row, key, Audience([key], [key], "viewer"), state=role)
    if role == Role.OWNER:
        cast.owners[key] = user
    return {**person, "role": str(role)}

"""What a person belongs to, read once per request and asked from everywhere.

Rooms register their membership model; `memberships_of(user)` answers with one small object, cached on the user.
An anonymous or inactive person belongs to nothing.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import AbstractMembership, Role, User

_models: dict[str, type[AbstractMembership]] = {}


def register(model: type[AbstractMembership]) -> None:
    """Make a membership model known under its kind (`school`, `enterprise`, `bureau`)."""
    _models[model.kind] = model


def kinds() -> list[str]:
    """The kinds of organisation that have members."""
    return sorted(_models)


def model_of(kind: str) -> type[AbstractMembership]:
    """The membership model of a kind; KeyError where nobody registered it."""
    return _models[kind]


@dataclass(frozen=True)
class Memberships:
    """All live memberships of one person."""

    rows: tuple[AbstractMembership, ...]

    def of_kind(self, kind: str) -> list[AbstractMembership]:
        return [row for row in self.rows if row.kind == kind]

    def ids(self, kind: str, at_least: Role = Role.VIEWER) -> list[int]:
        """Primary keys of the organisations of `kind` in which the person has this role or a higher one."""
        return [row.organisation_id for row in self.of_kind(kind) if Role(row.role).includes(at_least)]

    def role_in(self, kind: str, organisation_id: int | None) -> Role | None:
        for row in self.of_kind(kind):
            if row.organisation_id == organisation_id:
                return Role(row.role)
        return None

    def has(self, kind: str, organisation_id: int | None, at_least: Role = Role.VIEWER) -> bool:
        role = self.role_in(kind, organisation_id)
        return role is not None and role.includes(at_least)

    def any_of(self, *wanted: str) -> bool:
        return any(row.kind in wanted for row in self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


NOBODY = Memberships(())


def memberships_of(user: User | AnonymousUser) -> Memberships:
    """The person's live memberships; one query per kind, once per user object."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    if user._memberships is None:
        user._memberships = Memberships(tuple(_read(user)))
    return user._memberships


def only_as(user: User, at_least: Role) -> User:
    """The person as one who belongs only where he has this role or a higher one: for what needs it everywhere."""
    narrowed = copy.copy(user)
    rows = tuple(row for row in memberships_of(user).rows if Role(row.role).includes(at_least))
    narrowed._memberships = Memberships(rows)
    return narrowed


def anybody_may(kind: str, organisation_id: int, at_least: Role) -> bool:
    """Whether somebody with an account has this role or a higher one in the organisation."""
    model = model_of(kind)
    roles = [role for role in Role if role.includes(at_least)]
    own = {f"{model.organisation_field}_id": organisation_id}
    return model.objects.active().filter(role__in=roles, user__is_active=True, **own).exists()


def forget(user: User) -> None:
    """Read again at the next question: called by whoever changes a membership."""
    user._memberships = None


def _read(user: User) -> Iterable[AbstractMembership]:
    for kind in kinds():
        model = _models[kind]
        related = [model.organisation_field, f"{model.organisation_field}__region"]
        yield from model.objects.active().filter(user=user).select_related(*related).order_by("pk")

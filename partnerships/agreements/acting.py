"""For which side a person acts on a page: the organisation chosen in the frame first, else any he belongs to."""

from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from partnerships.agreements.models import Side
from portal.accounts.memberships import memberships_of
from portal.accounts.models import AbstractMembership, Role


class OfTwo(Protocol):
    """A row with two sides: partnership, proposal, agreement, activity."""

    def sides_of(self, user: Any, at_least: Role = ...) -> list[Side]: ...


def acting_side(request: HttpRequest, row: OfTwo, at_least: Role = Role.VIEWER) -> Side | None:
    """The side for which this user acts on the row; None for bureaus and strangers."""
    sides = row.sides_of(request.user, at_least)
    membership = getattr(request, "membership", None)
    chosen = [side for side in sides if membership and side == membership.kind]
    return next(iter([*chosen, *sides]), None)


def required_side(request: HttpRequest, row: OfTwo, at_least: Role = Role.EDITOR) -> Side:
    """The same; PermissionDenied where there is none."""
    side = acting_side(request, row, at_least)
    if side is None:
        raise PermissionDenied
    return side


def own_party(request: HttpRequest, at_least: Role = Role.EDITOR) -> AbstractMembership:
    """The school or enterprise for which the user begins something new; PermissionDenied for everybody else."""
    current = getattr(request, "membership", None)
    rows = [*([current] if current else []), *memberships_of(request.user).rows]
    for row in rows:
        if row.kind in Side.values and Role(row.role).includes(at_least):
            return row
    raise PermissionDenied

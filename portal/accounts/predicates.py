"""Building blocks for permissions: membership of the organisation a row belongs to.

rules.add_perm("schools.change_school", member_of("school", Role.EDITOR))
rules.add_perm("schools.change_plan", member_of("school", Role.EDITOR, of="programme.school_id"))
"""

from operator import attrgetter
from typing import Any

import rules

from portal.accounts.jurisdiction import jurisdiction
from portal.accounts.memberships import memberships_of, model_of
from portal.accounts.models import Role


def member_of(kind: str, at_least: Role, of: str = "pk") -> rules.Predicate:
    """True for members with this role of the organisation whose primary key `row.<of>` gives.

    Without a row it asks whether the person has this role in any organisation of the kind: may he begin one?
    """

    @rules.predicate(name=f"{at_least}_of_{kind}_{of}")
    def predicate(user: Any, row: Any = None) -> bool:
        memberships = memberships_of(user)
        if row is None:
            return bool(memberships.ids(kind, at_least))
        return memberships.has(kind, attrgetter(of)(row), at_least)

    return predicate


def steers(at_least: Role, *, region: str, authority: str | None = None) -> rules.Predicate:
    """True for bureau staff with this role in whose jurisdiction the row lies; without a row, for any such staff."""

    @rules.predicate(name=f"bureau_{at_least}_{region}")
    def predicate(user: Any, row: Any = None) -> bool:
        if row is None:
            return bool(memberships_of(user).ids("bureau", at_least))
        condition = jurisdiction(user, region=region, authority=authority, at_least=at_least)
        return bool(type(row)._base_manager.filter(condition, pk=row.pk).exists())

    return predicate


def nobody_owns(kind: str) -> rules.Predicate:
    """True where nobody who may sign in owns the organisation: then its bureau may invite the first one."""

    @rules.predicate(name=f"nobody_owns_{kind}")
    def predicate(user: Any, row: Any = None) -> bool:
        return row is not None and not model_of(kind).objects.active().of(row.pk).owners().exists()

    return predicate


@rules.predicate
def is_operator(user: Any) -> bool:
    """The operator of the site."""
    return bool(getattr(user, "is_operator", False))

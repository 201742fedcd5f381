"""Who may do what with people and bureaus."""

from typing import Any

import rules

from portal.accounts.memberships import memberships_of
from portal.accounts.models import Role
from portal.accounts.predicates import is_operator


@rules.predicate
def owns_its_organisation(user: Any, row: Any = None) -> bool:
    """Owner of the organisation that a membership or an invitation belongs to; without a row, of any."""
    memberships = memberships_of(user)
    if row is None:
        return any(Role(one.role).includes(Role.OWNER) for one in memberships.rows)
    return memberships.has(row.kind, row.organisation_id, Role.OWNER)


@rules.predicate
def owns_the_bureau(user: Any, bureau: Any = None) -> bool:
    """Owner of this very bureau."""
    return bureau is not None and memberships_of(user).has("bureau", bureau.pk, Role.OWNER)


rules.add_perm("accounts.manage_members", owns_its_organisation)
rules.add_perm("accounts.change_bureau", owns_the_bureau | is_operator)
rules.add_perm("accounts.add_bureau", is_operator)

"""Who may do what to an enterprise and what it writes of itself."""

from typing import Any

import rules

from portal.accounts.memberships import kinds, memberships_of
from portal.accounts.models import Role
from portal.accounts.predicates import is_operator, member_of, nobody_owns, steers


@rules.predicate
def edits_somewhere(user: Any) -> bool:
    """Whoever is an editor of any school, enterprise or bureau."""
    memberships = memberships_of(user)
    return any(memberships.ids(kind, Role.EDITOR) for kind in kinds())


bureau = steers(Role.EDITOR, region="region")
editor = member_of("enterprise", Role.EDITOR)
_own = member_of("enterprise", Role.EDITOR, of="enterprise_id")

rules.add_perm("enterprises.add_enterprise", edits_somewhere | is_operator)
rules.add_perm("enterprises.change_enterprise", editor | bureau | is_operator)
rules.add_perm("enterprises.vet_enterprise", bureau)
rules.add_perm("enterprises.invite_to_enterprise", (bureau | is_operator) & nobody_owns("enterprise"))
rules.add_perm(
    "enterprises.oversee_enterprise",
    member_of("enterprise", Role.VIEWER) | steers(Role.VIEWER, region="region"),
)
rules.add_perm("enterprises.add_site", editor)
rules.add_perm("enterprises.change_site", _own)
rules.add_perm("enterprises.add_staff_group", editor)
rules.add_perm("enterprises.change_staff_group", _own)
rules.add_perm("enterprises.add_contact", editor)
rules.add_perm("enterprises.change_contact", _own)
rules.add_perm("enterprises.add_opening", editor)
rules.add_perm("enterprises.change_opening", _own)
rules.add_perm("enterprises.review_opening", steers(Role.EDITOR, region="enterprise__region"))
rules.add_perm(
    "enterprises.oversee_opening",
    member_of("enterprise", Role.VIEWER, of="enterprise_id")
    | steers(Role.VIEWER, region="enterprise__region"),
)

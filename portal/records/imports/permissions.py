"""Who may do what with an import or an export: editors of the organisation it belongs to."""

from typing import Any

import rules

from portal.accounts.memberships import kinds, memberships_of
from portal.accounts.models import Role


@rules.predicate
def edits_owner(user: Any, row: Any = None) -> bool:
    """An editor of the organisation that the row belongs to; without a row, of any organisation."""
    memberships = memberships_of(user)
    if row is None:
        return any(memberships.ids(kind, Role.EDITOR) for kind in kinds())
    return memberships.has(row.organisation_kind, row.organisation_id, Role.EDITOR)


rules.add_perm("records.add_import", edits_owner)
rules.add_perm("records.change_import", edits_owner)
rules.add_perm("records.export", edits_owner)

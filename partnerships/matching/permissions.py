"""Who may answer a suggestion: editors of the school or of the enterprise it names."""

from typing import Any

import rules

from partnerships.agreements.models import Side
from portal.accounts.memberships import memberships_of
from portal.accounts.models import Role
from portal.accounts.predicates import member_of

school_side = member_of("school", Role.EDITOR, of="school_id")
enterprise_side = member_of("enterprise", Role.EDITOR, of="enterprise_id")


@rules.predicate
def names_an_opening(user: Any, row: Any) -> bool:
    """Whether the suggestion is of an opening: a new partner is the school's idea alone."""
    return row is not None and row.opening_id is not None


@rules.predicate
def answering_side(user: Any, row: Any) -> bool:
    """Whether the user edits for the side that gave this answer."""
    if row is None:
        return False
    pk = row.school_id if row.side == Side.SCHOOL else row.enterprise_id
    return memberships_of(user).has(row.side, pk, Role.EDITOR)


rules.add_perm("matching.answer_for_school", school_side)
rules.add_perm("matching.answer_suggestion", school_side | (enterprise_side & names_an_opening))
rules.add_perm("matching.change_answer", answering_side)

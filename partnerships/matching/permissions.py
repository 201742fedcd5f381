"""Who may answer a suggestion: editors of the school or of the enterprise it names."""

import rules

from portal.accounts.models import Role
from portal.accounts.predicates import member_of

school_side = member_of("school", Role.EDITOR, of="school_id")
enterprise_side = member_of("enterprise", Role.EDITOR, of="enterprise_id")

rules.add_perm("matching.answer_for_school", school_side)
rules.add_perm("matching.answer_suggestion", school_side | enterprise_side)

"""Who may do what to a school and what it writes of itself."""

import rules

from portal.accounts.models import Role
from portal.accounts.predicates import is_operator, member_of, nobody_owns, steers

bureau = steers(Role.EDITOR, region="region", authority="authority")
watching_bureau = steers(Role.VIEWER, region="region", authority="authority")
editor = member_of("school", Role.EDITOR)

# The entry in the register: name, code, kind, territory, authority, closing. The school itself asks its bureau.
rules.add_perm("schools.add_school", bureau | is_operator)
rules.add_perm("schools.register_school", bureau | is_operator)
rules.add_perm("schools.invite_to_school", (bureau | is_operator) & nobody_owns("school"))
rules.add_perm("schools.change_school", editor | bureau | is_operator)
rules.add_perm("schools.oversee_school", member_of("school", Role.VIEWER) | watching_bureau)
rules.add_perm("schools.change_campus", member_of("school", Role.EDITOR, of="school_id"))
rules.add_perm("schools.add_campus", editor | bureau | is_operator)

_of_school = member_of("school", Role.EDITOR, of="school_id")
_of_programme = member_of("school", Role.EDITOR, of="programme.school_id")

rules.add_perm("schools.add_programme", editor)
rules.add_perm("schools.change_programme", _of_school)
rules.add_perm("schools.add_year_group", editor)
rules.add_perm("schools.change_year_group", _of_programme)
rules.add_perm("schools.add_class_group", editor)
rules.add_perm(
    "schools.change_class_group", member_of("school", Role.EDITOR, of="year_group.programme.school_id")
)
rules.add_perm("schools.view_student", member_of("school", Role.VIEWER, of="school_id"))
rules.add_perm("schools.add_student", editor)
rules.add_perm("schools.change_student", _of_school)
rules.add_perm("schools.add_batch", editor)
rules.add_perm("schools.change_batch", _of_school)
rules.add_perm("schools.add_plan", editor)
rules.add_perm("schools.change_plan", _of_programme)

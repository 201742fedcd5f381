"""Who may log, confirm and read activities. Both parties act; bureaus read."""

from typing import Any

import rules

from partnerships.agreements.models import Side
from partnerships.agreements.permissions import party_of, sees
from portal.accounts.models import Role


@rules.predicate
def logged(user: Any, activity: Any = None) -> bool:
    """An editor of the side that logged it."""
    return activity is not None and Side(activity.logged_side) in activity.sides_of(user, Role.EDITOR)


@rules.predicate
def confirms(user: Any, activity: Any = None) -> bool:
    """An editor of the side whose word is asked."""
    return activity is not None and activity.confirming_side in activity.sides_of(user, Role.EDITOR)


@rules.predicate
def sees_activity_of(user: Any, evidence: Any = None) -> bool:
    """Whoever sees the activity sees what shows it."""
    return evidence is not None and sees(user, evidence)


rules.add_perm("activities.view_activity", sees)
rules.add_perm("activities.add_activity", party_of(Role.EDITOR))
rules.add_perm("activities.change_activity", logged)
rules.add_perm("activities.confirm_activity", confirms)
rules.add_perm("activities.link_activity", logged | confirms)
rules.add_perm("activities.download_evidence", sees_activity_of)

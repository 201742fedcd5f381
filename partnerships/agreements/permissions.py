"""Who may do what with partnerships, proposals and agreements. Bureaus read; the two parties act."""

from typing import Any

import rules

from partnerships.agreements.models import Side
from portal.accounts.models import Role
from portal.accounts.predicates import member_of


def party_of(at_least: Role, of: str = "") -> rules.Predicate:
    """Members with this role of the school or the enterprise that `row.<of>` holds (`of` such as "partnership.")."""
    return member_of("school", at_least, of=f"{of}school_id") | member_of(
        "enterprise", at_least, of=f"{of}enterprise_id"
    )


@rules.predicate
def answers(user: Any, proposal: Any = None) -> bool:
    """An editor of the side that has to answer."""
    return proposal is not None and proposal.to_side in proposal.sides_of(user, Role.EDITOR)


@rules.predicate
def sent(user: Any, proposal: Any = None) -> bool:
    """An editor of the side that sent it."""
    return proposal is not None and Side(proposal.from_side) in proposal.sides_of(user, Role.EDITOR)


@rules.predicate
def drafted(user: Any, agreement: Any = None) -> bool:
    """An editor of the side that drafted it."""
    return agreement is not None and Side(agreement.drafted_side) in agreement.sides_of(user, Role.EDITOR)


@rules.predicate
def sees(user: Any, row: Any = None) -> bool:
    """Whoever sees the row: both parties and the bureaus of either."""
    return row is not None and type(row).objects.visible_to(user).filter(pk=row.pk).exists()


EDITORS = party_of(Role.EDITOR)
AGREEMENT_EDITORS = party_of(Role.EDITOR, "partnership.")

rules.add_perm("agreements.view_partnership", sees)
rules.add_perm(
    "agreements.add_partnership", member_of("school", Role.EDITOR) | member_of("enterprise", Role.EDITOR)
)
rules.add_perm("agreements.change_partnership", EDITORS)
rules.add_perm("agreements.end_partnership", party_of(Role.SIGNATORY))

rules.add_perm("agreements.view_proposal", sees)
rules.add_perm(
    "agreements.add_proposal", member_of("school", Role.EDITOR) | member_of("enterprise", Role.EDITOR)
)
rules.add_perm("agreements.answer_proposal", answers)
rules.add_perm("agreements.withdraw_proposal", sent)
rules.add_perm("agreements.cancel_proposal", EDITORS)

rules.add_perm("agreements.view_agreement", sees)
rules.add_perm("agreements.add_agreement", EDITORS)
rules.add_perm("agreements.change_agreement", AGREEMENT_EDITORS)
rules.add_perm("agreements.withdraw_agreement", drafted)
rules.add_perm("agreements.sign_agreement", party_of(Role.SIGNATORY, "partnership."))
rules.add_perm("agreements.terminate_agreement", party_of(Role.SIGNATORY, "partnership."))
rules.add_perm("agreements.download_scan", sees)

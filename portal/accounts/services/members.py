"""Members of an organisation: role and end. Every organisation keeps an owner who can sign in.

Who is no owner any more leaves no open invitation behind. Invitations are locked before memberships, as by `join`.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.memberships import forget
from portal.accounts.models import AbstractMembership, Role, User
from portal.accounts.services.revoking import revoke_invitations_of
from portal.common import trail
from portal.common.errors import DomainError

LAST_OWNER = _("An organisation needs an owner: make somebody else owner first.")
GONE = _("This person is no longer a member.")


@transaction.atomic
def add_member(
    model: type[AbstractMembership],
    organisation_id: int,
    *,
    user: User,
    role: str,
    by: Any,
    job_title: str = "",
) -> AbstractMembership:
    """Make the person a member; who is one already keeps the higher of both roles."""
    present = model.objects.of(organisation_id).select_for_update().filter(user=user, ended_on=None).first()
    if present is not None:
        if not Role(present.role).includes(Role(role)):
            _write(present, by, role=role)
        return present
    membership = model.objects.create(
        user=user, role=role, job_title=job_title, **{f"{model.organisation_field}_id": organisation_id}
    )
    trail.record(by, "member_added", membership, changes={"person": str(user), "role": role})
    forget(user)
    return membership


@transaction.atomic
def change_role(membership: AbstractMembership, *, role: str, by: User) -> AbstractMembership:
    """Give a member another role. Raises DomainError where he is the last owner or gone."""
    if role != Role.OWNER:
        revoke_invitations_of(membership, by=by)
    locked = _lock(membership)
    if role != Role.OWNER:
        _refuse_without_owner(locked)
    if locked.role != role:
        _write(locked, by, role=role)
    return locked


@transaction.atomic
def change_job_title(membership: AbstractMembership, *, job_title: str, by: User) -> AbstractMembership:
    """Write what a member is in the organisation. Raises DomainError where he is gone."""
    locked = _lock(membership)
    if locked.job_title != job_title:
        _write(locked, by, job_title=job_title)
    return locked


@transaction.atomic
def end_membership(membership: AbstractMembership, *, by: User, on: date) -> AbstractMembership:
    """Let a membership end. Raises DomainError where he is the last owner or gone already."""
    revoke_invitations_of(membership, by=by)
    locked = _lock(membership)
    _refuse_without_owner(locked)
    _write(locked, by, ended_on=on)
    return locked


def _lock(membership: AbstractMembership) -> AbstractMembership:
    """The row, after the organisation's owners are locked in one order: two owners cannot both leave at once."""
    model = type(membership)
    rows = model.objects.of(membership.organisation_id).filter(ended_on=None)
    list(rows.owners().select_for_update().order_by("pk"))
    locked = rows.select_for_update().filter(pk=membership.pk).first()
    if locked is None:
        raise DomainError(GONE, code="not_a_member")
    return locked


def _refuse_without_owner(locked: AbstractMembership) -> None:
    others = type(locked).objects.of(locked.organisation_id).active().owners().exclude(pk=locked.pk)
    if locked.role == Role.OWNER and not others.exists():
        raise DomainError(LAST_OWNER, code="last_owner")


def _write(membership: AbstractMembership, by: Any, **values: Any) -> None:
    changes = {name: [getattr(membership, name), value] for name, value in values.items()}
    for name, value in values.items():
        setattr(membership, name, value)
    membership.version += 1
    membership.save(update_fields=[*values, "version", "updated_at"])
    trail.record(by, "changed", membership, changes={"person": str(membership.user), **changes})
    forget(membership.user)

"""Invitations by link: made by an owner or a command, shown once, taken once.

Opening the link uses nothing up; joining does, with a guarded update, so a double click joins once.
"""

import hashlib
import secrets
from typing import Any

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.memberships import model_of
from portal.accounts.models import AbstractMembership, Invitation, Role, User
from portal.accounts.services.members import add_member
from portal.accounts.services.revoking import CLOSED, revoke_invitation
from portal.common import trail
from portal.common.addresses import public_address
from portal.common.errors import DomainError

TAKEN = _(
    "There is already an account with this user name, mobile number or e-mail: sign in and open the link again."
)


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation | None:
    """The invitation of a token, open or not."""
    return Invitation.objects.filter(token_hash=digest(token)).first()


def organisation_of(invitation: Invitation) -> Any:
    """The school, enterprise or bureau it invites to; None where it is gone."""
    model: Any = model_of(invitation.kind).organisation_model()
    return model._base_manager.filter(pk=invitation.organisation_id).first()


def address_of(token: str) -> str:
    """The full address to copy or send."""
    return public_address(reverse("invitation", args=[token]))


@transaction.atomic
def invite(
    organisation: models.Model, *, kind: str, role: str, person: str, by: User | None, **details: str
) -> tuple[Invitation, str]:
    """Make an invitation; returns it with its token, which is shown now and never again.

    `details` are job_title, mobile and email as far as known; `by` None is the command line.
    """
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        kind=kind,
        organisation_id=organisation.pk,
        role=role,
        person=person,
        token_hash=digest(token),
        invited_by=by,
        **details,
    )
    trail.record(by, "invited", invitation, changes={"person": person, "role": role, "to": str(organisation)})
    return invitation, token


@transaction.atomic
def invite_first_owner(
    organisation: models.Model, *, kind: str, person: str, by: User, **details: str
) -> tuple[Invitation, str]:
    """Invite who will own an organisation that nobody owns; links made for it before close."""
    for earlier in Invitation.objects.open().to(kind, organisation.pk):
        revoke_invitation(earlier, by=by)
    return invite(organisation, kind=kind, role=Role.OWNER, person=person, by=by, **details)


@transaction.atomic
def join(invitation: Invitation, *, user: User) -> AbstractMembership:
    """Use the invitation up: the signed-in person becomes a member. DomainError where it is closed."""
    taken = Invitation.objects.open().filter(pk=invitation.pk)
    if not taken.update(accepted_at=timezone.now(), accepted_by=user) or organisation_of(invitation) is None:
        raise DomainError(CLOSED, code="invitation_closed")
    trail.record(user, "invitation_accepted", invitation)
    return add_member(
        model_of(invitation.kind),
        invitation.organisation_id,
        user=user,
        role=invitation.role,
        by=user,
        job_title=invitation.job_title,
    )


@transaction.atomic
def join_as_new(
    invitation: Invitation, *, username: str, password: str, full_name: str, mobile: str | None, email: str
) -> User:
    """Make an account for the invited person and join. DomainError where the invitation is closed or a name taken."""
    if User.objects.filter(username__iexact=username).exists():  # as sign-in looks a name up
        raise DomainError(TAKEN, code="taken")
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username, email=email, password=password, full_name=full_name, mobile=mobile or None
            )
    except IntegrityError as error:
        raise DomainError(TAKEN, code="taken") from error
    trail.record(user, "created", user)
    join(invitation, user=user)
    return user

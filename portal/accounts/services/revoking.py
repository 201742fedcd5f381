"""Closing invitations that nobody took yet."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import AbstractMembership, Invitation, Role, User
from portal.common import trail
from portal.common.errors import DomainError

CLOSED = _("This invitation was used already or is no longer valid. Ask for a new one.")


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Close an invitation that nobody took yet; DomainError where somebody did."""
    if not Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        raise DomainError(CLOSED, code="invitation_closed")
    trail.record(by, "invitation_revoked", invitation, changes={"person": invitation.person})
    invitation.refresh_from_db()
    return invitation


@transaction.atomic
def revoke_invitations_of(membership: AbstractMembership, *, by: User) -> None:
    """Close what the member has open in his organisation, or he could come back by a link of his own.

    Staff of a bureau also invite the first owners of schools and enterprises: those links close with theirs.
    """
    given = Q(kind=membership.kind, organisation_id=membership.organisation_id)
    if membership.kind == "bureau":
        given |= ~Q(kind="bureau") & Q(role=Role.OWNER)
    rows = Invitation.objects.open().filter(given, invited_by_id=membership.user_id)
    for invitation in rows.select_for_update().order_by("pk"):
        revoke_invitation(invitation, by=by)

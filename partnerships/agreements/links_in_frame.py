"""The lines of this room in the side bar, with what waits for the own side."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.answering import waiting_for_user
from partnerships.agreements.models import Agreement
from portal.accounts.models import Role
from portal.common.due import waiting_known
from portal.common.navigation import Link


def proposals_waiting(request: HttpRequest) -> int:
    """Proposals that wait for the answer of the organisation in the frame."""
    membership = request.membership  # type: ignore[attr-defined]
    if not membership:
        return 0
    known = waiting_known(membership, "proposals")
    if known is not None:
        return known
    rows = waiting_for_user(request.user, membership.kind)
    return rows.filter(**{membership.kind: membership.organisation_id}).count()


def signatures_waiting(request: HttpRequest) -> int:
    """Agreements that wait for the signature of the organisation in the frame, for those who may sign."""
    membership = request.membership  # type: ignore[attr-defined]
    if not membership or not Role(membership.role).includes(Role.SIGNATORY):
        return 0
    known = waiting_known(membership, "signatures")
    if known is not None:
        return known
    rows = Agreement.objects.filter(
        status=Agreement.Status.OFFERED, **{f"partnership__{membership.kind}": membership.organisation_id}
    )
    return rows.exclude(signatures__party=membership.kind).count()


LINKS = tuple(
    link
    for kind in ("school", "enterprise", "bureau")
    for link in (
        Link(
            kind,
            "year" if kind != "bureau" else "cooperation",
            _("Proposals"),
            "proposal_list",
            order=40,
            count=proposals_waiting if kind != "bureau" else None,
        ),
        Link(kind, "cooperation", _("Partnerships"), "partnership_list", order=20),
        Link(
            kind,
            "cooperation",
            _("Agreements"),
            "agreement_list",
            order=30,
            count=signatures_waiting if kind != "bureau" else None,
        ),
    )
)

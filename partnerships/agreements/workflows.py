"""The moves of partnerships, proposals and agreements, as three tables."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.agreements.models import Agreement, Partnership, Proposal, Side
from portal.common.errors import DomainError
from portal.records.workflow import Move, Workflow

CHANGE = "agreements.change_partnership"


def has_signed_agreement(partnership: Any) -> None:
    """Agreed means: an agreement signed by both that has not run out by being ended."""
    if not partnership.agreements.filter(status=Agreement.Status.SIGNED).exists():
        raise DomainError(_("This step takes an agreement that both sides have signed."), code="no_agreement")


def has_come_to_life(partnership: Any) -> None:
    """Active means: an activity that both confirm, or students whose seats are promised."""
    if partnership.last_activity_on is not None:
        return
    accepted = Proposal.objects.accepted().filter(
        school=partnership.school_id, enterprise=partnership.enterprise_id
    )
    if not accepted.exists():
        raise DomainError(
            _("This step takes an activity confirmed by both sides, or an accepted proposal."), code="no_life"
        )


def is_not_proposed(partnership: Any) -> None:
    if partnership.strategic_side:
        raise DomainError(
            _("A strategic partnership was proposed already and waits for the other side."),
            code="proposed_already",
        )


def is_proposed(partnership: Any) -> None:
    if not partnership.strategic_side:
        raise DomainError(_("One side proposes a strategic partnership first."), code="not_proposed")


def both_have_signed(agreement: Any) -> None:
    if agreement.signatures.count() < len(Side):
        raise DomainError(_("Both sides sign first."), code="not_signed_by_both")


def nobody_has_signed(agreement: Any) -> None:
    if agreement.signatures.exists():
        raise DomainError(
            _("One side has signed this text already. Withdraw it and draft it anew."), code="signed_by_one"
        )


Stage = Partnership.Stage
LIVE_STAGES = (Stage.AWARE, Stage.IN_TALKS, Stage.AGREED, Stage.ACTIVE, Stage.STRATEGIC)

PARTNERSHIP = Workflow(
    "agreements.Partnership",
    (
        Move("begin_talks", (Stage.AWARE,), Stage.IN_TALKS, _("Begin talks"), CHANGE),
        Move(
            "agree",
            (Stage.IN_TALKS,),
            Stage.AGREED,
            _("Mark as agreed"),
            CHANGE,
            guards=(has_signed_agreement,),
        ),
        Move(
            "activate",
            (Stage.AGREED,),
            Stage.ACTIVE,
            _("Mark as active"),
            CHANGE,
            guards=(has_come_to_life,),
        ),
        Move(
            "propose_strategic",
            (Stage.ACTIVE,),
            Stage.ACTIVE,
            _("Propose a strategic partnership"),
            CHANGE,
            guards=(is_not_proposed,),
        ),
        Move(
            "agree_strategic",
            (Stage.ACTIVE,),
            Stage.STRATEGIC,
            _("Agree to the strategic partnership"),
            CHANGE,
            guards=(is_proposed,),
        ),
        Move(
            "drop_strategic",
            (Stage.ACTIVE,),
            Stage.ACTIVE,
            _("Not a strategic partnership now…"),
            CHANGE,
            guards=(is_proposed,),
            needs_reason=True,
        ),
        Move(
            "end",
            LIVE_STAGES,
            Stage.ENDED,
            _("End the partnership…"),
            "agreements.end_partnership",
            needs_reason=True,
        ),
    ),
    status_field="stage",
)

Answer = Proposal.Status

PROPOSAL = Workflow(
    "agreements.Proposal",
    (
        Move("accept", (Answer.SENT,), Answer.ACCEPTED, _("Accept"), "agreements.answer_proposal"),
        Move("decline", (Answer.SENT,), Answer.DECLINED, _("Decline…"), "agreements.answer_proposal"),
        Move("withdraw", (Answer.SENT,), Answer.WITHDRAWN, _("Withdraw"), "agreements.withdraw_proposal"),
        Move(
            "cancel",
            (Answer.ACCEPTED,),
            Answer.WITHDRAWN,
            _("Call off…"),
            "agreements.cancel_proposal",
            needs_reason=True,
        ),
    ),
)

Paper = Agreement.Status

AGREEMENT = Workflow(
    "agreements.Agreement",
    (
        Move("offer", (Paper.DRAFT,), Paper.OFFERED, _("Offer for signature"), "agreements.change_agreement"),
        Move(
            "reopen",
            (Paper.OFFERED,),
            Paper.DRAFT,
            _("Back to draft"),
            "agreements.change_agreement",
            guards=(nobody_has_signed,),
        ),
        Move(
            "withdraw",
            (Paper.DRAFT, Paper.OFFERED),
            Paper.WITHDRAWN,
            _("Withdraw…"),
            "agreements.withdraw_agreement",
            needs_reason=True,
        ),
        Move(
            "decline",
            (Paper.OFFERED,),
            Paper.WITHDRAWN,
            _("Do not sign…"),
            "agreements.sign_agreement",
            needs_reason=True,
        ),
        Move(
            "complete",
            (Paper.OFFERED,),
            Paper.SIGNED,
            _("Both have signed"),
            "agreements.sign_agreement",
            guards=(both_have_signed,),
        ),
        Move(
            "terminate",
            (Paper.SIGNED,),
            Paper.TERMINATED,
            _("End early…"),
            "agreements.terminate_agreement",
            needs_reason=True,
        ),
    ),
)

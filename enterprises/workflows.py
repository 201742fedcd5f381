"""The states of an enterprise's vetting and of openings, as tables of moves."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Opening
from portal.common.errors import DomainError
from portal.records.workflow import Move, Workflow


def is_no_agency(enterprise: Enterprise) -> None:
    """Employment agencies and labour dispatch may not host students."""
    if enterprise.is_agency:
        raise DomainError(
            _("Employment agencies and labour dispatch (7262, 7263) may not host students."), code="agency"
        )


def may_host(opening: Opening) -> None:
    """Only an enterprise that is alive, not refused and no agency offers posts."""
    enterprise = opening.enterprise
    is_no_agency(enterprise)
    if enterprise.closed_on is not None:
        raise DomainError(_("This enterprise is closed."), code="enterprise_closed")
    if enterprise.vetting == Enterprise.Vetting.REFUSED:
        raise DomainError(_("This enterprise was refused as a host."), code="enterprise_refused")


def is_vetted(opening: Opening) -> None:
    """An enterprise that nobody vetted yet sends its openings to the bureau first."""
    if opening.enterprise.vetting != Enterprise.Vetting.APPROVED:
        raise DomainError(
            _("Your enterprise is not vetted yet: send the opening to the bureau for review."),
            code="not_vetted",
        )


def is_not_vetted(opening: Opening) -> None:
    """A vetted enterprise publishes by itself."""
    if opening.enterprise.vetting == Enterprise.Vetting.APPROVED:
        raise DomainError(_("Your enterprise is vetted: publish the opening yourself."), code="vetted")


def is_not_over(opening: Opening) -> None:
    """A period that is over takes nobody."""
    if opening.ends_on is not None and opening.ends_on < timezone.localdate():
        raise DomainError(_("The period of this opening is over: change its dates first."), code="over")


def has_free_seat(opening: Opening) -> None:
    """Without a free seat it would be full at once."""
    if opening.seats_free < 1:
        raise DomainError(_("All seats are taken: add seats first."), code="full")


def has_no_free_seat(opening: Opening) -> None:
    """Full means full."""
    if opening.seats_free > 0:
        raise DomainError(_("There are free seats."), code="not_full")


VETTING = Workflow(
    "enterprises.Enterprise",
    (
        Move(
            "approve", ("pending", "refused"), "approved", _("Approve as host"), "enterprises.vet_enterprise",
            guards=(is_no_agency,),
        ),
        Move(
            "refuse", ("pending", "approved"), "refused", _("Refuse as host"), "enterprises.vet_enterprise",
            needs_reason=True,
        ),
        Move("recheck", ("approved",), "pending", _("Back to vetting"), "enterprises.change_enterprise"),
    ),
    status_field="vetting",
)  # fmt: skip

CHANGE, REVIEW = "enterprises.change_opening", "enterprises.review_opening"
OPENING = Workflow(
    "enterprises.Opening",
    (
        Move(
            "publish", ("draft", "returned"), "open", _("Publish"), CHANGE,
            guards=(may_host, is_vetted, is_not_over, has_free_seat),
        ),
        Move(
            "submit", ("draft", "returned"), "in_review", _("Send to review"), CHANGE,
            guards=(may_host, is_not_vetted, is_not_over),
        ),
        Move("approve", ("in_review",), "open", _("Approve"), REVIEW, guards=(may_host, is_not_over)),
        Move("return", ("in_review",), "returned", _("Return for correction"), REVIEW, needs_reason=True),
        Move("recheck", ("open", "full"), "in_review", _("Back to review"), CHANGE, guards=(may_host,)),
        Move("fill", ("open",), "full", _("Full"), CHANGE, guards=(has_no_free_seat,)),
        Move("free_up", ("full",), "open", _("Seats free again"), CHANGE, guards=(has_free_seat,)),
        Move("close", ("open", "full"), "closed", _("Close"), CHANGE),
        Move(
            "reopen", ("closed", "expired"), "open", _("Open again"), CHANGE,
            guards=(may_host, is_vetted, is_not_over, has_free_seat),
        ),
        Move(
            "withdraw", ("draft", "in_review", "returned", "open", "full"), "withdrawn", _("Withdraw"), CHANGE,
            needs_reason=True,
        ),
        Move("expire", ("open", "full"), "expired", _("Period over"), CHANGE),
    ),
)  # fmt: skip

"""Signing: in the portal, by signed link, or on paper with a scan. Each side signs once, however often it clicks."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.models import Agreement, Side, Signature
from partnerships.agreements.services.partnerships import advance_partnership
from partnerships.agreements.services.rules import may_send_link, refuse_foreign_hand, refuse_future
from partnerships.agreements.workflows import AGREEMENT
from portal.accounts.models import Role, User
from portal.common import files
from portal.common.errors import DomainError
from portal.common.wording import day_words
from portal.records import audit, links, marks
from portal.records.actors import Actor, label_of
from portal.records.models import SignedLink
from portal.records.workflow import transition

PURPOSE = "sign_agreement"
LINK_VALID_FOR = timedelta(days=14)


class AlreadySigned(DomainError):
    """This side has signed: nothing was signed twice."""

    def __init__(self, signature: Signature) -> None:
        super().__init__(
            _("This side signed already on %(day)s (%(signer)s). Nothing was signed twice.")
            % {"day": day_words(signature.signed_on), "signer": signature.signer},
            code="already_signed",
        )
        self.signature = signature


@dataclass(frozen=True)
class Hand:
    """How a signature comes about: who, in which way, and what shows it."""

    signer: str
    method: str
    values: dict[str, Any]


def by_account(user: User) -> Hand:
    """A signature in the portal by a signed-in signatory."""
    return Hand(label_of(user), Signature.Method.PORTAL, {"user": user})


def by_link(link: SignedLink) -> Hand:
    """A signature through a signed link."""
    return Hand(link.actor_label, Signature.Method.LINK, {"link": link})


def on_paper(signer: str, file: UploadedFile, user: User) -> Hand:
    """A signature on paper; the scan is looked at before anything is stored."""
    upload = files.inspect(file)
    file.name = upload.new_name()
    values = {
        "user": user,
        "scan": file,
        "scan_name": upload.shown_name,
        "scan_type": upload.kind.content_type,
        "scan_sha256": upload.sha256,
    }
    return Hand(signer, Signature.Method.PAPER, values)


@transaction.atomic
def sign_agreement(
    agreement: Agreement, hand: Hand, *, side: str, by: Actor, on: date, version: int | None
) -> Signature:
    """Sign for one side; with the second signature the agreement is signed and the partnership agreed.

    AlreadySigned where this side has signed; DomainError where it is not out for signature, or where `version` (the
    text the signer read) is not said or no longer the text.
    """
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    _refuse_second(locked, side)
    if locked.status != Agreement.Status.OFFERED:
        raise DomainError(_("This agreement is not out for signature."), code="wrong_state")
    _refuse_unread(locked, version)
    refuse_future(on)
    signature = _insert(locked, side, hand, on)
    audit.record(
        by, "signed", agreement, changes={"party": side, "method": hand.method, "signer": hand.signer}
    )
    if locked.signatures.count() == len(Side):
        _complete(agreement)
    marks.changed("agreement", [agreement.pk])
    marks.changed("partnership", [agreement.partnership_id])
    agreement.refresh_from_db()
    return signature


def _refuse_unread(agreement: Agreement, version: int | None) -> None:
    """Whoever signs says which text he has read, and it is still the text."""
    if version is None:
        raise DomainError(
            _(
                "Nothing was signed: it is not known which text you read. Open the agreement again and sign there."
            ),
            code="version_needed",
        )
    if version != agreement.version:
        raise DomainError(
            _("The agreement changed since you opened it. Read it again before you sign."),
            code="stale_version",
        )


def _refuse_second(agreement: Agreement, side: str) -> None:
    signature = agreement.signatures.filter(party=side).first()
    if signature is not None:
        raise AlreadySigned(signature)


def _insert(agreement: Agreement, side: str, hand: Hand, on: date) -> Signature:
    try:
        with transaction.atomic():
            return Signature.objects.create(
                agreement=agreement,
                party=side,
                method=hand.method,
                signer=hand.signer,
                signed_on=on,
                **hand.values,
            )
    except IntegrityError:
        _refuse_second(agreement, side)
        raise


def _complete(agreement: Agreement) -> None:
    """Both have signed: the portal itself makes the move and lets the partnership follow."""
    transition(agreement, AGREEMENT, "complete", by=None)
    advance_partnership(agreement.partnership)


def sides_by_link(agreement: Agreement, *, by: User) -> list[str]:
    """The sides that have not signed and for which this person may make a link, the enterprise first."""
    signed = {signature.party for signature in agreement.signatures.all()}
    return [
        str(side)
        for side in reversed(Side)
        if side not in signed and may_send_link(agreement.partnership, side, by=by, at_least=Role.SIGNATORY)
    ]


@transaction.atomic
def issue_signing_link(agreement: Agreement, *, side: str, person: str, by: User) -> tuple[SignedLink, str]:
    """A link by which one named person signs for `side` without an account; returns it with its token.

    DomainError where it is not out for signature, or `by` may not let that side sign.
    """
    if agreement.status != Agreement.Status.OFFERED:
        raise DomainError(_("This agreement is not out for signature."), code="wrong_state")
    _refuse_second(agreement, side)
    refuse_foreign_hand(agreement.partnership, side, by=by, at_least=Role.SIGNATORY)
    organisation = agreement.partnership.party(side)
    return links.issue(
        PURPOSE,
        agreement,
        person=person,
        by=by,
        side=side,
        organisation_name=organisation.name,
        valid_for=LINK_VALID_FOR,
    )


def sign_by_link(link: SignedLink, agreement: Agreement, note: str) -> None:
    """The answer "sign" of a signed link."""
    if link.side not in Side.values:
        raise DomainError(_("This link names no side."), code="no_side")
    # A link closes when its text changes (move_agreement), so what stands there now is what was read.
    sign_agreement(
        agreement,
        by_link(link),
        side=link.side,
        by=link,
        on=timezone.localdate(),
        version=agreement.version,
    )


def decline_by_link(link: SignedLink, agreement: Agreement, note: str) -> None:
    """The answer "do not sign" of a signed link."""
    transition(agreement, AGREEMENT, "decline", by=link, reason=note)
    marks.changed("agreement", [agreement.pk])

"""Issuing and using signed links: one act on one row by one named person, once.

A purpose is registered by the room that owns the act, with the page it shows and the answers it takes; the public
page at /l/<token>/ knows no room. GET never uses a link up: mail scanners and chat previews open every address.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common.addresses import public_address
from portal.common.errors import DomainError
from portal.records import audit
from portal.records.models import SignedLink

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Answer:
    """One thing the person may answer. `act(link, row, note)` does it."""

    name: str
    label: Any
    act: Callable[[SignedLink, Any, str], None]
    needs_note: bool = False


@dataclass(frozen=True)
class LinkedFile:
    """A file that the holder of a link may open: read from `file`, shown under `name`."""

    file: Any
    name: str
    content_type: str


@dataclass(frozen=True)
class Purpose:
    """What a kind of link is for: which model, what its page shows, which answers it takes.

    `facts(row)` gives {"title", "intro", "rows": [(label, value)], "consequence"} and, where there are any, "files":
    [(id, name, bytes)] and "is_demo"; `done(row, link)` is the sentence shown
    afterwards, `after(row, link)` what stands below it (who has said what, what comes next), both as the row stands
    now. `has_copy(row, link)` says whether the row still reads as it
    was answered, so that the page may give a copy; `file(row, id)` hands out one file of this row and no other;
    `issuer(row, link)` names who made the link, and for which side; `is_backed(row, link)` says whether that person
    still has the role that making it asked for.
    """

    name: str
    model: type[models.Model]
    facts: Callable[[Any], dict[str, Any]]
    answers: tuple[Answer, ...]
    done: Callable[[Any, SignedLink], Any]
    after: Callable[[Any, SignedLink], Sequence[Any]] | None = None
    has_copy: Callable[[Any, SignedLink], bool] | None = None
    file: Callable[[Any, str], LinkedFile | None] | None = None
    issuer: Callable[[Any, SignedLink], str] | None = None
    is_backed: Callable[[Any, SignedLink], bool] | None = None

    def answer(self, name: str) -> Answer:
        """The answer of that name; DomainError where there is none."""
        for answer in self.answers:
            if answer.name == name:
                return answer
        raise DomainError(_("There is no such answer."), code="unknown_answer")


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Add a purpose; called from AppConfig.ready."""
    _purposes[purpose.name] = purpose


def purpose_of(link: SignedLink) -> Purpose:
    return _purposes[link.purpose]


def gives_copy(link: SignedLink, row: models.Model) -> bool:
    """Whether the holder of an answered link may still read the row: it reads as he answered it, and in time."""
    has_copy = purpose_of(link).has_copy
    return link.used_at is not None and link.is_readable and has_copy is not None and has_copy(row, link)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue(
    purpose: str,
    row: models.Model,
    *,
    person: str,
    by: User | None,
    side: str = "",
    organisation_name: str = "",
    valid_for: timedelta = VALID_FOR,
) -> tuple[SignedLink, str]:
    """Make a link; returns it with its token, which is shown now and never again."""
    token = secrets.token_urlsafe(24)
    link = SignedLink.objects.create(
        purpose=_purposes[purpose].name,
        model=row._meta.label,
        object_id=row.pk,
        token_hash=digest(token),
        person=person,
        side=side,
        organisation_name=organisation_name,
        expires_at=timezone.now() + valid_for,
        created_by=by,
    )
    audit.record(by, "link_issued", row, changes={"purpose": purpose, "person": person})
    return link, token


def address_of(token: str) -> str:
    """The full address to copy, send or print as a QR code."""
    return public_address(reverse("signed_link", args=[token]))


def shown_once(link: SignedLink, token: str) -> dict[str, Any]:
    """What records/_link_issued.html shows: the link, its address and its QR code."""
    return {"link": link, "address": address_of(token), "qr_url": reverse("signed_link_qr", args=[token])}


def find(token: str) -> SignedLink | None:
    """The link of a token, used up or not; None where there is none."""
    return SignedLink.objects.filter(token_hash=digest(token)).first()


def row_of(link: SignedLink) -> Any:
    """The row that a link opens; None where the row is gone, or nobody backs the open link any more."""
    row = _row(link)
    # What was answered stays answered, and its page stays, whoever leaves afterwards.
    return row if row is not None and (link.used_at or _is_backed(row, link)) else None


def _row(link: SignedLink) -> Any:
    return purpose_of(link).model._base_manager.filter(pk=link.object_id).first()


def _is_backed(row: Any, link: SignedLink) -> bool:
    """Whether whoever made the link could still act for its side: a link outlives nobody's office."""
    check = purpose_of(link).is_backed
    return check is None or check(row, link)


@transaction.atomic
def use(link: SignedLink, answer_name: str, *, note: str = "") -> SignedLink:
    """Do the act and use the link up, both or neither. DomainError where it is used, expired, revoked or refused."""
    answer = purpose_of(link).answer(answer_name)
    locked = SignedLink.objects.select_for_update().get(pk=link.pk)
    if not locked.is_open:
        raise DomainError(_("This link was used already or is no longer valid."), code="link_closed")
    if answer.needs_note and not note.strip():
        raise DomainError(_("Please say in a few words what is wrong."), code="note_needed")
    row = _row(locked)
    if row is None:
        raise DomainError(_("What this link was about no longer exists."), code="link_orphaned")
    if not _is_backed(row, locked):
        raise DomainError(
            _("Whoever made this link may no longer do so: ask the organisation for a new one."),
            code="link_unbacked",
        )
    answer.act(locked, row, note.strip())
    SignedLink.objects.filter(pk=locked.pk).update(used_at=timezone.now(), answer=answer_name)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def revoke(row: models.Model, purpose: str, *, by: User | None) -> int:
    """Close all open links of this purpose on the row; returns how many."""
    label = row._meta.label
    open_links = SignedLink.objects.filter(
        purpose=purpose, model=label, object_id=row.pk, used_at=None, revoked_at=None
    )
    count = open_links.update(revoked_at=timezone.now())
    if count:
        audit.record(by, "links_revoked", row, changes={"purpose": purpose, "links": count})
    return count

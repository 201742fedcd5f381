"""Posting openings: screened, published or reviewed, kept fresh, ended."""

import logging
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Enterprise, Opening
from enterprises.screening import first_forbidden
from enterprises.workflows import OPENING
from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.records import changes, marks
from portal.records.actors import Actor
from portal.records.workflow import transition
from portal.reference.codes import CodeError, parse_major_code
from portal.reference.sentences import spoken

logger = logging.getLogger("ronghe.openings")
SEATS_BELOW = gettext_lazy("So many seats are taken already: give seats back before you lower their number.")
ENDED = (Opening.Status.CLOSED, Opening.Status.EXPIRED, Opening.Status.WITHDRAWN)
# Whoever agreed to the opening agreed to these; when they change, an opening that was reviewed is reviewed again.
KEY_FACTS = (
    "title",
    "tasks",
    "site",
    "starts_on",
    "ends_on",
    "hours_per_week",
    "night_shift",
    "hazards",
    "pay_month",
)
CLONED = (
    "enterprise",
    "site",
    "title",
    "aliases",
    "tasks",
    "abilities",
    "accepted_majors",
    "seats",
    "pay_month",
    "hours_per_week",
    "night_shift",
    "lodging",
    "mentor",
    "hazards",
)


@transaction.atomic
def create_opening(enterprise: Enterprise, *, by: User, **values: Any) -> Opening:
    """Draft an opening. DomainError names a forbidden word, a wrong code, a foreign site or impossible dates."""
    opening = Opening(enterprise=enterprise, **_checked(values, enterprise))
    return changes.add(opening, by=by, subject="opening")


@transaction.atomic
def edit_opening(
    opening: Opening, *, version: int, values: dict[str, Any], by: User, now: datetime
) -> Opening:
    """Change an opening that has not ended; whoever changes a published one vouches for it.

    It stays open, except where the enterprise is not vetted and key facts change: then it goes back to review.
    """
    if opening.status in ENDED:
        raise DomainError(
            _("An opening that has ended stays as it is; clone it instead."), code="wrong_state"
        )
    values = _checked(values, opening.enterprise, opening)
    if values.get("seats", opening.seats) < opening.seats_taken:
        raise DomainError(
            _("%(taken)s seats are taken: the number cannot drop below that.")
            % {"taken": opening.seats_taken},
            code="seats",
        )
    facts, before = key_facts(opening), opening.version
    changes.change(opening, version=version, values=values, by=by, subject="opening", taken=SEATS_BELOW)
    if opening.version == before or not opening.is_published:
        return opening
    changes.confirm(opening, by=by, now=now)
    return settle(opening, by, is_key_change=facts != key_facts(opening))


def key_facts(opening: Opening) -> list[Any]:
    """What whoever agreed to the opening agreed to, for comparing before and after a change."""
    return [opening.site_id if name == "site" else getattr(opening, name) for name in KEY_FACTS]


def settle(opening: Opening, by: Actor, *, is_key_change: bool) -> Opening:
    """The state that follows from an edit of a published opening, by hand or from a file."""
    if is_key_change and opening.enterprise.vetting != Enterprise.Vetting.APPROVED:
        return transition(opening, OPENING, "recheck", by=by)
    if opening.status == Opening.Status.OPEN and opening.seats_free == 0:
        return transition(opening, OPENING, "fill", by=by)
    if opening.status == Opening.Status.FULL and opening.seats_free > 0:
        return transition(opening, OPENING, "free_up", by=by)
    return opening


@transaction.atomic
def clone_opening(opening: Opening, *, by: User) -> Opening:
    """A new draft with the same text and seats, without dates and without anybody in it."""
    copy = Opening(**{name: getattr(opening, name) for name in CLONED})
    return changes.add(copy, by=by, subject="opening")


@transaction.atomic
def publish_opening(opening: Opening, *, by: User, now: datetime) -> Opening:
    """A vetted enterprise publishes by itself; publishing is vouching."""
    return _moved(opening, "publish", by, values=changes.vouched(by, now))


@transaction.atomic
def submit_opening(opening: Opening, *, by: User, now: datetime) -> Opening:
    """An enterprise that is not vetted yet asks its bureau."""
    return _moved(opening, "submit", by, values={**changes.vouched(by, now), "remarks": ""})


def approve_opening(opening: Opening, *, by: User) -> Opening:
    """The bureau lets it be published."""
    return _moved(opening, "approve", by, values={"remarks": ""})


def return_opening(opening: Opening, *, by: User, reason: str) -> Opening:
    """The bureau asks for a correction and says which."""
    return _moved(opening, "return", by, reason=reason, values={"remarks": reason})


def close_opening(opening: Opening, *, by: User) -> Opening:
    """It takes nobody any more."""
    return _moved(opening, "close", by)


@transaction.atomic
def reopen_opening(opening: Opening, *, by: User, now: datetime) -> Opening:
    """It takes students again."""
    return _moved(opening, "reopen", by, values=changes.vouched(by, now))


def withdraw_opening(opening: Opening, *, by: User, reason: str) -> Opening:
    """The enterprise takes it back."""
    return _moved(opening, "withdraw", by, reason=reason)


def confirm_opening(opening: Opening, *, by: Actor, now: datetime) -> Opening:
    """Say that a published opening is still true."""
    if not opening.is_published:
        raise DomainError(_("Only a published opening can be confirmed."), code="wrong_state")
    return changes.confirm(opening, by=by, now=now, subject="opening")


def expire_openings(*, on: date) -> int:
    """Mark the published openings whose period is over; returns how many. Safe to run twice."""
    expired = 0
    for opening in Opening.objects.overdue_on(on).order_by("pk"):
        try:
            _moved(opening, "expire", None)
        except DomainError as error:
            # Somebody closed it a moment ago: the others are over all the same.
            logger.info("Opening %s was not expired: %s", opening.public_id, error)
            continue
        expired += 1
    return expired


@transaction.atomic
def _moved(
    opening: Opening, move: str, by: Actor, *, reason: str = "", values: dict[str, Any] | None = None
) -> Opening:
    transition(opening, OPENING, move, by=by, reason=reason, values=values)
    marks.changed("opening", [opening.pk])
    return opening


def _checked(values: dict[str, Any], enterprise: Enterprise, row: Opening | None = None) -> dict[str, Any]:
    """The values, if they may stand: words, codes, site and dates."""
    found = first_forbidden(
        *(str(values.get(name) or "") for name in ("title", "tasks", "hazards")),
        *map(str, values.get("abilities") or []),
    )
    if found:
        raise DomainError(
            _("“%(word)s” may not stand in an opening. %(why)s") % {"word": found.word, "why": _(found.why)},
            code="forbidden_text",
        )
    site = values.get("site")
    if site is not None and site.enterprise_id != enterprise.pk:
        raise DomainError(_("This site belongs to another enterprise."), code="foreign_site")
    first = values.get("starts_on", getattr(row, "starts_on", None))
    last = values.get("ends_on", getattr(row, "ends_on", None))
    if first and last and last < first:
        raise DomainError(_("The last day is before the first."), code="dates")
    if "accepted_majors" in values:
        values = {**values, "accepted_majors": sound_majors(values["accepted_majors"])}
    return values


def sound_majors(codes: list[str]) -> list[str]:
    """Codes of majors, classes or categories as they are stored; DomainError where one cannot be read."""
    try:
        return list(dict.fromkeys(parse_major_code(code).value.removesuffix("K") for code in codes))
    except CodeError as error:
        raise DomainError(spoken(error), code="major_code") from error

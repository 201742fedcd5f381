"""Checks that several services share; each raises DomainError with a sentence."""

from collections.abc import Callable, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from enterprises.screening import first_forbidden
from partnerships.agreements.models import Partnership, Side
from partnerships.agreements.screening import cash_per_head
from portal.accounts.memberships import anybody_may
from portal.accounts.models import Role, User
from portal.common.bounds import validate_day
from portal.common.errors import DomainError
from portal.common.wording import day_words

Check = tuple[str, Callable[[], None]]
"""A rule with the field where it is broken: services raise at the first, forms tell all of them at their fields."""


def refuse_broken(checks: Iterable[Check]) -> None:
    """DomainError at the first rule that is broken."""
    for _field, check in checks:
        check()


def refuse_cash_per_head(*texts: str) -> None:
    """No text may promise money for students by the head (人头费)."""
    for text in texts:
        words = cash_per_head(text)
        if words:
            raise DomainError(
                _(
                    "Money paid per student to a school, a teacher or a go-between is forbidden (人头费). "
                    "Take out “%(words)s”."
                )
                % {"words": words},
                code="cash_per_head",
            )


def refuse_fees(*texts: str) -> None:
    """What may not stand in an opening, deposits, fees and agents, may not stand in a proposal either."""
    found = first_forbidden(*texts)
    if found:
        raise DomainError(
            _("“%(word)s” may not stand in a proposal. %(why)s") % {"word": found.word, "why": _(found.why)},
            code="forbidden_text",
        )


def refuse_agencies(enterprise: Enterprise) -> None:
    """Employment agencies and labour dispatch firms may not host students, nor may refused or closed firms."""
    if not Enterprise.objects.hosts().filter(pk=enterprise.pk).exists():
        raise DomainError(
            _(
                "%(enterprise)s may not take students: it is an employment agency or labour dispatch firm, or it was "
                "refused or closed (Vocational Education Law, articles 50 and 66)."
            )
            % {"enterprise": enterprise.name},
            code="no_host",
        )


def refuse_ended(partnership: Partnership) -> None:
    """Nothing new happens in a partnership that has ended."""
    if not partnership.is_live:
        raise DomainError(_("This partnership has ended."), code="ended")


def may_send_link(partnership: Partnership, side: str, *, by: User, at_least: Role) -> bool:
    """Whether this person may make a link that answers for `side`.

    Whoever makes a link holds it. So a side makes its own, by somebody who could answer himself (`at_least`); the
    other side only where nobody of this side could answer in the portal.
    """
    sides = partnership.sides_of(by, Role.EDITOR)
    if Side(side) in sides:
        return Side(side) in partnership.sides_of(by, at_least)
    return bool(sides) and not anybody_may(side, partnership.party(side).pk, at_least)


def may_back_link(partnership: Partnership, side: str, *, by: User | None, at_least: Role) -> bool:
    """Whether whoever made a link for `side` still has the role that making it asked for.

    Somebody of the other side may have got an account since: a link that was sent rightly stays good.
    """
    if by is None or side not in Side.values:
        return False
    sides = partnership.sides_of(by, Role.EDITOR)
    return Side(side) in partnership.sides_of(by, at_least) if Side(side) in sides else bool(sides)


def refuse_foreign_hand(partnership: Partnership, side: str, *, by: User, at_least: Role) -> None:
    """DomainError where `may_send_link` says no."""
    if not may_send_link(partnership, side, by=by, at_least=at_least):
        raise DomainError(
            _(
                "Only %(name)s can make this link: it has people who answer in the portal, and one of them makes "
                "a link where a colleague has no account."
            )
            % {"name": partnership.party(side).name},
            code="foreign_hand",
        )


def refuse_out_of_reach(day: date) -> None:
    """A day beyond what calendars hold is a slip of the pen."""
    try:
        validate_day(day)
    except ValidationError as error:
        raise DomainError(error.messages[0], code="bad_days") from error


def refuse_future(day: date | None) -> None:
    """The day lies today or before."""
    if day is not None and day > timezone.localdate():
        raise DomainError(_("%(day)s is still to come.") % {"day": day_words(day)}, code="future")

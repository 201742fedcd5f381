"""What the other side says: it was so, or it was not. Each answer is a new row; the last one stands."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from partnerships.activities.models import Activity, Confirmation
from partnerships.activities.services.logging import PURPOSE
from partnerships.activities.workflows import ACTIVITY
from partnerships.agreements.services.partnerships import note_last_activity
from partnerships.agreements.services.rules import refuse_foreign_hand
from portal.accounts.models import Role, User
from portal.common.errors import DomainError
from portal.records import links, marks
from portal.records.actors import label_of
from portal.records.models import SignedLink
from portal.records.workflow import transition


@dataclass(frozen=True)
class Word:
    """Who says it: an account or a signed link, for which side."""

    by: User | SignedLink
    side: str

    @property
    def person(self) -> str:
        return label_of(self.by)


@transaction.atomic
def confirm_activity(
    activity: Activity, word: Word, *, note: str = "", version: int | None = None
) -> Confirmation:
    """Say that it was so. The partnership takes the day as its last activity.

    DomainError where this is not the side that is asked, or `version` is no longer what the person read.
    """
    _close_links(activity, word)
    _check(activity, word, version)
    transition(activity, ACTIVITY, "confirm", by=word.by, reason=note)
    return _answer(activity, word, is_confirmed=True, note=note)


@transaction.atomic
def dispute_activity(activity: Activity, word: Word, *, note: str) -> Confirmation:
    """Say that it was not so, and what is wrong; also takes back an earlier confirmation."""
    _close_links(activity, word)
    _check(activity, word, None)
    transition(activity, ACTIVITY, "dispute", by=word.by, reason=note)
    return _answer(activity, word, is_confirmed=False, note=note)


def _close_links(activity: Activity, word: Word) -> None:
    """Once somebody with an account has answered, no link answers otherwise; links are locked before activities."""
    if isinstance(word.by, User):
        links.revoke(activity, PURPOSE, by=word.by)


def _check(activity: Activity, word: Word, version: int | None) -> None:
    locked = Activity.objects.select_for_update().get(pk=activity.pk)
    if word.side != locked.confirming_side:
        raise DomainError(_("The side that logged an activity cannot confirm it."), code="own_activity")
    if version is not None and version != locked.version:
        raise DomainError(
            _("The activity changed since you opened it. Read it again before you confirm."),
            code="stale_version",
        )


def _answer(activity: Activity, word: Word, *, is_confirmed: bool, note: str) -> Confirmation:
    source = {"user": word.by} if isinstance(word.by, User) else {"link": word.by}
    confirmation = Confirmation.objects.create(
        activity=activity,
        side=word.side,
        is_confirmed=is_confirmed,
        note=note,
        person=word.person,
        **source,
    )
    partnership = activity.partnership
    confirmed = partnership.activities.filter(status=Activity.Status.CONFIRMED)
    last = confirmed.order_by("-happened_on").values_list("happened_on", flat=True).first()
    note_last_activity(partnership, on=last, by=word.by)
    marks.changed("activity", [activity.pk])
    return confirmation


@transaction.atomic
def issue_confirming_link(activity: Activity, *, person: str, by: User) -> tuple[SignedLink, str]:
    """A link by which one named person of the side that is asked confirms or disputes without an account.

    DomainError where nothing is asked, or `by` may not let that side answer.
    """
    if activity.status != Activity.Status.LOGGED:
        raise DomainError(_("This activity does not wait for an answer."), code="wrong_state")
    side = activity.confirming_side
    refuse_foreign_hand(activity.partnership, side, by=by, at_least=Role.EDITOR)
    organisation = activity.partnership.party(side)
    return links.issue(
        PURPOSE, activity, person=person, by=by, side=side, organisation_name=organisation.name
    )


def confirm_by_link(link: SignedLink, activity: Activity, note: str) -> None:
    """The answer "confirm" of a signed link."""
    confirm_activity(activity, Word(link, link.side), note=note)


def dispute_by_link(link: SignedLink, activity: Activity, note: str) -> None:
    """The answer "not so" of a signed link."""
    dispute_activity(activity, Word(link, link.side), note=note)

"""What waits: activities to confirm, disputed ones to settle, for how long, with the acts that settle them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.activities.models import Activity
from partnerships.activities.showing import kind_name, measure_words
from partnerships.agreements.answering import first_plain
from partnerships.agreements.models import Side
from portal.accounts.memberships import memberships_of
from portal.accounts.models import Role
from portal.common.due import DueItem, read_waiting, waiting_known
from portal.common.furniture import Act, QueueRow
from portal.common.wording import as_day, day_words, short_day_words

CONFIRM_WITHIN = timedelta(days=14)
MOST = 60
PARTIES = ("partnership__school", "partnership__enterprise")


def is_asked(kind: str) -> Q:
    """What a side is asked: to confirm what the other logged, to settle what the other disputes."""
    to_confirm = Q(status=Activity.Status.LOGGED) & ~Q(logged_side=kind)
    return to_confirm | Q(status=Activity.Status.DISPUTED, logged_side=kind)


def is_owed(kind: str) -> Q:
    """What the other side should have confirmed long ago."""
    return Q(status=Activity.Status.LOGGED, logged_side=kind, offered_at__lt=timezone.now() - CONFIRM_WITHIN)


def asked_of(kind: str, organisations: list[int]) -> QuerySet[Any]:
    """What these organisations are asked."""
    own = Q(**{f"partnership__{kind}__in": organisations})
    return Activity.objects.filter(own & is_asked(kind)).order_by("offered_at", "pk")


def waiting_for_user(user: Any, kind: str) -> QuerySet[Any]:
    """The same for all organisations of the user of this kind; nothing for bureaus."""
    if kind not in Side.values:
        return Activity.objects.none()
    own = memberships_of(user).ids(kind, Role.EDITOR)
    return asked_of(kind, own).select_related(*PARTIES)


def waiting_count(request: HttpRequest) -> int:
    """How many wait for the organisation in the frame."""
    membership = request.membership  # type: ignore[attr-defined]
    if not membership or membership.kind not in Side.values:
        return 0
    known = waiting_known(membership, "activities")
    if known is not None:
        return known
    return asked_of(membership.kind, [membership.organisation_id]).count()


def sentence_of(activity: Activity, side: str) -> str:
    """What is asked of the side, as a sentence."""
    other = activity.partnership.party(Side(side).other).name
    if activity.status == Activity.Status.DISPUTED:
        return _("%(other)s does not agree: %(title)s") % {"other": other, "title": activity.title}
    return _("%(other)s asks you to confirm: %(title)s") % {"other": other, "title": activity.title}


def facts_of(activity: Activity) -> str:
    """Day, kind and measure in one line."""
    parts = (day_words(activity.happened_on), kind_name(activity.kind), measure_words(activity))
    return " · ".join(part for part in parts if part)


def queue_rows(activities: Iterable[Activity], side: str, now: datetime) -> list[QueueRow]:
    """Rows of the queue of one side."""
    return first_plain([_queue_row(row, side, now) for row in activities])


def _queue_row(activity: Activity, side: str, now: datetime) -> QueueRow:
    days = max(0, (now - activity.offered_at).days)
    return QueueRow(
        when=ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else _("today"),
        on=short_day_words(activity.offered_at),
        sentence=sentence_of(activity, side),
        url=activity.get_absolute_url(),
        note=facts_of(activity),
        acts=_acts(activity),
        is_late=now - activity.offered_at > CONFIRM_WITHIN,
    )


def _acts(activity: Activity) -> list[Act]:
    if activity.status == Activity.Status.DISPUTED:
        return [Act(_("Settle"), activity.get_absolute_url(), tone="brand")]
    confirm = reverse("activity_confirm", args=[activity.public_id])
    dispute = reverse("activity_dispute", args=[activity.public_id])
    fields = [("version", str(activity.version))]
    return [
        Act(_("It was so"), confirm, is_post=True, tone="brand", fields=fields),
        Act(_("Not so…"), dispute),
    ]


def due_items(user: Any, membership: Any, on: date) -> list[DueItem]:
    """To confirm, to settle, and confirmations that the other side owes for long; one query."""
    kind = membership.kind
    rows = Activity.objects.filter(
        is_asked(kind) | is_owed(kind), **{f"partnership__{kind}": membership.organisation_id}
    )
    ordered = rows.select_related(*PARTIES).order_by("offered_at", "pk")[:MOST]

    def waits(row: Activity) -> bool:
        return row.status == Activity.Status.DISPUTED or row.logged_side != kind

    found = read_waiting(membership, "activities", ordered, MOST, waits=waits)
    asked, owed = [row for row in found if waits(row)], [row for row in found if not waits(row)]
    return [*_asked(asked, membership, on), *_owed(owed, membership)]


def _asked(rows: Iterable[Activity], membership: Any, on: date) -> Iterator[DueItem]:
    for row in rows:
        due_on = as_day(row.offered_at + CONFIRM_WITHIN)
        yield DueItem(
            due_on=due_on,
            is_late=due_on < on,
            title=sentence_of(row, membership.kind),
            url=row.get_absolute_url(),
            why=facts_of(row),
            act_label=_("Settle") if row.status == Activity.Status.DISPUTED else _("Look and confirm"),
            act_url=row.get_absolute_url(),
            days_waiting=max(0, (timezone.now() - row.offered_at).days),
        )


def _owed(rows: Iterable[Activity], membership: Any) -> Iterator[DueItem]:
    for row in rows:
        other = row.partnership.party(Side(membership.kind).other).name
        days = row.days_waiting(timezone.now())
        yield DueItem(
            due_on=as_day(row.offered_at + CONFIRM_WITHIN),
            is_late=True,
            title=_("%(other)s has not confirmed for %(days)s days: %(title)s")
            % {"other": other, "days": days, "title": row.title},
            url=row.get_absolute_url(),
            why=_(
                "Unconfirmed evidence counts a third at most; ask them, or send a link where they have no account."
            ),
            act_label=_("Look"),
            act_url=row.get_absolute_url(),
            days_waiting=days,
        )

"""What this room puts into "due this week": for the enterprise its openings, for the bureau what waits for its word."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models import Opening
from enterprises.models.opening import STALE_DAYS
from enterprises.waiting import enterprises_to_vet, openings_to_review
from portal.accounts.models import Role
from portal.common.due import DueItem
from portal.common.wording import as_day

MOST = 60


def due_for_enterprise(user: Any, membership: Any, on: date) -> list[DueItem]:
    """Openings that came back, and those that nobody vouched for lately; one query."""
    if not Role(membership.role).includes(Role.EDITOR):
        return []
    is_stale = Q(status__in=Opening.PUBLISHED) & Opening.not_confirmed_within(STALE_DAYS, on)
    own = Opening.objects.filter(enterprise=membership.organisation_id)
    rows = list(own.filter(Q(status=Opening.Status.RETURNED) | is_stale).order_by("pk"))
    returned = [row for row in rows if row.status == Opening.Status.RETURNED]
    return [*_returned(returned[:MOST], on), *_stale([row for row in rows if row.is_published], on)]


def _returned(rows: list[Opening], on: date) -> Iterator[DueItem]:
    for row in rows:
        yield DueItem(
            due_on=on,
            is_late=False,
            title=_("Correct the opening “%(title)s” and send it again") % {"title": row.title},
            url=row.get_absolute_url(),
            why=row.remarks,
            act_label=_("Correct"),
            act_url=reverse("opening_edit", args=[row.public_id]),
            days_waiting=max(0, (on - as_day(row.updated_at)).days),
        )


def _stale(rows: list[Opening], on: date) -> Iterator[DueItem]:
    if rows:
        words = ngettext("Is %(n)s opening still true?", "Are %(n)s openings still true?", len(rows))
        url = reverse("opening_own") + "?stale=yes"
        yield DueItem(
            due_on=on,
            is_late=False,
            title=words % {"n": len(rows)},
            url=url,
            why=_("Nobody has vouched for it in the last 60 days."),
            act_label=_("Look"),
            act_url=url,
        )


def due_for_bureau(user: Any, membership: Any, on: date) -> list[DueItem]:
    """Enterprises to vet and openings to review in the territory."""
    if not Role(membership.role).includes(Role.EDITOR):
        return []
    vet, review = enterprises_to_vet(user, membership), openings_to_review(user, membership)
    items = []
    if vet:
        words = ngettext("Vet %(n)s enterprise", "Vet %(n)s enterprises", vet)
        url = reverse("enterprise_list") + "?vetting=pending"
        why = _("Until then its openings go through your review.")
        items.append(DueItem(on, False, words % {"n": vet}, url, why, _("Look"), url))  # noqa: FBT003
    if review:
        words = ngettext("Review %(n)s opening", "Review %(n)s openings", review)
        url = reverse("opening_list") + "?status=in_review"
        why = _("Schools do not see it before.")
        items.append(DueItem(on, False, words % {"n": review}, url, why, _("Look"), url))  # noqa: FBT003
    return items

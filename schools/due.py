"""What this room puts into "due this week": plans that are still drafts, and plans that nobody vouched for lately."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import Role
from portal.common.due import DueItem
from portal.common.wording import as_day, day_words
from schools.models import PlacementPlan

# Firms want to know so long before the first day.
STATE_BEFORE = timedelta(days=60)
STALE_DAYS = 60
MOST = 60


def due_items(user: Any, membership: Any, on: date) -> list[DueItem]:
    """Both, for editors of the school; one query."""
    if not Role(membership.role).includes(Role.EDITOR):
        return []
    plans = PlacementPlan.objects.filter(programme__school=membership.organisation_id, ends_on__gte=on)
    is_draft = Q(status=PlacementPlan.Status.DRAFT)
    is_stale = Q(status=PlacementPlan.Status.STATED) & PlacementPlan.not_confirmed_within(STALE_DAYS, on)
    found = plans.filter(is_draft | is_stale).select_related("programme", "batch")
    rows = list(found.order_by("starts_on", "pk"))
    drafts = [row for row in rows if row.status == PlacementPlan.Status.DRAFT]
    stale = [row for row in rows if row.status == PlacementPlan.Status.STATED]
    return [*_drafts(drafts[:MOST], on), *_stale(stale, on)]


def _drafts(rows: list[PlacementPlan], on: date) -> Iterator[DueItem]:
    for row in rows:
        due_on = row.starts_on - STATE_BEFORE
        yield DueItem(
            due_on=due_on,
            is_late=due_on < on,
            title=_("State the plan of %(programme)s: %(n)s due out")
            % {"programme": row.programme.name, "n": row.students_due},
            url=row.get_absolute_url(),
            why=_("A draft is matched with nothing; the first day is %(day)s.")
            % {"day": day_words(row.starts_on)},
            act_label=_("Look"),
            act_url=row.get_absolute_url(),
            days_waiting=max(0, (on - as_day(row.created_at)).days),
        )


def _stale(rows: list[PlacementPlan], on: date) -> Iterator[DueItem]:
    if rows:
        words = ngettext("Is %(n)s plan still true?", "Are %(n)s plans still true?", len(rows))
        yield DueItem(
            due_on=on,
            is_late=False,
            title=words % {"n": len(rows)},
            url=reverse("plan_list") + "?status=stated",
            why=_("Nobody has vouched for it in the last 60 days."),
            act_label=_("Look"),
            act_url=rows[0].get_absolute_url() if len(rows) == 1 else reverse("plan_list") + "?status=stated",
        )

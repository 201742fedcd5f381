"""What waits for a person, as rows of the queue: late first, in the words of the desk."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.common.due import DueItem, due_for
from portal.common.furniture import Act, QueueRow
from portal.common.wording import short_day_words

SHOWN = 7
WEEK = timedelta(days=7)


def due_today(request: HttpRequest) -> list[DueItem]:
    """What is due for the present organisation; how much it is stands beside the home link of the same page."""
    items = due_for(request)
    show_count(request, len(items))
    return items


def show_count(request: HttpRequest, count: int) -> None:
    """Say beside the home link of this page how many things wait."""
    request.waiting_items = count  # type: ignore[attr-defined]


def count_shown(request: HttpRequest) -> int:
    """How many things wait, on pages that have read them; 0 elsewhere, for the side bar asks nothing anew."""
    return int(getattr(request, "waiting_items", 0))


def due_rows(items: Iterable[DueItem], on: date) -> list[QueueRow]:
    """Rows of the queue as of the day `on`."""
    return [_row(item, on) for item in items]


def _row(item: DueItem, on: date) -> QueueRow:
    return QueueRow(
        when=when_words(item, on),
        on=short_day_words(item.due_on),
        sentence=item.title,
        url=item.url,
        note=item.why,
        acts=[Act(item.act_label, item.act_url or item.url)] if item.act_label else (),
        is_late=item.is_late,
        is_due=item.due_on <= on,
    )


def when_words(item: DueItem, on: date) -> str:
    """2 days late, today, a weekday within the week, else in so many days."""
    days = (item.due_on - on).days
    if item.is_late:
        late = max(1, -days)
        return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
    if days <= 0:
        return _("today")
    if days < WEEK.days:
        return str(WEEKDAYS_ABBR[item.due_on.weekday()])
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def queue_note(items: Sequence[DueItem], on: date) -> str:
    """How many things fall due within a week, and how many of them are late."""
    week = [item for item in items if item.is_late or item.due_on < on + WEEK]
    late = sum(item.is_late for item in week)
    if not week:
        return _("nothing this week")
    words = ngettext("%(n)s this week", "%(n)s this week", len(week)) % {"n": len(week)}
    return _("%(items)s, %(late)s late") % {"items": words, "late": late} if late else words

"""How activities look: tones, measures in words, timeline rows."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from partnerships.activities.kinds import ActivityKind, kinds
from partnerships.activities.models import Activity
from portal.common.furniture import Act, TimelineRow, Tone
from portal.common.wording import day_words, grouped, money_words, range_words

TONES: dict[str, Tone] = {
    Activity.Status.LOGGED: "blue",
    Activity.Status.CONFIRMED: "green",
    Activity.Status.DISPUTED: "red",
    Activity.Status.WITHDRAWN: "grey",
}


def language() -> str:
    return get_language() or "zh-hans"


def kind_name(code: str) -> str:
    """The kind in the reader's language; the code itself where the list no longer has it."""
    kind = kinds().get(code)
    return kind.name_in(language()) if kind else code


def measure_words(activity: Activity) -> str:
    """What was measured: 2 courses · 42 students · 8 hours · 86,000.00 yuan."""
    kind = kinds().get(activity.kind)
    parts = []
    if activity.quantity:
        unit = kind.unit_in(language(), activity.quantity) if kind else ""
        parts.append(f"{grouped(_short(activity.quantity))} {unit}".strip())
    if activity.people and not (kind and "people" not in kind.fields):  # 12 pairs are no "12 people" besides
        parts.append(_people(activity.people, kind))
    if activity.hours:
        parts.append(_("%(n)s hours each") % {"n": grouped(_short(activity.hours))})
    if activity.money:
        parts.append(money_words(activity.money))
    return " · ".join(parts)


def _short(number: Any) -> Any:
    """Without needless zeros: 2.00 is 2."""
    return int(number) if number == int(number) else number


def _people(people: int, kind: ActivityKind | None) -> str:
    who = kind.people_in(language(), people) if kind else ""
    if who:
        return f"{grouped(people)} {who}"
    return ngettext("%(n)s person", "%(n)s people", people) % {"n": grouped(people)}


def state_tone(activity: Activity, side: str | None) -> Tone:
    """Warm where the reader's own side is asked."""
    if activity.status == Activity.Status.LOGGED and side and side == activity.confirming_side:
        return "warm"
    if activity.status == Activity.Status.DISPUTED and side and side == activity.logged_side:
        return "warm"
    return TONES[activity.status]


def state_words(activity: Activity, side: str | None) -> str:
    """The state as this reader has to take it."""
    if activity.status == Activity.Status.LOGGED and side and side == activity.confirming_side:
        return _("Waits for you")
    return str(activity.get_status_display())


def state_note(activity: Activity) -> str:
    """Who said so last: the last confirmation, or who logged it."""
    answers = list(activity.confirmations.all())
    if answers and activity.status != Activity.Status.LOGGED:
        last = answers[-1]
        said = [last.person_words, day_words(last.created_at), "" if last.is_confirmed else last.note]
        return " · ".join(part for part in said if part)
    return _("logged by the %(side)s, %(day)s") % {
        "side": activity.get_logged_side_display().lower(),
        "day": day_words(activity.created_at),
    }


def timeline_rows(activities: Iterable[Activity], side: str | None, acts: Any) -> list[TimelineRow]:
    """Rows of the timeline of a partnership; `acts(activity)` gives the buttons."""
    return [
        TimelineRow(
            on=range_words(row.happened_on, row.ended_on or row.happened_on),
            what=row.title,
            note=" · ".join(part for part in (kind_name(row.kind), measure_words(row), _files(row)) if part),
            url=row.get_absolute_url(),
            state=state_words(row, side),
            tone=state_tone(row, side),
            state_note=state_note(row),
            acts=acts(row),
        )
        for row in activities
    ]


def _files(activity: Activity) -> str:
    count = len(activity.evidence.all())
    return ngettext("%(n)s file", "%(n)s files", count) % {"n": count} if count else ""


def row_acts(activity: Activity, side: str | None) -> list[Act]:
    """The one act that this activity asks of the reader's side: look and confirm, or correct."""
    if activity.status == Activity.Status.LOGGED and side == activity.confirming_side:
        return [Act(_("Check"), activity.get_absolute_url())]
    if activity.status == Activity.Status.DISPUTED and side == activity.logged_side:
        return [Act(_("Settle"), activity.get_absolute_url())]
    return []

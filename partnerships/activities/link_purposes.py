"""The signed link by which somebody without an account says whether an activity was so."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from partnerships.activities.models import Activity
from partnerships.activities.services import confirming
from partnerships.activities.services.logging import PURPOSE as NAME
from partnerships.activities.showing import kind_name, measure_words
from portal.common.wording import range_words
from portal.records import links


def facts(activity: Activity) -> dict[str, Any]:
    """What the page of the link shows."""
    logged_by = activity.partnership.party(activity.logged_side).name
    other = activity.partnership.party(activity.confirming_side).name
    files = pgettext("enumeration", ", ").join(evidence.name for evidence in activity.evidence.all())
    rows = [
        (_("Kind"), kind_name(activity.kind)),
        (_("Day"), range_words(activity.happened_on, activity.ended_on or activity.happened_on)),
        (_("How much"), measure_words(activity)),
        (_("Programme"), activity.programme.name if activity.programme else ""),
        (_("Description"), activity.description),
        (_("Evidence"), files),
        (_("Logged by"), " · ".join(part for part in (str(activity.logged_by or ""), logged_by) if part)),
    ]
    return {
        "title": _("Please confirm a cooperation activity"),
        "subject": activity.title,
        "intro": _("%(name)s logged the following. Please check it.") % {"name": logged_by},
        "rows": [(label, value) for label, value in rows if value],
        "consequence": _(
            "Once confirmed it counts in the contribution of %(name)s and in the depth of both sides."
        )
        % {"name": other},
    }


def done(activity: Activity, answer: str) -> Any:
    """What is said after the act."""
    if answer == "dispute":
        return _("Thank you. Your objection is on record; the entry counts only once it is settled.")
    return _("Thank you. The activity is confirmed.")


PURPOSE = links.Purpose(
    NAME,
    Activity,
    facts,
    (
        links.Answer("confirm", gettext_lazy("It was so"), confirming.confirm_by_link),
        links.Answer(
            "dispute", gettext_lazy("Not so, let me explain"), confirming.dispute_by_link, needs_note=True
        ),
    ),
    done,
)

"""The signed link by which somebody without an account says whether an activity was so."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.activities.models import Activity
from partnerships.activities.services import confirming
from partnerships.activities.services.logging import PURPOSE as NAME
from partnerships.activities.showing import kind_name, measure_words
from partnerships.agreements.link_purposes import is_backed, is_demo, issuer_of
from portal.accounts.models import Role
from portal.common.wording import day_words, range_words
from portal.records import links
from portal.records.actors import without_link
from portal.records.models import SignedLink


def facts(activity: Activity) -> dict[str, Any]:
    """What the page of the link shows."""
    logged_by = activity.partnership.party(activity.logged_side).name
    other = activity.partnership.party(activity.confirming_side).name
    rows = [
        (_("Kind"), kind_name(activity.kind)),
        (_("Day"), range_words(activity.happened_on, activity.ended_on or activity.happened_on)),
        (_("How much"), measure_words(activity)),
        (_("Programme"), activity.programme.name if activity.programme else ""),
        (_("Description"), activity.description),
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
        "files": [(row.public_id, row.name, row.size) for row in activity.evidence.all()],
        "is_demo": is_demo(activity.partnership),
    }


def file_of(activity: Activity, public_id: str) -> links.LinkedFile | None:
    """A file that shows this activity; none of any other."""
    found = activity.evidence.filter(public_id=public_id).first()
    return links.LinkedFile(found.file, found.name, found.content_type) if found else None


def done(activity: Activity, link: SignedLink) -> Any:
    """What is said after the act."""
    if link.answer == "dispute":
        return _("Thank you. Your objection is on record; the entry counts only once it is settled.")
    if has_copy(activity, link):
        return _("Thank you. The activity is confirmed.")
    return _("Thank you. Your confirmation is on record.")


def after(activity: Activity, link: SignedLink) -> list[str]:
    """Who said what by this link, and what comes next."""
    logged_by = activity.partnership.party(activity.logged_side).name
    if link.answer == "dispute":
        return [_("Next, %(name)s corrects or withdraws the entry, or asks you again.") % {"name": logged_by}]
    words = _("Logged by %(name)s, confirmed by %(person)s on %(day)s.")
    said = [
        words % {"name": logged_by, "person": without_link(row.person), "day": day_words(row.created_at)}
        for row in activity.confirmations.filter(link=link)
    ]
    if has_copy(activity, link):
        return [
            *said,
            _("Nothing more is asked of you. It counts from now on, and is marked as confirmed by link."),
        ]
    return [
        *said,
        _("Since then your side or the other has changed its word, so it does not count as confirmed."),
    ]


def has_copy(activity: Activity, link: SignedLink) -> bool:
    """While the word given by this link is the last: a disputed entry may be corrected, and then reads otherwise."""
    last = list(activity.confirmations.all())[-1:]
    return activity.status == Activity.Status.CONFIRMED and any(row.link_id == link.pk for row in last)


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
    after=after,
    has_copy=has_copy,
    file=file_of,
    issuer=lambda activity, link: issuer_of(activity.partnership, link),
    is_backed=lambda activity, link: is_backed(activity.partnership, link, Role.EDITOR),
)

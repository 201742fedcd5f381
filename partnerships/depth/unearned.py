"""What a score left out, and who confirmed what it counted: read for the pages, never counted again."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from partnerships.activities.models import Activity, Confirmation
from partnerships.depth.models import DepthScore
from partnerships.depth.scoring.tally import NOTHING_MEASURED, REPEATED_FILE, UNKNOWN_KIND


@dataclass(frozen=True)
class UnearnedRow:
    """An activity that counts for nothing, why, and the one that has its file already."""

    activity: Activity
    reason: str
    other: Activity | None = None


def unearned_rows(found: DepthScore) -> list[UnearnedRow]:
    """The activities that earned nothing in this score, in its order; one query, none where there are none."""
    parts = found.parts.get("unearned", [])
    if not parts:
        return []
    keys = {key for part in parts for key in (part["id"], part["shared_with"]) if key}
    known = {row.public_id: row for row in Activity.objects.filter(public_id__in=keys)}
    words = _words()
    return [
        UnearnedRow(
            known[part["id"]], words.get(part["reason"], part["reason"]), known.get(part["shared_with"])
        )
        for part in parts
        if part["id"] in known
    ]


def _words() -> dict[str, str]:
    return {
        REPEATED_FILE: _("the evidence is the same as that of another activity"),
        NOTHING_MEASURED: _("its measure is 0"),
        UNKNOWN_KIND: _("its kind is not in the rubric any more"),
    }


def confirmed_by_link(partnership: Any) -> dict[str, bool]:
    """Public id of each confirmed activity -> whether its last confirmation came by a signed link; one query."""
    rows = Confirmation.objects.filter(
        activity__partnership=partnership, activity__status=Activity.Status.CONFIRMED, is_confirmed=True
    ).order_by("pk")
    return {
        public_id: link is not None for public_id, link in rows.values_list("activity__public_id", "link")
    }

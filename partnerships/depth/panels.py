"""What this room shows on pages of activities, agreements and partnerships, which do not know it."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from partnerships.activities.models import Activity
from partnerships.depth import pages
from partnerships.depth.gathering import facts_of
from partnerships.depth.models import DepthScore
from partnerships.depth.scoring.facts import Facts
from partnerships.depth.scoring.scorer import Score, score
from partnerships.depth.services import current_rubric
from partnerships.depth.unearned import unearned_rows
from portal.common.panels import Panel


@dataclass(frozen=True)
class Standing:
    """Points and level in words, as the page shows them."""

    points: str
    level: int
    name: str


def _standing(found: Score) -> Standing:
    return Standing(f"{found.points:.1f}", found.level, pages.level_name(found.level))


def not_counted(request: HttpRequest, activity: Any) -> dict[str, Any] | None:
    """Why an activity counts for nothing, if the last score says so."""
    found = DepthScore.objects.filter(partnership=activity.partnership_id).first()
    row = (
        next((row for row in unearned_rows(found) if row.activity.pk == activity.pk), None) if found else None
    )
    return {"row": row} if row else None


def without_agreement(request: HttpRequest, agreement: Any) -> dict[str, Any]:
    """The depth today, and what it would be had this agreement ended yesterday."""
    today, pk = timezone.localdate(), agreement.partnership_id
    return _compared(facts_of([pk], today)[pk], facts_of([pk], today, as_if_ended=agreement)[pk])


def without_activity(request: HttpRequest, activity: Any) -> dict[str, Any] | None:
    """The depth today, and without this confirmed activity; a mere objection takes nothing back."""
    if activity.status != Activity.Status.CONFIRMED:
        return None
    now = facts_of([activity.partnership_id], timezone.localdate())[activity.partnership_id]
    others = tuple(row for row in now.activities if row.id != activity.public_id)
    return _compared(now, replace(now, activities=others))


def without_partnership(request: HttpRequest, partnership: Any) -> dict[str, Any]:
    """The depth that leaves the lists with the partnership."""
    facts = facts_of([partnership.pk], timezone.localdate())[partnership.pk]
    return {"now": _standing(score(facts, current_rubric()))}


def _compared(now: Facts, then: Facts) -> dict[str, Any]:
    rubric = current_rubric()
    before, after = _standing(score(now, rubric)), _standing(score(then, rubric))
    return {"now": before, "then": after, "is_lower": before != after}


PANELS = (
    Panel("partnership.depth", "depth/_card.html", pages.card),
    Panel("activity.notes", "depth/panels/not_counted.html", not_counted),
    Panel("agreement.end", "depth/panels/loss.html", without_agreement),
    Panel("activity.back", "depth/panels/loss.html", without_activity),
    Panel("partnership.end", "depth/panels/end.html", without_partnership),
)

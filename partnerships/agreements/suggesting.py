"""What a new agreement of the two would say, as far as it is known: the form opens with it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from partnerships.agreements.models import Partnership, Proposal
from partnerships.agreements.services.agreements import free_title


def suggested_terms(partnership: Partnership, today: date) -> dict[str, Any]:
    """Initial values of the form: a title no other agreement of the two bears, and what was accepted last.

    Days come from the accepted proposal, or from the plan it was made for; so do programme and number of students.
    """
    proposal = _last_accepted(partnership)
    first, last = _days_of(proposal)
    title = _("Cooperation agreement %(year)s") % {"year": (first or today).year}
    found: dict[str, Any] = {"title": free_title(partnership, title), "starts_on": first, "ends_on": last}
    if proposal is not None:
        programme = proposal.programme or (proposal.plan.programme if proposal.plan else None)
        found["students_per_year"] = proposal.students
        found["programmes_of"] = [programme.public_id] if programme else []
    return {name: value for name, value in found.items() if value}


def _last_accepted(partnership: Partnership) -> Proposal | None:
    rows = Proposal.objects.accepted().filter(
        school=partnership.school_id, enterprise=partnership.enterprise_id
    )
    return rows.select_related("programme", "plan__programme").order_by("-answered_at", "-pk").first()


def _days_of(proposal: Proposal | None) -> tuple[date | None, date | None]:
    if proposal is None:
        return None, None
    if proposal.starts_on and proposal.ends_on:
        return proposal.starts_on, proposal.ends_on
    return (proposal.plan.starts_on, proposal.plan.ends_on) if proposal.plan else (proposal.starts_on, None)

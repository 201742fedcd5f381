"""What the page of one partnership shows, read in a fixed number of queries."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.models import Contact
from partnerships.agreements.acting import acting_side
from partnerships.agreements.capacity import Stay
from partnerships.agreements.models import Agreement, Partnership, Proposal, Side
from partnerships.agreements.showing import (
    STAGE_TONES,
    agreement_state,
    history_rows,
    ladder_steps,
)
from partnerships.agreements.workflows import PARTNERSHIP
from portal.accounts.models import Role
from portal.common.furniture import Act
from portal.records.workflow import history

MOST_OTHERS = 3
POSTS = ("begin_talks", "agree", "activate", "propose_strategic", "agree_strategic")
# Moves that the facts make by themselves are offered by hand only where the portal cannot see the fact.
BY_HAND = ("begin_talks", "activate", "propose_strategic", "agree_strategic", "drop_strategic", "end")


def partnership_context(request: HttpRequest, partnership: Partnership) -> dict[str, Any]:
    """Everything that agreements/partnership_detail.html shows."""
    moves = list(history(partnership))
    side = acting_side(request, partnership)
    agreements = list(partnership.agreements.prefetch_related("forms", "programmes", "signatures"))
    today = timezone.localdate()
    return {
        "partnership": partnership,
        "side": side,
        "other": partnership.party(side.other) if side else None,
        "stage_tone": STAGE_TONES[partnership.stage],
        "ladder": ladder_steps(partnership, moves),
        "history": history_rows(moves, PARTNERSHIP, Partnership.Stage),
        "acts": _acts(request, partnership, side),
        **_agreements(agreements, side, today),
        "now": _now(partnership, side, today),
        "contacts": _contacts(request, partnership),
        "shows_staff": partnership.is_agreed
        or request.user.has_perm("enterprises.oversee_enterprise", partnership.enterprise),
        "may_change": partnership.is_live
        and request.user.has_perm("agreements.change_partnership", partnership),
    }


def _agreements(rows: list[Agreement], side: Side | None, today: date) -> dict[str, Any]:
    """The agreement that counts now with its state, and the first few others in a line each."""
    current = _current(rows, today)
    others = [row for row in rows if row != current]
    return {
        "agreement": current,
        "agreement_state": agreement_state(current, side, today) if current else None,
        "others": [(row, *agreement_state(row, side, today)) for row in others[:MOST_OTHERS]],
        "agreements_count": len(rows),
        "has_more_agreements": len(others) > MOST_OTHERS,
    }


def _acts(request: HttpRequest, partnership: Partnership, side: Side | None) -> list[Act]:
    """The moves of the ladder that this user could make."""
    if side is None:
        return []
    acts = []
    for move in PARTNERSHIP.open_to(partnership, request.user):
        if move.name in BY_HAND and _makes_sense(partnership, move.name, side):
            url = reverse(f"partnership_{move.name}", args=[partnership.public_id])
            acts.append(Act(str(move.label), url, is_post=move.name in POSTS))
    return acts


def _makes_sense(partnership: Partnership, name: str, side: Side) -> bool:
    """Buttons that would be refused anyway are not shown."""
    proposed = partnership.strategic_side
    if name == "propose_strategic":
        return not proposed
    if name == "agree_strategic":
        return bool(proposed) and proposed != side
    if name == "drop_strategic":
        return bool(proposed)
    return True


def _current(agreements: list[Agreement], today: date) -> Agreement | None:
    """The agreement in force that runs longest, else one on its way, else the latest."""
    in_force = [row for row in agreements if row.is_in_force(today)]
    if in_force:
        return max(in_force, key=lambda row: row.ends_on)
    on_its_way = [
        row for row in agreements if row.status in {Agreement.Status.OFFERED, Agreement.Status.DRAFT}
    ]
    return next(iter([*on_its_way, *agreements]), None)


def _now(partnership: Partnership, side: Side | None, today: date) -> dict[str, Any]:
    """Students there now, promised for later, proposals waiting and for whom."""
    rows = list(
        Proposal.objects.filter(
            school=partnership.school_id, enterprise=partnership.enterprise_id, students__gt=0
        )
    )
    stays = [
        Stay(row.starts_on, row.ends_on, row.students or 0)
        for row in rows
        if row.status == Proposal.Status.ACCEPTED and row.starts_on and row.ends_on
    ]
    here = [stay for stay in stays if stay.first <= today <= stay.last]
    coming = [stay for stay in stays if stay.first > today]
    waiting = [row for row in rows if row.status == Proposal.Status.SENT]
    return {
        "here": sum(stay.people for stay in here),
        "until": max((stay.last for stay in here), default=None),
        "coming": sum(stay.people for stay in coming),
        "coming_on": min((stay.first for stay in coming), default=None),
        "waiting": sum(row.students or 0 for row in waiting),
        "waits_for_me": any(row.to_side == side for row in waiting),
        "in_all": sum(stay.people for stay in stays if stay.last < today),
        "url": f"{reverse('proposal_list')}?{urlencode({'q': partnership.enterprise.name_zh})}",
    }


def _contacts(request: HttpRequest, partnership: Partnership) -> list[dict[str, Any]]:
    """Who speaks for either side: what the partnership says, then the enterprise's own contacts once it has agreed."""
    named = [
        (partnership.enterprise_contact, partnership.enterprise.name),
        (partnership.school_contact, partnership.school.name),
    ]
    rows: list[dict[str, Any]] = [
        {"name": name, "note": note, "contact": None} for name, note in named if name
    ]
    told = partnership.is_agreed and bool(partnership.sides_of(request.user, Role.VIEWER))
    own = (Contact.objects.all() if told else Contact.objects.visible_to(request.user)).filter(
        enterprise=partnership.enterprise_id, archived_on=None, consent_on__isnull=False
    )
    rows += [
        {"name": contact.name, "note": contact.job_title or _("Contact"), "contact": contact}
        for contact in own[:5]
    ]
    return rows

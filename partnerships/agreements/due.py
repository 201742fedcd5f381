"""What this room puts into "due this week": proposals to answer and answers to own ones, signatures, ends of terms."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.agreements.answered import answer_items, is_told, with_draft_of
from partnerships.agreements.answering import ANSWER_WITHIN, facts_of, sentence_of
from partnerships.agreements.models import Agreement, Proposal
from portal.accounts.models import Role
from portal.common.due import DueItem, read_waiting
from portal.common.wording import as_day, day_words

EXPIRY_DAYS = 60
SIGN_WITHIN = timedelta(days=14)
MOST = 60


def due_items(user: Any, membership: Any, on: date) -> list[DueItem]:
    """All of them for the school or enterprise of this membership; two queries."""
    return [*_proposals(membership, on), *_agreements(membership, on)]


def _proposals(membership: Any, on: date) -> list[DueItem]:
    """Those that wait for this side, and what it should hear of its own."""
    kind, now = membership.kind, timezone.now()
    waiting = Q(status=Proposal.Status.SENT) & ~Q(from_side=kind)
    told = Q(from_side=kind) & is_told(now)
    rows = with_draft_of(Proposal.objects.filter(waiting | told, **{kind: membership.organisation_id}))
    rows = rows.select_related("school", "enterprise", "programme", "opening")

    def waits(row: Proposal) -> bool:
        return row.from_side != kind

    found = read_waiting(membership, "proposals", rows.order_by("sent_at", "pk")[:MOST], MOST, waits=waits)
    own = [row for row in found if not waits(row)]
    may_draft = Role(membership.role).includes(Role.EDITOR)
    return [
        *_to_answer(filter(waits, found), membership, on),
        *answer_items(own, kind, on, may_draft=may_draft),
    ]


def _to_answer(rows: Iterable[Proposal], membership: Any, on: date) -> Iterator[DueItem]:
    now = timezone.now()
    for row in rows:
        due_on = as_day(row.sent_at + ANSWER_WITHIN)
        yield DueItem(
            due_on=due_on,
            is_late=due_on < on,
            title=sentence_of(row, membership.kind),
            url=row.get_absolute_url(),
            why=facts_of(row),
            act_label=_("Answer"),
            act_url=row.get_absolute_url(),
            days_waiting=row.days_waiting(now),
        )


def _agreements(membership: Any, on: date) -> list[DueItem]:
    """Those that this side has not signed, asked of those who may sign, and those that are about to end."""
    may_sign = Role(membership.role).includes(Role.SIGNATORY)
    unsigned = Q(status=Agreement.Status.OFFERED) & ~Q(signatures__party=membership.kind)
    expiring = Agreement.expires_within(on, EXPIRY_DAYS) & ~Q(partnership__stage="ended")
    rows = Agreement.objects.filter(
        (unsigned | expiring) if may_sign else expiring,
        **{f"partnership__{membership.kind}": membership.organisation_id},
    ).select_related("partnership__school", "partnership__enterprise")

    def waits(row: Agreement) -> bool:
        return row.status == Agreement.Status.OFFERED

    ordered = rows.order_by("ends_on", "pk")[:MOST]
    found = read_waiting(membership, "signatures", ordered, MOST, waits=waits) if may_sign else list(ordered)
    return [_to_sign(row, on) if waits(row) else _expiring(row) for row in found]


def _to_sign(row: Agreement, on: date) -> DueItem:
    due_on = as_day(row.updated_at + SIGN_WITHIN)
    return DueItem(
        due_on=due_on,
        is_late=due_on < on,
        title=_("“%(title)s” waits for your signature") % {"title": row.title},
        url=row.get_absolute_url(),
        why=str(row.partnership),
        act_label=_("Read and sign"),
        act_url=row.get_absolute_url(),
        days_waiting=max(0, (on - as_day(row.updated_at)).days),
    )


def _expiring(row: Agreement) -> DueItem:
    return DueItem(
        due_on=row.ends_on,
        is_late=False,
        title=_("“%(title)s” ends on %(day)s") % {"title": row.title, "day": day_words(row.ends_on)},
        url=row.get_absolute_url(),
        why=_("%(partnership)s; renew it before it ends") % {"partnership": row.partnership},
        act_label=_("Renew"),
        act_url=reverse("agreement_detail", args=[row.public_id]),
    )

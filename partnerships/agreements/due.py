"""What this room puts into "due this week": proposals to answer, signatures to give, agreements about to end."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.agreements.answering import ANSWER_WITHIN, facts_of, sentence_of
from partnerships.agreements.models import Agreement, Proposal
from portal.accounts.models import Role
from portal.common.due import DueItem, read_waiting
from portal.common.wording import as_day, day_words

EXPIRY_DAYS = 60
SIGN_WITHIN = timedelta(days=14)
MOST = 30


def due_items(user: Any, membership: Any, on: date) -> list[DueItem]:
    """All three for the school or enterprise of this membership."""
    return [*_proposals(membership, on), *_signatures(membership, on), *_expiring(membership, on)]


def _proposals(membership: Any, on: date) -> Iterator[DueItem]:
    rows = Proposal.objects.waiting_for(membership.kind).filter(
        **{membership.kind: membership.organisation_id}
    )
    related = ("school", "enterprise", "programme", "opening")
    now = timezone.now()
    waiting = rows.select_related(*related).order_by("sent_at", "pk")[:MOST]
    for row in read_waiting(membership, "proposals", waiting, MOST):
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


def _signatures(membership: Any, on: date) -> Iterator[DueItem]:
    """Agreements out for signature that this side has not signed; asked of those who may sign."""
    if not Role(membership.role).includes(Role.SIGNATORY):
        return
    rows = (
        Agreement.objects.filter(
            status=Agreement.Status.OFFERED,
            **{f"partnership__{membership.kind}": membership.organisation_id},
        )
        .exclude(signatures__party=membership.kind)
        .select_related("partnership__school", "partnership__enterprise")
    )
    for row in read_waiting(membership, "signatures", rows.order_by("updated_at", "pk")[:MOST], MOST):
        due_on = as_day(row.updated_at + SIGN_WITHIN)
        yield DueItem(
            due_on=due_on,
            is_late=due_on < on,
            title=_("“%(title)s” waits for your signature") % {"title": row.title},
            url=row.get_absolute_url(),
            why=str(row.partnership),
            act_label=_("Read and sign"),
            act_url=row.get_absolute_url(),
            days_waiting=max(0, (on - as_day(row.updated_at)).days),
        )


def _expiring(membership: Any, on: date) -> Iterator[DueItem]:
    rows = (
        Agreement.objects.expiring_within(on, EXPIRY_DAYS)
        .filter(**{f"partnership__{membership.kind}": membership.organisation_id})
        .exclude(partnership__stage="ended")
        .select_related("partnership__school", "partnership__enterprise")
    )
    for row in rows.order_by("ends_on", "pk")[:MOST]:
        yield DueItem(
            due_on=row.ends_on,
            is_late=False,
            title=_("“%(title)s” ends on %(day)s") % {"title": row.title, "day": day_words(row.ends_on)},
            url=row.get_absolute_url(),
            why=_("%(partnership)s; renew it before it ends") % {"partnership": row.partnership},
            act_label=_("Renew"),
            act_url=reverse("agreement_detail", args=[row.public_id]),
        )

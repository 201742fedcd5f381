"""The queue of proposals that wait for a side: how long, what they are, what taking them would mean by law."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.agreements.capacity import Verdict
from partnerships.agreements.hosting import Hosting, hosting_of_all
from partnerships.agreements.models import Proposal, Side
from portal.accounts.memberships import memberships_of
from portal.accounts.models import Role
from portal.common.furniture import Act, QueueRow
from portal.common.wording import short_day_words, short_range_words

ANSWER_WITHIN = timedelta(days=7)
RELATED = ("school__region", "enterprise__region", "programme", "plan__programme", "opening")


def waiting_for_user(user: Any, kind: str, at_least: Role = Role.VIEWER) -> QuerySet[Any]:
    """Proposals that the user's organisations of this kind have to answer, the oldest first."""
    if kind not in Side.values:
        return Proposal.objects.none()
    own = memberships_of(user).ids(kind, at_least)
    return Proposal.objects.waiting_for(kind).filter(**{f"{kind}__in": own}).order_by("sent_at", "pk")


def sentence_of(proposal: Proposal, reader: str) -> str:
    """Who wants what, for a reader of either side."""
    sender = proposal.party(proposal.from_side).name
    what = (
        proposal.opening.title if proposal.opening else proposal.programme.name if proposal.programme else ""
    )
    if proposal.students and what:
        words = {"sender": sender, "n": proposal.students, "what": what}
        if proposal.from_side == Side.SCHOOL:
            return _("%(sender)s wants to send %(n)s students for %(what)s") % words
        return _("%(sender)s offers places for %(n)s students of %(what)s") % words
    return _("%(sender)s wants to get in touch with you") % {"sender": sender}


def facts_of(proposal: Proposal) -> str:
    """Programme, dates and opening in one line."""
    parts = [
        proposal.programme.name if proposal.programme else "",
        short_range_words(proposal.starts_on, proposal.ends_on),
        proposal.message,
    ]
    return " · ".join(part for part in parts if part)[:200]


def law_of(verdict: Verdict | None) -> tuple[str, bool]:
    """What the legal limit says, and whether that is a warning."""
    if verdict is None:
        return "", False
    if verdict.needs_reason:
        return _("Fewer than 10 staff: even one student is more than 10 %, so a reason is needed."), True
    words = {
        "day": short_day_words(verdict.peak.on),
        "people": verdict.peak.people,
        "limit": verdict.limit,
        "most": verdict.most,
    }
    if verdict.limit is None:
        return _(
            "With them %(people)s students from %(day)s; staff not stated, so no legal limit is known."
        ) % words, False
    if verdict.is_over:
        return (
            _("With them %(people)s from %(day)s: over the limit of %(limit)s, at most %(most)s more fit.")
            % words,
            True,
        )
    return _("With them %(people)s from %(day)s, within the limit of %(limit)s.") % words, False


def when_of(proposal: Proposal, now: datetime) -> str:
    """For how many days it has waited."""
    days = proposal.days_waiting(now)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else _("today")


def is_late(proposal: Proposal, now: datetime) -> bool:
    """Whether it has waited longer than a week."""
    return now - proposal.sent_at > ANSWER_WITHIN


def queue_rows(
    proposals: Iterable[Proposal], side: str, now: datetime, *, may_answer: bool
) -> list[QueueRow]:
    """Rows of the queue of one side, with the acts that answer them."""
    rows = list(proposals)
    hostings = hosting_of_all({row.enterprise for row in rows}) if side == Side.ENTERPRISE else {}
    return first_plain(
        [_queue_row(row, side, now, hostings.get(row.enterprise_id), may_answer=may_answer) for row in rows]
    )


def first_plain(rows: list[QueueRow]) -> list[QueueRow]:
    """The component draws the first act of the first row solid; it must bring no tone of its own."""
    if rows and rows[0].acts:
        first, *others = rows[0].acts
        rows[0] = replace(rows[0], acts=[replace(first, tone=""), *others])
    return rows


def _queue_row(
    proposal: Proposal, side: str, now: datetime, hosting: Hosting | None, *, may_answer: bool
) -> QueueRow:
    verdict = hosting.verdict_on(proposal) if hosting else None
    law, is_warning = law_of(verdict)
    facts = facts_of(proposal)
    return QueueRow(
        when=when_of(proposal, now),
        on=short_day_words(proposal.sent_at),
        sentence=sentence_of(proposal, side),
        url=proposal.get_absolute_url(),
        note=facts if is_warning or not law else " · ".join(part for part in (facts, law) if part),
        warning=law if is_warning else "",
        acts=answer_acts(proposal, verdict) if may_answer else (),
        is_late=is_late(proposal, now),
    )


def answer_acts(proposal: Proposal, verdict: Verdict | None) -> list[Act]:
    """Accept (all, or as many as the law lets in), change, decline."""
    accept = reverse("proposal_accept", args=[proposal.public_id])
    decline = Act(_("Decline…"), reverse("proposal_decline", args=[proposal.public_id]), tone="quiet")
    if not proposal.students:
        return [Act(_("Accept"), accept, is_post=True, tone="brand", fields=[("note", "")]), decline]
    change = Act(_("Change the number"), accept)
    if verdict is not None and (verdict.needs_reason or (verdict.is_over and not verdict.most)):
        return [Act(_("Accept with a reason…"), accept, tone="brand"), decline]
    fits = verdict.most if verdict is not None and verdict.is_over and verdict.most else proposal.students
    label = _("Accept") if fits == proposal.students else _("Accept %(n)s") % {"n": fits}
    fields = [("students", str(fits)), ("note", "")]
    return [Act(label, accept, is_post=True, tone="brand", fields=fields), change, decline]


def oldest_wait(proposals: Iterable[Proposal]) -> int:
    """The longest wait among them in days."""
    now = timezone.now()
    return max((row.days_waiting(now) for row in proposals), default=0)

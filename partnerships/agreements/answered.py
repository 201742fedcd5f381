"""What the sender hears of his proposals: answers of the last week, what has to follow a yes, what nobody answers."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.agreements.answering import ANSWER_WITHIN, facts_of
from partnerships.agreements.models import Agreement, Partnership, Proposal
from portal.common.due import DueItem
from portal.common.wording import as_day

TOLD_FOR = timedelta(days=7)
# A yes asks for an agreement: it stays in the queue so long, unless one is drafted or work begins.
FOLLOWED_WITHIN = timedelta(days=30)
# So many of a kind stand in the queue by name; more of them are one line, or they would hide everything else.
MOST_NAMED = 3
Status = Proposal.Status


def is_told(now: datetime) -> Q:
    """Proposals answered in the last week, accepted without anything that follows, or long without an answer."""
    answered = Q(status__in=[Status.ACCEPTED, Status.DECLINED], answered_at__gte=now - TOLD_FOR)
    accepted = Q(status=Status.ACCEPTED, answered_at__gte=now - FOLLOWED_WITHIN)
    unanswered = Q(status=Status.SENT, sent_at__lt=now - ANSWER_WITHIN)
    return answered | (accepted & Q(Exists(_without_agreement()))) | unanswered


def _without_agreement() -> QuerySet[Any]:
    """The live partnership of a proposal's pair while nothing in writing and no confirmed activity came of it."""
    begun = Q(agreements__status__in=[Agreement.Status.DRAFT, Agreement.Status.OFFERED])
    pair = Partnership.objects.filter(
        school=OuterRef("school"),
        enterprise=OuterRef("enterprise"),
        stage__in=[Partnership.Stage.AWARE, Partnership.Stage.IN_TALKS],
    )
    return pair.exclude(begun)


def with_draft_of(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Proposals with `draft_of`: the public id of the partnership whose agreement comes next; None where none does."""
    return rows.annotate(draft_of=Subquery(_without_agreement().values("public_id")[:1]))


def draft_url(proposal: Any) -> str:
    """Where the agreement that follows an accepted proposal of `with_draft_of` is drafted; "" where nothing has to."""
    if proposal.status != Status.ACCEPTED or not proposal.draft_of:
        return ""
    return reverse("agreement_create", args=[proposal.draft_of])


def answer_items(rows: Sequence[Proposal], kind: str, on: date, *, may_draft: bool) -> list[DueItem]:
    """Lines of the queue for what `is_told` found, read `with_draft_of`."""
    items: list[DueItem] = []
    for status, title in TITLES.items():
        found = [row for row in rows if row.status == status]
        if len(found) > MOST_NAMED:
            items.append(_together(status, found, kind, on))
        else:
            items += [
                _named(row, title(row, row.party(row.to_side).name), on, may_draft=may_draft) for row in found
            ]
    return items


def taken_words(proposal: Proposal) -> str:
    """How many students were taken; of how many, where fewer were taken than asked for. Empty without a number."""
    if not proposal.students:
        return ""
    if proposal.is_cut:
        return _("asked for %(asked)s, accepted %(n)s") % {
            "asked": proposal.students_asked,
            "n": proposal.students,
        }
    return ngettext("%(n)s student", "%(n)s students", proposal.students) % {"n": proposal.students}


def _accepted(row: Proposal, other: str) -> str:
    words = taken_words(row)
    if not words:
        return _("%(other)s wants to get in touch: agree on what comes next") % {"other": other}
    return _("%(other)s accepted your proposal: %(words)s") % {"other": other, "words": words}


def _declined(row: Proposal, other: str) -> str:
    words = {"other": other, "reason": row.get_decline_reason_display()}
    return _("%(other)s declined your proposal: %(reason)s") % words


def _unanswered(row: Proposal, other: str) -> str:
    days = row.days_waiting(timezone.now())
    return _("%(other)s has not answered your proposal for %(days)s days") % {"other": other, "days": days}


TITLES: dict[str, Callable[[Proposal, str], str]] = {
    Status.ACCEPTED: _accepted,
    Status.DECLINED: _declined,
    Status.SENT: _unanswered,
}


def _named(row: Proposal, title: str, on: date, *, may_draft: bool) -> DueItem:
    since = row.answered_at or row.sent_at
    label, url = _next_step(row, may_draft=may_draft)
    return DueItem(
        due_on=on,
        is_late=False,
        title=title,
        url=row.get_absolute_url(),
        why=facts_of(row),
        act_label=label,
        act_url=url,
        days_waiting=max(0, (on - as_day(since)).days),
    )


def _next_step(row: Proposal, *, may_draft: bool) -> tuple[str, str]:
    """What the sender does next, and where."""
    draft = draft_url(row) if may_draft else ""
    if draft:
        return _("Draft the agreement"), draft
    return (_("See why") if row.status == Status.DECLINED else _("Look")), row.get_absolute_url()


def _together(status: str, rows: Sequence[Proposal], kind: str, on: date) -> DueItem:
    count = len(rows)
    words = {
        Status.ACCEPTED: ngettext(
            "%(n)s proposal of yours was accepted",
            "%(n)s proposals of yours were accepted",
            count,
        ),
        Status.DECLINED: ngettext(
            "%(n)s proposal of yours was declined this week",
            "%(n)s proposals of yours were declined this week",
            count,
        ),
        Status.SENT: ngettext(
            "%(n)s proposal of yours has no answer for over a week",
            "%(n)s proposals of yours have no answer for over a week",
            count,
        ),
    }
    url = f"{reverse('proposal_list')}?news={status}&from_side={kind}"
    return DueItem(
        due_on=on,
        is_late=False,
        title=words[Status(status)] % {"n": count},
        url=url,
        why="、".join(dict.fromkeys(row.party(row.to_side).name for row in rows)),
        act_label=_("Look"),
        act_url=url,
        days_waiting=max(0, (on - as_day(rows[0].sent_at)).days),
    )

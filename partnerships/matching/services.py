"""Asking for a run of the matching job, and taking answers to its suggestions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.models import Proposal, Side
from partnerships.agreements.models.partnership import sides_of
from partnerships.matching.job import CONSUMER
from partnerships.matching.learning import AS_FAR, LOSSES, SCHOOL_WIDE
from partnerships.matching.models import Answer, MatchRun, Suggestion
from portal.accounts.models import Role, User
from portal.common.errors import DomainError
from portal.records import audit, marks

PAUSE_BEFORE_RUN = timedelta(seconds=5)


def queue_run(*, scope: str = MatchRun.Scope.FULL, now: datetime | None = None) -> MatchRun:
    """A run that waits a few seconds, so that a series of changes is one run; the one that already waits, if any."""
    waiting = MatchRun.objects.filter(state=MatchRun.State.QUEUED).first()
    start = (now or timezone.now()) + (PAUSE_BEFORE_RUN if scope == MatchRun.Scope.CHANGED else timedelta(0))
    return waiting or MatchRun.objects.create(scope=scope, not_before=start)


def is_outdated() -> bool:
    """Whether something changed since the last run; one query."""
    return bool(marks.waiting(CONSUMER, limit=1))


@transaction.atomic
def queue_if_marked() -> MatchRun | None:
    """Queue a run where something changed since the last one; the marks are settled when that run reads the rows."""
    if not is_outdated():
        return None
    return queue_run(scope=MatchRun.Scope.CHANGED)


def side_for(suggestion: Suggestion, user: User, kind: str = "") -> Side:
    """The side for which this user answers: the one he acts for now (`kind`), else the school where he edits both.

    Raises PermissionDenied where he is no editor of either.
    """
    sides = sides_of(user, suggestion.school_id, suggestion.enterprise_id, Role.EDITOR)
    if suggestion.opening_id is None:
        sides = [side for side in sides if side == Side.SCHOOL]
    if not sides:
        raise PermissionDenied
    return next((side for side in sides if side == kind), sides[0])


@transaction.atomic
def answer(
    suggestion: Suggestion,
    *,
    kind: str,
    by: User,
    now: datetime,
    side: Side | None = None,
    reason: str = "",
    note: str = "",
) -> Answer:
    """Shortlist a suggestion, put it off or decline it with a reason; a later answer replaces the earlier one.

    The same answer twice is one. Raises DomainError where a decline has no reason, PermissionDenied for who is no
    editor of either side.
    """
    if kind == Answer.Kind.DECLINED and reason not in Proposal.DeclineReason.values:
        raise DomainError(_("Please choose why it does not suit you."), code="reason_needed")
    said = {"kind": kind, "reason": reason if kind == Answer.Kind.DECLINED else "", "note": note.strip()}
    side = side or side_for(suggestion, by)
    before = answers_to(suggestion).filter(side=side).select_for_update().first()
    if before is not None and all(getattr(before, name) == value for name, value in said.items()):
        return before
    row, _created = Answer.objects.update_or_create(
        side=side,
        programme=suggestion.programme,
        enterprise=suggestion.enterprise,
        opening=suggestion.opening,
        defaults={
            **said,
            "school_id": suggestion.school_id,
            "km": suggestion.km,
            "answered_at": now,
            "answered_by": by,
        },
    )
    audit.record(by, f"suggestion_{kind}", row, changes={"reason": said["reason"]}, reason=said["note"])
    if Answer.Kind.DECLINED in {kind, before.kind if before else ""}:
        marks.changed("programme", [suggestion.programme_id])
    return row


@transaction.atomic
def take_back(row: Answer, *, by: User) -> None:
    """Forget an answer: what it taught ends with the next run."""
    if not Answer.objects.managed_by(by).filter(pk=row.pk).exists():
        raise PermissionDenied
    audit.record(by, "suggestion_answer_taken_back", row, changes={"kind": row.kind, "reason": row.reason})
    deleted, _by_model = Answer.objects.filter(pk=row.pk).delete()
    if deleted and row.kind == Answer.Kind.DECLINED:
        marks.changed("programme", [row.programme_id])


def answers_to(suggestion: Suggestion) -> QuerySet[Any]:
    """Answers of both sides to this pair."""
    return Answer.objects.filter(
        programme=suggestion.programme_id,
        enterprise=suggestion.enterprise_id,
        opening=suggestion.opening_id,
    )


def affected_by(suggestion: Suggestion, side: str, reasons: Iterable[str]) -> dict[str, int]:
    """For each reason, how many other suggestions a decline by this side would move down."""
    return {reason: _moved_down(suggestion, side, reason).count() for reason in reasons}


def _moved_down(suggestion: Suggestion, side: str, reason: str) -> QuerySet[Any]:
    """The present suggestions that `learning` would move down, by the same rules."""
    others = Suggestion.objects.exclude(pk=suggestion.pk).exclude(opening=None)
    if reason not in LOSSES:
        return others.none()
    if reason == SCHOOL_WIDE:
        return others.filter(school=suggestion.school_id, enterprise=suggestion.enterprise_id)
    others = others.filter(programme=suggestion.programme_id)
    same = others.filter(enterprise=suggestion.enterprise_id)
    if reason == "wrong_major":
        return same.filter(opening__title=suggestion.opening.title if suggestion.opening else "")
    if reason == "too_far":
        reach = others if side == Side.SCHOOL else same
        if suggestion.km is None:
            return others.none()
        return reach.filter(km__gte=AS_FAR * suggestion.km, opening__lodging="none")
    return same

"""Beginning, editing and moving partnerships."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from partnerships.agreements.models import Agreement, Partnership, Proposal, Side
from partnerships.agreements.services.rules import refuse_cash_per_head, refuse_ended, refuse_future
from partnerships.agreements.workflows import PARTNERSHIP
from portal.common.errors import DomainError
from portal.common.models import update_if_unchanged
from portal.records import audit, marks
from portal.records.actors import Actor
from portal.records.workflow import transition
from schools.models import School

Stage = Partnership.Stage


class PartnershipExists(DomainError):
    """The two are partners already; `existing` is their live partnership."""

    def __init__(self, existing: Partnership) -> None:
        super().__init__(
            _("%(school)s and %(enterprise)s have a partnership already.")
            % {"school": existing.school.name, "enterprise": existing.enterprise.name},
            code="partnership_exists",
        )
        self.existing = existing


def live_partnership(school: School, enterprise: Enterprise) -> Partnership | None:
    """The live partnership of a pair, if there is one."""
    return Partnership.objects.live().between(school, enterprise).first()


@transaction.atomic
def create_partnership(
    school: School, enterprise: Enterprise, *, by: Actor, started_on: date, **texts: str
) -> Partnership:
    """Begin a partnership. `texts` are purpose, school_contact, enterprise_contact.

    PartnershipExists where the two have one that has not ended.
    """
    refuse_future(started_on)
    refuse_cash_per_head(*texts.values())
    if enterprise.vetting == Enterprise.Vetting.REFUSED or enterprise.closed_on or school.closed_on:
        raise DomainError(_("One of the two is closed or was refused."), code="party_closed")
    partnership = _insert(school, enterprise, started_on=started_on, **texts)
    audit.record(by, audit.CREATED, partnership, changes={"stage": partnership.stage, **texts})
    marks.changed("partnership", [partnership.pk])
    return partnership


def _insert(school: School, enterprise: Enterprise, **values: Any) -> Partnership:
    try:
        with transaction.atomic():
            return Partnership.objects.create(school=school, enterprise=enterprise, **values)
    except IntegrityError:
        existing = live_partnership(school, enterprise)
        if existing is None:
            raise
        raise PartnershipExists(existing) from None


@transaction.atomic
def edit_partnership(partnership: Partnership, *, version: int, by: Actor, **texts: str) -> Partnership:
    """Change purpose and contacts. StaleVersion where somebody was faster."""
    refuse_ended(partnership)
    refuse_cash_per_head(*texts.values())
    changes = audit.differences(partnership, texts)
    update_if_unchanged(partnership, version=version, **texts)
    audit.record(by, audit.CHANGED, partnership, changes=changes)
    marks.changed("partnership", [partnership.pk])
    return partnership


@transaction.atomic
def move_partnership(
    partnership: Partnership,
    name: str,
    *,
    by: Actor,
    side: str = "",
    reason: str = "",
    on: date | None = None,
) -> Partnership:
    """Make a move of the ladder by hand for `side`."""
    values = _values_of(partnership, name, side, on or timezone.localdate())
    transition(partnership, PARTNERSHIP, name, by=by, reason=reason, values=values)
    marks.changed("partnership", [partnership.pk])
    return partnership


def _values_of(partnership: Partnership, name: str, side: str, on: date) -> dict[str, Any]:
    """What a move writes besides the stage."""
    if name == "propose_strategic":
        return {"strategic_side": side}
    if name == "agree_strategic" and partnership.strategic_side == side:
        raise DomainError(_("Your side proposed it; the other side agrees or not."), code="other_side_agrees")
    if name in {"agree_strategic", "drop_strategic"}:
        return {"strategic_side": ""}
    if name == "end":
        if on > timezone.localdate() or on < partnership.started_on:
            raise DomainError(
                _("The last day lies between the beginning of the partnership and today."), code="bad_day"
            )
        return {"ended_on": on, "strategic_side": ""}
    return {}


@transaction.atomic
def advance_partnership(partnership: Partnership) -> Partnership:
    """Let the portal itself move the ladder on as far as the facts carry it; never back."""
    for stage, name, carries in _AUTOMATIC:
        partnership.refresh_from_db()
        if partnership.stage == stage and carries(partnership):
            transition(partnership, PARTNERSHIP, name, by=None)
    marks.changed("partnership", [partnership.pk])
    return partnership


def _is_signed(partnership: Partnership) -> bool:
    return partnership.agreements.filter(status=Agreement.Status.SIGNED).exists()


def _talks(partnership: Partnership) -> bool:
    """Talks have begun where a proposal was accepted, an agreement is on its way or something happened."""
    accepted = Proposal.objects.accepted().filter(
        school=partnership.school_id, enterprise=partnership.enterprise_id
    )
    return _is_signed(partnership) or partnership.last_activity_on is not None or accepted.exists()


def _has_activity(partnership: Partnership) -> bool:
    return partnership.last_activity_on is not None


_AUTOMATIC = (
    (Stage.AWARE, "begin_talks", _talks),
    (Stage.IN_TALKS, "agree", _is_signed),
    (Stage.AGREED, "activate", _has_activity),
)


@transaction.atomic
def note_last_activity(partnership: Partnership, *, on: date | None, by: Actor) -> Partnership:
    """Write the day of the last confirmed activity and move the ladder on."""
    if partnership.last_activity_on != on:
        Partnership.objects.filter(pk=partnership.pk).update(last_activity_on=on)
        audit.record(
            by,
            audit.CHANGED,
            partnership,
            changes={"last_activity_on": [partnership.last_activity_on, on]},
        )
    return advance_partnership(partnership)


def partners_in_talks(school: School, enterprise: Enterprise, *, by: Actor) -> Partnership:
    """The live partnership of the pair, begun today where there was none, at least in talks."""
    partnership = live_partnership(school, enterprise)
    if partnership is None:
        try:
            partnership = create_partnership(school, enterprise, by=by, started_on=timezone.localdate())
        except PartnershipExists as faster:
            partnership = faster.existing
    return advance_partnership(partnership)


def side_names(partnership: Partnership) -> dict[str, str]:
    """Side -> name of the organisation."""
    return {Side.SCHOOL: partnership.school.name, Side.ENTERPRISE: partnership.enterprise.name}

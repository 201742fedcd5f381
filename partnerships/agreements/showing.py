"""How partnerships, proposals and agreements look: tones of states, the ladder, the history."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.agreements.models import Agreement, Partnership, Proposal, Side
from portal.common.furniture import LadderStep, TimelineRow, Tone
from portal.common.wording import day_words
from portal.records.actors import label_in_words
from portal.records.models import Transition
from portal.records.workflow import Workflow

Stage = Partnership.Stage

STAGE_TONES: dict[str, Tone] = {
    Stage.AWARE: "plain",
    Stage.IN_TALKS: "blue",
    Stage.AGREED: "blue",
    Stage.ACTIVE: "green",
    Stage.STRATEGIC: "green",
    Stage.ENDED: "grey",
}
PROPOSAL_TONES: dict[str, Tone] = {
    Proposal.Status.SENT: "blue",
    Proposal.Status.ACCEPTED: "green",
    Proposal.Status.DECLINED: "grey",
    Proposal.Status.WITHDRAWN: "grey",
}
AGREEMENT_TONES: dict[str, Tone] = {
    Agreement.Status.DRAFT: "grey",
    Agreement.Status.OFFERED: "blue",
    Agreement.Status.SIGNED: "green",
    Agreement.Status.TERMINATED: "grey",
    Agreement.Status.WITHDRAWN: "grey",
}
RUNGS = (Stage.AWARE, Stage.IN_TALKS, Stage.AGREED, Stage.ACTIVE, Stage.STRATEGIC)
TAKES = {
    Stage.IN_TALKS: gettext_lazy("an accepted proposal, or a first meeting"),
    Stage.AGREED: gettext_lazy("an agreement signed by both"),
    Stage.ACTIVE: gettext_lazy("an activity confirmed by both"),
    Stage.STRATEGIC: gettext_lazy("one side proposes, the other agrees"),
}


def agreement_state(agreement: Agreement, side: str | None, today: date) -> tuple[str, Tone]:
    """The state as this reader has to take it: whose signature is missing, and whether a signed term runs.

    `side` is the side the reader acts for; "" or None for bureaus. The signatures are read with the rows.
    """
    if agreement.status == Agreement.Status.OFFERED:
        return _offered_state(agreement, side)
    if agreement.status == Agreement.Status.SIGNED and agreement.ends_on < today:
        return _("Expired"), "grey"
    if agreement.status == Agreement.Status.SIGNED and agreement.starts_on > today:
        return _("Signed, not begun"), "blue"
    if agreement.status == Agreement.Status.SIGNED:
        return _("In force"), "green"
    return str(agreement.get_status_display()), AGREEMENT_TONES[agreement.status]


def _offered_state(agreement: Agreement, side: str | None) -> tuple[str, Tone]:
    missing = [party for party in Side if party not in {row.party for row in agreement.signatures.all()}]
    if side in missing:
        return _("Waits for our signature"), "warm"
    if side:
        return _("Waits for the other side's signature"), "blue"
    if len(missing) == 1:
        words = {
            Side.SCHOOL: _("Waits for the school's signature"),
            Side.ENTERPRISE: _("Waits for the enterprise's signature"),
        }
        return words[missing[0]], "blue"
    return _("Waits for both signatures"), "blue"


def ladder_steps(partnership: Partnership, moves: Iterable[Transition]) -> list[LadderStep]:
    """The five rungs: those done and the present one with their day, those ahead with what they take."""
    reached = {RUNGS[0]: day_words(partnership.started_on)}
    last = RUNGS[0]
    for move in moves:
        if move.to_state in RUNGS:
            last = Stage(move.to_state)
            if move.from_state != move.to_state:
                reached[last] = day_words(move.at)
    now = RUNGS.index(Stage(partnership.stage)) if partnership.is_live else RUNGS.index(last)
    return [_step(partnership, at, now, reached) for at in range(len(RUNGS))]


def _step(partnership: Partnership, at: int, now: int, reached: dict[Any, str]) -> LadderStep:
    rung = RUNGS[at]
    if at > now:
        return LadderStep(str(rung.label), "next", str(TAKES[rung]))
    state = "now" if at == now and partnership.is_live else "done"
    return LadderStep(str(rung.label), state, reached.get(rung, ""))  # type: ignore[arg-type]


def history_rows(
    moves: Iterable[Transition],
    workflow: Workflow,
    states: Any,
    reasons: Any = None,
    facts: Mapping[str, str] | None = None,
) -> list[TimelineRow]:
    """Who made which move when, and why; the latest first.

    `reasons` are the choices of a reason kept as a code, `facts` what is known of a move beside its reason.
    """
    labels = dict(reasons.choices) if reasons else {}
    rows = [(move, _history_row(move, workflow, states, labels)) for move in reversed(list(moves))]
    return [_with_fact(row, (facts or {}).get(move.move, "")) for move, row in rows]


def _with_fact(row: TimelineRow, fact: str) -> TimelineRow:
    return replace(row, note=" · ".join(part for part in (fact, row.note) if part)) if fact else row


def _history_row(move: Transition, workflow: Workflow, states: Any, labels: Mapping[str, Any]) -> TimelineRow:
    state = str(states(move.to_state).label)
    # A move that the table no longer knows is named by where it led.
    label = next((known.label for known in workflow.moves if known.name == move.move), "")
    return TimelineRow(
        on=day_words(move.at),
        what=str(label).rstrip("…") or state,
        note=_reason_words(move.reason, labels),
        state=state if label else "",
        state_note=_("The portal, from the facts")
        if move.user_id is None and _is_portal(move)
        else label_in_words(move.actor),
    )


def _reason_words(reason: str, labels: Mapping[str, Any]) -> str:
    """A reason as the reader says it: a code that leads it becomes its word."""
    first, joint, rest = reason.partition(" · ")
    return f"{labels.get(first, first)}{joint}{rest}"


def _is_portal(move: Transition) -> bool:
    return move.actor == "The portal"

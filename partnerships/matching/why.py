"""Why a programme got so many suggestions, and how it could get more: the stored funnel in words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.matching.engine.gates import STEPS
from partnerships.matching.models import Funnel
from partnerships.matching.words import gain_words, gate_names, relaxation_words, removed_words
from portal.common.charts.bars import log_share
from portal.common.charts.marks import Mark
from portal.common.furniture import Act, NextStep
from portal.common.wording import grouped
from schools.models import Programme

START = "all"


@dataclass(frozen=True)
class Gate:
    """What remains after a gate, what it took away in words, and the page that lists both."""

    label: str
    remaining: int
    removed: str
    url: str
    share: float  # of the bar, in per cent on a log scale


def gates_of(funnel: Funnel, programme: Programme, plan: Any) -> list[Gate]:
    """The gates of a programme in their order; empty for a funnel of another edition."""
    names = gate_names()
    if len(funnel.remaining) != len(names):
        return []
    before = [funnel.remaining[0], *funnel.remaining]
    klass = programme.major_class
    major = f"{klass.code} {klass.name}"
    km = plan.max_km if plan is not None else None
    return [
        Gate(
            label=label,
            remaining=remaining,
            removed=removed_words(step, before[at] - remaining, major=major, km=km) if at else "",
            url=reverse("suggestion_gate", args=[programme.public_id, step]),
            share=log_share(remaining, funnel.remaining[0]),
        )
        for at, (step, label, remaining) in enumerate(
            zip((START, *STEPS), names, funnel.remaining, strict=True)
        )
    ]


def shown_gate(gates: list[Gate], programme: Programme, shown: int) -> Gate:
    """The last row: of all that fit, those that are suggested now."""
    left = gates[-1].remaining - shown
    words = ngettext(
        "%(n)s ranks lower, or is proposed, put off or answered",
        "%(n)s rank lower, or are proposed, put off or answered",
        left,
    )
    return Gate(
        label=_("The best of them, suggested now"),
        remaining=shown,
        removed=words % {"n": grouped(left)} if left > 0 else "",
        url=reverse("programme_suggestions", args=[programme.public_id]),
        share=log_share(shown, gates[0].remaining),
    )


def marks_of(gates: list[Gate]) -> list[Mark]:
    """The gates as the rows of a funnel."""
    return [Mark(gate.label, gate.remaining, text=grouped(gate.remaining), url=gate.url) for gate in gates]


def more_steps(
    funnel: Funnel | None, programme: Programme, plan: Any, *, partners: int, declined: int, may_plan: bool
) -> list[NextStep]:
    """What would give more, by effect; each leads to where it is done."""
    here = reverse("programme_suggestions", args=[programme.public_id])
    steps = []
    for kind, value, openings, seats in funnel.relaxations if funnel is not None else []:
        act = _act(kind, here, plan, declined=declined, may_plan=may_plan)
        words = relaxation_words(
            kind,
            value,
            start=plan.starts_on if plan is not None else None,
            end=plan.ends_on if plan is not None else None,
        )
        steps.append(NextStep(words, note=gain_words(openings, seats), acts=act))
    if partners:
        asked = ngettext(
            "Ask %(n)s enterprise without an opening", "Ask %(n)s enterprises without an opening", partners
        )
        steps.append(
            NextStep(
                asked % {"n": partners},
                note=_("By industry, place and size they could host your students"),
                acts=[Act(_("New partners"), f"{here}?tab=partners")],
            )
        )
    if plan is None and may_plan:
        url = f"{reverse('plan_create')}?programme={programme.public_id}"
        note = _("Without a plan nobody knows how many, from when and how far")
        steps.insert(
            0, NextStep(_("State how many are due out"), note=note, acts=[Act(_("State a plan"), url)])
        )
    return steps


def _act(kind: str, here: str, plan: Any, *, declined: int, may_plan: bool) -> list[Act]:
    """Where this is done; nothing for what is not the school's to loosen."""
    if kind == "declined":
        return [Act(_("Open"), f"{here}?tab=declined")] if declined else []
    if kind == "lodging_distance" or plan is None or not may_plan:
        return []
    return [Act(_("Open the plan"), plan.get_absolute_url())]

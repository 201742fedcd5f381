"""What would deepen a partnership most for the least work: next best steps, and the way to the next level.

Each kind of activity has a sensible smallest step in the rubric, with the staff hours it costs both sides. A step is
tried by scoring the partnership again with that activity, confirmed, on the day of scoring: its gain is the difference,
to the last digit. Steps are ordered by gain per hour of work, then by code. While no agreement is in force, signing one
comes first, since nothing else can lift the level above the cap.

The way to the next level takes the best step again and again. Greedy is not always the shortest way, but every step on
it is the best one at its moment, which is what people can follow.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from partnerships.depth.scoring.facts import ActivityFact, AgreementFact, Facts
from partnerships.depth.scoring.measures import points
from partnerships.depth.scoring.rubric import Dimension, Kind, Rubric, Step, Words
from partnerships.depth.scoring.scorer import capped_units, gated_level, shares_of
from partnerships.depth.scoring.tally import KindTally, Tally, tally

AGREEMENT = "agreement"
"""The code of the step that signs an agreement; all others have the code of their kind."""

DEFAULT_STEPS = 3
LONGEST_PATH = 20
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step: the code of its kind, its dimension, its words, the points it gains and the level then reached."""

    kind: str
    dimension: str
    do: Words
    gain: Decimal
    effort_hours: int
    level_after: int


@dataclass(frozen=True, slots=True)
class Path:
    """Steps one after the other, each gain counted after the ones before, and where they lead."""

    steps: tuple[NextStep, ...]
    points: Decimal
    level: int
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a partnership stands before a step: its counts, the shares of each kind, the units of each dimension."""

    counted: Tally
    shares: dict[str, tuple[int, int]]
    dimensions: dict[str, int]

    @property
    def units(self) -> int:
        """The points of the partnership in point units."""
        return sum(self.dimensions.values())


def standing(facts: Facts, rubric: Rubric) -> Standing:
    """Return where the partnership of `facts` stands."""
    counted = tally(facts, rubric)
    shares = {kind.code: shares_of(counted, kind) for kind in rubric.kinds}
    units = {
        dimension.code: capped_units((shares[kind.code] for kind in kinds), dimension.max_units)
        for dimension, kinds in rubric.by_dimension
    }
    return Standing(counted, shares, units)


def next_steps(facts: Facts, rubric: Rubric, *, limit: int = DEFAULT_STEPS) -> tuple[NextStep, ...]:
    """Return the best next steps, best first, at most `limit`; empty when nothing is left to gain."""
    now = standing(facts, rubric)
    candidates = [
        (gain, kind, kind.step)
        for dimension, kinds in rubric.by_dimension
        for kind in kinds
        if kind.step is not None and (gain := _gain(now, dimension, kinds, kind)) > 0
    ]
    candidates.sort(key=lambda found: (Fraction(-found[0], found[2].effort_hours), found[1].code))
    steps = [_activity_step(now, gain, kind, step, rubric) for gain, kind, step in candidates[:limit]]
    if not now.counted.has_agreement_in_force:
        steps.insert(0, _agreement_step(now, facts, rubric))
    return tuple(steps[:limit])


def path_to_next_level(facts: Facts, rubric: Rubric, *, longest: int = LONGEST_PATH) -> Path:
    """Return the greedy way to the next level; at level 5, or with nothing left to gain, an empty one."""
    now = standing(facts, rubric)
    start = gated_level(points(now.units), rubric, is_open=now.counted.has_agreement_in_force)
    target = min(start + 1, rubric.levels[-1].level)
    steps: list[NextStep] = []
    level = start
    while level < target and len(steps) < longest:
        best = next_steps(facts, rubric, limit=1)
        if not best:
            break
        steps.append(best[0])
        facts = facts_after(facts, best[0], rubric)
        level = best[0].level_after
    return Path(tuple(steps), points(standing(facts, rubric).units), level, is_reached=level >= target)


def facts_after(facts: Facts, step: NextStep, rubric: Rubric) -> Facts:
    """Return the facts as they would be with the step done, and confirmed, on the day of scoring."""
    if step.kind == AGREEMENT:
        return replace(facts, agreements=(*facts.agreements, _new_agreement(facts.on, rubric)))
    kind = rubric.activity_kinds[step.kind]
    assert kind.step is not None
    done = step_activity(kind, kind.step, facts.on, id=_unused_id(facts))
    return replace(facts, activities=(*facts.activities, done))


def step_activity(kind: Kind, step: Step, on: date, *, id: str) -> ActivityFact:  # noqa: A002 - the field's name
    """Return the step of a kind as a confirmed activity of the day `on`."""
    return ActivityFact(
        id=id,
        kind=kind.code,
        on=on,
        quantity=step.quantity,
        people=step.people,
        hours=step.hours,
        money=step.money,
        is_confirmed=True,
    )


def _unused_id(facts: Facts) -> str:
    taken = {activity.id for activity in facts.activities}
    return next(f"step-{n}" for n in range(len(taken) + 1) if f"step-{n}" not in taken)


def _new_agreement(on: date, rubric: Rubric) -> AgreementFact:
    last = min(on.toordinal() + YEAR_DAYS * rubric.gate.agreement_years, date.max.toordinal())
    return AgreementFact(forms=(), starts_on=on, ends_on=date.fromordinal(last), is_signed=True)


def _agreement_step(now: Standing, facts: Facts, rubric: Rubric) -> NextStep:
    signed = replace(facts, agreements=(*facts.agreements, _new_agreement(facts.on, rubric)))
    after = standing(signed, rubric).units
    return NextStep(
        kind=AGREEMENT,
        dimension=rubric.dimensions[0].code,
        do=rubric.gate.do,
        gain=points(after - now.units),
        effort_hours=rubric.gate.effort_hours,
        level_after=rubric.level_of(points(after)),
    )


def _activity_step(now: Standing, gain: int, kind: Kind, step: Step, rubric: Rubric) -> NextStep:
    after = points(now.units + gain)
    return NextStep(
        kind=kind.code,
        dimension=kind.dimension,
        do=step.do,
        gain=points(gain),
        effort_hours=step.effort_hours,
        level_after=gated_level(after, rubric, is_open=now.counted.has_agreement_in_force),
    )


def _gain(now: Standing, dimension: Dimension, kinds: tuple[Kind, ...], kind: Kind) -> int:
    """Return by how many point units the step of `kind` lifts its dimension; only one share is counted anew."""
    before = now.counted.kinds.get(kind.code) or KindTally()
    trial = Tally(
        {kind.code: KindTally(before.confirmed, before.unconfirmed)}, [], 0, 0, has_agreement_in_force=True
    )
    trial.add(kind, kind.step_scaled, age_days=0)
    with_step = shares_of(trial, kind)
    shares = (with_step if other is kind else now.shares[other.code] for other in kinds)
    return capped_units(shares, dimension.max_units) - now.dimensions[dimension.code]

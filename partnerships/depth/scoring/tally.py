"""Facts counted by kind: exact faded sums, what was counted and what was not, and why.

A `Tally` is all that points depend on. Each kind has a confirmed and an unconfirmed sum, as whole numbers: millionths
of the unit times `measures.fading_unit`. Addition is exact, so neither order nor splitting can matter.

Only activities can be unconfirmed. Agreements count when both have signed, placements and evaluations rest on signed
papers of their own, and the working group keeps minutes. By id in code-point order, an activity that shares a file with
one counted before earns nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from partnerships.depth.scoring.facts import ActivityFact, AgreementFact, Facts, PlacementFact
from partnerships.depth.scoring.measures import faded, scaled
from partnerships.depth.scoring.rubric import (
    ACTIONS_DONE,
    AGREEMENTS_IN_FORCE,
    DECISIONS,
    EVALUATIONS,
    FORMS,
    MEETINGS,
    PLACEMENT_COMPLETED,
    PLACEMENT_TIME,
    YEARS_TOGETHER,
    Kind,
    Rubric,
)

REPEATED_FILE = "repeated_file"
NOTHING_MEASURED = "nothing_measured"
UNKNOWN_KIND = "unknown_kind"
UNEARNED_REASONS = (REPEATED_FILE, NOTHING_MEASURED, UNKNOWN_KIND)


@dataclass(frozen=True, slots=True)
class Unearned:
    """An activity that earned nothing: why, and for a repeated file the id of the activity that has it already."""

    id: str
    kind: str
    reason: str
    shared_with: str = ""


@dataclass(slots=True)
class KindTally:
    """The sums of one kind, the ids of the activities counted, and the number of rows behind it."""

    confirmed: int = 0
    unconfirmed: int = 0
    ids: list[str] = field(default_factory=list)
    rows: int = 0

    def add(self, amount: int, *, is_confirmed: bool) -> None:
        """Add one row with its faded amount."""
        self.rows += 1
        if is_confirmed:
            self.confirmed += amount
        else:
            self.unconfirmed += amount


@dataclass(slots=True)
class Tally:
    """All kinds of a partnership (by code; absent = nothing), what earned nothing, and whether the gate is open."""

    kinds: dict[str, KindTally]
    unearned: list[Unearned]
    evidence_count: int
    covered_count: int
    has_agreement_in_force: bool

    def add(self, kind: Kind, amount: int, *, age_days: int, is_confirmed: bool = True) -> KindTally:
        """Fade `amount` (millionths) by age, add it to `kind`, and return the sums."""
        sums = self.kinds.setdefault(kind.code, KindTally())
        sums.add(amount * faded(age_days, kind.half_life_days), is_confirmed=is_confirmed)
        return sums


def tally(facts: Facts, rubric: Rubric) -> Tally:
    """Count the facts by kind under a rubric; raises ValueError when something is dated after `facts.on`."""
    result = Tally(
        {}, [], 0, 0, has_agreement_in_force=any(a.is_in_force(facts.on) for a in facts.agreements)
    )
    _count_activities(result, facts, rubric)
    _count_agreements(result, facts, rubric)
    _count_placements(result, facts, rubric)
    _count_evaluations(result, facts, rubric)
    _count_working_group(result, facts, rubric)
    return result


def _count_activities(result: Tally, facts: Facts, rubric: Rubric) -> None:
    holders: dict[str, str] = {}
    for activity in sorted(facts.activities, key=lambda a: a.id):
        reason, shared_with = _count_activity(result, activity, facts.on, rubric, holders)
        if reason:
            result.unearned.append(Unearned(activity.id, activity.kind, reason, shared_with))
        result.evidence_count += 1
        if activity.is_confirmed and activity.file_hashes and reason != REPEATED_FILE:
            result.covered_count += 1


def _count_activity(
    result: Tally, activity: ActivityFact, on: date, rubric: Rubric, holders: dict[str, str]
) -> tuple[str, str]:
    """Count one activity; return ("", "") or why it earned nothing and with whom it shares a file."""
    kind = rubric.activity_kinds.get(activity.kind)
    if kind is None:
        return UNKNOWN_KIND, ""
    shared = [holders[file] for file in activity.file_hashes if file in holders]
    if shared:
        return REPEATED_FILE, min(shared)
    holders.update(dict.fromkeys(activity.file_hashes, activity.id))
    amount = kind.measured(
        quantity=activity.quantity, people=activity.people, hours=activity.hours, money=activity.money
    )
    sums = result.add(kind, amount, age_days=(on - activity.on).days, is_confirmed=activity.is_confirmed)
    sums.ids.append(activity.id)
    return ("", "") if amount else (NOTHING_MEASURED, "")


def _count_agreements(result: Tally, facts: Facts, rubric: Rubric) -> None:
    in_force = [agreement for agreement in facts.agreements if agreement.is_in_force(facts.on)]
    _count(result, rubric, AGREEMENTS_IN_FORCE, scaled(len(in_force)), 0)
    for form in sorted({form for agreement in in_force for form in agreement.forms}):
        _count(result, rubric, FORMS, scaled(rubric.form_weights.get(form, 0)), 0)
    signed = [agreement for agreement in facts.agreements if agreement.is_signed]
    days = days_covered(signed, facts.on, window_days=rubric.years_window_days)
    _count(result, rubric, YEARS_TOGETHER, scaled(days), 0)


def _count(result: Tally, rubric: Rubric, feed: str, amount: int, age_days: int) -> None:
    """Count an amount under the kind that `feed` feeds, if the rubric has one."""
    kind = rubric.sources.get(feed)
    if kind is not None and amount:
        result.add(kind, amount, age_days=age_days)


def days_covered(agreements: Iterable[AgreementFact], on: date, *, window_days: int) -> int:
    """Return on how many of the last `window_days` days (today included) at least one of the terms held.

    Overlapping terms count once, so signing two papers for one year earns one year.
    """
    first = max(on.toordinal() - window_days + 1, 1)
    terms = sorted(
        (max(a.starts_on.toordinal(), first), min(a.ends_on.toordinal(), on.toordinal())) for a in agreements
    )
    covered, reached = 0, first - 1
    for starts, ends in terms:
        covered += max(0, ends - max(starts - 1, reached))
        reached = max(reached, ends)
    return covered


def student_days(placement: PlacementFact, on: date) -> int:
    """Return students x days of a placement up to and including `on`."""
    last = min(placement.ends_on, on)
    return placement.students * max(0, (last - placement.starts_on + timedelta(days=1)).days)


def _count_placements(result: Tally, facts: Facts, rubric: Rubric) -> None:
    for placement in facts.placements:
        age = max(0, (facts.on - placement.ends_on).days)
        amount = scaled(student_days(placement, facts.on))
        feeds = (PLACEMENT_TIME, PLACEMENT_COMPLETED) if placement.is_completed else (PLACEMENT_TIME,)
        for feed in feeds:
            _count(result, rubric, feed, amount, age)


def _count_evaluations(result: Tally, facts: Facts, rubric: Rubric) -> None:
    for evaluation in facts.evaluations:
        amount = scaled(rubric.grades[evaluation.grade])
        _count(result, rubric, EVALUATIONS, amount, (facts.on - evaluation.on).days)


def _count_working_group(result: Tally, facts: Facts, rubric: Rubric) -> None:
    group = facts.working_group
    for meeting in group.meetings:
        age = (facts.on - meeting.on).days
        _count(result, rubric, MEETINGS, scaled(1), age)
        _count(result, rubric, DECISIONS, scaled(meeting.decisions), age)
    _count(result, rubric, ACTIONS_DONE, scaled(group.actions_done), 0)

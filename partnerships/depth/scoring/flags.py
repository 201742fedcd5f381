"""Signs that evidence may have been made up for the score. Flags never change points or level.

A flag asks a person to look; there may be a good reason. Each has a code and the ids it rests on; thresholds are
data of the rubric. Cash per head paid for students (人头费) is a red line: it earns nothing, since the kinds that
bring students never measure money, and it is flagged here.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from partnerships.depth.scoring.facts import ActivityFact, Facts
from partnerships.depth.scoring.rubric import Rubric

SAME_FILE_TWICE = "same_file_twice"
BURST = "burst"
QUARTER_END_LOGGING = "quarter_end_logging"
ALL_CONFIRMED_BY_ONE = "all_confirmed_by_one"
MORE_STUDENTS_THAN_STAFF = "more_students_than_staff"
CASH_PER_HEAD = "cash_per_head"
FLAG_CODES = (
    BURST,
    CASH_PER_HEAD,
    ALL_CONFIRMED_BY_ONE,
    MORE_STUDENTS_THAN_STAFF,
    QUARTER_END_LOGGING,
    SAME_FILE_TWICE,
)
YEAR_DAYS = 365
QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign to look at: its code and the ids of the activities it rests on, sorted."""

    code: str
    ids: tuple[str, ...] = ()


def find_flags(facts: Facts, rubric: Rubric) -> tuple[Flag, ...]:
    """Return the flags that the facts raise, sorted by code."""
    found = {
        SAME_FILE_TWICE: same_file_twice(facts.activities),
        BURST: burst(facts.activities, rubric),
        QUARTER_END_LOGGING: quarter_end_logging(facts, rubric),
        ALL_CONFIRMED_BY_ONE: all_confirmed_by_one(facts.activities, rubric),
        CASH_PER_HEAD: cash_per_head(facts.activities, rubric),
    }
    flags = [Flag(code, tuple(sorted(ids))) for code, ids in found.items() if ids]
    if facts.enterprise_staff is not None and most_students_at_once(facts) > facts.enterprise_staff:
        flags.append(Flag(MORE_STUDENTS_THAN_STAFF))
    return tuple(sorted(flags, key=lambda flag: flag.code))


def same_file_twice(activities: tuple[ActivityFact, ...]) -> set[str]:
    """Return the ids of activities that share a file with another one."""
    holders: dict[str, set[str]] = defaultdict(set)
    for activity in activities:
        for file in activity.file_hashes:
            holders[file].add(activity.id)
    return {holder for group in holders.values() if len(group) > 1 for holder in group}


def burst(activities: tuple[ActivityFact, ...], rubric: Rubric) -> set[str]:
    """Return the ids of activities in a window of `burst_days` days that holds `burst_activities` or more."""
    ordered = sorted(activities, key=lambda a: (a.on, a.id))
    size, days = rubric.flags.burst_activities, rubric.flags.burst_days
    found: set[str] = set()
    for place, (first, last) in enumerate(zip(ordered, ordered[size - 1 :], strict=False)):
        if (last.on - first.on).days < days:
            found.update(a.id for a in ordered[place : place + size])
    return found


def quarter_end_logging(facts: Facts, rubric: Rubric) -> set[str]:
    """Return the ids logged in the last days of a quarter when they are too large a share of the last year's.

    The day of logging counts where it is known, else the day of the activity.
    """
    recent = [(a.id, a.logged_on or a.on) for a in facts.activities]
    recent = [(key, day) for key, day in recent if (facts.on - day).days < YEAR_DAYS]
    late = {key for key, day in recent if days_to_quarter_end(day) < rubric.flags.quarter_end_days}
    if len(recent) < rubric.flags.quarter_end_activities:
        return set()
    return late if len(late) >= rubric.flags.quarter_end_share * len(recent) else set()


def days_to_quarter_end(day: date) -> int:
    """Return how many days of the quarter remain after `day`.

    >>> days_to_quarter_end(date(2026, 12, 31)), days_to_quarter_end(date(2026, 2, 28))
    (0, 31)
    """
    last_month = (day.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + QUARTER_MONTHS
    last_day = 31 if last_month in {3, 12} else 30
    return (date(day.year, last_month, last_day) - day).days


def all_confirmed_by_one(activities: tuple[ActivityFact, ...], rubric: Rubric) -> set[str]:
    """Return the ids of the confirmed activities when there are many and one person confirmed them all."""
    known = [a for a in activities if a.is_confirmed and a.confirmed_by]
    enough = len(known) >= rubric.flags.one_confirmer_activities
    return {a.id for a in known} if enough and len({a.confirmed_by for a in known}) == 1 else set()


def cash_per_head(activities: tuple[ActivityFact, ...], rubric: Rubric) -> set[str]:
    """Return the ids of activities that bring students to the enterprise and state money."""
    suspect = {code for code, kind in rubric.activity_kinds.items() if kind.cash_is_suspect}
    return {a.id for a in activities if a.kind in suspect and a.money > 0}


def most_students_at_once(facts: Facts) -> int:
    """Return the most students placed on one day up to and including `facts.on`."""
    present = most = 0
    for _day, change in sorted(_arrivals_and_leavings(facts)):
        present += change
        most = max(most, present)
    return most


def _arrivals_and_leavings(facts: Facts) -> Iterator[tuple[date, int]]:
    for placement in facts.placements:
        yield placement.starts_on, placement.students
        if placement.ends_on < facts.on:
            yield placement.ends_on + timedelta(days=1), -placement.students

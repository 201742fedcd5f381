"""How many students an enterprise may host, and how many are there on each day (legal capacity, 可接收实习生上限).

Premises: students in post placement are generally not more than 10 % of the staff of the unit, and on one post not
more than 20 % of the staff on like posts, all schools together and at the same time
(职业学校学生实习管理规定, 2021). "Generally": more needs a recorded reason, it is not forbidden.
Procedure: stays are cut at every day on which somebody comes or goes; people are added up between the cuts.
Guarantees: days are calendar days, both ends of a stay included; the order of stays does not matter; whole numbers.
Not done here: who counts as staff, and which stays count; the caller says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

ENTERPRISE_SHARE = (1, 10)
"""Students to staff of the enterprise, as a fraction."""

POST_SHARE = (1, 5)
"""Students to staff on like posts, as a fraction."""

_DAY = timedelta(days=1)
_LAST = date.max - timedelta(days=1)  # nothing follows it


@dataclass(frozen=True)
class Stay:
    """`people` students who are there from `first` to `last`, both days included."""

    first: date
    last: date
    people: int


@dataclass(frozen=True)
class Peak:
    """The most people on one day, and the first day on which they are there (None where nobody ever is)."""

    people: int
    on: date | None


@dataclass(frozen=True)
class Limits:
    """The two legal limits in students; None where the staff is not known or the share yields less than one student.

    `needs_reason` says the latter: with fewer than 10 staff even one student is more than 10 %.
    """

    enterprise: int | None
    post: int | None
    needs_reason: bool


@dataclass(frozen=True)
class Verdict:
    """What accepting a stay would mean: the peak then, the limit that binds, how many fit at most.

    `most` and `limit` are None where no limit is known. `is_over` asks for a reason.
    """

    peak: Peak
    limit: int | None
    most: int | None
    needs_reason: bool

    @property
    def is_over(self) -> bool:
        """Whether the peak is above the limit."""
        return self.limit is not None and self.peak.people > self.limit


def limits(staff_total: int | None, post_staff: int | None = None) -> Limits:
    """The most students by law: floor(staff / 10) in all and floor(post staff / 5) on like posts.

    Staff in persons, 0 or more; None = not known. Source: 实习管理规定 (2021), 10 % and 20 %.

    >>> limits(312, 92)
    Limits(enterprise=31, post=18, needs_reason=False)
    >>> limits(9)
    Limits(enterprise=None, post=None, needs_reason=True)
    """
    enterprise = _share(staff_total, ENTERPRISE_SHARE)
    post = _share(post_staff, POST_SHARE)
    too_small = enterprise == 0 or post == 0
    return Limits(enterprise or None, post or None, too_small)


def _share(staff: int | None, share: tuple[int, int]) -> int | None:
    if staff is None:
        return None
    if staff < 0:
        raise ValueError("staff is 0 or more")
    return staff * share[0] // share[1]


def steps(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    """People by day as steps: consecutive days with the same number are one step; days without anybody are left out.

    >>> day = date.fromisoformat
    >>> stays = [Stay(day("2026-03-01"), day("2026-03-31"), 2), Stay(day("2026-03-10"), day("2026-04-10"), 3)]
    >>> [step.people for step in steps(stays)]
    [2, 5, 3]
    """
    rows = [stay for stay in stays if stay.people > 0]
    merged: list[Stay] = []
    for first, end in pairwise(_cuts(rows)):
        people = sum(stay.people for stay in rows if stay.first <= first <= stay.last)
        if not people:
            continue
        before = merged[-1] if merged else None
        if before is not None and before.people == people and before.last + _DAY == first:
            merged[-1] = Stay(before.first, end - _DAY, people)
        else:
            merged.append(Stay(first, end - _DAY, people))
    return tuple(merged)


def _cuts(stays: list[Stay]) -> list[date]:
    return sorted({stay.first for stay in stays} | {min(stay.last, _LAST) + _DAY for stay in stays})


def peak_overlap(intervals: Iterable[Stay], *, first: date | None = None, last: date | None = None) -> Peak:
    """The most people on one day from `first` to `last` (both included; None = open), and the first such day.

    >>> day = date.fromisoformat
    >>> peak_overlap([Stay(day("2026-03-01"), day("2026-03-31"), 2), Stay(day("2026-03-31"), day("2026-04-10"), 3)])
    Peak(people=5, on=datetime.date(2026, 3, 31))
    """
    inside = [
        Stay(max(step.first, first or step.first), min(step.last, last or step.last), step.people)
        for step in steps(intervals)
    ]
    inside = [step for step in inside if step.first <= step.last]
    if not inside:
        return Peak(0, None)
    best = min(inside, key=lambda step: (-step.people, step.first))
    return Peak(best.people, best.first)


def verdict(asked: Stay, there: Iterable[Stay], on_like_posts: Iterable[Stay], allowed: Limits) -> Verdict:
    """What it would mean to take `asked` in beside those already `there`; `on_like_posts` is their part on like posts.

    most = min over both limits of (limit - peak of the others in the days asked for), at least 0.
    """
    others = list(there)
    same_post = list(on_like_posts)
    bounds = [
        (allowed.enterprise, peak_overlap(others, first=asked.first, last=asked.last), others),
        (allowed.post, peak_overlap(same_post, first=asked.first, last=asked.last), same_post),
    ]
    known = [(limit - peak.people, limit, rows) for limit, peak, rows in bounds if limit is not None]
    if not known:
        peak = peak_overlap([*others, asked], first=asked.first, last=asked.last)
        return Verdict(peak, None, None, allowed.needs_reason)
    room, limit, rows = min(known, key=lambda bound: bound[0])
    peak = peak_overlap([*rows, asked], first=asked.first, last=asked.last)
    return Verdict(peak, limit, max(0, room), allowed.needs_reason)

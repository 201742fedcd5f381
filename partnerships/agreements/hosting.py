"""Who is at an enterprise when, from accepted proposals of all schools, and what taking more would mean.

Reads rows once per enterprise and leaves the arithmetic to capacity.py. An opening belongs to the post group that bears
its title or one of its other names; where there is none, only the 10 % limit is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import QuerySet

from enterprises.models import Enterprise, Opening, StaffGroup
from partnerships.agreements.capacity import (
    Limits,
    Peak,
    Stay,
    Verdict,
    limits,
    peak_overlap,
    verdict,
)
from partnerships.agreements.models import Proposal


@dataclass(frozen=True)
class Spell:
    """The accepted students of one proposal: which school, which opening, from when to when."""

    school_id: int
    school: str
    opening_id: int | None
    group: str
    stay: Stay


@dataclass(frozen=True)
class Hosting:
    """An enterprise's staff and the students it has promised to take, all schools together."""

    enterprise: Enterprise
    groups: dict[str, int]
    spells: tuple[Spell, ...]

    @classmethod
    def of(cls, enterprise: Enterprise) -> Self:
        """Read the accepted proposals of the enterprise that have dates, and its post groups."""
        return hosting_of_all([enterprise])[enterprise.pk]  # type: ignore[return-value]

    @property
    def limits(self) -> Limits:
        """The 10 % limit of the whole enterprise."""
        return limits(self.enterprise.staff_total)

    @property
    def group_limits(self) -> dict[str, int | None]:
        """Post group -> its 20 % limit."""
        return {name: limits(None, staff).post for name, staff in self.groups.items()}

    @property
    def stays(self) -> list[Stay]:
        return [spell.stay for spell in self.spells]

    def verdict_on(self, proposal: Proposal, students: int | None = None) -> Verdict | None:
        """What accepting the proposal (or only `students` of it) would mean; None where it has no dates or students."""
        people = students if students is not None else proposal.students
        if not people or proposal.starts_on is None or proposal.ends_on is None:
            return None
        asked = Stay(proposal.starts_on, proposal.ends_on, people)
        group = group_of(proposal.opening, self.groups)
        like_posts = [spell.stay for spell in self.spells if group and spell.group == group]
        allowed = limits(self.enterprise.staff_total, self.groups.get(group))
        return verdict(asked, self.stays, like_posts, allowed)

    def peak(self, first: date, last: date) -> Peak:
        """The most students on one day of the period."""
        return peak_overlap(self.stays, first=first, last=last)

    def by_school(self, first: date, last: date) -> list[Spell]:
        """The spells that touch the period, for a chart by day."""
        return [spell for spell in self.spells if spell.stay.first <= last and spell.stay.last >= first]


def group_of(opening: Opening | None, groups: dict[str, int]) -> str:
    """The post group of an opening: the one that bears its title or another name of the post; "" where none does."""
    return opening.group_among(groups) if opening is not None else ""


def hosting_from(enterprise: Enterprise, accepted: Iterable[Proposal]) -> Hosting:
    """The hosting of one enterprise from its accepted proposals, read with `school` and `opening`; one query."""
    groups = {group.name: group.staff for group in StaffGroup.objects.filter(enterprise=enterprise)}
    dated = [row for row in accepted if row.students and row.starts_on and row.ends_on]
    dated.sort(key=lambda row: (row.starts_on, row.pk))
    return Hosting(enterprise, groups, tuple(_spell(row, groups) for row in dated))


def hosting_of_all(enterprises: Iterable[Enterprise]) -> dict[int, Hosting]:
    """Enterprise pk -> its hosting, read in two queries."""
    wanted = {enterprise.pk: enterprise for enterprise in enterprises}
    groups: dict[int, dict[str, int]] = {pk: {} for pk in wanted}
    for group in StaffGroup.objects.filter(enterprise__in=wanted):
        groups[group.enterprise_id][group.name] = group.staff
    spells: dict[int, list[Spell]] = {pk: [] for pk in wanted}
    for row in _accepted_at(wanted):
        spells[row.enterprise_id].append(_spell(row, groups[row.enterprise_id]))
    return {pk: Hosting(wanted[pk], groups[pk], tuple(spells[pk])) for pk in wanted}


def _accepted_at(enterprises: Iterable[int]) -> QuerySet[Any]:
    return (
        Proposal.objects.accepted()
        .filter(enterprise__in=enterprises, students__gt=0, starts_on__isnull=False, ends_on__isnull=False)
        .select_related("school", "opening")
        .order_by("starts_on", "pk")
    )


def _spell(proposal: Proposal, groups: dict[str, int]) -> Spell:
    assert proposal.starts_on is not None
    assert proposal.ends_on is not None
    stay = Stay(proposal.starts_on, proposal.ends_on, proposal.students or 0)
    group = group_of(proposal.opening, groups)
    return Spell(proposal.school_id, proposal.school.name, proposal.opening_id, group, stay)

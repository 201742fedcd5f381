"""Who is at an enterprise when, from accepted proposals of all schools, and what taking more would mean.

Reads rows once per enterprise and leaves the arithmetic to capacity.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from enterprises.models import Enterprise
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
    stay: Stay


@dataclass(frozen=True)
class Hosting:
    """An enterprise's staff and the students it has promised to take, all schools together."""

    enterprise: Enterprise
    spells: tuple[Spell, ...]

    @classmethod
    def of(cls, enterprise: Enterprise) -> Self:
        """Read the accepted proposals of the enterprise that have dates."""
        rows = (
            Proposal.objects.accepted()
            .filter(enterprise=enterprise, students__gt=0, starts_on__isnull=False, ends_on__isnull=False)
            .select_related("school")
            .order_by("starts_on", "pk")
        )
        return cls(enterprise, tuple(_spell(row) for row in rows))

    @property
    def limits(self) -> Limits:
        """The 10 % limit; the 20 % limit is asked per opening."""
        return limits(self.enterprise.staff_total)

    @property
    def stays(self) -> list[Stay]:
        return [spell.stay for spell in self.spells]

    def verdict_on(self, proposal: Proposal, students: int | None = None) -> Verdict | None:
        """What accepting the proposal (or only `students` of it) would mean; None where it has no dates or students."""
        people = students if students is not None else proposal.students
        if not people or proposal.starts_on is None or proposal.ends_on is None:
            return None
        asked = Stay(proposal.starts_on, proposal.ends_on, people)
        like_posts = [spell.stay for spell in self.spells if spell.opening_id == proposal.opening_id]
        return verdict(asked, self.stays, like_posts, self.limits)

    def peak(self, first: date, last: date) -> Peak:
        """The most students on one day of the period."""
        return peak_overlap(self.stays, first=first, last=last)

    def by_school(self, first: date, last: date) -> list[Spell]:
        """The spells that touch the period, for a chart by day."""
        return [spell for spell in self.spells if spell.stay.first <= last and spell.stay.last >= first]


def _spell(proposal: Proposal) -> Spell:
    assert proposal.starts_on is not None
    assert proposal.ends_on is not None
    stay = Stay(proposal.starts_on, proposal.ends_on, proposal.students or 0)
    return Spell(proposal.school_id, proposal.school.name, proposal.opening_id, stay)


def hosting_of_all(enterprises: Iterable[Enterprise]) -> dict[int, Hosting]:
    """Enterprise pk -> its hosting, read in one query."""
    wanted = {enterprise.pk: enterprise for enterprise in enterprises}
    rows = (
        Proposal.objects.accepted()
        .filter(enterprise__in=wanted, students__gt=0, starts_on__isnull=False, ends_on__isnull=False)
        .select_related("school")
        .order_by("starts_on", "pk")
    )
    found: dict[int, list[Spell]] = {pk: [] for pk in wanted}
    for row in rows:
        found[row.enterprise_id].append(_spell(row))
    return {pk: Hosting(wanted[pk], tuple(spells)) for pk, spells in found.items()}

"""What declines teach: each reason changes later ranking in one stated way.

| reason | what changes, for the same programme |
|---|---|
| too_far | openings at least nine tenths as far, without lodging: nearness counts half (for an enterprise: its own) |
| wrong_major | openings of the same enterprise with the same post: fit counts half |
| bad_time | openings of the same enterprise: dates count half |
| full | openings of the same enterprise, for 30 days: seats count half |
| terms | openings of the same enterprise: reliability counts two thirds |
| bad_experience | openings of the same enterprise, for all programmes of the school: reliability counts a fifth |
| other | nothing beyond the pair itself |

The pair itself is not shown again for half a year. An answer teaches for a year. Who says no changes what is
suggested for the openings of that pair's enterprise and the programmes of its school, never for third parties.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np

from partnerships.matching.engine.tables import GROUPS, PairFacts

HIDDEN_FOR = timedelta(days=182)
TEACHES_FOR = timedelta(days=365)
FULL_FOR = timedelta(days=30)
AS_FAR = 0.9
HALF, TWO_THIRDS, A_FIFTH = math.log(2), math.log(1.5), math.log(5)
SCHOOL_WIDE = "bad_experience"
LOSSES = {
    "too_far": ("distance", HALF),
    "wrong_major": ("major", HALF),
    "bad_time": ("time", HALF),
    "full": ("seats", HALF),
    "terms": ("reliability", TWO_THIRDS),
    SCHOOL_WIDE: ("reliability", A_FIFTH),
}


@dataclass(frozen=True)
class Taught:
    """A decline: by which side, for which programme, opening and enterprise (primary keys), and why.

    `told` are the sides that know of it: the one that declined, or both where a proposal was declined.
    """

    side: str
    told: tuple[str, ...]
    programme: int
    school: int
    enterprise: int
    opening: int | None
    reason: str
    km: float | None
    title: str
    at: datetime


@dataclass(frozen=True)
class Known:
    """What is needed of the tables to apply answers: primary keys by row, and facts of the openings."""

    programmes: list[int]
    schools: list[int]
    openings: list[int]
    enterprises: list[int]
    titles: list[str]
    lodging: list[bool]
    km: np.ndarray  # programmes x openings, NaN unknown

    @cached_property
    def columns_of(self) -> dict[int, list[int]]:
        """Enterprise -> its openings as rows of the table."""
        return _positions(self.enterprises)

    @cached_property
    def rows_of(self) -> dict[int, list[int]]:
        """Programme -> its row of the table."""
        return _positions(self.programmes)

    @cached_property
    def rows_of_school(self) -> dict[int, list[int]]:
        """School -> its programmes as rows of the table."""
        return _positions(self.schools)

    @cached_property
    def column_of(self) -> dict[int, int]:
        """Opening -> its row of the table."""
        return {pk: column for column, pk in enumerate(self.openings)}


def _positions(keys: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for position, key in enumerate(keys):
        found.setdefault(key, []).append(position)
    return found


def pair_facts(
    declines: list[Taught], agreements: list[tuple[int, int]], known: Known, now: datetime
) -> PairFacts:
    """Penalties, hidden pairs and agreements (school, enterprise) in force, as rows of the tables."""
    penalties: list[tuple[int, int, int, float]] = []
    hidden: list[tuple[int, int]] = []
    for decline in declines:
        penalties += penalties_of(decline, known, now)
        if now - decline.at <= HIDDEN_FOR:
            hidden += _same_pair(decline, known)
    lawful = _agreement_pairs(set(agreements), known)
    columns = list(zip(*penalties, strict=True)) if penalties else [(), (), (), ()]
    return PairFacts(
        penalty_programme=np.array(columns[0], np.int64),
        penalty_opening=np.array(columns[1], np.int64),
        penalty_group=np.array(columns[2], np.int64),
        penalty_loss=np.array(columns[3], np.float64),
        agreement_programme=np.array([row for row, _c in lawful], np.int64),
        agreement_opening=np.array([column for _r, column in lawful], np.int64),
        declined_programme=np.array([row for row, _c in hidden], np.int64),
        declined_opening=np.array([column for _r, column in hidden], np.int64),
    )


def penalties_of(decline: Taught, known: Known, now: datetime) -> list[tuple[int, int, int, float]]:
    """(programme row, opening row, group, loss) for every pair that the decline makes less likely."""
    if decline.reason not in LOSSES or now - decline.at > lasts(decline.reason):
        return []
    group, loss = LOSSES[decline.reason]
    return [(row, column, GROUPS.index(group), loss) for row, column in _reached(decline, known)]


def lasts(reason: str) -> timedelta:
    """How long a decline for this reason teaches."""
    return FULL_FOR if reason == "full" else TEACHES_FOR


Told = dict[tuple[int, int], dict[str, tuple[str, ...]]]


def told_of(declines: list[Taught], known: Known, now: datetime) -> Told:
    """(programme row, opening row) -> group -> the sides that may be told why the pair was moved down.

    An answer to a suggestion is its own side's business: the other side never learns that there was one.
    """
    told: Told = {}
    for decline in declines:
        for row, column, group, _loss in penalties_of(decline, known, now):
            groups = told.setdefault((row, column), {})
            groups[GROUPS[group]] = tuple(sorted({*groups.get(GROUPS[group], ()), *decline.told}))
    return told


def _reached(decline: Taught, known: Known) -> list[tuple[int, int]]:
    if decline.reason == SCHOOL_WIDE:
        rows = known.rows_of_school.get(decline.school, [])
    else:
        rows = known.rows_of.get(decline.programme, [])
    return [(row, column) for row in rows for column in _columns(decline, known, row)]


def _columns(decline: Taught, known: Known, row: int) -> list[int]:
    if decline.reason == "too_far":
        return _as_far(decline, known, row)
    same = known.columns_of.get(decline.enterprise, [])
    if decline.reason == "wrong_major":
        return [column for column in same if known.titles[column] == decline.title]
    return same


def _as_far(decline: Taught, known: Known, row: int) -> list[int]:
    """Openings without lodging about as far away or farther; an enterprise speaks of its own alone."""
    km = decline.km
    if km is None and decline.opening in known.column_of:
        km = float(known.km[row, known.column_of[decline.opening]])
    if km is None or math.isnan(km):
        return []
    far = [int(column) for column in np.flatnonzero(known.km[row] >= AS_FAR * km)]
    return [
        column
        for column in far
        if not known.lodging[column]
        and (decline.side == "school" or known.enterprises[column] == decline.enterprise)
    ]


def _same_pair(decline: Taught, known: Known) -> list[tuple[int, int]]:
    if decline.opening not in known.column_of:
        return []
    return [(row, known.column_of[decline.opening]) for row in known.rows_of.get(decline.programme, [])]


def _agreement_pairs(agreements: set[tuple[int, int]], known: Known) -> list[tuple[int, int]]:
    return [
        (row, column)
        for school, enterprise in sorted(agreements)
        for row in known.rows_of_school.get(school, [])
        for column in known.columns_of.get(enterprise, [])
    ]

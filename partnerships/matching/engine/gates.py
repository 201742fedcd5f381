"""Gates: what drops a pair, counted step by step.

Premises. A pair that cannot be is no match, however well it reads: forbidding by a penalty would let words buy it
back. Somebody who gets nothing must be told which step took what.
Procedure. Steps in the fixed order `STEPS`, each a mask over pairs; an opening counts as removed by the first step
that drops it.
  majors    accepted majors are given and none is a prefix of the programme's code (literally; an empty code has
            no prefix; without a column of codes nothing is dropped)
  dates     both state dates and have no day in common; a start without an end stays open
  seats     no free seat and none reserved for the school (only if `needs_seats`)
  distance  farther than the limit, or than the wider limit for openings with lodging (only if limits are given)
  rules     industry class 7262 (job agencies) or 7263 (labour dispatch), or the caller's `barred`
  declined  the caller's declined pairs
Guarantees. Missing facts never drop a pair. Remaining + all removed = all openings, for every programme.
Source: contracts.md of the portal (`match_files`); Vocational Education Law 2022, article 50.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from partnerships.matching.engine.factors import (
    ANY_MAJOR,
    common_days,
    lodging_of,
    longest_accepted,
    pair_kilometres,
)
from partnerships.matching.engine.pairs import PairTables
from partnerships.matching.engine.tables import (
    Bools,
    Floats,
    Ints,
    Openings,
    Programmes,
    without_letter,
)

STEPS = ("majors", "dates", "seats", "distance", "rules", "declined")
INTERMEDIARIES = ("7262", "7263")


@dataclass(frozen=True)
class GateRules:
    """Which gates stand. Kilometres: `most_km` for all programmes, or one for each in the caller's order.

    `barred` says for each opening, in the caller's order, that a rule forbids it.
    """

    needs_seats: bool = False
    most_km: float | Floats | None = None
    most_km_with_lodging: float | None = None
    barred: Bools | None = None

    def km_of(self, rows: Ints) -> Floats:
        """The limit of these programmes in kilometres, one each; inf where no limit is given."""
        limits = np.asarray(np.inf if self.most_km is None else self.most_km, np.float64)
        own: Floats = np.full(rows.shape, limits) if limits.ndim == 0 else limits[rows]
        return own

    def moved(self, programme_order: Ints, opening_order: Ints) -> GateRules:
        """The same rules after both tables were put into this order."""
        most_km = self.most_km[programme_order] if isinstance(self.most_km, np.ndarray) else self.most_km
        barred = None if self.barred is None else self.barred[opening_order]
        return replace(self, most_km=most_km, barred=barred)


@dataclass(frozen=True)
class Gates:
    """The gates of one run, over openings in a fixed order."""

    programmes: Programmes
    openings: Openings
    facts: PairTables
    rules: GateRules
    code_rows: Ints
    accepted: npt.NDArray[np.int8]
    lodging: Bools
    lawful: Bools

    def accepted_length(self, rows: Ints, columns: Ints) -> Floats:
        """Length of the accepted prefix that lets a pair in, -1: none does, NaN: no majors are asked."""
        lengths = self.accepted[self.code_rows[rows], columns].astype(np.float64)
        lengths[lengths == ANY_MAJOR] = np.nan
        return lengths

    def masks(self, rows: Ints) -> Iterator[tuple[str, Bools]]:
        """Each step in order, with its mask."""
        return ((step, self.mask(step, rows)) for step in STEPS)

    def mask(self, step: str, rows: Ints) -> Bools:
        """Which of (rows x all openings) a step lets pass; a step that is not in force passes everything."""
        columns, grid = np.arange(len(self.openings.ids)), rows[:, None]
        if step == "majors":
            passed: Bools = ~(self.accepted_length(grid, columns) < 0)
        elif step == "dates":
            passed = ~(common_days(self.programmes, self.openings, grid, columns) < 1)
        elif step == "seats":
            passed = self._has_seats(rows)
        elif step == "distance":
            passed = self._near_enough(rows)
        elif step == "rules":
            passed = self._all(rows) & self.lawful
        else:
            passed = ~self.facts.is_declined(grid, columns)
        return passed

    def _all(self, rows: Ints) -> Bools:
        return np.ones((len(rows), len(self.openings.ids)), np.bool_)

    def _has_seats(self, rows: Ints) -> Bools:
        if not self.rules.needs_seats:
            return self._all(rows)
        columns = np.arange(len(self.openings.ids))
        return ~(self.facts.free_seats(self.openings.seats, rows[:, None], columns) < 1)

    def _near_enough(self, rows: Ints) -> Bools:
        distance = None if self.rules.most_km is None else self.distances(rows)
        if distance is None:
            return self._all(rows)
        return self.within(distance, self.rules.km_of(rows)[:, None], self.rules.most_km_with_lodging)

    def distances(self, rows: Ints) -> Floats | None:
        """Kilometres of (rows x all openings); None where one side has no coordinates at all."""
        columns = np.arange(len(self.openings.ids))
        return pair_kilometres(self.programmes, self.openings, rows[:, None], columns)

    def within(self, distance: Floats, most_km: Floats | float, most_km_with_lodging: float | None) -> Bools:
        """Which distances (rows x all openings) a limit lets pass; the wider one holds for openings with lodging."""
        wider = np.inf if most_km_with_lodging is None else most_km_with_lodging
        limits = np.where(self.lodging, np.maximum(wider, most_km), most_km)
        passed: Bools = ~(distance > limits)
        return passed


def build_gates(programmes: Programmes, openings: Openings, facts: PairTables, rules: GateRules) -> Gates:
    """Prepare what the masks share."""
    codes = programmes.major_code
    if codes is None or openings.majors is None:
        distinct: tuple[str, ...] = ("",)
        code_rows = np.zeros(len(programmes.ids), np.int64)
        accepted = np.full((1, len(openings.ids)), ANY_MAJOR, np.int8)
    else:
        distinct = tuple(sorted({code.strip() for code in codes}))
        number = {code: row for row, code in enumerate(distinct)}
        code_rows = np.array([number[code.strip()] for code in codes], np.int64)
        accepted = longest_accepted(distinct, openings.majors)
    lawful = lawful_hosts(openings)
    if rules.barred is not None:
        lawful &= ~rules.barred
    return Gates(programmes, openings, facts, rules, code_rows, accepted, lodging_of(openings), lawful)


def lawful_hosts(openings: Openings) -> Bools:
    """Which openings are not of a job agency or labour-dispatch firm; letters before the code do not matter."""
    codes = openings.industry_code or ("",) * len(openings.ids)
    return np.array([not without_letter(code).startswith(INTERMEDIARIES) for code in codes], np.bool_)


def funnel(gates: Gates, rows: Ints) -> tuple[Bools, Ints]:
    """Which pairs pass all gates (rows x openings), and how many remain after each step (rows x (1 + steps)).

    Column 0 counts all openings, column i those left after STEPS[i - 1].
    """
    passed = np.ones((len(rows), len(gates.openings.ids)), np.bool_)
    remaining = [passed.sum(axis=1)]
    for _, mask in gates.masks(rows):
        passed &= mask
        remaining.append(passed.sum(axis=1))
    return passed, np.stack(remaining, axis=1).astype(np.int64)

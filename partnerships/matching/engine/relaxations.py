"""How to get more: what one looser limit would add, for one programme.

Premises. "Nothing fits" helps nobody; "nine more within 60 km" does.
Procedure. Each gate is a mask over the openings; a change replaces one of them and is worth the openings that all
other gates let pass and only the old one dropped. A ladder of limits is tried for each gate, and of limits that
add the same openings the tightest is kept.
Guarantees. Counts are exact for one change alone; two changes together may add more than their sum.
What was not done: changes of the opening's side (more seats, other majors): they are not the school's to make.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from partnerships.matching.engine.gates import Gates
from partnerships.matching.engine.tables import Bools, Programmes, take

KINDS = ("distance", "lodging_distance", "start_earlier", "end_later", "declined")


@dataclass(frozen=True)
class Ladder:
    """Limits to try: kilometres in all, with lodging, and days by which the period may be widened."""

    km: tuple[float, ...] = (20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0, 150.0)
    km_with_lodging: tuple[float, ...] = (60.0, 100.0, 150.0, 200.0, 300.0, 500.0)
    days: tuple[int, ...] = (7, 14, 21, 30, 60)


@dataclass(frozen=True)
class Relaxation:
    """`kind` with its new limit `value` would add so many openings with so many free seats.

    Kinds: distance and lodging_distance (km), start_earlier and end_later (days), declined (0: ask them again).
    """

    kind: str
    value: float
    openings: int
    seats: int


def relaxations(gates: Gates, row: int, ladder: Ladder | None = None) -> tuple[Relaxation, ...]:
    """Every useful single change for programme `row` (of the gates' table), the most openings first."""
    masks = {step: mask[0] for step, mask in gates.masks(np.array([row]))}
    alone = _dropped_alone(masks)
    found: list[Relaxation] = []
    last: dict[str, int] = {}
    for kind, value, step, wider in _changes(gates, row, ladder or Ladder(), set(alone)):
        gained = wider & alone[step]
        count = int(gained.sum())
        if count > last.get(kind, 0):
            last[kind] = count
            found.append(Relaxation(kind, value, count, _seats(gates, gained)))
    return tuple(sorted(found, key=lambda change: (-change.openings, change.kind, change.value)))


def _dropped_alone(masks: dict[str, Bools]) -> dict[str, Bools]:
    """For each gate the openings that it drops and all others let pass; gates without any are left out."""
    fails = np.stack([~mask for mask in masks.values()])
    once = fails.sum(axis=0) == 1
    dropped = {step: failed & once for step, failed in zip(masks, fails, strict=True)}
    return {step: mask for step, mask in dropped.items() if mask.any()}


def _changes(
    gates: Gates, row: int, ladder: Ladder, tight: set[str]
) -> Iterator[tuple[str, float, str, Bools]]:
    """Each change of a `tight` gate with the mask this gate would have, narrow limits first."""
    if "distance" in tight:
        yield from _farther(gates, row, ladder)
    if "dates" in tight:
        yield from _longer(gates, row, ladder)
    if "declined" in tight:
        yield "declined", 0.0, "declined", np.ones(len(gates.openings.ids), np.bool_)


def _farther(gates: Gates, row: int, ladder: Ladder) -> Iterator[tuple[str, float, str, Bools]]:
    rules, rows = gates.rules, np.array([row])
    distance = None if rules.most_km is None else gates.distances(rows)
    if distance is None:
        return
    own_km, with_lodging = float(rules.km_of(rows)[0]), rules.most_km_with_lodging
    for km in (limit for limit in ladder.km if limit > own_km):
        yield "distance", km, "distance", gates.within(distance, km, with_lodging)[0]
    if with_lodging is not None:
        for km in (limit for limit in ladder.km_with_lodging if limit > with_lodging):
            yield "lodging_distance", km, "distance", gates.within(distance, own_km, km)[0]


def _longer(gates: Gates, row: int, ladder: Ladder) -> Iterator[tuple[str, float, str, Bools]]:
    for days in ladder.days:
        for kind, column, shift in (("start_earlier", "start", -days), ("end_later", "end", days)):
            if getattr(gates.programmes, column) is not None:
                moved = replace(
                    gates,
                    programmes=_moved(gates.programmes, row, column, shift),
                    code_rows=gates.code_rows[[row]],
                )
                yield kind, float(days), "dates", _mask(moved, 0, "dates")


def _mask(gates: Gates, row: int, step: str) -> Bools:
    mask: Bools = gates.mask(step, np.array([row]))[0]
    return mask


def _moved(programmes: Programmes, row: int, column: str, days: int) -> Programmes:
    one = take(programmes, np.array([row]))
    return replace(one, **{column: getattr(one, column) + np.timedelta64(days, "D")})


def _seats(gates: Gates, gained: Bools) -> int:
    if gates.openings.seats is None:
        return 0
    return int(np.nansum(gates.openings.seats[gained]))

"""The openings behind each number of a funnel: the gates of the engine on today's rows, for one programme."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from enterprises.models import Opening
from partnerships.matching import gathering
from partnerships.matching.engine.gates import STEPS, build_gates
from partnerships.matching.engine.pairs import pair_tables
from schools.models import Programme

START = "all"


@dataclass(frozen=True)
class Listed:
    """Openings left after a gate and those that it took, nearest first; `number` counts the gates from 0 = none."""

    number: int
    remaining: list[tuple[Opening, float | None]]
    removed: list[tuple[Opening, float | None]]


def openings_at(programme: Programme, step: str, *, on: date, now: datetime) -> Listed | None:
    """What remains of the open openings after `step` ("all" = before any), with kilometres; None for another word."""
    if step not in (START, *STEPS):
        return None
    number = (START, *STEPS).index(step)
    wanted = gathering.demand(on, [programme.pk])
    offered = gathering.supply(on)
    if not wanted.rows or not offered.rows:
        return Listed(number, [], [])
    before, after = _masks(wanted, offered, number, on=on, now=now)
    km = gathering.distances(wanted.table, offered.table)[0]
    return Listed(number, _rows(offered, after, km), _rows(offered, before & ~after, km))


def _masks(
    wanted: gathering.Demand, offered: gathering.Supply, number: int, *, on: date, now: datetime
) -> tuple[np.ndarray, np.ndarray]:
    """Which openings stand before the gate and which after it."""
    known = gathering.pairs(wanted, offered, on=on, now=now)
    gates = build_gates(
        wanted.table,
        offered.table,
        pair_tables(known.facts, len(wanted.rows), len(offered.rows)),
        gathering.gate_rules(wanted),
    )
    before = after = np.ones(len(offered.rows), np.bool_)
    for at, (_step, mask) in enumerate(gates.masks(np.array([0])), start=1):
        if at <= number:
            before, after = after, after & mask[0]
    return before, after


def _rows(offered: gathering.Supply, mask: np.ndarray, km: np.ndarray) -> list[tuple[Opening, float | None]]:
    found = [
        (offered.rows[column], None if np.isnan(km[column]) else float(km[column]))
        for column in np.flatnonzero(mask)
    ]
    return sorted(found, key=lambda pair: (pair[1] is None, pair[1] or 0.0, pair[0].pk))

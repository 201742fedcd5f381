"""Kilometres can be given for each programme: gates, relaxations and order."""

import numpy as np
import pytest

from partnerships.matching.engine.gates import GateRules, build_gates, funnel
from partnerships.matching.engine.pairs import pair_tables
from partnerships.matching.engine.reference import match_all
from partnerships.matching.engine.relaxations import relaxations
from partnerships.matching.engine.scene import Settings
from partnerships.matching.engine.tables import Openings, PairFacts, Programmes

NORTH = 1 / 111.19  # one kilometre in degrees of latitude


def programmes(*ids: str) -> Programmes:
    rows = len(ids)
    return Programmes(
        ids=ids, title=("物流",) * rows, text=("",) * rows,
        longitude=np.full(rows, 113.0), latitude=np.full(rows, 23.0),
    )  # fmt: skip


def openings(*km: float, lodging: int = -1) -> Openings:
    rows = len(km)
    return Openings(
        ids=tuple(f"at{value:g}" for value in km), title=("物流",) * rows, text=("",) * rows,
        longitude=np.full(rows, 113.0), latitude=23.0 + np.array(km) * NORTH,
        lodging=np.full(rows, lodging),
    )  # fmt: skip


def left(rules: GateRules, offered: Openings) -> list[int]:
    wanted = programmes("a", "b")
    tables = pair_tables(PairFacts(), 2, len(offered.ids))
    _passed, remaining = funnel(build_gates(wanted, offered, tables, rules), np.arange(2))
    return remaining[:, -1].tolist()


def test_each_programme_has_its_own_limit():
    assert left(GateRules(most_km=np.array([20.0, 50.0])), openings(10, 40, 70)) == [1, 2]


def test_one_limit_for_all_is_as_before():
    assert left(GateRules(most_km=50.0), openings(10, 40, 70)) == [2, 2]


@pytest.mark.parametrize(("with_lodging", "expected"), [(None, [2, 2]), (60.0, [1, 1]), (30.0, [0, 1])])
def test_lodging_never_narrows_the_own_limit(with_lodging, expected):
    rules = GateRules(most_km=np.array([20.0, 50.0]), most_km_with_lodging=with_lodging)

    assert left(rules, openings(40, 70, lodging=1)) == expected


def test_the_limits_follow_their_programmes_when_ids_are_sorted():
    rules = GateRules(most_km=np.array([50.0, 20.0]))

    result = match_all(programmes("z", "a"), openings(10, 40), top=5, settings=Settings(rules=rules))

    counts = dict(zip(result.scene.programmes.ids, result.remaining[:, -1].tolist(), strict=True))
    assert counts == {"z": 2, "a": 1}


def test_what_would_give_more_starts_at_the_own_limit():
    offered = openings(25, 55)
    gates = build_gates(
        programmes("a", "b"),
        offered,
        pair_tables(PairFacts(), 2, 2),
        GateRules(most_km=np.array([20.0, 50.0])),
    )

    near, far = relaxations(gates, 0), relaxations(gates, 1)

    assert [(change.kind, change.value, change.openings) for change in near] == [
        ("distance", 60.0, 2),
        ("distance", 30.0, 1),
    ]
    assert [(change.kind, change.value, change.openings) for change in far] == [("distance", 60.0, 1)]

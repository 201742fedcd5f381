import numpy as np

from partnerships.matching.engine.gates import GateRules
from partnerships.matching.engine.reference import match_all
from partnerships.matching.engine.relaxations import KINDS, Relaxation, relaxations
from partnerships.matching.engine.scene import Settings
from partnerships.matching.engine.tables import PairFacts
from tests.partnerships.matching.engine.rows import openings, programmes

SCHOOL = {"id": "p", "longitude": 113.0, "latitude": 23.0, "start": "2026-03-01", "end": "2026-08-31"}
DAYS = {"start": "2026-03-01", "end": "2026-08-31"}


def changes(*rows, pairs=None, **rules):
    result = match_all(
        programmes(SCHOOL),
        openings(*({"id": f"o{at}", **row} for at, row in enumerate(rows))),
        top=5,
        pairs=pairs,
        settings=Settings(rules=GateRules(**rules)),
    )
    return relaxations(result.scene.facts.gates, 0)


def at_km(kilometres, **more):
    return {"longitude": 113.0, "latitude": 23.0 + kilometres / 111.195, **DAYS, **more}


def test_each_wider_distance_tells_how_many_openings_and_seats_it_adds():
    found = changes(
        at_km(5, seats=1), at_km(45, seats=4), at_km(58, seats=3), at_km(59, seats=None), most_km=40
    )

    assert found == (Relaxation("distance", 60.0, 3, 7), Relaxation("distance", 50.0, 1, 4))


def test_the_limit_for_openings_with_lodging_is_a_change_of_its_own():
    found = changes(at_km(90, lodging=1, seats=2), at_km(95, lodging=0), most_km=40, most_km_with_lodging=60)

    assert Relaxation("lodging_distance", 100.0, 1, 2) in found
    assert Relaxation("distance", 100.0, 2, 2) in found


def test_a_wider_period_tells_what_it_adds():
    late = {"start": "2026-09-10", "end": "2026-12-31", "seats": 5}
    early = {"start": "2026-01-01", "end": "2026-02-27", "seats": 6}

    assert changes(late, early) == (
        Relaxation("end_later", 14.0, 1, 5),
        Relaxation("start_earlier", 7.0, 1, 6),
    )


def test_declined_openings_can_be_reconsidered():
    pairs = PairFacts(declined_programme=np.array([0, 0]), declined_opening=np.array([0, 1]))

    assert changes({"seats": 2, **DAYS}, {"seats": 1, **DAYS}, pairs=pairs) == (
        Relaxation("declined", 0.0, 2, 3),
    )


def test_what_two_gates_drop_no_single_change_brings_back():
    far_and_late = at_km(45) | {"start": "2026-09-10", "end": "2026-12-31"}

    assert changes(far_and_late, most_km=40) == ()


def test_nothing_is_offered_where_nothing_would_be_gained():
    assert changes(at_km(5), most_km=40) == ()


def test_every_kind_has_its_name():
    rows = (
        at_km(5, seats=1),
        at_km(45),
        at_km(90, lodging=1),
        at_km(5) | {"start": "2026-09-10", "end": "2026-12-31"},
        at_km(5) | {"start": "2026-01-01", "end": "2026-02-27"},
    )
    pairs = PairFacts(declined_programme=np.array([0]), declined_opening=np.array([0]))

    assert {
        change.kind for change in changes(*rows, pairs=pairs, most_km=40, most_km_with_lodging=60)
    } == set(KINDS)

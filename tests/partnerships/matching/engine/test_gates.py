import numpy as np
import pytest

from partnerships.matching.engine.gates import STEPS, GateRules
from partnerships.matching.engine.reference import match_all
from partnerships.matching.engine.scene import Settings
from partnerships.matching.engine.tables import PairFacts
from tests.partnerships.matching.engine.rows import openings, programmes, small_world

GUANGZHOU = {"longitude": 113.26, "latitude": 23.13}
SHENZHEN = {"longitude": 114.06, "latitude": 22.54}


def remaining(programme, *opening_rows, rules=None, pairs=None):
    result = match_all(
        programmes({"id": "p", "title": "物流", **programme}),
        openings(*({"id": f"o{at}", "title": "仓管", **row} for at, row in enumerate(opening_rows))),
        top=20,
        pairs=pairs,
        settings=Settings(rules=rules or GateRules()),
    )
    return result.remaining[0].tolist(), [result.scene.openings.ids[row] for row in result.ranking.opening]


@pytest.mark.parametrize(
    ("accepted", "passes"),
    [
        (["73"], True),
        (["7308"], True),
        (["730801"], True),
        (["5308"], False),
        (["66", "73"], True),
        ([], True),
    ],
)
def test_an_accepted_major_is_a_literal_prefix_of_the_programmes_code(accepted, passes):
    _, found = remaining({"major_code": "730801"}, {"majors": accepted}, {"majors": ["73"]})

    assert ("o0" in found) is passes


def test_without_a_column_of_codes_no_opening_is_dropped_for_its_majors():
    _, found = remaining({"students": 1}, {"majors": ["73"]}, {"majors": []})

    assert found == ["o0", "o1"]


def test_leaving_the_code_out_opens_no_opening_that_asks_for_one():
    result = match_all(
        programmes({"id": "a", "major_code": ""}, {"id": "b", "major_code": "730801"}),
        openings({"id": "o", "majors": ["73"]}),
        top=5,
    )

    assert result.ranking.programme.tolist() == [1]


@pytest.mark.parametrize(
    ("start", "end", "passes"),
    [
        ("2026-08-31", "2026-12-31", True),  # the last day is common
        ("2026-09-01", "2026-12-31", False),
        ("2026-02-01", "2026-03-01", True),  # the first day is common
        ("2026-01-01", "2026-02-28", False),
        ("2026-01-01", None, True),  # a start without an end stays open
        ("2026-09-01", None, False),
        (None, "2026-02-28", False),
        (None, None, True),  # says nothing
    ],
)
def test_periods_need_a_day_in_common_where_both_state_them(start, end, passes):
    _, found = remaining(
        {"start": "2026-03-01", "end": "2026-08-31"},
        {"start": start, "end": end},
        {"start": "2026-03-01", "end": "2026-08-31"},
    )

    assert ("o0" in found) is passes


@pytest.mark.parametrize(
    ("code", "passes"),
    [("L7262", False), ("7263", False), ("7269", True), ("G5990", True), ("", True), ("L726", True)],
)
def test_job_agencies_and_labour_dispatch_are_no_hosts(code, passes):
    _, found = remaining({}, {"industry_code": code})

    assert (found == ["o0"]) is passes


def test_full_openings_are_dropped_only_when_seats_are_needed():
    assert remaining({"students": 3}, {"seats": 0}, {"seats": None})[1] == ["o0", "o1"]
    assert remaining({"students": 3}, {"seats": 0}, {"seats": None}, rules=GateRules(needs_seats=True))[
        1
    ] == ["o1"]


def test_a_seat_reserved_for_the_school_opens_a_full_opening():
    pairs = PairFacts(
        reserved_programme=np.array([0]), reserved_opening=np.array([0]), reserved_seats=np.array([2.0])
    )

    _, found = remaining(
        {"students": 3}, {"seats": 0}, {"seats": 0}, rules=GateRules(needs_seats=True), pairs=pairs
    )

    assert found == ["o0"]


def test_far_openings_pass_with_lodging_up_to_the_wider_limit():
    far = {**SHENZHEN, "text": "打包"}
    rows = [
        {**GUANGZHOU},
        far,
        {**far, "text": "包住"},
        {**far, "lodging": 1},
        {"longitude": None, "latitude": None},
    ]

    assert set(remaining(GUANGZHOU, *rows, rules=GateRules(most_km=40))[1]) == {"o0", "o2", "o3", "o4"}
    assert remaining(GUANGZHOU, *rows, rules=GateRules(most_km=40, most_km_with_lodging=90))[1] == [
        "o0",
        "o4",
    ]


def test_the_callers_bars_and_declines_drop_pairs():
    pairs = PairFacts(declined_programme=np.array([0]), declined_opening=np.array([2]))
    rules = GateRules(barred=np.array([False, True, False]))

    counts, found = remaining({}, {}, {}, {}, rules=rules, pairs=pairs)

    assert found == ["o0"]
    assert dict(zip(("all", *STEPS), counts, strict=True)) == {
        "all": 3, "majors": 3, "dates": 3, "seats": 3, "distance": 3, "rules": 2, "declined": 1,
    }  # fmt: skip


def test_bars_and_declines_move_along_when_rows_are_put_in_order():
    result = match_all(
        programmes({"id": "z"}, {"id": "a"}),
        openings({"id": "y"}, {"id": "b"}, {"id": "m"}),
        top=5,
        pairs=PairFacts(declined_programme=np.array([0]), declined_opening=np.array([0])),
        settings=Settings(rules=GateRules(barred=np.array([False, True, False]))),
    )
    ids = result.scene.programmes.ids, result.scene.openings.ids
    found = {
        (ids[0][p], ids[1][o]) for p, o in zip(result.ranking.programme, result.ranking.opening, strict=True)
    }

    assert found == {("z", "m"), ("a", "m"), ("a", "y")}


def test_the_funnel_starts_with_all_openings_and_ends_with_those_that_can_be_ranked():
    programme_rows, opening_rows = small_world(3)

    result = match_all(programmes(*programme_rows), openings(*opening_rows), top=60)

    assert (result.remaining[:, 0] == 60).all()
    assert (np.diff(result.remaining, axis=1) <= 0).all()
    assert result.remaining[:, -1].tolist() == np.bincount(result.ranking.programme, minlength=12).tolist()
    assert result.remaining[:, 1].max() < 60
    assert (result.remaining[:, 2] < result.remaining[:, 1]).any()

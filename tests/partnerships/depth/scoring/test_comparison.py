"""Peers on the depth card, and how firm an order is."""

from copy import deepcopy
from decimal import Decimal

import pytest

from partnerships.depth.scoring.comparison import order_stability, peer_medians
from partnerships.depth.scoring.measures import points
from tests.partnerships.depth.scoring.made import (
    KINDS,
    RUBRIC,
    activity,
    agreement,
    alder_and_birch,
    document,
    scored,
)


def ladder(count: int) -> list:
    """Partnerships of which each does in every dimension at least what the one before did."""
    rows = [activity(kind, kind, quantity=30, people=30, hours=30, money="90000.00") for kind in KINDS]
    return [scored(document(agreements=[agreement()], activities=rows[: 5 * n])) for n in range(1, count + 1)]


def specialists() -> list:
    """One partnership for each dimension, strong there and nowhere else."""
    by_dimension = {}
    for kind in RUBRIC.activity_kinds.values():
        row = activity(kind.code, kind.code, quantity=30, people=30, hours=60, money="90000.00")
        by_dimension.setdefault(kind.dimension, []).append(row)
    return [scored(document(activities=rows)) for rows in by_dimension.values()]


def test_the_median_of_peers_is_taken_dimension_by_dimension():
    peers = [scored(document(activities=[activity("a", "joint_course", quantity=n)])) for n in (0, 1, 2)]

    assert peer_medians(peers)["curriculum"] == 3
    assert peer_medians(peers[1:])["curriculum"] == Decimal("3.75")
    assert peer_medians(peers)["service"] == points(0)
    assert peer_medians([]) == {}


def test_an_order_that_holds_in_every_dimension_holds_under_any_weights():
    stability = order_stability(ladder(6), RUBRIC, draws=25, seed=7)

    assert (stability.mean_tau, stability.worst_tau) == (pytest.approx(1), pytest.approx(1))


def test_an_order_of_specialists_depends_on_the_weights():
    stability = order_stability(specialists(), RUBRIC, draws=25, seed=7)

    assert -1 <= stability.worst_tau < stability.mean_tau < 0.9
    assert 0 < stability.level_moves <= 1


def test_the_same_seed_gives_the_same_answer_and_another_seed_another():
    scores = specialists()

    first = order_stability(scores, RUBRIC, draws=5, seed=1)

    assert first == order_stability(scores, RUBRIC, draws=5, seed=1)
    assert first != order_stability(scores, RUBRIC, draws=5, seed=2)


def test_no_spread_moves_nobody():
    stability = order_stability(
        [*specialists(), scored(alder_and_birch())], RUBRIC, draws=3, seed=1, spread=0
    )

    assert stability.level_moves == 0
    assert stability.worst_tau == pytest.approx(1)


def test_one_partnership_alone_has_no_order_to_lose():
    assert order_stability([scored(alder_and_birch())], RUBRIC, draws=2, seed=1).worst_tau == 1


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"draws": 1, "spread": 1.0}, {"draws": 1, "spread": -0.1}])
def test_draws_and_spread_must_make_sense(wrong):
    with pytest.raises(ValueError, match="draws must be 1 or more"):
        order_stability(deepcopy(specialists()), RUBRIC, seed=1, **wrong)

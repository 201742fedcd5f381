"""Scores beside each other: peer medians for the depth card, and how stable an order is under other weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from statistics import fmean, median

from scipy.stats import kendalltau

from partnerships.depth.scoring.rubric import Rubric
from partnerships.depth.scoring.scorer import Score

SMALLEST_GROUP = 2


@dataclass(frozen=True, slots=True)
class Stability:
    """How stable an order is: Kendall's tau-b with the published order, mean and worst over the draws, in [-1, 1]
    (1 = the same order), and the share in [0, 1] of partnerships that change level, mean over the draws."""

    mean_tau: float
    worst_tau: float
    level_moves: float
    draws: int


def peer_medians(scores: Sequence[Score]) -> dict[str, Decimal]:
    """Return the median points of each dimension by code; empty where there are no peers.

    With an even number of peers, the mean of the two in the middle.
    """
    if not scores:
        return {}
    codes = [dimension.code for dimension in scores[0].dimensions]
    return {code: median(score.dimension(code).points for score in scores) for code in codes}


def order_stability(
    scores: Sequence[Score], rubric: Rubric, *, draws: int, seed: int, spread: float = 0.5
) -> Stability:
    """Score the partnerships under `draws` other weights of the dimensions and compare the orders.

    Each draw multiplies every dimension's maximum by a number drawn evenly from [1 - spread, 1 + spread] and scales the
    eight back to 100; the share earned of each dimension stays. The gate is left out: this asks about points alone. The
    same seed gives the same answer. Raises ValueError without draws, or for a spread outside [0, 1).
    """
    if draws < 1 or not 0 <= spread < 1:
        raise ValueError("draws must be 1 or more, and spread at least 0 and below 1")
    chance = Random(seed)  # noqa: S311 - a seeded draw, no secret
    published = [float(score.points) for score in scores]
    levels = [score.level_by_points for score in scores]
    taus, moves = [], []
    for _ in range(draws):
        weights = [float(d.max_points) * chance.uniform(1 - spread, 1 + spread) for d in rubric.dimensions]
        other = [_points_under(score, weights) for score in scores]
        taus.append(_tau(published, other))
        moves.append(_moved(levels, other, rubric))
    return Stability(fmean(taus), min(taus), fmean(moves), draws)


def _points_under(score: Score, weights: list[float]) -> float:
    earned = (
        float(dimension.points / dimension.max_points) * weight
        for dimension, weight in zip(score.dimensions, weights, strict=True)
    )
    return round(100 * sum(earned) / sum(weights), 9)


def _tau(first: list[float], second: list[float]) -> float:
    """Return tau-b; 1 where an order has nothing to differ in."""
    if len(set(first)) < SMALLEST_GROUP or len(set(second)) < SMALLEST_GROUP:
        return 1.0
    return float(kendalltau(first, second).statistic)


def _moved(levels: list[int], other: list[float], rubric: Rubric) -> float:
    if not levels:
        return 0.0
    now = [rubric.level_of(Decimal(repr(points))) for points in other]
    return sum(a != b for a, b in zip(levels, now, strict=True)) / len(levels)

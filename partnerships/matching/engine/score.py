"""From losses of single factors to a score whose parts add up, and to points of a hundred.

Premises. Factors multiply: a perfect post on a day nobody is free is no match. A product adds up as logarithms.
Procedure. Losses of the factors of a group add up to x; the group costs B tanh(x / B), B = nats_per_point x points
of the group; score = minus the sum over the groups; points of a group = its points x (1 - cost / B), and so
points in all = sum of points + score / nats_per_point. What one side does not state counts as the median of that
factor over the programme's pairs that passed the gates and state it (where none does, as the median of these
medians over all programmes; where nobody does, it adds nothing).
Guarantees. parts <= 0 and add up to the score; points are a strictly rising function of the score.
Source: docs/matching.md, "From factors to points".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partnerships.matching.engine.abilities import AbilityTable
from partnerships.matching.engine.factors import (
    common_days,
    covered_share,
    needed_days,
    pair_kilometres,
    place_loss,
    prefix_loss,
    reliability_loss,
    seats_loss,
    time_loss,
)
from partnerships.matching.engine.gates import Gates
from partnerships.matching.engine.tables import Bools, Floats, Ints
from partnerships.matching.engine.weights import Weights

# Every factor but the words, with the group it belongs to.
FACTORS = {
    "abilities": 0,
    "accepted": 0,
    "learnt": 0,
    "industry": 0,
    "place": 1,
    "dates": 2,
    "seats": 3,
    "reliability": 4,
}


@dataclass(frozen=True)
class Facts:
    """What the dense factors read: gates (with both tables), abilities, relation and industry by class.

    `class_rows`: class of each programme; `learnt` and `industry`: (classes x openings), in [0, 1], NaN unknown.
    """

    gates: Gates
    abilities: AbilityTable | None
    class_rows: Ints
    learnt: Floats | None
    industry: Floats | None
    weights: Weights

    def losses(self, rows: Ints, columns: Ints) -> dict[str, Floats]:
        """Loss of every known factor for broadcasting indexes; NaN where a side does not say, absent if nobody."""
        found = {
            "abilities": self._abilities(rows, columns),
            "accepted": self._accepted(rows, columns),
            "learnt": self._learnt(rows, columns),
            "industry": self._industry(rows, columns),
            "place": self._place(rows, columns),
            "dates": self._dates(rows, columns),
            "seats": self._seats(rows, columns),
            "reliability": self._reliability(rows, columns),
        }
        return {name: loss for name, loss in found.items() if loss is not None}

    def _abilities(self, rows: Ints, columns: Ints) -> Floats | None:
        if self.abilities is None:
            return None
        weights = self.weights.major
        share = self.abilities.coverage(rows, columns)
        return _power_loss(share, weights.ability_prior, weights.ability_sharpness)

    def _accepted(self, rows: Ints, columns: Ints) -> Floats | None:
        if self.gates.programmes.major_code is None or self.gates.openings.majors is None:
            return None
        return prefix_loss(self.gates.accepted_length(rows, columns), self.weights.major)

    def _learnt(self, rows: Ints, columns: Ints) -> Floats | None:
        if self.learnt is None:
            return None
        weights = self.weights.major
        related = self.learnt[self.class_rows[rows], columns]
        return _power_loss(related, weights.learnt_prior, weights.learnt_sharpness)

    def _industry(self, rows: Ints, columns: Ints) -> Floats | None:
        if self.industry is None:
            return None
        loss: Floats = -self.weights.major.industry_sharpness * np.log(
            self.industry[self.class_rows[rows], columns]
        )
        return loss

    def _place(self, rows: Ints, columns: Ints) -> Floats | None:
        distance = pair_kilometres(self.gates.programmes, self.gates.openings, rows, columns)
        return (
            None
            if distance is None
            else place_loss(distance, self.gates.lodging[columns], self.weights.place)
        )

    def _dates(self, rows: Ints, columns: Ints) -> Floats | None:
        programmes, openings = self.gates.programmes, self.gates.openings
        if (programmes.start is None and programmes.end is None) or (
            openings.start is None and openings.end is None
        ):
            return None
        common = common_days(programmes, openings, rows, columns)
        return time_loss(
            covered_share(common, needed_days(programmes, self.weights.time)[rows]), self.weights.time
        )

    def _seats(self, rows: Ints, columns: Ints) -> Floats | None:
        students, seats = self.gates.programmes.students, self.gates.openings.seats
        if students is None or seats is None:
            return None
        free = self.gates.facts.free_seats(seats, rows, columns)
        return seats_loss(free, students[rows], self.weights.seats)

    def _reliability(self, rows: Ints, columns: Ints) -> Floats | None:
        reliability = self.gates.openings.reliability
        if reliability is None:
            return None
        agreement = self.gates.facts.has_agreement(rows, columns)
        return reliability_loss(reliability[columns], agreement, self.weights.reliability)


def row_medians(loss: Floats, allowed: Bools) -> Floats:
    """Median of each row over its allowed, known cells; NaN where there are none.

    >>> row_medians(np.array([[1.0, 2.0, 9.0, np.nan]]), np.array([[True, True, False, True]])).tolist()
    [1.5]
    """
    values = np.sort(np.where(allowed, loss, np.nan), axis=1)  # NaN sorts last
    known = np.count_nonzero(~np.isnan(values), axis=1)
    rows = np.arange(len(values))
    if values.shape[1] == 0:
        return np.full(len(values), np.nan)
    low, high = (
        values[rows, np.maximum(known - 1, 0) // 2],
        values[rows, np.minimum(known // 2, values.shape[1] - 1)],
    )
    return np.where(known > 0, (low + high) / 2, np.nan)


def fallbacks(medians: dict[str, Floats]) -> dict[str, float]:
    """For each factor the median of the programmes' medians; 0 (adds nothing) where no programme has one.

    >>> fallbacks({"place": np.array([1.0, np.nan, 3.0]), "seats": np.array([np.nan])})
    {'place': 2.0, 'seats': 0.0}
    """
    result = {}
    for name, values in medians.items():
        known = values[~np.isnan(values)]
        result[name] = float(np.median(known)) if len(known) else 0.0
    return result


def completed(losses: dict[str, Floats], medians: dict[str, Floats]) -> dict[str, Floats]:
    """Losses with every unknown cell replaced by its median, medians shaped to broadcast against the losses."""
    return {name: np.where(np.isnan(loss), medians[name], loss) for name, loss in losses.items()}


def group_parts(
    words: Floats, losses: dict[str, Floats], penalties: tuple[Floats, ...], weights: Weights
) -> Floats:
    """Parts of the score, (groups x shape of a loss), each in (-B, 0]; they add up to the score.

    >>> nothing = (np.zeros(1),) * 5
    >>> group_parts(np.array([0.0]), {"place": np.array([3.0])}, nothing, Weights()).round(3).ravel().tolist()
    [0.0, -2.285, 0.0, 0.0, 0.0]
    """
    bounds = part_bounds(weights)
    totals = [words + penalties[0], *penalties[1:]]
    for name, loss in losses.items():
        totals[FACTORS[name]] = totals[FACTORS[name]] + loss
    return np.stack(
        [-bound * np.tanh(total / bound) + 0.0 for bound, total in zip(bounds, totals, strict=True)]
    )


def part_bounds(weights: Weights) -> list[float]:
    """The most each group can cost, in natural logarithms."""
    return [weights.nats_per_point * points for points in weights.points]


def total_score(parts: Floats) -> Floats:
    """The score: the parts added up in the order of the groups."""
    total = np.zeros(parts.shape[1:])
    for part in parts:
        total = total + part
    return total


def points(parts: Floats, weights: Weights) -> Floats:
    """Points of each group, (groups x ...): from 0 to the group's points; their sum rises strictly with the score.

    >>> points(np.array([[0.0], [-1.5], [0.0], [0.0], [0.0]]), Weights()).ravel().tolist()
    [40.0, 10.0, 15.0, 10.0, 15.0]
    """
    most = np.array(weights.points).reshape(-1, *[1] * (parts.ndim - 1))
    shown: Floats = most + parts / weights.nats_per_point
    return np.maximum(shown, 0.0)


def _power_loss(share: Floats, prior: float, sharpness: float) -> Floats:
    loss: Floats = -sharpness * np.log((share + prior) / (1 + prior))
    return np.maximum(loss, 0.0)

"""Place, time, seats, accepted majors, reliability: what each costs a pair.

Premises. Each factor lies in (0, 1] and is kept as its loss -ln f >= 0, NaN where either side does not say.
Procedure. One function of columns a factor. All take `rows` and `columns` that broadcast against each other:
(n, 1) and (m,) give all pairs as (n x m), two equal lengths give single pairs; both give the same numbers.
Guarantees. No statistics: a loss depends on the two rows and on the weights alone. Lower is better.
What was not done: roads and buses (great-circle kilometres), hours of the day.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from partnerships.matching.engine.tables import Bools, Days, Floats, Ints, Openings, Programmes, Texts
from partnerships.matching.engine.text import offers_lodging
from partnerships.matching.engine.weights import (
    MajorWeights,
    PlaceWeights,
    ReliabilityWeights,
    SeatWeights,
    TimeWeights,
)

EARTH_KM = 6371.0088
NONE_FITS, ANY_MAJOR = -1, -2
FAR_FUTURE = np.datetime64("9999-12-31", "D")
FAR_PAST = np.datetime64("0001-01-01", "D")


def kilometres(longitude_a: Floats, latitude_a: Floats, longitude_b: Floats, latitude_b: Floats) -> Floats:
    """Great-circle distance (haversine), NaN where a coordinate is.

    >>> a, b = np.array([113.26]), np.array([114.06])
    >>> kilometres(a, np.array([23.13]), b, np.array([22.54])).round().tolist()
    [105.0]
    """
    phi_a, phi_b = np.radians(latitude_a), np.radians(latitude_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, np.radians(longitude_b - longitude_a) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lambda) ** 2
    distance: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return distance


def pair_kilometres(programmes: Programmes, openings: Openings, rows: Ints, columns: Ints) -> Floats | None:
    """Distances of pairs; None where one side has no coordinates at all."""
    here, there = (programmes.longitude, programmes.latitude), (openings.longitude, openings.latitude)
    if here[0] is None or here[1] is None or there[0] is None or there[1] is None:
        return None
    return kilometres(here[0][rows], here[1][rows], there[0][columns], there[1][columns])


def lodging_of(openings: Openings) -> Bools:
    """Whether an opening offers lodging: its column, else what its words say."""
    stated = np.full(len(openings.ids), -1) if openings.lodging is None else openings.lodging
    read = np.array([offers_lodging(text) for text in openings.text], np.int64).reshape(-1)
    offered: Bools = np.where(stated >= 0, stated, read) == 1
    return offered


def place_loss(distance: Floats, lodging: Bools, weights: PlaceWeights) -> Floats:
    """ln 2 x (kilometres beyond the near ones) / half_km; with lodging at most what moving in costs.

    >>> stay = np.array([False, False])
    >>> place_loss(np.array([5.0, 32.0]), stay, PlaceWeights(near_km=12, half_km=20)).round(3).tolist()
    [0.0, 0.693]
    """
    beyond = np.log(2) * np.maximum(distance - weights.near_km, 0.0)
    commuting = beyond / weights.half_km
    moving_in = weights.lodging_loss + beyond / weights.lodging_half_km
    loss: Floats = np.where(lodging, np.minimum(commuting, moving_in), commuting)
    return loss


def stated_period(start: Days | None, end: Days | None, rows: int) -> tuple[Days, Days, Bools]:
    """First and last days with open sides filled in, and which rows state anything."""
    nothing = np.full(rows, np.datetime64("NaT", "D"))
    first, last = (nothing if start is None else start), (nothing if end is None else end)
    stated: Bools = ~(np.isnat(first) & np.isnat(last))
    return (
        np.where(np.isnat(first), FAR_PAST, first),
        np.where(np.isnat(last), FAR_FUTURE, last),
        stated,
    )


def common_days(programmes: Programmes, openings: Openings, rows: Ints, columns: Ints) -> Floats:
    """Days both periods have in common, open sides taken as endless; NaN where either side states no day."""
    first_a, last_a, stated_a = stated_period(programmes.start, programmes.end, len(programmes.ids))
    first_b, last_b, stated_b = stated_period(openings.start, openings.end, len(openings.ids))
    first = np.maximum(first_a[rows], first_b[columns])
    last = np.minimum(last_a[rows], last_b[columns])
    days = (last - first).astype(np.int64) + 1.0
    result: Floats = np.where(stated_a[rows] & stated_b[columns], np.maximum(days, 0.0), np.nan)
    return result


def needed_days(programmes: Programmes, weights: TimeWeights) -> Floats:
    """Length of each programme's period; the usual one where a side is open, NaN where nothing is stated."""
    first, last, stated = stated_period(programmes.start, programmes.end, len(programmes.ids))
    closed = (first > FAR_PAST) & (last < FAR_FUTURE)
    days = np.where(closed, np.maximum((last - first).astype(np.int64) + 1.0, 1.0), float(weights.usual_days))
    return np.where(stated, days, np.nan)


def covered_share(common: Floats, needed: Floats) -> Floats:
    """Share of a programme's days that an opening covers, in [0, 1].

    >>> covered_share(np.array([91.0, 400.0]), np.array([182.0, 182.0])).tolist()
    [0.5, 1.0]
    """
    share: Floats = np.minimum(common / needed, 1.0)
    return share


def time_loss(share: Floats, weights: TimeWeights) -> Floats:
    """-sharpness ln(share of the days covered), bounded by the least share."""
    loss: Floats = -weights.sharpness * np.log(np.maximum(share, weights.least_share))
    return loss


def seats_loss(seats: Floats, students: Floats, weights: SeatWeights) -> Floats:
    """-sharpness ln(seats / students), 0 where there are enough.

    >>> seats_loss(np.array([5.0, 20.0]), np.array([10.0, 10.0]), SeatWeights(sharpness=1.0)).round(3).tolist()
    [0.693, 0.0]
    """
    share = np.minimum(seats / np.maximum(students, 1.0), 1.0)
    loss: Floats = -weights.sharpness * np.log(np.maximum(share, weights.least_share))
    return np.maximum(loss, 0.0)


def reliability_loss(reliability: Floats, agreement: Bools, weights: ReliabilityWeights) -> Floats:
    """-sharpness ln(reliability), halved where an agreement is in force; NaN where nothing is known."""
    loss = -weights.sharpness * np.log(np.clip(reliability, weights.least, 1.0))
    kept: Floats = np.where(agreement, loss * weights.with_agreement, loss)
    return kept


def longest_accepted(codes: Texts, majors: tuple[Texts, ...]) -> npt.NDArray[np.int8]:
    """Length of the longest accepted prefix of each code, (codes x openings), small numbers for little memory.

    NONE_FITS where majors are given and none is a prefix; ANY_MAJOR where an opening names none.

    >>> longest_accepted(("730801",), (("73", "7308"), ("66",), ())).tolist()
    [[4, -1, -2]]
    """
    owners: dict[str, list[int]] = {}
    given = np.zeros(len(majors), np.bool_)
    for column, prefixes in enumerate(majors):
        for prefix in prefixes:
            if prefix:
                owners.setdefault(prefix, []).append(column)
                given[column] = True
    lengths = np.full((len(codes), len(majors)), ANY_MAJOR, np.int8)
    lengths[:, given] = NONE_FITS
    for row, code in enumerate(codes):
        for size in range(1, min(len(code), 100) + 1):
            lengths[row, owners.get(code[:size], [])] = size
    return lengths


def prefix_loss(accepted: Floats, weights: MajorWeights) -> Floats:
    """prefix_loss for each digit by which the accepted prefix is wider than a major; NaN where none is asked."""
    loss: Floats = weights.prefix_loss * np.maximum(6.0 - np.maximum(accepted, 0.0), 0.0)
    return loss

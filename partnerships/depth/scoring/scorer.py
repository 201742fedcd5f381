"""The depth of one partnership: points, level and parts, from its facts under a rubric.

Premises. Depth is what both sides can show. Confirmed evidence counts fully, unconfirmed at most a third; it fades
with age; more of the same earns less and less; variety is needed for the top. Whether the partnership is lawful (an
agreement in force) caps the level but never changes points; suspicions (flags) change neither.

Procedure. `tally` sums each kind exactly. A kind earns max * (2 f(c) + f(c + u)) / 3 with c the confirmed and u the
unconfirmed sum and f the saturation of `measures`. A dimension earns the sum of its kinds, up to its maximum M:
precisely (2 min(M, C) + min(M, A)) / 3, where C sums max * f(c) and A sums max * f(c + u), so that unconfirmed
evidence cannot fill a dimension either. What lies over the maximum is kept as `over`. The eight dimensions add up to
the points.

Guarantees (each is a property test): 0 <= points <= 100; parts add up exactly; one more confirmed activity with files
of its own never lowers the score; the order of the facts does not matter; unconfirmed evidence alone earns at most a
third of what it would earn confirmed; splitting earns nothing more; a repeated file earns nothing; older never earns
more.

Not done on purpose: no bonus for size of the enterprise, no judgement of quality by text, no learned weights, no
interplay between kinds. Source of the dimensions: the published indicator systems named in docs/depth.md; the weights
are this portal's own, with reasons in the rubric.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from partnerships.depth.scoring.facts import Facts
from partnerships.depth.scoring.flags import Flag, find_flags
from partnerships.depth.scoring.measures import fading_unit, points, saturated, units_of
from partnerships.depth.scoring.rubric import Dimension, Kind, Rubric
from partnerships.depth.scoring.tally import Tally, Unearned, tally

NO_AGREEMENT_IN_FORCE = "no_agreement_in_force"
THIRDS = 3
NOTHING = points(0)


@dataclass(frozen=True, slots=True)
class KindScore:
    """What one kind earned.

    `confirmed` and `unconfirmed` are faded sums in the measure of the kind (six decimals, rounded down); `ids` are the
    activities counted (empty for kinds fed by anything else), `rows` how many rows lie behind it.
    """

    kind: str
    confirmed: Decimal
    unconfirmed: Decimal
    points: Decimal
    max_points: Decimal
    ids: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """What one dimension earned: points = sum of its kinds - `over`. `level` is that of its share of the maximum."""

    code: str
    points: Decimal
    max_points: Decimal
    level: int
    over: Decimal
    kinds: tuple[KindScore, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The depth of a partnership. Points are Decimals of ten decimals that add up exactly.

    `level` is capped by `gate` (codes of what is not lawful); `level_by_points` is not. Coverage: of `evidence_count`
    activities, `covered_count` are confirmed and backed by a file of their own.
    """

    rubric: str
    points: Decimal
    level: int
    level_by_points: int
    dimensions: tuple[DimensionScore, ...]
    gate: tuple[str, ...]
    flags: tuple[Flag, ...]
    evidence_count: int
    covered_count: int
    unearned: tuple[Unearned, ...]

    @property
    def coverage(self) -> float:
        """The share in [0, 1] of activities confirmed and backed by a file; 0 where there is none."""
        return self.covered_count / self.evidence_count if self.evidence_count else 0.0

    def dimension(self, code: str) -> DimensionScore:
        """Return the dimension with this code."""
        return next(found for found in self.dimensions if found.code == code)


def score(facts: Facts, rubric: Rubric) -> Score:
    """Return the depth of a partnership; pure, and the same for the same facts in any order.

    Raises ValueError when something in the facts is dated after `facts.on`.

    >>> from datetime import date
    >>> from partnerships.depth.scoring.rubric_reading import built_in
    >>> score(Facts(on=date(2026, 11, 22)), built_in()).level
    0
    """
    counted = tally(facts, rubric)
    dimensions = tuple(
        score_dimension(counted, dimension, kinds, rubric) for dimension, kinds in rubric.by_dimension
    )
    total = sum((dimension.points for dimension in dimensions), Decimal(0))
    return Score(
        rubric=rubric.version,
        points=total,
        level=gated_level(total, rubric, is_open=counted.has_agreement_in_force),
        level_by_points=rubric.level_of(total),
        dimensions=dimensions,
        gate=() if counted.has_agreement_in_force else (NO_AGREEMENT_IN_FORCE,),
        flags=find_flags(facts, rubric),
        evidence_count=counted.evidence_count,
        covered_count=counted.covered_count,
        unearned=tuple(counted.unearned),
    )


def gated_level(total: Decimal, rubric: Rubric, *, is_open: bool) -> int:
    """Return the level that points reach, at most the cap of the rubric while the gate is shut."""
    level = rubric.level_of(total)
    return level if is_open else min(level, rubric.gate.level_cap)


def shares_of(counted: Tally, kind: Kind) -> tuple[int, int]:
    """Return the point units max * f(c) and max * f(c + u) of a kind."""
    sums = counted.kinds.get(kind.code)
    if sums is None:
        return 0, 0
    half = kind.half_scaled
    confirmed = units_of(kind.max_units, saturated(sums.confirmed, half))
    if not sums.unconfirmed:
        return confirmed, confirmed
    return confirmed, units_of(kind.max_units, saturated(sums.confirmed + sums.unconfirmed, half))


def capped_units(shares: Iterable[tuple[int, int]], max_units: int) -> int:
    """Return the point units of a dimension from the shares of its kinds: (2 min(M, C) + min(M, A)) / 3."""
    confirmed = everything = 0
    for kind_confirmed, kind_everything in shares:
        confirmed += kind_confirmed
        everything += kind_everything
    return (2 * min(max_units, confirmed) + min(max_units, everything)) // THIRDS


def score_dimension(
    counted: Tally, dimension: Dimension, kinds: tuple[Kind, ...], rubric: Rubric
) -> DimensionScore:
    """Return a dimension with its kinds.

    The parts of the kinds are rounded so that they add up exactly: the thirds of a unit left by one go to the next.
    """
    shares = [shares_of(counted, kind) for kind in kinds]
    parts, thirds = [], 0
    for kind, (confirmed, everything) in zip(kinds, shares, strict=True):
        before, thirds = thirds // THIRDS, thirds + 2 * confirmed + everything
        parts.append(_kind_score(counted, kind, thirds // THIRDS - before))
    units = capped_units(shares, dimension.max_units)
    return DimensionScore(
        code=dimension.code,
        points=points(units),
        max_points=dimension.max_points,
        level=rubric.level_of(100 * points(units) / dimension.max_points),
        over=points(thirds // THIRDS - units),
        kinds=tuple(parts),
    )


def _kind_score(counted: Tally, kind: Kind, units: int) -> KindScore:
    sums = counted.kinds.get(kind.code)
    if sums is None:
        return KindScore(kind.code, NOTHING, NOTHING, NOTHING, kind.max_points, (), 0)
    fading = fading_unit(kind.half_life_days)
    return KindScore(
        kind=kind.code,
        confirmed=Decimal(sums.confirmed // fading).scaleb(-6),
        unconfirmed=Decimal(sums.unconfirmed // fading).scaleb(-6),
        points=points(units),
        max_points=kind.max_points,
        ids=tuple(sums.ids),
        rows=sums.rows,
    )

"""Why a pair was found good, and what speaks against it: codes with values, for the winners only.

Premises. A reason is what sets this pair apart from the programme's usual pair; a concern is what it costs. Words
are the caller's: here are codes, numbers and names.
Procedure. Every known factor of a pair gives a reason if it costs less than the programme's median, a concern if
it costs more than `least_points`; each is ordered by its weight in points. Facts that the opening does not state
are one concern, since they were counted as the median.
Guarantees. Functions of the pair, its parts and the statistics of the run; the same pair, the same reasons.
What was not done: no sentence, no language.

Codes, with their values:
  for     abilities_covered (covered, wanted, names, missing) · same_words (words) · accepts_major (prefix)
          industry_related (value) · words_point_to_class (value) · near (km) · dates_cover (days)
          seats_fit (seats, students) · partner_reliable (value) · agreement_in_force
  against abilities_missing (covered, wanted, names, missing) · accepts_widely (prefix) · industry_unusual (value)
          words_point_elsewhere (value) · far_without_lodging (km) · far_with_lodging (km)
          dates_partial (days, needed) · seats_short (seats, students) · partner_unreliable (value)
          answered_before (group) · not_stated (facts)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from partnerships.matching.engine.factors import common_days, covered_share, needed_days, pair_kilometres
from partnerships.matching.engine.pairs import at
from partnerships.matching.engine.reference import Ranking
from partnerships.matching.engine.scene import Scene, Statistics
from partnerships.matching.engine.score import FACTORS
from partnerships.matching.engine.tables import GROUPS, Floats, Ints, column_or_empty
from partnerships.matching.engine.text import shared_phrases

Value: TypeAlias = float | int | str | tuple[str, ...]

LEAST_POINTS = 1.0
WORDS_SHOWN = 5


@dataclass(frozen=True)
class Reason:
    """A code with its values; `points`: how much it weighs, in points of a hundred, for ordering."""

    code: str
    values: dict[str, Value]
    points: float


@dataclass(frozen=True)
class Explanation:
    """Reasons for a pair and concerns against it, the weightiest first."""

    reasons: tuple[Reason, ...]
    concerns: tuple[Reason, ...]


@dataclass(frozen=True)
class _Pair:
    """One pair and what its factors cost."""

    scene: Scene
    row: int
    column: int
    losses: dict[str, float]


def explain(scene: Scene, ranking: Ranking, statistics: Statistics) -> list[Explanation]:
    """Reasons and concerns of every pair of a ranking, in its order."""
    rows, columns = ranking.programme, ranking.opening
    losses = scene.facts.losses(rows, columns)
    usual = {name: values[_rows_of(scene, statistics)] for name, values in statistics.medians.items()}
    return [
        _explanation(
            _Pair(scene, int(row), int(column), {name: float(loss[at]) for name, loss in losses.items()}),
            {name: float(values[row]) for name, values in usual.items()},
        )
        for at, (row, column) in enumerate(zip(rows, columns, strict=True))
    ]


def _rows_of(scene: Scene, statistics: Statistics) -> Ints:
    number = {name: row for row, name in enumerate(statistics.programme_ids)}
    return np.array([number[name] for name in scene.programmes.ids], np.int64)


def _explanation(pair: _Pair, usual: dict[str, float]) -> Explanation:
    per_point = pair.scene.facts.weights.nats_per_point
    reasons = list(_words(pair))
    concerns = [*_answers(pair), *_not_stated(pair)]
    for factor, loss in pair.losses.items():
        if np.isnan(loss):
            continue
        lost, spared = loss / per_point, (usual.get(factor, loss) - loss) / per_point
        good, bad, values = _DESCRIBED[factor](pair)
        if lost >= LEAST_POINTS:
            concerns.append(Reason(bad, values, lost))
        elif good:
            reasons.append(Reason(good, values, max(spared, 0.0)))
    if pair.scene.facts.gates.facts.has_agreement(np.array([pair.row]), np.array([pair.column]))[0]:
        reasons.append(Reason("agreement_in_force", {}, pair.scene.facts.weights.points[4] / 2))
    return Explanation(_ordered(reasons), _ordered(concerns))


def _ordered(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: (-reason.points, reason.code)))


def _words(pair: _Pair) -> Iterator[Reason]:
    """The weightiest words of the opening that stand in the programme too."""
    scene, openings = pair.scene, pair.scene.openings
    ours, theirs = scene.query.names[pair.row], scene.posts.described[pair.column]
    both = np.intersect1d(ours.indices, theirs.indices)
    if len(both) == 0:
        return
    rarity = scene.language.names.rarity
    shared = {_term(scene, number): float(rarity[number]) for number in both}
    phrases: dict[str, float] = {}
    lists = [column_or_empty(column, len(openings.ids)) for column in (openings.tasks, openings.abilities)]
    for text in (
        openings.title[pair.column],
        openings.text[pair.column],
        *lists[0][pair.column],
        *lists[1][pair.column],
    ):
        phrases.update(shared_phrases(text, shared))
    best = sorted(phrases.items(), key=lambda item: (-item[1], item[0]))[:WORDS_SHOWN]
    most = scene.facts.weights.points[0]
    weight = sum(value for _, value in best) / (1.0 + float(rarity[ours.indices].sum()))
    yield Reason("same_words", {"words": tuple(phrase for phrase, _ in best)}, most * min(weight, 1.0))


def _term(scene: Scene, number: int) -> str:
    return scene.language.names.terms[number]


def _answers(pair: _Pair) -> Iterator[Reason]:
    row, column = np.array([pair.row]), np.array([pair.column])
    per_point = pair.scene.facts.weights.nats_per_point
    for group, table in zip(GROUPS, pair.scene.facts.gates.facts.penalties, strict=True):
        loss = float(at(table, row, column)[0])
        if loss > 0:
            yield Reason("answered_before", {"group": group}, loss / per_point)


def _not_stated(pair: _Pair) -> Iterator[Reason]:
    missing = tuple(
        name
        for name in FACTORS
        if np.isnan(pair.losses.get(name, 0.0)) and name not in {"accepted", "learnt"}
    )
    if missing:
        yield Reason("not_stated", {"facts": missing}, 0.5)


_Described: TypeAlias = tuple[str, str, dict[str, Value]]


def _abilities(pair: _Pair) -> _Described:
    table = pair.scene.facts.abilities
    assert table is not None
    covered, missing = table.split(pair.row, pair.column)
    wanted = len(covered) + len(missing)
    values: dict[str, Value] = {
        "covered": len(covered),
        "wanted": wanted,
        "names": covered,
        "missing": missing,
    }
    return ("abilities_covered" if covered else ""), "abilities_missing", values


def _accepted(pair: _Pair) -> _Described:
    length = int(pair.scene.facts.gates.accepted_length(np.array([pair.row]), np.array([pair.column]))[0])
    code = (pair.scene.programmes.major_code or ())[pair.row].strip()
    return "accepts_major", "accepts_widely", {"prefix": code[:length]}


def _learnt(pair: _Pair) -> _Described:
    learnt, rows = pair.scene.facts.learnt, pair.scene.facts.class_rows
    assert learnt is not None
    value = float(learnt[rows[pair.row], pair.column])
    return ("words_point_to_class" if value >= 0.5 else ""), "words_point_elsewhere", {"value": value}


def _industry(pair: _Pair) -> _Described:
    industry, rows = pair.scene.facts.industry, pair.scene.facts.class_rows
    assert industry is not None
    return "industry_related", "industry_unusual", {"value": float(industry[rows[pair.row], pair.column])}


def _place(pair: _Pair) -> _Described:
    distance = pair_kilometres(
        pair.scene.programmes, pair.scene.openings, np.array([pair.row]), np.array([pair.column])
    )
    assert distance is not None
    lodging = bool(pair.scene.facts.gates.lodging[pair.column])
    bad = "far_with_lodging" if lodging else "far_without_lodging"
    return "near", bad, {"km": round(float(distance[0]), 1)}


def _dates(pair: _Pair) -> _Described:
    scene, row, column = pair.scene, np.array([pair.row]), np.array([pair.column])
    needed = needed_days(scene.programmes, scene.facts.weights.time)[row]
    common = common_days(scene.programmes, scene.openings, row, column)
    days = round(float(covered_share(common, needed)[0] * needed[0]))
    return "dates_cover", "dates_partial", {"days": days, "needed": int(needed[0])}


def _seats(pair: _Pair) -> _Described:
    scene, row, column = pair.scene, np.array([pair.row]), np.array([pair.column])
    free = scene.facts.gates.facts.free_seats(scene.openings.seats, row, column)
    students: Floats = scene.programmes.students if scene.programmes.students is not None else np.zeros(0)
    return "seats_fit", "seats_short", {"seats": int(free[0]), "students": int(students[pair.row])}


def _reliability(pair: _Pair) -> _Described:
    reliability = pair.scene.openings.reliability
    assert reliability is not None
    return "partner_reliable", "partner_unreliable", {"value": float(reliability[pair.column])}


_DESCRIBED: dict[str, Callable[[_Pair], _Described]] = {
    "abilities": _abilities,
    "accepted": _accepted,
    "learnt": _learnt,
    "industry": _industry,
    "place": _place,
    "dates": _dates,
    "seats": _seats,
    "reliability": _reliability,
}

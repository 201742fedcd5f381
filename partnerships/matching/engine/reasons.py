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
from math import isnan
from typing import TypeAlias

import numpy as np

from partnerships.matching.engine.factors import common_days, covered_share, needed_days, pair_kilometres
from partnerships.matching.engine.lexicon import Sparse
from partnerships.matching.engine.pairs import at
from partnerships.matching.engine.reference import Ranking
from partnerships.matching.engine.scene import Scene, Statistics
from partnerships.matching.engine.tables import GROUPS, Floats, Ints, Openings
from partnerships.matching.engine.text import runs, shared_phrases

Value: TypeAlias = float | int | str | tuple[str, ...]

REASON_CODES = (
    "abilities_covered",
    "same_words",
    "accepts_major",
    "industry_related",
    "words_point_to_class",
    "near",
    "dates_cover",
    "seats_fit",
    "partner_reliable",
    "agreement_in_force",
)
CONCERN_CODES = (
    "abilities_missing",
    "accepts_widely",
    "industry_unusual",
    "words_point_elsewhere",
    "far_without_lodging",
    "far_with_lodging",
    "dates_partial",
    "seats_short",
    "partner_unreliable",
    "answered_before",
    "not_stated",
)
LEAST_POINTS = 1.0
# What an opening can leave out; accepted majors left out mean: any.
STATED = ("abilities", "industry", "place", "dates", "seats", "reliability")
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
class _Pairs:
    """The pairs of a ranking and their facts, one list a fact, each as long as the ranking.

    Lists, because every pair is read by itself: taking one number out of an array costs ten times as much.

    `words`: the terms of each programme with their weights, and these added up; `runs`: the words of each opening.
    """

    scene: Scene
    rows: list[int]
    columns: list[int]
    losses: dict[str, list[float]]
    usual: dict[str, list[float]]
    facts: dict[str, list[float]]
    agreement: list[bool]
    penalties: tuple[list[float], ...]
    words: dict[int, tuple[dict[str, float], float]]
    runs: dict[int, list[str]]


@dataclass(frozen=True)
class _Pair:
    """The pair at one place of the ranking."""

    pairs: _Pairs
    at: int

    @property
    def scene(self) -> Scene:
        return self.pairs.scene

    @property
    def row(self) -> int:
        return self.pairs.rows[self.at]

    @property
    def column(self) -> int:
        return self.pairs.columns[self.at]

    def fact(self, name: str) -> float:
        return self.pairs.facts[name][self.at]


def explain(scene: Scene, ranking: Ranking, statistics: Statistics) -> list[Explanation]:
    """Reasons and concerns of every pair of a ranking, in its order."""
    rows, columns = ranking.programme, ranking.opening
    number = {name: row for row, name in enumerate(statistics.programme_ids)}
    known = np.array([number[name] for name in scene.programmes.ids], np.int64)[rows]
    tables = scene.facts.gates.facts
    pairs = _Pairs(
        scene=scene,
        rows=rows.tolist(),
        columns=columns.tolist(),
        losses=_lists(scene.facts.losses(rows, columns)),
        usual=_lists({name: values[known] for name, values in statistics.medians.items()}),
        facts=_lists(_facts(scene, rows, columns)),
        agreement=tables.has_agreement(rows, columns).tolist(),
        penalties=tuple(at(table, rows, columns).tolist() for table in tables.penalties),
        words={row: _weights(scene, row) for row in np.unique(rows).tolist()},
        runs={column: _runs(scene.openings, column) for column in np.unique(columns).tolist()},
    )
    return [_explanation(_Pair(pairs, place)) for place in range(len(rows))]


def _lists(arrays: dict[str, Floats]) -> dict[str, list[float]]:
    return {name: values.tolist() for name, values in arrays.items()}


def _weights(scene: Scene, row: int) -> tuple[dict[str, float], float]:
    """The terms of one programme with their weights, and the sum of these."""
    names, own = scene.language.names, _row(scene.query.names, row)
    rarity = names.rarity[own]
    weights = {
        names.terms[number]: weight for number, weight in zip(own.tolist(), rarity.tolist(), strict=True)
    }
    return weights, float(rarity.sum())


def _runs(openings: Openings, column: int) -> list[str]:
    """The words of one opening as written."""
    lists = [values[column] for values in (openings.tasks, openings.abilities) if values is not None]
    texts = (openings.title[column], openings.text[column], *(item for items in lists for item in items))
    return [run for text in texts for run in runs(text)]


def _facts(scene: Scene, rows: Ints, columns: Ints) -> dict[str, Floats]:
    """The numbers that reasons show; NaN where unknown."""
    nothing = np.full(len(rows), np.nan)
    programmes, openings, dense = scene.programmes, scene.openings, scene.facts
    distance = pair_kilometres(programmes, openings, rows, columns)
    needed = needed_days(programmes, dense.weights.time)[rows]
    classes = dense.class_rows[rows]
    return {
        "prefix": dense.gates.accepted_length(rows, columns),
        "learnt": nothing if dense.learnt is None else dense.learnt[classes, columns],
        "industry": nothing if dense.industry is None else dense.industry[classes, columns],
        "km": nothing if distance is None else distance,
        "needed": needed,
        "days": covered_share(common_days(programmes, openings, rows, columns), needed) * needed,
        "seats": dense.gates.facts.free_seats(openings.seats, rows, columns),
        "students": nothing if programmes.students is None else programmes.students[rows],
        "reliability": nothing if openings.reliability is None else openings.reliability[columns],
    }


def _explanation(pair: _Pair) -> Explanation:
    weights = pair.scene.facts.weights
    reasons = list(_words(pair))
    concerns = [*_answers(pair), *_not_stated(pair)]
    for factor, losses in pair.pairs.losses.items():
        loss = losses[pair.at]
        if isnan(loss):
            continue
        lost = loss / weights.nats_per_point
        usual = pair.pairs.usual[factor][pair.at] if factor in pair.pairs.usual else loss
        spared = usual / weights.nats_per_point - lost
        good, bad, values = _DESCRIBED[factor](pair)
        if lost >= LEAST_POINTS:
            concerns.append(Reason(bad, values, lost))
        elif good:
            reasons.append(Reason(good, values, max(spared, 0.0)))
    if pair.pairs.agreement[pair.at]:
        reasons.append(Reason("agreement_in_force", {}, weights.points[4] / 2))
    return Explanation(_ordered(reasons), _ordered(concerns))


def _ordered(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: (-reason.points, reason.code)))


def _words(pair: _Pair) -> Iterator[Reason]:
    """The weightiest words of the opening that stand in the programme too."""
    weights, total = pair.pairs.words[pair.row]
    phrases = shared_phrases(pair.pairs.runs[pair.column], weights)
    if not phrases:
        return
    best = sorted(phrases.items(), key=lambda item: (-item[1], item[0]))[:WORDS_SHOWN]
    share = sum(value for _, value in best) / (1.0 + total)
    words = tuple(phrase for phrase, _ in best)
    yield Reason("same_words", {"words": words}, pair.scene.facts.weights.points[0] * min(share, 1.0))


def _row(matrix: Sparse, row: int) -> Ints:
    numbers: Ints = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
    return numbers


def _answers(pair: _Pair) -> Iterator[Reason]:
    per_point = pair.scene.facts.weights.nats_per_point
    for group, losses in zip(GROUPS, pair.pairs.penalties, strict=True):
        if losses[pair.at] > 0:
            yield Reason("answered_before", {"group": group}, losses[pair.at] / per_point)


def _not_stated(pair: _Pair) -> Iterator[Reason]:
    losses = pair.pairs.losses
    missing = tuple(name for name in STATED if name in losses and isnan(losses[name][pair.at]))
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
    codes = pair.scene.programmes.major_code
    assert codes is not None
    return "accepts_major", "accepts_widely", {"prefix": codes[pair.row].strip()[: int(pair.fact("prefix"))]}


def _learnt(pair: _Pair) -> _Described:
    value = pair.fact("learnt")
    return ("words_point_to_class" if value >= 0.5 else ""), "words_point_elsewhere", {"value": value}


def _industry(pair: _Pair) -> _Described:
    return "industry_related", "industry_unusual", {"value": pair.fact("industry")}


def _place(pair: _Pair) -> _Described:
    lodging = bool(pair.scene.facts.gates.lodging[pair.column])
    return "near", "far_with_lodging" if lodging else "far_without_lodging", {"km": round(pair.fact("km"), 1)}


def _dates(pair: _Pair) -> _Described:
    return (
        "dates_cover",
        "dates_partial",
        {"days": round(pair.fact("days")), "needed": round(pair.fact("needed"))},
    )


def _seats(pair: _Pair) -> _Described:
    return (
        "seats_fit",
        "seats_short",
        {"seats": round(pair.fact("seats")), "students": round(pair.fact("students"))},
    )


def _reliability(pair: _Pair) -> _Described:
    return "partner_reliable", "partner_unreliable", {"value": pair.fact("reliability")}


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

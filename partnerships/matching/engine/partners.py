"""New partners: enterprises without openings, ranked for a school or a programme.

Premises. Of such a firm one knows its industry, place, size and perhaps how it answered others: enough to knock at
a door, not to fill a seat.
Procedure. The groups, weights, medians, parts and points are those of openings; of the factors remain industry with
major classes (the best of the seeker's classes, each weighted), the words of the trade found in the seeker's
words, place, size (the legal 10 % of the staff against the students) and reliability. Time adds nothing.
Guarantees. As `reference`: exact, deterministic, total order by id; job agencies and labour dispatch are dropped,
and so are pairs the caller excludes (partners already, declined).
Source: 职业学校学生实习管理规定 2021, article 11 (the 10 %).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partnerships.matching.engine.factors import kilometres, place_loss, reliability_loss, seats_loss
from partnerships.matching.engine.gates import INTERMEDIARIES
from partnerships.matching.engine.industry import Prior, industry_values, standing_prior
from partnerships.matching.engine.pairs import PairTables, at, pair_tables
from partnerships.matching.engine.reference import Ranking
from partnerships.matching.engine.score import completed, fallbacks, group_parts, row_medians, total_score
from partnerships.matching.engine.tables import (
    Bools,
    Floats,
    Ints,
    PairFacts,
    TextLists,
    Texts,
    without_letter,
)
from partnerships.matching.engine.text import name_terms
from partnerships.matching.engine.topk import best_columns, ranks_within, rounded
from partnerships.matching.engine.weights import STANDARD, Weights

LEGAL_SHARE = 0.1
"""Students may generally be a tenth of the staff."""


@dataclass(frozen=True)
class Seekers:
    """Schools or programmes: `classes` (canonical major classes taught), `words` (names of majors, abilities)."""

    ids: Texts
    classes: TextLists
    words: Texts
    longitude: Floats
    latitude: Floats
    students: Floats


@dataclass(frozen=True)
class Firms:
    """Enterprises without openings; `trade`: words of the trade (industry word, products); NaN or "" = unknown."""

    ids: Texts
    trade: Texts
    industry_code: Texts
    longitude: Floats
    latitude: Floats
    staff: Floats
    reliability: Floats


@dataclass(frozen=True)
class PartnerFacts:
    """What each winner's reasons are made of: value of the industry, kilometres, likely seats; NaN unknown."""

    industry: Floats
    kilometres: Floats
    likely_seats: Floats


def rank_partners(
    seekers: Seekers,
    firms: Firms,
    *,
    top: int,
    excluded: PairFacts | None = None,
    prior: Prior | None = None,
    weights: Weights = STANDARD,
) -> tuple[Ranking, PartnerFacts]:
    """The best `top` firms of every seeker, with parts as of openings, and what the reasons need.

    Rows in the ranking are those of the arguments. `excluded`: its declined pairs are dropped, penalties count.
    Raises ValueError when `top` is below 1.

    >>> seekers = Seekers(("s",), (("7308",),), ("物流",), *np.array([[113.0], [23.0], [30.0]]))
    >>> unknown = np.full(2, np.nan)
    >>> firms = Firms(("a", "b"), ("", ""), ("Q8411", "G5990"), unknown, unknown, unknown, unknown)
    >>> [firms.ids[row] for row in rank_partners(seekers, firms, top=1)[0].opening]
    ['b']
    """
    if top < 1:
        raise ValueError("top must be at least 1")
    order = np.array(sorted(range(len(firms.ids)), key=firms.ids.__getitem__), np.int64)
    pairs = pair_tables(excluded or PairFacts(), len(seekers.ids), len(firms.ids))
    values = {code: row for row, code in enumerate(sorted(set(firms.industry_code)))}
    by_code = _industry_of_seekers(seekers, tuple(values), standing_prior() if prior is None else prior)
    column_of = np.array([values[code] for code in firms.industry_code], np.int64)
    allowed = np.array(
        [not without_letter(code).startswith(INTERMEDIARIES) for code in firms.industry_code], np.bool_
    )
    found = []
    for row in range(len(seekers.ids)):
        losses, facts = _losses(seekers, firms, row, by_code[row, column_of], weights)
        passed = allowed & ~pairs.is_declined(np.array([[row]]), np.arange(len(firms.ids)))[0]
        best, parts = _best_of_one(row, losses, passed, pairs, order, top, weights)
        found.append((np.full(len(best), row), best, parts, [fact[best] for fact in facts]))
    return _collected(found, weights)


def _best_of_one(
    row: int,
    losses: dict[str, Floats],
    passed: Bools,
    pairs: PairTables,
    order: Ints,
    top: int,
    weights: Weights,
) -> tuple[Ints, Floats]:
    """The best firms of one seeker, and the parts of their scores; `order` puts firms in id order."""
    ordered = {name: loss[order][None, :] for name, loss in losses.items()}
    penalties = tuple(at(table, np.array([[row]]), order) for table in pairs.penalties)
    parts = _parts(ordered, passed[order], penalties, weights)
    _, best = best_columns(rounded(total_score(parts), weights.digits), passed[order][None, :], top)
    return order[best], parts[:, 0, best]


def _industry_of_seekers(seekers: Seekers, codes: Texts, prior: Prior) -> Floats:
    """Best value of each seeker's classes for each industry code, (seekers x codes)."""
    classes = tuple(sorted({name for names in seekers.classes for name in names}))
    known = {name: row for row, name in enumerate(classes)}
    by_class = np.nan_to_num(industry_values(classes, codes, prior), nan=-1.0)
    result = np.full((len(seekers.ids), len(codes)), np.nan)
    for row, names in enumerate(seekers.classes):
        if names:
            result[row] = by_class[[known[name] for name in names]].max(axis=0)
    return np.where(result > 0, result, np.nan)


def _losses(
    seekers: Seekers, firms: Firms, row: int, industry: Floats, weights: Weights
) -> tuple[dict[str, Floats], tuple[Floats, Floats, Floats]]:
    """Losses of every factor for one seeker, (firms,), and the facts behind them."""
    distance = kilometres(seekers.longitude[row], seekers.latitude[row], firms.longitude, firms.latitude)
    likely = np.floor(firms.staff * LEGAL_SHARE)
    nowhere = np.zeros(len(firms.ids), np.bool_)
    losses = {
        # of a firm without openings the industry says most of what is known: it counts as text does elsewhere
        "industry": -2 * weights.major.industry_sharpness * np.log(industry),
        "abilities": _trade_loss(seekers.words[row], firms.trade, weights),
        "place": place_loss(distance, nowhere, weights.place),
        "seats": seats_loss(likely, np.full(len(firms.ids), seekers.students[row]), weights.seats),
        "reliability": reliability_loss(firms.reliability, nowhere, weights.reliability),
    }
    return losses, (industry, distance, likely)


def _trade_loss(words: str, trades: Texts, weights: Weights) -> Floats:
    """Share of a trade's words that the seeker's words hold, as the share of abilities covered; NaN: no words."""
    own = name_terms(words)
    known: dict[str, float] = {}
    for trade in set(trades):
        theirs = name_terms(trade)
        known[trade] = len(theirs & own) / len(theirs) if theirs else float("nan")
    share = np.array([known[trade] for trade in trades], np.float64)
    prior = weights.major.ability_prior
    loss: Floats = -weights.major.ability_sharpness * np.log((share + prior) / (1 + prior))
    return loss


def _parts(
    losses: dict[str, Floats], passed: Bools, penalties: tuple[Floats, ...], weights: Weights
) -> Floats:
    medians = {name: row_medians(loss, passed[None, :]) for name, loss in losses.items()}
    spare = fallbacks(medians)
    whole = {name: np.where(np.isnan(value), spare[name], value)[:, None] for name, value in medians.items()}
    return group_parts(np.zeros(passed[None, :].shape), completed(losses, whole), penalties, weights)


def _collected(
    found: list[tuple[Ints, Ints, Floats, list[Floats]]], weights: Weights
) -> tuple[Ranking, PartnerFacts]:
    if not found:
        none = np.zeros(0, np.int64)
        empty = np.zeros(0)
        return Ranking(none, none, none, empty, np.zeros((len(weights.points), 0))), PartnerFacts(
            empty, empty, empty
        )
    rows = np.concatenate([row for row, _, _, _ in found]).astype(np.int64)
    parts = np.concatenate([part for _, _, part, _ in found], axis=1)
    score = rounded(total_score(parts), weights.digits)
    ranking = Ranking(
        rows, np.concatenate([firm for _, firm, _, _ in found]), ranks_within(rows), score, parts
    )
    facts = [np.concatenate([fact[at_] for _, _, _, fact in found]) for at_ in range(3)]
    return ranking, PartnerFacts(*facts)

"""The readable exact engine: every programme against every opening, the best kept.

Premises. All openings are looked at for every programme; nothing is sampled or approximated.
Procedure. `match_all`: read both tables in id order, learn the statistics; stage one, in chunks of programmes:
gates, words, dense factors with their medians, the best 200 of each programme; stage two: finer words for those
pairs alone, final parts, final order. `score_openings`: the same final score for a few openings against all
programmes, with the statistics of the last full run passed in.
Guarantees. Chunk size changes nothing; rows may come in any order; the two paths give equal scores while the
statistics are equal. Memory is bounded by the chunk (about `chunk_pairs` x 200 bytes).
What was not done: speed at any price (a compiled kernel would be equal to this one by test).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from partnerships.matching.engine.gates import funnel
from partnerships.matching.engine.language import fine_strength, fit_loss, word_level
from partnerships.matching.engine.lexicon import pair_products
from partnerships.matching.engine.pairs import at
from partnerships.matching.engine.scene import Scene, Settings, Statistics, later_scene, read_scene
from partnerships.matching.engine.score import (
    FACTORS,
    completed,
    fallbacks,
    group_parts,
    row_medians,
    total_score,
)
from partnerships.matching.engine.tables import Floats, Ints, Openings, PairFacts, Programmes
from partnerships.matching.engine.topk import best_columns, ranks_within, rounded
from partnerships.matching.engine.weights import Weights


@dataclass(frozen=True)
class Ranking:
    """Scored pairs: rows of the tables in the result, `parts` (5 x pairs) in the order of `GROUPS`."""

    programme: Ints
    opening: Ints
    rank: Ints
    score: Floats
    parts: Floats


@dataclass(frozen=True)
class MatchResult:
    """A full run: `ranking` by programme and rank, `remaining` (programmes x (1 + gates)), see `gates.funnel`."""

    scene: Scene
    ranking: Ranking
    remaining: Ints
    statistics: Statistics


@dataclass(frozen=True)
class _FirstStage:
    """The candidates of stage one and what was learnt on the way."""

    rows: Ints
    columns: Ints
    word_level: Floats
    medians: dict[str, Floats]
    remaining: Ints


def match_all(
    programmes: Programmes,
    openings: Openings,
    *,
    top: int,
    pairs: PairFacts | None = None,
    settings: Settings | None = None,
) -> MatchResult:
    """The best `top` openings of every programme, exactly, with parts, funnels and statistics.

    Raises ValueError when `top` is below 1.

    >>> programmes = Programmes(ids=("p",), title=("Nursing",), text=("Care of patients",))
    >>> openings = Openings(ids=("a", "b"), title=("Welder", "Nurse"), text=("Weld steel", "Care of patients"))
    >>> result = match_all(programmes, openings, top=1)
    >>> [result.scene.openings.ids[row] for row in result.ranking.opening]
    ['b']
    """
    if top < 1:
        raise ValueError("top must be at least 1")
    chosen = settings or Settings()
    scene = read_scene(programmes, openings, pairs or PairFacts(), chosen)
    first = _first_stage(scene, max(top, chosen.weights.second_stage), chosen)
    statistics, parts = _second_stage(scene, first, chosen)
    ranking = _ranked(first.rows, first.columns, parts, chosen.weights, top)
    return MatchResult(scene, ranking, first.remaining, statistics)


def score_openings(
    programmes: Programmes,
    openings: Openings,
    statistics: Statistics,
    *,
    pairs: PairFacts | None = None,
    settings: Settings | None = None,
) -> tuple[Scene, Ranking]:
    """Final scores of a few openings against all programmes that their gates let through, best first.

    Equal to `match_all` for the same pairs while its statistics hold. `rank` counts the programmes of each opening.
    Raises KeyError when a programme was not in the run that left the statistics (then run that again).
    """
    chosen = settings or Settings()
    scene, known = later_scene(programmes, openings, statistics, pairs or PairFacts(), chosen)
    rows = np.arange(len(scene.programmes.ids))
    passed, _ = funnel(scene.facts.gates, rows)
    columns, found = np.nonzero(passed.T)
    pieces = pair_products(scene.query.pieces, scene.posts.pieces, found, columns)
    parts = _final_parts(scene, known, found, columns, pieces, chosen.weights)
    score = rounded(total_score(parts), chosen.weights.digits)
    order = np.lexsort((found, -score, columns))
    columns, found = columns[order], found[order]
    return scene, Ranking(found, columns, ranks_within(columns), score[order], parts[:, order])


def _first_stage(scene: Scene, depth: int, settings: Settings) -> _FirstStage:
    """Stage one over all pairs, a chunk of programmes at a time."""
    size = max(1, settings.chunk_pairs // max(1, len(scene.openings.ids)))
    chunks = [
        _first_chunk(scene, rows, depth, settings.weights)
        for rows in np.split(
            np.arange(len(scene.programmes.ids)), range(size, len(scene.programmes.ids), size)
        )
    ]
    return _FirstStage(
        rows=np.concatenate([chunk.rows for chunk in chunks]),
        columns=np.concatenate([chunk.columns for chunk in chunks]),
        word_level=np.concatenate([chunk.word_level for chunk in chunks]),
        medians={
            name: np.concatenate([chunk.medians[name] for chunk in chunks]) for name in chunks[0].medians
        },
        remaining=np.concatenate([chunk.remaining for chunk in chunks]),
    )


def _first_chunk(scene: Scene, rows: Ints, depth: int, weights: Weights) -> _FirstStage:
    grid, columns = rows[:, None], np.arange(len(scene.openings.ids))
    passed, remaining = funnel(scene.facts.gates, rows)
    words = (scene.query.words[rows] @ scene.posts.words.T).toarray()
    level = word_level(words, weights.text)
    losses = scene.facts.losses(grid, columns)
    medians = {name: row_medians(loss, passed) for name, loss in losses.items()}
    filled = completed(losses, {name: np.nan_to_num(values)[:, None] for name, values in medians.items()})
    word_loss = fit_loss(words / level[:, None], weights.text)
    parts = group_parts(word_loss, filled, _penalties(scene, grid, columns), weights)
    best_rows, best = best_columns(rounded(total_score(parts), weights.digits), passed, depth)
    return _FirstStage(rows[best_rows], best, level, medians, remaining)


def _second_stage(scene: Scene, first: _FirstStage, settings: Settings) -> tuple[Statistics, Floats]:
    """The statistics of the run, and the final parts (groups x candidates) of the candidates of stage one."""
    rows, columns, weights = first.rows, first.columns, settings.weights
    spans = list(_spans(rows, settings.chunk_pairs // 20))
    pieces = np.zeros(len(rows))
    for span in spans:
        pieces[span] = pair_products(scene.query.pieces, scene.posts.pieces, rows[span], columns[span])
    statistics = Statistics(
        programme_ids=scene.programmes.ids,
        language=scene.language,
        query=scene.query,
        relation=scene.relation,
        word_level=first.word_level,
        piece_level=_piece_level(rows, pieces, len(scene.programmes.ids), weights),
        medians=_whole_medians(first.medians),
    )
    parts = np.zeros((len(weights.points), len(rows)))
    for span in spans:
        parts[:, span] = _final_parts(scene, statistics, rows[span], columns[span], pieces[span], weights)
    return statistics, parts


def _final_parts(
    scene: Scene, statistics: Statistics, rows: Ints, columns: Ints, pieces: Floats, weights: Weights
) -> Floats:
    """Parts of the final score of pairs (rows[i], columns[i]); `pieces` are their raw scores by pieces of words."""
    text = weights.text
    words = pair_products(scene.query.words, scene.posts.words, rows, columns)
    strength = words / statistics.word_level[rows] + text.pieces * pieces / statistics.piece_level[rows]
    strength += fine_strength(scene.query, scene.posts, scene.language, rows, columns, text)
    losses = scene.facts.losses(rows, columns)
    unknown = np.full(len(rows), np.nan)
    losses = {name: losses.get(name, unknown) for name in FACTORS if name in statistics.medians}
    filled = completed(losses, {name: statistics.medians[name][rows] for name in losses})
    return group_parts(fit_loss(strength, text), filled, _penalties(scene, rows, columns), weights)


def _penalties(scene: Scene, rows: Ints, columns: Ints) -> tuple[Floats, ...]:
    return tuple(at(table, rows, columns) for table in scene.facts.gates.facts.penalties)


def _piece_level(rows: Ints, pieces: Floats, programmes: int, weights: Weights) -> Floats:
    """As `word_level`, over each programme's candidates."""
    level = np.full(programmes, weights.text.least_level)
    for span in _spans(rows, 1):
        level[rows[span][0]] = word_level(pieces[span][None, :], weights.text)[0]
    return level


def _whole_medians(medians: dict[str, Floats]) -> dict[str, Floats]:
    """Medians with the median of the others where a programme has none."""
    spare = fallbacks(medians)
    return {name: np.where(np.isnan(values), spare[name], values) for name, values in medians.items()}


def _spans(rows: Ints, size: int) -> Iterator[slice]:
    """Stretches of whole programmes (equal, adjacent rows) with about `size` pairs, at least one programme each."""
    borders = np.append(np.flatnonzero(np.diff(rows)) + 1, len(rows))
    start = 0
    for end in borders.tolist():
        if end - start >= size or end == len(rows):
            if end > start:
                yield slice(start, end)
            start = end


def _ranked(rows: Ints, columns: Ints, parts: Floats, weights: Weights, top: int) -> Ranking:
    score = rounded(total_score(parts), weights.digits)
    order = np.lexsort((columns, -score, rows))
    order = order[ranks_within(rows[order]) <= top]
    rows = rows[order]
    return Ranking(rows, columns[order], ranks_within(rows), score[order], parts[:, order])

"""What one run reads before it scores: both tables in id order, their words, statistics and dense facts.

Premises. Everything a score needs is either in the two rows or in the statistics of a full run.
Procedure. `read_scene` learns the statistics from the tables given; `later_scene` reads a few openings with the
statistics of an earlier run and the programmes it knew.
Guarantees. Rows are in code-point order of id from here on; facts about pairs and rules have moved along.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from partnerships.matching.engine.abilities import ability_table
from partnerships.matching.engine.gates import GateRules, build_gates
from partnerships.matching.engine.industry import Prior, canonical_class, industry_values, standing_prior
from partnerships.matching.engine.language import Language, Posts, Query, read_language, read_posts
from partnerships.matching.engine.pairs import pair_tables
from partnerships.matching.engine.relation import Relation, RelationSettings, learn_relation
from partnerships.matching.engine.score import Facts
from partnerships.matching.engine.tables import Floats, Ints, Openings, PairFacts, Programmes, sorted_by_id
from partnerships.matching.engine.weights import STANDARD, Weights


@dataclass(frozen=True)
class Settings:
    """How to run: gates, weights, the relation of classes and industries, and how many pairs at a time."""

    rules: GateRules = field(default_factory=GateRules)
    weights: Weights = STANDARD
    relation: RelationSettings = field(default_factory=RelationSettings)
    prior: Prior = field(default_factory=standing_prior)
    chunk_pairs: int = 500_000


@dataclass(frozen=True)
class Statistics:
    """What a full run leaves for scoring single openings later: language, relation, yardsticks, medians.

    `programme_ids` names the rows of `query`, `word_level`, `piece_level` and of every array in `medians`.
    """

    programme_ids: tuple[str, ...]
    language: Language
    query: Query
    relation: Relation | None
    word_level: Floats
    piece_level: Floats
    medians: dict[str, Floats]


@dataclass(frozen=True)
class Scene:
    """Both tables in id order and everything read from them, as the scoring functions need it."""

    programmes: Programmes
    openings: Openings
    facts: Facts
    posts: Posts
    language: Language
    query: Query
    relation: Relation | None


def read_scene(programmes: Programmes, openings: Openings, pairs: PairFacts, settings: Settings) -> Scene:
    """Both tables read, with statistics learnt from them."""
    programmes, programme_order = sorted_by_id(programmes)
    openings, opening_order = sorted_by_id(openings)
    moved = pairs.renumbered(_inverse(programme_order), _inverse(opening_order))
    settings = replace(settings, rules=settings.rules.moved(programme_order, opening_order))
    language, query, posts = read_language(programmes, openings, settings.weights.text)
    relation = learn_relation(programmes, openings, query, posts, language, settings.relation)
    facts = _dense_facts(programmes, openings, moved, posts, language, relation, settings)
    return Scene(programmes, openings, facts, posts, language, query, relation)


def later_scene(
    programmes: Programmes, openings: Openings, statistics: Statistics, pairs: PairFacts, settings: Settings
) -> tuple[Scene, Statistics]:
    """The tables read with statistics of an earlier run, and these narrowed to the programmes given.

    Raises KeyError when a programme was not in that run.
    """
    programmes, programme_order = sorted_by_id(programmes)
    openings, opening_order = sorted_by_id(openings)
    moved = pairs.renumbered(_inverse(programme_order), _inverse(opening_order))
    settings = replace(settings, rules=settings.rules.moved(programme_order, opening_order))
    number = {name: row for row, name in enumerate(statistics.programme_ids)}
    rows = np.array([number[name] for name in programmes.ids], np.int64)
    language, relation = statistics.language, statistics.relation
    query = Query(**{name: matrix[rows] for name, matrix in vars(statistics.query).items()})
    posts = read_posts(programmes, openings, language, settings.weights.text)
    facts = _dense_facts(programmes, openings, moved, posts, language, relation, settings)
    known = Statistics(
        programme_ids=programmes.ids,
        language=language,
        query=query,
        relation=relation,
        word_level=statistics.word_level[rows],
        piece_level=statistics.piece_level[rows],
        medians={name: values[rows] for name, values in statistics.medians.items()},
    )
    return Scene(programmes, openings, facts, posts, language, query, relation), known


def _inverse(order: Ints) -> Ints:
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank


def _dense_facts(
    programmes: Programmes,
    openings: Openings,
    pairs: PairFacts,
    posts: Posts,
    language: Language,
    relation: Relation | None,
    settings: Settings,
) -> Facts:
    tables = pair_tables(pairs, len(programmes.ids), len(openings.ids))
    codes = programmes.major_code or ("",) * len(programmes.ids)
    classes = tuple(sorted({canonical_class(code) for code in codes}))
    number = {name: row for row, name in enumerate(classes)}
    abilities = None
    if programmes.abilities is not None and openings.abilities is not None:
        abilities = ability_table(programmes.abilities, openings.abilities, settings.weights.major)
    industry = None
    if programmes.major_code is not None and openings.industry_code is not None:
        industry = industry_values(classes, openings.industry_code, settings.prior)
    return Facts(
        gates=build_gates(programmes, openings, tables, settings.rules),
        abilities=abilities,
        class_rows=np.array([number[canonical_class(code)] for code in codes], np.int64),
        learnt=_learnt_by_class(relation, classes, openings, posts, language, settings.relation),
        industry=industry,
        weights=settings.weights,
    )


def _learnt_by_class(
    relation: Relation | None,
    classes: tuple[str, ...],
    openings: Openings,
    posts: Posts,
    language: Language,
    settings: RelationSettings,
) -> Floats | None:
    """Learnt relation (classes x openings); NaN for classes about which nothing was learnt."""
    if relation is None:
        return None
    values = relation.of(openings, posts, language, settings)
    known = {name: column for column, name in enumerate(relation.classes)}
    result = np.full((len(classes), len(openings.ids)), np.nan)
    for row, name in enumerate(classes):
        if name in known:
            result[row] = values[:, known[name]]
    return result

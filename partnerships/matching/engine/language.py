"""How well the words of a programme and of an opening fit.

Premises. A title, a description, other names, tasks and abilities say different things; other names of a post are
worth more than any model. Words alone find the best 200; finer parts put those in order.
Procedure. First stage: BM25 over fields that are normalised separately, the programme's title and description
weighing 1 : 3, divided by the score of an opening that says everything (so it lies in [0, 1)), and by the
programme's own level, the mean of its ten best. Second stage, on chosen pairs: + pieces of words in the same way
+ the share of a post's name found in the programme and in its title + the share of the programme found in names.
With t their weighted sum, fit = t / (1 + t).
Guarantees. Both stages are functions of the pair and of `Language`, so scoring one opening later gives the same.
Source: docs/matching.md, "Words"; Robertson & Zaragoza 2009.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from partnerships.matching.engine.lexicon import (
    Sparse,
    TermIndex,
    TermsOf,
    count_terms,
    in_code_point_order,
    mean_length,
    pair_products,
    rarity,
    row_sums,
    saturated,
    scaled_columns,
    scaled_rows,
    terms_of_lists,
    terms_of_texts,
    weight_of_frequency,
)
from partnerships.matching.engine.tables import Floats, Ints, Openings, Programmes, column_or_empty
from partnerships.matching.engine.text import name_terms, pieces, post_name, terms
from partnerships.matching.engine.weights import TextWeights

FIELDS = ("title", "text", "aliases", "tasks", "abilities")
QUERY_FIELDS = ("title", "text", "abilities")


@dataclass(frozen=True)
class Space:
    """Statistics of one space of terms: numbers and rarity of terms, mean length of each known field."""

    index: TermIndex
    rarity: Floats
    mean_lengths: dict[str, float]

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms by their numbers."""
        return tuple(self.index)


@dataclass(frozen=True)
class Language:
    """What a run learnt about the words of its openings; handed to later single scorings as it is."""

    words: Space
    pieces: Space
    names: Space
    documents: int


@dataclass(frozen=True)
class Query:
    """Programmes as rows of weights that sum to a best possible score of 1, in both spaces, and their names."""

    words: Sparse
    pieces: Sparse
    names: Sparse
    title_names: Sparse
    coverage: Sparse


@dataclass(frozen=True)
class Posts:
    """Openings as rows of term weights, and the names they go by.

    `names`: (all names x terms), opening i owns rows first[i]:first[i + 1]; `name_sizes`: weight of a whole name;
    `shown`: (openings x terms) 1 where a term stands in a name; `described`: where it stands anywhere.
    """

    words: Sparse
    pieces: Sparse
    names: Sparse
    name_sizes: Floats
    first: Ints
    shown: Sparse
    described: Sparse


@dataclass(frozen=True)
class FieldCounts:
    """Counts and lengths of each known field in one space."""

    counts: dict[str, Sparse] = field(default_factory=dict)
    lengths: dict[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class NameCounts:
    """Presence of name terms: of programmes (title, text, all), of each name, of whole openings."""

    title: Sparse
    text: Sparse
    programme: Sparse
    names: Sparse
    unknown: Floats
    first: Ints
    described: Sparse


def read_language(
    programmes: Programmes, openings: Openings, weights: TextWeights
) -> tuple[Language, Query, Posts]:
    """Statistics of all openings, and both sides weighted with them."""
    words, query_words, post_words = _read_space(programmes, openings, terms)
    parts, query_pieces, post_pieces = _read_space(programmes, openings, pieces)
    names, index = _count_names(programmes, openings, {}, grow=True)
    name_space = Space(index, rarity(names.described), {})
    language = Language(words, parts, name_space, len(openings.ids))
    query = _weighted_query(language, query_words, query_pieces, names, weights)
    return language, query, _weighted_posts(language, post_words, post_pieces, names, weights)


def read_posts(programmes: Programmes, openings: Openings, language: Language, weights: TextWeights) -> Posts:
    """Openings weighted with the statistics of an earlier run."""
    names, _ = _count_names(programmes, openings, language.names.index, grow=False)
    counted = [
        _count_fields(openings, FIELDS, terms_of, space.index, grow=False)
        for space, terms_of in ((language.words, terms), (language.pieces, pieces))
    ]
    return _weighted_posts(language, counted[0], counted[1], names, weights)


def word_level(word_scores: Floats, weights: TextWeights) -> Floats:
    """A programme's yardstick: the mean of its best scores, (rows,) of scores (rows x openings), not below a floor.

    >>> word_level(np.array([[0.5, 0.1, 0.3], [0.0, 0.0, 0.001]]), TextWeights(level_of_best=2)).tolist()
    [0.4, 0.02]
    """
    best = min(weights.level_of_best, word_scores.shape[1])
    if best == 0:
        return np.full(word_scores.shape[0], weights.least_level)
    top = np.sort(np.partition(word_scores, -best, axis=1)[:, -best:], axis=1)
    level: Floats = np.maximum(top.sum(axis=1) / best, weights.least_level)
    return level


def fit_loss(strength: Floats, weights: TextWeights) -> Floats:
    """Loss of a strength t >= 0: -sharpness ln(t / (1 + t)), bounded by the least fit; lower is better.

    >>> fit_loss(np.array([1.0, 0.0]), TextWeights(sharpness=1.0)).round(3).tolist()
    [0.693, 4.605]
    """
    fit = np.maximum(strength / (1 + strength), weights.least_fit)
    loss: Floats = -weights.sharpness * np.log(fit)
    return loss


def fine_strength(
    query: Query, posts: Posts, language: Language, rows: Ints, columns: Ints, weights: TextWeights
) -> Floats:
    """What names add to the strength of each pair (rows[i], columns[i]), in [0, 2)."""
    in_programme, in_title = _name_shares(query, posts, language, rows, columns, weights)
    covered = pair_products(query.coverage, posts.shown, rows, columns)
    strength: Floats = weights.name_in_programme * in_programme + weights.name_in_title * in_title
    return strength + weights.coverage * covered


def _name_shares(
    query: Query, posts: Posts, language: Language, rows: Ints, columns: Ints, weights: TextWeights
) -> tuple[Floats, Floats]:
    """Best share of a name of the opening that stands in the programme, and in the programme's title."""
    counts = posts.first[columns + 1] - posts.first[columns]
    starts = np.cumsum(counts) - counts
    owned = np.arange(counts.sum()) - np.repeat(starts - posts.first[columns], counts)
    pair_rows = np.repeat(rows, counts)
    sizes = posts.name_sizes[owned] + weights.name_prior
    weighted = scaled_columns(posts.names, language.names.rarity)
    shares = [
        np.maximum.reduceat(pair_products(names, weighted, pair_rows, owned) / sizes, starts)
        if len(rows)
        else np.zeros(0)
        for names in (query.names, query.title_names)
    ]
    return shares[0], shares[1]


def _read_space(
    programmes: Programmes, openings: Openings, terms_of: TermsOf
) -> tuple[Space, FieldCounts, FieldCounts]:
    """One space: only terms that some programme uses can score, so only those are kept."""
    index: TermIndex = {}
    queries = _count_fields(programmes, QUERY_FIELDS, terms_of, index, grow=True)
    index, moved = in_code_point_order(index, list(queries.counts.values()))
    queries = FieldCounts(dict(zip(queries.counts, moved, strict=True)), queries.lengths)
    posts = _count_fields(openings, FIELDS, terms_of, index, grow=False)
    means = {name: mean_length(lengths) for name, lengths in posts.lengths.items()}
    return Space(index, rarity(_presence(sum(posts.counts.values()))), means), queries, posts


def _count_fields(
    table: Programmes | Openings, names: tuple[str, ...], terms_of: TermsOf, index: TermIndex, *, grow: bool
) -> FieldCounts:
    result = FieldCounts()
    for name in names:
        column = getattr(table, name)
        if column is not None:
            of = terms_of_texts if name in {"title", "text"} else terms_of_lists
            result.counts[name], result.lengths[name] = count_terms(of(column, terms_of), index, grow=grow)
    for name, counts in result.counts.items():  # a field read early knows fewer columns
        counts.resize((counts.shape[0], len(index)))
        result.counts[name] = counts
    return result


def _presence(counts: Sparse) -> Sparse:
    result = counts.tocsr().copy()
    result.data = np.ones_like(result.data)
    result.sort_indices()
    return result


def _count_names(
    programmes: Programmes, openings: Openings, index: TermIndex, *, grow: bool
) -> tuple[NameCounts, TermIndex]:
    aliases = column_or_empty(openings.aliases, len(openings.ids))
    every = [
        post_name(name)
        for title, others in zip(openings.title, aliases, strict=True)
        for name in (title, *others)
    ]
    counts = [1 + len(others) for others in aliases]
    taught = column_or_empty(programmes.abilities, len(programmes.ids))
    whole = (
        " | ".join(words)
        for words in zip(programmes.title, programmes.text, map(" | ".join, taught), strict=True)
    )
    described = (" | ".join(words) for words in _all_words(openings))
    read = [
        count_terms((name_terms(text) for text in texts), index, grow=grow)
        for texts in (programmes.title, programmes.text, whole, every, described)
    ]
    matrices = [matrix for matrix, _ in read]
    if grow:
        index, matrices = in_code_point_order(index, matrices)
    else:
        for matrix in matrices:
            matrix.sort_indices()
    counted = NameCounts(
        title=matrices[0],
        text=matrices[1],
        programme=matrices[2],
        names=matrices[3],
        unknown=read[3][1] - row_sums(matrices[3]),
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        described=matrices[4],
    )
    return counted, index


def _all_words(openings: Openings) -> list[tuple[str, ...]]:
    rows = len(openings.ids)
    lists = [
        column_or_empty(column, rows) for column in (openings.aliases, openings.tasks, openings.abilities)
    ]
    return [
        (openings.title[row], openings.text[row], *lists[0][row], *lists[1][row], *lists[2][row])
        for row in range(rows)
    ]


def _weighted_query(
    language: Language, words: FieldCounts, parts: FieldCounts, names: NameCounts, weights: TextWeights
) -> Query:
    coverage = scaled_columns(names.text, language.names.rarity)
    return Query(
        words=_query_rows(words, language.words, weights),
        pieces=_query_rows(parts, language.pieces, weights),
        names=names.programme,
        title_names=names.title,
        coverage=_shares(coverage, row_sums(coverage)),
    )


def _query_rows(counted: FieldCounts, space: Space, weights: TextWeights) -> Sparse:
    """Root counts, each field summing to its weight; then divided by the best score any opening could reach."""
    total = None
    for name, counts in counted.counts.items():
        rooted = counts.copy()
        rooted.data = np.sqrt(counts.data)
        part = _shares(rooted, row_sums(rooted)) * getattr(weights, f"query_{name}")
        total = part if total is None else total + part
    assert total is not None
    total.sort_indices()
    return _shares(total, total @ space.rarity)


def _shares(matrix: Sparse, totals: Floats) -> Sparse:
    return scaled_rows(matrix, np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0))


def _weighted_posts(
    language: Language, words: FieldCounts, parts: FieldCounts, names: NameCounts, weights: TextWeights
) -> Posts:
    owners = np.repeat(np.arange(len(names.first) - 1), np.diff(names.first))
    shape = (len(names.first) - 1, names.names.shape[0])
    owning = sp.csr_matrix((np.ones(len(owners)), (owners, np.arange(len(owners)))), shape=shape)
    never_seen = float(weight_of_frequency(np.zeros(1), language.documents)[0])
    return Posts(
        words=_post_rows(words, language.words, weights),
        pieces=_post_rows(parts, language.pieces, weights),
        names=names.names,
        name_sizes=names.names @ language.names.rarity + names.unknown * never_seen,
        first=names.first,
        shown=_presence(owning @ names.names),
        described=names.described,
    )


def _post_rows(counted: FieldCounts, space: Space, weights: TextWeights) -> Sparse:
    total, whole = None, 0.0
    for name, mean in space.mean_lengths.items():
        weight = getattr(weights, name)
        whole += weight
        if name in counted.counts:
            counts, lengths = counted.counts[name], counted.lengths[name]
            part = saturated(counts, lengths, mean, weights.k1, weights.b) * weight
            total = part if total is None else total + part
    assert total is not None
    total.sort_indices()
    return scaled_columns(total, space.rarity / whole)

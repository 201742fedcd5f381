"""What the openings teach about majors: which words and industries point to which class of majors.

Premises. Schools and firms use different words for the same work. An opening that states which majors it accepts
is a weak label for all of its words; a programme is a label for its own words.
Procedure. Ridge regression from the words of a text (weighted by rarity, rows of length 1) and its industry code's
prefixes to membership in each class of the programmes in this run, solved by a fixed number of conjugate-gradient
steps. An opening's prediction, clipped to [0, 1], is its relation to the class.
Guarantees. Deterministic (no seed, no stopping by tolerance); what was learnt can be read: `strongest`.
Too few labels (`least_labels`) teach nothing, and then nothing is added to any score.
What was not done: learning from declines (those are `PairFacts`), smoothing over neighbouring majors (it looked
good on one set and failed on its sister).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from partnerships.matching.engine.industry import canonical_class
from partnerships.matching.engine.language import Language, Posts, Query
from partnerships.matching.engine.lexicon import (
    Sparse,
    TermIndex,
    count_terms,
    in_code_point_order,
    row_sums,
    scaled_columns,
    scaled_rows,
)
from partnerships.matching.engine.tables import Floats, Openings, Programmes, TextLists, Texts, without_letter


@dataclass(frozen=True)
class RelationSettings:
    """How the relation is learnt."""

    least_labels: int = 30
    most_labels: int = 20_000
    steps: int = 12
    penalty: float = 5.0
    industry_weight: float = 0.5
    category_label: float = 0.5


@dataclass(frozen=True)
class Relation:
    """Weights (terms and industry prefixes x classes) and the share of each class among the labels."""

    classes: Texts
    industries: TermIndex
    weights: Floats
    base: Floats

    def of(self, openings: Openings, posts: Posts, language: Language, settings: RelationSettings) -> Floats:
        """Relation of every opening with every class, (openings x classes) in [0, 1]; higher is closer."""
        rows = _features(
            posts.described, language.names.rarity, openings.industry_code, self.industries, settings
        )
        related: Floats = np.clip(rows @ self.weights + self.base, 0.0, 1.0)
        return related

    def strongest(self, major_class: str, language: Language, count: int) -> list[tuple[str, float]]:
        """The terms that point most strongly to a class, with their weights, strongest first."""
        column = self.weights[:, self.classes.index(major_class)]
        terms = [*language.names.index, *(f"industry {code}" for code in self.industries)]
        ranked = sorted(zip(terms, column.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
        return ranked[:count]


def learn_relation(
    programmes: Programmes,
    openings: Openings,
    query: Query,
    posts: Posts,
    language: Language,
    settings: RelationSettings,
) -> Relation | None:
    """The relation in these openings; None where the columns are missing or too few openings state majors."""
    if programmes.major_code is None:
        return None
    classes = tuple(sorted({canonical_class(code) for code in programmes.major_code if code.strip()}))
    majors = openings.majors or ((),) * len(openings.ids)
    labelled = np.array([row for row, codes in enumerate(majors) if any(codes)], np.int64)
    if len(classes) < 2 or len(labelled) + len(programmes.ids) < settings.least_labels:
        return None
    labelled = labelled[:: max(1, -(-len(labelled) // settings.most_labels))]
    industries = _industry_index(openings.industry_code)
    rarity = language.names.rarity
    offered = _features(posts.described, rarity, openings.industry_code, industries, settings)[labelled]
    taught = _features(query.names, rarity, None, industries, settings)
    features = sp.vstack([offered, taught], format="csr")
    accepted = tuple(majors[row] for row in labelled)
    labels = np.vstack(
        [
            class_labels(accepted, classes, settings.category_label),
            class_labels(tuple((code[:4],) for code in programmes.major_code), classes, 0.0),
        ]
    )
    base = labels.sum(axis=0) / len(labels)
    weights = ridge(features, labels - base, settings.penalty, settings.steps)
    return Relation(classes, industries, weights, base)


def class_labels(accepted: TextLists, classes: Texts, category_label: float) -> Floats:
    """Membership of each row's accepted prefixes in each class, (rows x classes), the levels equated.

    >>> class_labels((("510201",), ("73",)), ("7102", "7308"), 0.5).tolist()
    [[1.0, 0.0], [0.0, 0.5]]
    """
    labels = np.zeros((len(accepted), len(classes)))
    known: dict[str, list[int]] = {}
    for row, prefixes in enumerate(accepted):
        for prefix in map(canonical_class, prefixes):
            if len(prefix) < 2:
                continue
            if prefix not in known:
                known[prefix] = [at for at, name in enumerate(classes) if name.startswith(prefix)]
            value = 1.0 if len(prefix) == 4 else category_label
            labels[row, known[prefix]] = np.maximum(labels[row, known[prefix]], value)
    return labels


def ridge(features: Sparse, targets: Floats, penalty: float, steps: int) -> Floats:
    """W that brings |features W - targets|^2 + penalty |W|^2 near its least, one column a class.

    Conjugate gradients on the normal equations, all columns at once, a fixed number of steps.
    features (rows x terms), targets (rows x classes) -> (terms x classes).

    >>> ridge(sp.csr_matrix([[1.0, 0.0], [0.0, 2.0]]), np.array([[1.0], [2.0]]), 1.0, 5).round(3).tolist()
    [[0.5], [0.8]]
    """
    transposed = features.T.tocsr()
    weights = np.zeros((features.shape[1], targets.shape[1]))
    residual = transposed @ targets
    direction = residual.copy()
    norm = (residual * residual).sum(axis=0)
    for _ in range(steps):
        image = transposed @ (features @ direction) + penalty * direction
        curvature = (direction * image).sum(axis=0)
        step = np.divide(norm, curvature, out=np.zeros_like(norm), where=curvature > 0)
        weights += step * direction
        residual -= step * image
        next_norm = (residual * residual).sum(axis=0)
        turn = np.divide(next_norm, norm, out=np.zeros_like(norm), where=norm > 0)
        direction = residual + turn * direction
        norm = next_norm
    return weights


def _prefixes(industry_code: str) -> list[str]:
    digits = without_letter(industry_code)
    return [digits[:size] for size in range(2, len(digits) + 1)]


def _industry_index(industry_codes: Texts | None) -> TermIndex:
    index: TermIndex = {}
    count_terms(map(_prefixes, industry_codes or ()), index, grow=True)
    return in_code_point_order(index, [])[0]


def _features(
    presence: Sparse,
    rarity: Floats,
    industry_codes: Texts | None,
    industries: TermIndex,
    settings: RelationSettings,
) -> Sparse:
    """Rows of words of length 1, and beside them the prefixes of the industry code."""
    words = scaled_columns(presence, rarity)
    squares = words.copy()
    squares.data = words.data**2
    lengths = np.sqrt(row_sums(squares))
    words = scaled_rows(words, np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0))
    codes = ("",) * presence.shape[0] if industry_codes is None else industry_codes
    known, _ = count_terms(map(_prefixes, codes), industries, grow=False)
    return sp.hstack([words, known * settings.industry_weight], format="csr")

"""Term spaces: from many texts to sparse counts and weights of terms.

Premises. A term that stands in few openings says more than one that stands in all; a term is worth less the
longer its field is (length normalisation is what stops keyword stuffing).
Procedure. `TermIndex` numbers terms, `count_terms` makes a sparse matrix of counts, `rarity` is the usual
inverse document frequency, `saturated` the term part of BM25.
Guarantees. Terms are numbered in code-point order once an index is closed, and column indices are sorted, so that
sums run in one order whatever order the rows came in. Unknown terms are dropped but still count as length.
Source: Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sp

from partnerships.matching.engine.tables import Floats, Ints, TextLists, Texts

Sparse: TypeAlias = Any  # scipy.sparse.csr_matrix, which carries no types
TermIndex: TypeAlias = dict[str, int]
TermsOf: TypeAlias = Callable[[str], Iterable[str]]


def count_terms(documents: Iterable[Iterable[str]], index: TermIndex, *, grow: bool) -> tuple[Sparse, Floats]:
    """Counts of terms, (documents x terms), and lengths with unknown terms included.

    With `grow` unknown terms are added to `index`, which is then to be closed by `in_code_point_order`.

    >>> counts, lengths = count_terms([["a", "z", "a"]], {"a": 0}, grow=False)
    >>> counts.toarray().tolist(), lengths.tolist()
    ([[2.0]], [3.0])
    """
    columns, ends, lengths = array("q"), array("q", [0]), array("d")
    for document in documents:
        terms = list(document)
        if grow:
            columns.extend(index.setdefault(term, len(index)) for term in terms)
        else:
            columns.extend(index[term] for term in terms if term in index)
        ends.append(len(columns))
        lengths.append(len(terms))
    counts = sp.csr_matrix(
        (np.ones(len(columns)), np.array(columns, np.int64), np.array(ends, np.int64)),
        shape=(len(lengths), len(index)),
    )
    counts.sum_duplicates()
    return counts, np.array(lengths, np.float64)


def in_code_point_order(index: TermIndex, matrices: Sequence[Sparse]) -> tuple[TermIndex, list[Sparse]]:
    """The index numbered in code-point order of its terms, and the matrices with their columns moved along.

    >>> index, (counts,) = in_code_point_order({"b": 0, "a": 1}, [sp.csr_matrix([[5.0, 0.0]])])
    >>> index, counts.toarray().tolist()
    ({'a': 0, 'b': 1}, [[0.0, 5.0]])
    """
    ordered = sorted(index)
    rank = np.zeros(len(index), np.int64)
    rank[[index[term] for term in ordered]] = np.arange(len(index))
    moved = []
    for matrix in matrices:
        shape = (matrix.shape[0], len(index))
        result = sp.csr_matrix((matrix.data, rank[matrix.indices], matrix.indptr), shape=shape)
        result.sort_indices()
        moved.append(result)
    return {term: number for number, term in enumerate(ordered)}, moved


def rarity(presence: Sparse) -> Floats:
    """Weight of every term: ln(1 + (n - d + 1/2) / (d + 1/2)) for d of n documents, always above 0.

    >>> rarity(sp.csr_matrix([[1.0, 0.0]])).round(3).tolist()
    [0.288, 1.386]
    """
    documents, terms = presence.shape
    return weight_of_frequency(np.bincount(presence.indices, minlength=terms).astype(np.float64), documents)


def weight_of_frequency(frequency: Floats, documents: int) -> Floats:
    """The formula of `rarity` for given document frequencies."""
    weights: Floats = np.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
    return weights


def mean_length(lengths: Floats) -> float:
    """Mean of the lengths above 0; 1 where there are none."""
    stated = lengths[lengths > 0]
    return float(stated.sum() / len(stated)) if len(stated) else 1.0


def saturated(counts: Sparse, lengths: Floats, mean: float, k1: float, b: float) -> Sparse:
    """The term part of BM25 in [0, 1): tf / (tf + k1 (1 - b + b length / mean)), per stored count.

    >>> saturated(sp.csr_matrix([[1.0]]), np.array([4.0]), 4.0, 1.5, 0.8).toarray().tolist()
    [[0.4]]
    """
    norms = k1 * (1 - b + b * lengths / mean)
    result = counts.copy()
    result.data = counts.data / (counts.data + np.repeat(norms, np.diff(counts.indptr)))
    return result


def scaled_columns(matrix: Sparse, weights: Floats) -> Sparse:
    """Every column times its weight, the pattern of the matrix kept."""
    result = matrix.copy()
    result.data = matrix.data * weights[matrix.indices]
    return result


def scaled_rows(matrix: Sparse, weights: Floats) -> Sparse:
    """Every row times its weight, the pattern of the matrix kept."""
    result = matrix.copy()
    result.data = matrix.data * np.repeat(weights, np.diff(matrix.indptr))
    return result


def row_sums(matrix: Sparse) -> Floats:
    """Sum of every row, added up from left to right."""
    sums: Floats = matrix @ np.ones(matrix.shape[1])
    return sums


def pair_products(left: Sparse, right: Sparse, rows: Ints, columns: Ints) -> Floats:
    """left[rows[i]] . right[columns[i]] for every i, without the products nobody asked for.

    Runs over whichever side has fewer distinct rows; both ways add the same terms in the same order.
    """
    if np.count_nonzero(np.bincount(columns)) < np.count_nonzero(np.bincount(rows)):
        left, right, rows, columns = right, left, columns, rows
    result = np.zeros(len(rows))
    order = np.argsort(rows, kind="stable")
    borders = np.flatnonzero(np.diff(rows[order])) + 1
    dense = np.zeros(left.shape[1])
    for group in np.split(order, borders) if len(order) else []:
        row = rows[group[0]]
        span = slice(left.indptr[row], left.indptr[row + 1])
        dense[left.indices[span]] = left.data[span]
        result[group] = right[columns[group]] @ dense
        dense[left.indices[span]] = 0.0
    return result


def terms_of_texts(texts: Texts, terms_of: TermsOf) -> Iterator[Iterable[str]]:
    """Terms of one text a row."""
    return (terms_of(text) for text in texts)


def terms_of_lists(lists: TextLists, terms_of: TermsOf) -> Iterator[Iterable[str]]:
    """Terms of several texts a row; nothing reaches over the border between two of them."""
    return ([term for text in texts for term in terms_of(text)] for texts in lists)

"""Facts about single pairs as sparse tables that answer for grids and for lists of pairs.

Premises. Declines, agreements, reserved seats and penalties concern few of all pairs.
Procedure. One sparse matrix (programmes x openings) a kind; `at` reads it for indexes that broadcast.
Guarantees. Several facts about one pair add up; a pair without a fact has 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from partnerships.matching.engine.lexicon import Sparse
from partnerships.matching.engine.tables import GROUPS, Bools, Floats, Ints, PairFacts


@dataclass(frozen=True)
class PairTables:
    """`PairFacts` as matrices (programmes x openings); `penalties` has one for each of `GROUPS`."""

    declined: Sparse
    agreement: Sparse
    reserved: Sparse
    penalties: tuple[Sparse, ...]

    def is_declined(self, rows: Ints, columns: Ints) -> Bools:
        """Which pairs were declined."""
        return at(self.declined, rows, columns) > 0

    def has_agreement(self, rows: Ints, columns: Ints) -> Bools:
        """Which pairs have an agreement in force."""
        return at(self.agreement, rows, columns) > 0

    def free_seats(self, seats: Floats | None, rows: Ints, columns: Ints) -> Floats:
        """Free seats with those reserved for the programme's school; NaN where nothing is stated."""
        free = np.full(self.reserved.shape[1], np.nan) if seats is None else seats
        kept = at(self.reserved, rows, columns)
        total: Floats = np.where(kept > 0, np.nan_to_num(free[columns]) + kept, free[columns])
        return total


def pair_tables(facts: PairFacts, programmes: int, openings: int) -> PairTables:
    """The tables for so many programmes and openings."""

    def table(rows: Ints, columns: Ints, values: Floats) -> Sparse:
        return sp.csr_matrix((values, (rows, columns)), shape=(programmes, openings))

    def marks(rows: Ints, columns: Ints) -> Sparse:
        return table(rows, columns, np.ones(len(rows)))

    groups = [facts.penalty_group == group for group in range(len(GROUPS))]
    return PairTables(
        declined=marks(facts.declined_programme, facts.declined_opening),
        agreement=marks(facts.agreement_programme, facts.agreement_opening),
        reserved=table(facts.reserved_programme, facts.reserved_opening, facts.reserved_seats),
        penalties=tuple(
            table(facts.penalty_programme[of], facts.penalty_opening[of], facts.penalty_loss[of])
            for of in groups
        ),
    )


def at(matrix: Sparse, rows: Ints, columns: Ints) -> Floats:
    """Values of a matrix at broadcasting indexes: (n, 1) and (m,) give (n x m), equal lengths give a list.

    >>> marks = sp.csr_matrix([[0.0, 2.0], [3.0, 0.0]])
    >>> at(marks, np.array([[1]]), np.array([0, 1])).tolist(), at(marks, np.array([0]), np.array([1])).tolist()
    ([[3.0, 0.0]], [2.0])
    """
    shape = np.broadcast_shapes(rows.shape, columns.shape)
    if matrix.nnz == 0 or 0 in shape:
        return np.zeros(shape)
    if rows.ndim == 2:
        grid = np.zeros((len(rows), matrix.shape[1]))
        for line, row in zip(
            grid, rows[:, 0].tolist(), strict=True
        ):  # ten times as fast as matrix[rows] for few
            of = slice(matrix.indptr[row], matrix.indptr[row + 1])
            line[matrix.indices[of]] = matrix.data[of]
        return grid[:, columns]
    return np.asarray(matrix[rows, columns], np.float64).reshape(shape)

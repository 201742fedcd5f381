"""The best of many, in an order that leaves nothing to chance.

Premises. Two scores that differ in the tenth decimal do not differ; openings are in code-point order of id.
Procedure. Scores are rounded, then ordered by (-score, column): column order is id order.
Guarantees. Exact and total: the same best whatever the chunk, ties included.
"""

from __future__ import annotations

import numpy as np

from partnerships.matching.engine.tables import Bools, Floats, Ints


def rounded(scores: Floats, digits: int) -> Floats:
    """Scores to so many decimals, without a negative zero."""
    result: Floats = np.round(scores, digits) + 0.0
    return result


def best_columns(scores: Floats, allowed: Bools, count: int) -> tuple[Ints, Ints]:
    """Rows and columns of the best `count` allowed cells of each row, best first, ties by column.

    Two flat arrays of equal length, grouped by row in ascending order.

    >>> scores = np.array([[1.0, 3.0, 3.0, 2.0]])
    >>> [part.tolist() for part in best_columns(scores, np.array([[True, True, True, False]]), 2)]
    [[0, 0], [1, 2]]
    """
    masked = np.where(allowed, scores, -np.inf)
    if count < scores.shape[1]:
        border = -np.partition(-masked, count - 1, axis=1)[:, count - 1 : count]
        rows, columns = np.nonzero(allowed & (masked >= border))
    else:
        rows, columns = np.nonzero(allowed)
    order = np.lexsort((columns, -masked[rows, columns], rows))
    rows, columns = rows[order], columns[order]
    kept = ranks_within(rows) <= count
    return rows[kept].astype(np.int64), columns[kept].astype(np.int64)


def ranks_within(rows: Ints) -> Ints:
    """1, 2, 3 ... within each stretch of equal values.

    >>> ranks_within(np.array([4, 4, 7])).tolist()
    [1, 2, 1]
    """
    if len(rows) == 0:
        return np.zeros(0, np.int64)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(rows)) + 1])
    lengths = np.diff(np.append(starts, len(rows)))
    ranks: Ints = np.arange(len(rows)) - np.repeat(starts, lengths) + 1
    return ranks

"""Which of the abilities wanted are taught.

Premises. Schools and firms write the same ability differently (叉车操作, 叉车驾驶操作); a list of a hundred wanted
abilities does not fit everybody better than a list of five.
Procedure. Two names of an ability are compared by the Dice coefficient of their terms, credited from a threshold
on; an opening's coverage is the mean credit of what it wants, so long lists gain nothing.
Guarantees. A function of the two lists alone: no statistics, the same now and later.
What was not done: equal weights for all abilities, so that "7 of 8" on the card is what was counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from partnerships.matching.engine.lexicon import Sparse, TermIndex, count_terms, in_code_point_order, row_sums
from partnerships.matching.engine.tables import Floats, Ints, TextLists, Texts
from partnerships.matching.engine.text import folded, name_terms
from partnerships.matching.engine.weights import MajorWeights

LISTS_AT_A_TIME = 128


@dataclass(frozen=True)
class AbilityTable:
    """Best credit of every distinct ability wanted, for every distinct list taught.

    `names`: the distinct abilities wanted; `taught_list`: per programme its list; `wanted`: (openings x distinct
    abilities), rows summing to 1; `credit`: (lists x distinct abilities) in [0, 1].
    """

    names: Texts
    taught_list: Ints
    wanted: Sparse
    credit: Floats
    has_taught: Floats
    has_wanted: Floats

    def coverage(self, rows: Ints, columns: Ints) -> Floats:
        """Share of the abilities wanted that is taught, in [0, 1]; NaN where either side names none.

        `rows` and `columns` broadcast: (n, 1) and (m,) give (n x m), equal lengths give pairs.
        """
        if rows.ndim == 2:
            lists = self.taught_list[rows[:, 0]]
            distinct, place = np.unique(lists, return_inverse=True)
            share = (self.wanted[columns] @ self.credit[distinct].T).T[place]
        else:
            share = _pair_share(self.wanted, self.credit, self.taught_list[rows], columns)
        known: Floats = self.has_taught[rows] * self.has_wanted[columns]
        result: Floats = np.where(known > 0, share, np.nan)
        return result

    def split(self, row: int, column: int) -> tuple[Texts, Texts]:
        """Abilities wanted by one opening: those one programme teaches, and those it does not."""
        wanted = self.wanted.indices[self.wanted.indptr[column] : self.wanted.indptr[column + 1]]
        credit = self.credit[self.taught_list[row], wanted]
        covered = tuple(self.names[name] for name in wanted[credit > 0])
        return covered, tuple(self.names[name] for name in wanted[credit <= 0])


def ability_table(taught: TextLists, wanted: TextLists, weights: MajorWeights) -> AbilityTable:
    """Credits of all wanted abilities for all lists taught.

    >>> table = ability_table((("叉车驾驶操作", "盘点"),), (("叉车操作", "盘点", "英语"), ()), MajorWeights())
    >>> table.coverage(np.array([[0]]), np.array([0, 1])).round(3).tolist()
    [[0.556, nan]]
    """
    lists = {abilities: number for number, abilities in enumerate(dict.fromkeys(taught))}
    taught_names, wanted_names = _numbered(taught), _numbered(wanted)
    likeness = _likeness(list(taught_names), list(wanted_names), weights.ability_likeness)
    known = [[taught_names[name] for name in map(_plain, abilities) if name] for abilities in lists]
    return AbilityTable(
        names=tuple(wanted_names),
        taught_list=np.array([lists[abilities] for abilities in taught], np.int64),
        wanted=_share_rows(wanted, wanted_names),
        credit=_best_credit(likeness, known),
        has_taught=np.array([float(any(map(_plain, abilities))) for abilities in taught]),
        has_wanted=np.array([float(any(map(_plain, abilities))) for abilities in wanted]),
    )


def _plain(ability: str) -> str:
    return folded(ability).strip()


def _numbered(lists: TextLists) -> dict[str, int]:
    names = sorted({_plain(name) for names in lists for name in names} - {""})
    return {name: number for number, name in enumerate(names)}


def _terms(ability: str) -> set[str]:
    """Terms of one ability; single characters too, since names of abilities are short."""
    return set(name_terms(ability)) | {character for character in ability if character >= "\u3400"}


def _likeness(taught: list[str], wanted: list[str], threshold: float) -> Sparse:
    """Dice coefficients of all names taught and wanted that reach the threshold; equal names have 1."""
    index: TermIndex = {}
    read = [count_terms(map(_terms, names), index, grow=True)[0] for names in (taught, wanted)]
    _, (left, right) = in_code_point_order(index, read)
    shared = (left @ right.T).tocoo()
    sizes = row_sums(left)[shared.row] + row_sums(right)[shared.col]
    dice = 2 * shared.data / sizes
    kept = dice >= threshold
    exact = {name: number for number, name in enumerate(wanted)}
    equal = [(row, exact[name]) for row, name in enumerate(taught) if name in exact]
    rows = np.concatenate([shared.row[kept], np.array([row for row, _ in equal], np.int64)])
    columns = np.concatenate([shared.col[kept], np.array([column for _, column in equal], np.int64)])
    values = np.concatenate([dice[kept], np.ones(len(equal))])
    return sp.coo_matrix((values, (rows, columns)), shape=(len(taught), len(wanted))).tocsr().minimum(1.0)


def _best_credit(likeness: Sparse, known: list[list[int]]) -> Floats:
    """For each list of names taught, the best likeness of each ability wanted, (lists x wanted)."""
    credit = np.zeros((len(known), likeness.shape[1]))
    filled = [row for row, names in enumerate(known) if names]
    for start in range(0, len(filled), LISTS_AT_A_TIME):
        rows = filled[start : start + LISTS_AT_A_TIME]
        starts = np.cumsum([0, *(len(known[row]) for row in rows[:-1])])
        stacked = likeness[[name for row in rows for name in known[row]]].toarray()
        credit[rows] = np.maximum.reduceat(stacked, starts, axis=0)
    return credit


def _share_rows(wanted: TextLists, names: dict[str, int]) -> Sparse:
    rows, columns, values = [], [], []
    for row, abilities in enumerate(wanted):
        distinct = sorted({names[name] for name in map(_plain, abilities) if name})
        rows.extend([row] * len(distinct))
        columns.extend(distinct)
        values.extend([1.0 / max(len(distinct), 1)] * len(distinct))
    return sp.csr_matrix((values, (rows, columns)), shape=(len(wanted), len(names)))


def _pair_share(wanted: Sparse, credit: Floats, lists: Ints, columns: Ints) -> Floats:
    chosen = wanted[columns]
    owners = np.repeat(np.arange(len(columns)), np.diff(chosen.indptr))
    gained = chosen.data * credit[lists[owners], chosen.indices]
    return np.bincount(owners, weights=gained, minlength=len(columns)).astype(np.float64)

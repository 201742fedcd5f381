"""Which pairs are kept of a long ranking: the best of every programme and the best of every opening.

Premises. A school wants its best openings, an enterprise the programmes that suit each of its openings; an opening
that is nobody's favourite must still be seen by those whom it suits best.
Procedure. A pair is kept if it is among the best `by_programme` of its programme or the best `by_opening` of its
opening, among the pairs ranked (the engine keeps the best 200 of every programme). Ties go to the smaller row.
Guarantees. No pair comes twice; ranks count the kept pairs of each programme, best first.
"""

from dataclasses import replace

import numpy as np

from partnerships.matching.engine.reference import Ranking
from partnerships.matching.engine.topk import ranks_within


def best_of_both(ranking: Ranking, *, by_programme: int, by_opening: int) -> Ranking:
    """The pairs of `ranking` that one of both sides has among its best."""
    order = np.lexsort((ranking.programme, -ranking.score, ranking.opening))
    rank_of_programme = np.empty(len(order), np.int64)
    rank_of_programme[order] = ranks_within(ranking.opening[order])
    kept = (ranking.rank <= by_programme) | (rank_of_programme <= by_opening)
    programme = ranking.programme[kept]
    return replace(
        ranking,
        programme=programme,
        opening=ranking.opening[kept],
        rank=ranks_within(programme),
        score=ranking.score[kept],
        parts=ranking.parts[:, kept],
    )

"""Which pairs are kept: the best of every programme and the best of every opening."""

import numpy as np

from partnerships.matching.chosen import best_of_both
from partnerships.matching.engine.reference import Ranking
from partnerships.matching.engine.topk import ranks_within

# Programme 0 likes openings 1, 0, 2 in this order; programme 1 likes 1, 2.
PROGRAMME = np.array([0, 0, 0, 1, 1])
OPENING = np.array([1, 0, 2, 1, 2])
SCORE = np.array([-1.0, -2.0, -9.0, -1.5, -3.0])


def kept(by_programme: int, by_opening: int) -> list[tuple[int, int, int]]:
    ranking = Ranking(PROGRAMME, OPENING, ranks_within(PROGRAMME), SCORE, np.zeros((5, 5)))
    chosen = best_of_both(ranking, by_programme=by_programme, by_opening=by_opening)
    return list(zip(chosen.programme.tolist(), chosen.opening.tolist(), chosen.rank.tolist(), strict=True))


def test_an_opening_that_is_nobodys_favourite_is_seen_by_whom_it_suits_best():
    assert kept(1, 1) == [(0, 1, 1), (0, 0, 2), (1, 1, 1), (1, 2, 2)]


def test_no_pair_comes_twice_and_all_are_kept_where_there_is_room():
    assert kept(3, 3) == [(0, 1, 1), (0, 0, 2), (0, 2, 3), (1, 1, 1), (1, 2, 2)]


def test_parts_stay_with_their_pairs():
    parts = np.arange(25.0).reshape(5, 5)
    ranking = Ranking(PROGRAMME, OPENING, ranks_within(PROGRAMME), SCORE, parts)

    chosen = best_of_both(ranking, by_programme=1, by_opening=1)

    assert chosen.parts[0].tolist() == [0.0, 1.0, 3.0, 4.0]
    assert chosen.score.tolist() == [-1.0, -2.0, -1.5, -3.0]

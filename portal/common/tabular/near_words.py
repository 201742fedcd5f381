"""Which known words are nearest to an unknown one, by the characters and pairs of characters they share.

Likeness of two words = Dice coefficient of their multisets of characters and pairs, in [0, 1]; 1 = the
same. Chinese names differ by a left-out or added word (物流管理, 物流服务与管理), so order matters little
and edit distance misleads.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable

from portal.common.tabular.headings import plain

LEAST_LIKENESS = 0.4
MOST_QUESTIONS = 500  # distinct unknown words that get proposals; beyond, the wrong column is mapped


def _features(word: str) -> Counter[str]:
    text = plain(word)
    return Counter(text) + Counter(first + second for first, second in itertools.pairwise(text))


class NearWords:
    """An index of known words."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(dict.fromkeys(words))
        self.sizes: list[int] = []
        self.holders: dict[str, list[tuple[int, int]]] | None = None
        self.answers: dict[str, tuple[str, ...]] = {}

    def _index(self) -> dict[str, list[tuple[int, int]]]:
        """Feature -> (number of the word, times it occurs there); built at the first question."""
        if self.holders is None:
            self.holders = defaultdict(list)
            for number, word in enumerate(self.words):
                features = _features(word)
                self.sizes.append(features.total())
                for feature, times in features.items():
                    self.holders[feature].append((number, times))
        return self.holders

    def to(self, word: str, most: int = 3) -> tuple[str, ...]:
        """At most `most` known words like this one, nearest first.

        >>> NearWords(["物流服务与管理", "会计事务"]).to("物流管理")
        ('物流服务与管理',)
        """
        if word not in self.answers:
            if len(self.answers) >= MOST_QUESTIONS:
                return ()
            self.answers[word] = self._nearest(word[:60], most)
        return self.answers[word]

    def _nearest(self, word: str, most: int) -> tuple[str, ...]:
        holders, features = self._index(), _features(word)
        shared: Counter[int] = Counter()
        for feature, times in features.items():
            for number, held in holders.get(feature, ()):
                shared[number] += min(times, held)
        size = features.total()
        scored = [(2 * common / (size + self.sizes[n]), n) for n, common in shared.items()]
        best = sorted((-score, number) for score, number in scored if score >= LEAST_LIKENESS)
        return tuple(self.words[number] for _score, number in best[:most])

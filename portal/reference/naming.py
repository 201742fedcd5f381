"""From what people write to the one entry they mean: regions, industries, majors by name.

Premises: a name is written with or without its suffix (广州 for 广州市), with the places above it or not (广东省广州市
荔湾区), in Chinese or English. Procedure: every entry lists its spellings, folded; a text finds an entry where
exactly one has that spelling. Guarantees: no clock, no database; the order of the entries decides nothing. Not
done: guessing. Unknown and ambiguous texts find nothing and get suggestions, nearest first.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from itertools import product

SUFFIX = re.compile(r"((.族)+|维吾尔)?自治[区县]$|特别行政区$|[省市区县]$")
ENGLISH_SUFFIX = re.compile(r"((?: [A-Z]\w+(?: and)?)* Autonomous County| District| County| City)$")
SHORTEST_NAME = 2  # a bare name of one character, such as 城 of 城区, means nothing without the city above it
NEAR = 0.5  # similarity below which a suggestion would puzzle more than help
MOST_SUGGESTIONS = 3


def fold(text: str) -> str:
    """A written name as names are compared: half-width, lower case, letters and digits only.

    >>> fold(" Liwan District, Guangzhou ") == fold("liwan district guangzhou")
    True
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True, slots=True)
class Entry:
    """A code, the label under which it is suggested, and every spelling that may mean it."""

    code: str
    label: str
    spellings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """The code meant, or None with labels to choose from; `is_ambiguous` where several have that very name."""

    code: str | None
    suggestions: tuple[str, ...] = ()
    is_ambiguous: bool = False


class NameIndex:
    """Entries by spelling. `find` is exact; suggestions are by containment, then by likeness."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._labels: dict[str, str] = {}
        self._codes: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            self._labels[entry.code] = entry.label
            for spelling in entry.spellings:
                self._codes[fold(spelling)].add(entry.code)
        self._codes.pop("", None)
        self._near: dict[str, tuple[str, ...]] = {}

    def find(self, text: str, among: frozenset[str] | None = None) -> Finding:
        """What the text means, if need be only `among` some codes."""
        codes = self._codes.get(fold(text), set())
        wanted = sorted(codes if among is None else codes & among)
        if len(wanted) == 1:
            return Finding(wanted[0])
        if wanted:
            return Finding(None, self._label(wanted), is_ambiguous=True)
        return Finding(None, self.near(text))

    def longest_start(self, text: str) -> str | None:
        """The code of the longest spelling with which the text begins, as an address does; None if unclear."""
        folded = fold(text)
        for length in range(len(folded), SHORTEST_NAME - 1, -1):
            codes = self._codes.get(folded[:length], set())
            if codes:
                return next(iter(codes)) if len(codes) == 1 else None
        return None

    def near(self, text: str) -> tuple[str, ...]:
        """Labels of the entries most like the text, nearest first, at most three."""
        folded = fold(text)
        if folded not in self._near:
            self._near[folded] = self._label(self._nearest_codes(folded)) if folded else ()
        return self._near[folded]

    def _nearest_codes(self, folded: str) -> Iterator[str]:
        inside = [name for name in self._codes if len(folded) >= SHORTEST_NAME and folded in name]
        inside.sort(key=lambda name: (-SequenceMatcher(None, folded, name).ratio(), name))
        like = get_close_matches(folded, self._codes, n=4 * MOST_SUGGESTIONS, cutoff=NEAR)
        for name in inside + like:
            yield from sorted(self._codes[name])

    def _label(self, codes: Iterable[str]) -> tuple[str, ...]:
        labels = dict.fromkeys(self._labels[code] for code in codes)
        return tuple(labels)[:MOST_SUGGESTIONS]


def place_spellings(names: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Every way to write a place from its (Chinese, English) names, its own first, then the places above it.

    >>> sorted(place_spellings([("深圳市", "Shenzhen")]))
    ['Shenzhen', 'Shenzhen City', '深圳', '深圳市']
    """
    own_zh = _short_and_long(names[0][0])
    own_en = _english(names[0][1])
    above = names[1:]
    is_clear_alone = len(_stem(names[0][0])) >= SHORTEST_NAME
    spellings = {*own_zh, *own_en} if is_clear_alone else set()
    for start in range(len(above)):
        for higher in _chains([_short_and_long(zh) for zh, _en in reversed(above[start:])]):
            spellings.update(higher + own for own in own_zh)
        spellings.update(f"{own} {above[start][1]}" for own in own_en)
    if len(above) > 1:
        nearest = _short_and_long(above[0][0])
        spellings.update(city + own for city, own in product(nearest, own_zh))
        spellings.update(f"{own} {above[0][1]} {above[1][1]}" for own in own_en)
    return frozenset(spellings)


def _chains(levels: list[set[str]]) -> Iterator[str]:
    for parts in product(*levels):
        yield "".join(parts)


def _stem(name: str) -> str:
    return SUFFIX.sub("", name)


def _short_and_long(name: str) -> set[str]:
    stem = _stem(name)
    return {name, stem} if len(stem) >= SHORTEST_NAME else {name}


def _english(name: str) -> set[str]:
    stem = ENGLISH_SUFFIX.sub("", name)
    return {name, stem} if stem != name else {name, f"{name} City"}

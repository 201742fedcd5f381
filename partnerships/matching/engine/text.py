"""Words of two scripts: from a text to the terms that are compared.

Premises. Chinese has no spaces and English has endings; both come mixed in one line (PLC 编程, CAD 制图).
Procedure. The text is folded (NFKC, lower case) and cut into Latin words and CJK runs. A Latin word is stripped
of its ending by keeping its first seven letters (measured better than three suffix strippers: nobody has to
agree on where an ending begins); words within two steps of each other also give an unordered pair. A CJK run
gives its single characters and adjacent pairs of characters. The finer space is made of pieces: 4-5 letters of
Latin words with their borders, 2-3 characters of CJK runs.
Guarantees. Pure functions of the text; the same text gives the same terms in the same order.
What was not done: a segmenter's dictionary (the users' words are not in it), three characters in the first space
(measured worse than two).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

STEM_LETTERS = 7
TEXTS_REMEMBERED = 16_384  # every space reads the same texts again, and names of posts and abilities recur
CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
RUN = re.compile(rf"[a-z0-9][a-z0-9+#]*|[{CJK}]+")
BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
STOP_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "a an and are as at be by for from in is it its may not of on or other such that the their this to "
        "with ",
    )
)
# The frame of a catalogue entry ("a program that prepares individuals to ..."): says nothing about the field.
FRAME_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "all any focuses generally include includes including individuals instruction prepare prepares "
        "program programme related use used using which who ",
    )
)
LODGING = re.compile(
    r"(?<!不)(?:包吃住|包食宿|包住|提供(?:免费)?(?:食宿|住宿|宿舍)|有(?:员工)?宿舍|免费住宿)"
    r"|\b(?:lodging|housing|accommodation|dormitory) (?:is )?(?:provided|included|free)\b"
    r"|\b(?:provides?|offers?|free) (?:free )?(?:lodging|housing|accommodation|dormitory)\b"
)
NO_LODGING = re.compile(
    r"不提供(?:免费)?(?:食宿|住宿|宿舍)|不包(?:吃住|食宿|住)|(?:无|没有)(?:员工)?宿舍|住宿自理"
    r"|\bno (?:lodging|housing|accommodation|dormitory)\b"
)


def folded(text: str) -> str:
    """Full-width and case differences removed.

    >>> folded("ＰＬＣ Nursing")
    'plc nursing'
    """
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=TEXTS_REMEMBERED)
def runs(text: str) -> tuple[str, ...]:
    """Latin words and CJK runs in order, stop and frame words left out.

    >>> runs("PLC编程 of the C++ kind")
    ('plc', '编程', 'c++', 'kind')
    """
    found: list[str] = RUN.findall(folded(text))
    return tuple(run for run in found if run not in STOP_WORDS and run not in FRAME_WORDS)


def is_cjk(run: str) -> bool:
    """Whether a run from `runs` is of CJK characters."""
    return run[0] >= "\u3400"


def stem(word: str) -> str:
    """The word without its ending: its first seven letters.

    >>> stem("accounting"), stem("accountant"), stem("nurse")
    ('account', 'account', 'nurse')
    """
    return word[:STEM_LETTERS]


def terms(text: str) -> list[str]:
    """Terms of the first space: stems and their near pairs, CJK characters and adjacent pairs.

    >>> terms("warehouse clerk")
    ['warehou', 'clerk', 'clerk warehou']
    >>> terms("仓储管理")
    ['仓', '储', '管', '理', '仓储', '储管', '管理']
    """
    found: list[str] = []
    stems: list[str] = []
    for run in runs(text):
        if is_cjk(run):
            found.extend(run)
            found.extend(map("".join, pairwise(run)))
        else:
            stems.append(stem(run))
    found.extend(stems)
    for step in (1, 2):
        found.extend(f"{a} {b}" if a < b else f"{b} {a}" for a, b in zip(stems, stems[step:], strict=False))
    return found


def pieces(text: str) -> list[str]:
    """Terms of the second space: 4-5 letters of bordered Latin words, 2-3 characters of CJK runs.

    >>> pieces("cook")
    [' coo', 'cook', 'ook ', ' cook', 'cook ']
    >>> pieces("电工班")
    ['电工', '工班', '电工班']
    """
    found: list[str] = []
    for run in runs(text):
        body, sizes = (run, (2, 3)) if is_cjk(run) else (f" {run} ", (4, 5))
        for size in sizes:
            found.extend(body[at : at + size] for at in range(len(body) - size + 1))
    return found


@lru_cache(maxsize=TEXTS_REMEMBERED)
def name_terms(text: str) -> frozenset[str]:
    """What makes up the name of a post: stems, and adjacent pairs of CJK characters (or a lone one).

    >>> sorted(name_terms("CNC 操作员"))
    ['cnc', '作员', '操作']
    """
    found: set[str] = set()
    for run in runs(text):
        if not is_cjk(run):
            found.add(stem(run))
        elif len(run) == 1:
            found.add(run)
        else:
            found.update(map("".join, pairwise(run)))
    return frozenset(found)


def post_name(name: str) -> str:
    """The name of a post without what stands in brackets, unless nothing else does.

    >>> post_name("Chief Nursing Officer (CNO)"), post_name("电工（高压）"), post_name("(QA)")
    ('Chief Nursing Officer ', '电工', '(QA)')
    """
    bare = BRACKETS.sub("", name)
    return bare if bare.strip() else name


def offers_lodging(text: str) -> int:
    """Lodging as far as the words say: 1 offered, 0 refused, -1 not mentioned. A refusal wins.

    >>> [offers_lodging(words) for words in ("包住，月薪3000", "不包住", "提供食宿", "三班倒")]
    [1, 0, 1, -1]
    """
    plain = folded(text)
    if NO_LODGING.search(plain):
        return 0
    return 1 if LODGING.search(plain) else -1


def shared_phrases(words: Iterable[str], shared: Mapping[str, float]) -> dict[str, float]:
    """Those of the `runs` of a text whose terms (see `name_terms`) are in `shared`, as written, with their weight.

    Adjacent pairs of CJK characters that follow each other are read together as one phrase.

    >>> shared_phrases(["叉车操作员", "叉车", "excel"], {"叉车": 2.0, "车操": 1.0, "操作": 1.5, "excel": 0.5})
    {'叉车操作': 4.5, '叉车': 2.0, 'excel': 0.5}
    """
    phrases: dict[str, float] = {}
    for run in words:
        if not is_cjk(run):
            if stem(run) in shared:
                phrases[run] = shared[stem(run)]
            continue
        phrase, weight = run[0], 0.0
        for left, right in pairwise(run + " "):
            if left + right in shared:
                phrase, weight = phrase + right, weight + shared[left + right]
                continue
            if weight:
                phrases[phrase] = weight
            phrase, weight = right, 0.0
    return phrases

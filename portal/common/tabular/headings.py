"""When two headings mean the same: `学号*`, `学 号`, `学号（必填）` do; so do `Student no.`, `student_no`."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

BRACKETED = re.compile(r"[(\[【〔（][^)\]】〕）]*[)\]】〕）]")
NOT_A_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def plain(heading: str) -> str:
    """A heading without case, width, spaces, signs and remarks in brackets.

    >>> plain("学 号（必填）*"), plain("Student_No.")
    ('学号', 'studentno')
    """
    text = unicodedata.normalize("NFKC", heading).casefold()
    without_remark = NOT_A_WORD.sub("", BRACKETED.sub("", text))
    return without_remark or NOT_A_WORD.sub("", text)


def likeness(first: str, second: str) -> float:
    """How alike two headings are, from 0 to 1 (the same word), by the runs they have in common.

    >>> likeness("专业名称", "专业"), likeness("年级", "电话")
    (0.8, 0.0)
    """
    one, other = plain(first), plain(second)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    # "专业名称" holds "专业" whole: closer than the share of letters says.
    return max(ratio, 0.8) if len(min(one, other, key=len)) > 1 and (one in other or other in one) else ratio

"""Finding cash per head (人头费) in texts: money paid for students is a red line, whoever pays it.

A pure screen by words. A sentence that forbids it ("不得收取人头费", "no head fee") is not held against its writer: a
match is let pass where a word of denial stands shortly before it in the same clause.
"""

import re
import unicodedata

_PATTERNS = (
    r"人头费",
    r"按(?:学生)?人头",
    r"(?:每|按)[^，。；;,.]{0,8}(?:学生|实习生|人)[^，。；;,.]{0,10}(?:返现|返点|返还|回扣|提成|好处费|介绍费|酬金|返\d)",
    r"(?:学生|实习生|送人|输送)[^，。；;,.]{0,6}(?:回扣|返点|提成|好处费|介绍费)",
    r"head\s*(?:fee|money|bounty)s?",
    r"kick-?backs?",
    r"(?:cash|bonus|commission|fee|payment|reward|yuan|rmb)\s+(?:per|for each|for every)\s+(?:head|student|intern)",
    r"per[\s-]head\s+(?:cash|bonus|commission|fee|payment|reward)",
)
_CASH_PER_HEAD = re.compile("|".join(_PATTERNS), re.IGNORECASE)
_DENIAL = re.compile(
    r"(?:不得|不收|不付|不支付|不给|不存在|禁止|严禁|杜绝|没有|无|\bno\b|\bnot\b|\bnever\b|\bwithout\b|\bban\b)",
    re.IGNORECASE,
)
_REACH = 24
"""Characters before a match in which a denial counts."""


def cash_per_head(text: str) -> str:
    """The words in `text` that speak of cash per head, or "" where none do.

    >>> cash_per_head("企业按每名学生 200 元返点")
    '按每名学生200元返点'
    >>> cash_per_head("双方不得收取人头费")
    ''
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"(?<=[\u4e00-\u9fff\d])\s+(?=[\u4e00-\u9fff\d])", "", plain)
    for match in _CASH_PER_HEAD.finditer(plain):
        before = re.split(r"[，。；;,.!?！？\n]", plain[max(0, match.start() - _REACH) : match.start()])[-1]
        if not _DENIAL.search(before):
            return match.group(0)
    return ""

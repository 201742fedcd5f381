"""Words that may not stand in an opening: money taken from students, and agents between them and the firm.

Premises: 职业学校学生实习管理规定 (2021), articles 9 and 17, forbids deposits, fees of any name and intermediaries.
Procedure: find a word of the list; pass it over where the text denies it just before (无需押金, no deposit) or where
it plainly means another trade (房产中介, bank deposit). Guarantees: no clock, no database; the first word found is
named. Not done: judging meaning; a person reviews what gets through.
"""

import re
from dataclasses import dataclass

from portal.common.tabular.sentences import gettext_noop


@dataclass(frozen=True)
class Forbidden:
    """A word, why it may not stand there (English msgid), and words before it that change its meaning."""

    pattern: str
    why: str
    harmless_after: str = ""


FEE = gettext_noop("Students pay neither deposit nor fee for a placement.")
AGENT = gettext_noop("A placement is agreed between school, enterprise and student, without an agent.")
WORDS = (
    Forbidden("押金|保证金|风险金|抵押金", FEE),
    Forbidden("培训费|服务费|报名费|介绍费|管理费|体检费|服装费|资料费", FEE),
    Forbidden("人头费", AGENT),
    Forbidden("中介|劳务派遣|代招|代理招聘", AGENT, harmless_after="房产|房屋|地产|不动产|房地产"),
    Forbidden(r"\bdeposits?\b", FEE, harmless_after=r"bank|cash|time|savings|term"),
    Forbidden(r"\b(?:training|service|registration|placement|uniform|material) fees?\b", FEE),
    Forbidden(r"\b(?:agent|agency|headhunt\w*|per[- ]head) fees?\b", AGENT),
    Forbidden(r"\blabou?r dispatch\b|\bemployment agency\b", AGENT),
)
DENIED = re.compile(
    r"(?:不收|不需|不用|不交|不缴|不得|无需|没有|严禁|禁止|免|零|无)[^，。；！,.;!\n]{0,6}$"
    r"|\b(?:no|without|free of|neither|nor)\b[^,.;!\n]{0,24}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """The word as it was written, and why it may not stand there (English msgid)."""

    word: str
    why: str


def first_forbidden(*texts: str) -> Found | None:
    """The first forbidden word of the texts, in the order of the list; None where all is well.

    >>> first_forbidden("入职交押金500元").word
    '押金'
    >>> first_forbidden("不收取任何押金", "房产中介门店实习", "No deposit, no fee") is None
    True
    """
    for forbidden in WORDS:
        for text in texts:
            for match in re.finditer(forbidden.pattern, text, re.IGNORECASE):
                if not _is_harmless(text[: match.start()], forbidden):
                    return Found(match.group(), forbidden.why)
    return None


def _is_harmless(before: str, forbidden: Forbidden) -> bool:
    if DENIED.search(before):
        return True
    after = forbidden.harmless_after
    return bool(after and re.search(rf"(?:{after})\s*$", before, re.IGNORECASE))

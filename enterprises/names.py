"""When two written names mean the same firm.

Premises: people write a firm's name with or without its legal form, in full-width characters, with a city in
brackets or not. Procedure: fold width and case, drop brackets' signs, spaces and punctuation, drop the legal
form at the end. Guarantees: no clock, no database; folding twice changes nothing. Not done: sound-alikes and
typing slips, which aliases remember once a person has said so.
"""

import re
import unicodedata

# Longest first: 股份有限公司 is dropped whole, not down to 股份.
LEGAL_FORMS = (
    "集团股份有限公司",
    "股份有限责任公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "companylimited",
    "coltd",
    "limited",
    "公司",
    "集团",
    "股份",
    "ltd",
    "inc",
)
SHORTEST_KEY = 2


def name_key(name: str) -> str:
    """The name as it is compared: half-width, lower case, without signs and legal form; "" for no name.

    A name that would shrink below two characters keeps its legal form.

    >>> name_key("粤安（广东）仓配　有限公司"), name_key("粤安(广东)仓配股份有限公司")
    ('粤安广东仓配', '粤安广东仓配')
    >>> name_key("Birch Engineering Co., Ltd."), name_key("好公司")
    ('birchengineering', '好公司')
    """
    folded = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
    while True:
        shorter = _without_form(folded)
        if shorter == folded:
            return folded
        folded = shorter


def place_free_key(name: str) -> str:
    """The key without a bracketed place, for the warning only: 粤安（广东）仓配 is perhaps 粤安仓配.

    >>> place_free_key("粤安（广东）仓配有限公司")
    '粤安仓配'
    """
    plain = re.sub(r"\([^()]*\)", "", unicodedata.normalize("NFKC", name))
    return name_key(plain)


def _without_form(folded: str) -> str:
    for form in LEGAL_FORMS:
        if folded.endswith(form) and len(folded) - len(form) >= SHORTEST_KEY:
            return folded.removesuffix(form)
    return folded

"""Which industries take which majors: the standing prior of major classes and industries.

Premises. Most majors name their industries plainly (物流 and transport, 护理 and health); the learnt relation
needs openings that state accepted majors, which a new portal does not have yet.
Procedure. A table of catalogue categories and classes with GB/T 4754-2017 prefixes; the longest prefix of the
industry code that the major class (else its category) names wins: related 1, else the value for "elsewhere".
The three levels of the catalogue are equated (71 = 51 = 31).
Guarantees. Every class has a value for every industry; nothing is a gate here.
Source: the authors' reading of the two standards' titles, to be corrected by a bureau; callers may pass their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from partnerships.matching.engine.tables import Floats, Texts, without_letter

Prior: TypeAlias = Mapping[str, Mapping[str, float]]

ELSEWHERE = 0.3

# Divisions of GB/T 4754-2017 (two digits; longer prefixes refine), by catalogue category or class.
RELATED: dict[str, str] = {
    "61": "01 02 03 04 05 13 14",
    "62": "06 07 08 09 10 11 12 74 77 46",
    "63": "44 45 38 30 31 32 33 25 46",
    "64": "47 48 49 50 70 748",
    "65": "76 48 46",
    "66": "33 34 35 36 37 38 39 40 43",
    "67": "25 26 27 28 29 30 74",
    "68": "17 18 19 20 21 22 23 24 28 29 41",
    "69": "13 14 15 27 51 52 745",
    "70": "53 54 55 56 57 58 59 36 37 60 81",
    "7002": "36 54 52 81 526 811",
    "71": "39 63 64 65 40 38",
    "7101": "39 40 38",
    "7102": "63 64 65 39",
    "72": "84 27 85 358 802",
    "7202": "84 85",
    "73": "51 52 66 67 68 69 71 72",
    "7303": "66 67 68 69 72 724 51 52",
    "7306": "51 52 72",
    "7307": "51 52 64 65 5292 6431",
    "7308": "53 54 55 56 58 59 60 51 52",
    "74": "61 62 78 79 90 72 7291",
    "7402": "62 13",
    "75": "87 88 86 90 24 72",
    "7501": "87 24 74 749 725 50",
    "76": "86 87 64 725",
    "77": "83 88 89 802",
    "7701": "83 802",
    "7702": "83 72 65 51",
    "78": "72 91 92 727",
    "79": "80 82 85 91 92 94 72 70",
}
# A second circle: plausible, not typical.
NEAR: dict[str, str] = {
    "66": "18 19 22 24 26 29 30 31 32 41 42 44 81",
    "71": "72 75 74 87",
    "73": "13 14 18 19 39 65 70",
    "7303": "13 18 26 33 34 35 36 38 39 47 61 63 65 70 75",
    "7307": "13 18 19 24 29 38 39 60",
    "7308": "13 14 18 36 38 39",
    "75": "18 19 20 21 65",
    "72": "52 80",
    "64": "81",
}
NEAR_VALUE = 0.6


def canonical_class(major_code: str) -> str:
    """The class (four digits, or fewer when the code has fewer) in the numbers of the secondary catalogue.

    >>> canonical_class("710201"), canonical_class("510201"), canonical_class("310201"), canonical_class("7")
    ('7102', '7102', '7102', '7')
    """
    digits = major_code.strip()[:4]
    if len(digits) < 2 or not digits[:2].isdigit():
        return digits
    category = int(digits[:2])
    if 21 <= category <= 39:
        category += 40
    elif 41 <= category <= 59:
        category += 20
    return f"{category:02d}{digits[2:]}"


def standing_prior() -> dict[str, dict[str, float]]:
    """Value of every class or category with every industry prefix it names, in (0, 1]."""
    table: dict[str, dict[str, float]] = {}
    for related, value in ((NEAR, NEAR_VALUE), (RELATED, 1.0)):
        for major, prefixes in related.items():
            table.setdefault(major, {}).update(dict.fromkeys(prefixes.split(), value))
    return table


def industry_value(major_class: str, industry_code: str, prior: Prior) -> float:
    """How much an industry is a field of a major class, in (0, 1]; NaN where either is unknown.

    >>> industry_value("7308", "G5990", standing_prior()), industry_value("7308", "Q8411", standing_prior())
    (1.0, 0.3)
    """
    digits = without_letter(industry_code)
    named = prior.get(major_class[:4]) or prior.get(major_class[:2])
    if named is None or not digits:
        return float("nan")
    for length in range(len(digits), 0, -1):
        if digits[:length] in named:
            return named[digits[:length]]
    return ELSEWHERE


def industry_values(classes: Texts, industry_codes: Texts, prior: Prior) -> Floats:
    """`industry_value` of all classes and codes, (classes x codes)."""
    distinct, place = np.unique(np.array(industry_codes, dtype=np.str_), return_inverse=True)
    values = np.empty((len(classes), len(distinct)))
    for row, major_class in enumerate(classes):
        values[row] = [industry_value(major_class, str(code), prior) for code in distinct]
    result: Floats = values[:, place]
    return result

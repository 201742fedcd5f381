"""Codes of majors (catalogue of vocational education 2021) and industries (GB/T 4754-2017).

Premises: a code says its own level and parents by its digits, so nothing has to be looked up. Codes of the
three levels of the catalogue differ by 20 in their first two digits for the same field: 71 = 51 = 31.
Technician schools have a catalogue of their own, whose codes are not read here.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.reference.codes.errors import (
    IndustryCodeError,
    LevelError,
    MajorCodeError,
    SectionError,
    normalise,
)

# First and last division of each section of GB/T 4754-2017.
SECTION_DIVISIONS = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip


class MajorLevel(StrEnum):
    """The three levels of the catalogue."""

    SECONDARY = "secondary"
    JUNIOR_COLLEGE = "junior_college"
    VOCATIONAL_BACHELOR = "vocational_bachelor"


# First category of each level and what must be added to reach the secondary code of the same field.
LEVEL_CATEGORIES = {
    MajorLevel.SECONDARY: (61, 79, 0),
    MajorLevel.JUNIOR_COLLEGE: (41, 59, 20),
    MajorLevel.VOCATIONAL_BACHELOR: (21, 39, 40),
}


@dataclass(frozen=True, slots=True)
class MajorCode:
    """A code of the catalogue 2021 and its parts; the equated codes are those of the secondary level."""

    value: str
    level: MajorLevel
    category: str
    major_class: str | None
    equated_category: str
    equated_class: str | None
    is_state_controlled: bool


def parse_major_code(text: str) -> MajorCode:
    """Read a category (2 digits), class (4) or major (6, K = state-controlled) of the catalogue of 2021.

    equated = code + 20 (college) or + 40 (bachelor) in its first two digits: 71 = 51 = 31.

    >>> code = parse_major_code("570102K")
    >>> code.level.value, code.equated_class, code.is_state_controlled
    ('junior_college', '7701', True)
    """
    value = normalise(text)
    if not re.fullmatch(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2}K?)?)?", value):
        raise MajorCodeError(code=value)
    level, shift = _level_of(value)
    equated = str(int(value[:2]) + shift)
    has_class = len(value) >= 4
    return MajorCode(
        value=value,
        level=level,
        category=value[:2],
        major_class=value[:4] if has_class else None,
        equated_category=equated,
        equated_class=equated + value[2:4] if has_class else None,
        is_state_controlled=value.endswith("K"),
    )


def _level_of(value: str) -> tuple[MajorLevel, int]:
    for level, (first, last, shift) in LEVEL_CATEGORIES.items():
        if first <= int(value[:2]) <= last:
            return level, shift
    raise LevelError(code=value)


def is_same_category(one: str, other: str) -> bool:
    """Whether two codes of any length and level are of the same category.

    >>> is_same_category("710201", "51"), is_same_category("710201", "530701")
    (True, False)
    """
    return parse_major_code(one).equated_category == parse_major_code(other).equated_category


@dataclass(frozen=True, slots=True)
class IndustryCode:
    """A code of GB/T 4754-2017: section letter, and digits of division (2), group (3) or class (4)."""

    section: str
    digits: str

    @property
    def value(self) -> str:
        """The code as the table of industries keys it: the digits, or the letter of a section."""
        return self.digits or self.section

    @property
    def with_section(self) -> str:
        """The code with its letter, as reports write it."""
        return self.section + self.digits


def parse_industry_code(text: str) -> IndustryCode:
    """Read an industry code with or without its section letter; the letter follows from the division.

    >>> parse_industry_code("c3940").value, parse_industry_code("7262").with_section
    ('3940', 'L7262')
    """
    value = normalise(text)
    match = re.fullmatch(r"([A-T]?)((?:[0-9]{2,4})?)", value)
    if not value or match is None:
        raise IndustryCodeError(code=value)
    letter, digits = match.groups()
    if not digits:
        return IndustryCode(section=letter, digits="")
    section = section_of_division(digits[:2])
    if letter and letter != section:
        raise SectionError(division=digits[:2], section=letter)
    return IndustryCode(section=section, digits=digits)


def section_of_division(division: str) -> str:
    """The section letter of a two-digit division.

    >>> section_of_division("39")
    'C'
    """
    for section, (first, last) in SECTION_DIVISIONS.items():
        if first <= int(division) <= last:
            return section
    raise IndustryCodeError(code=division)


def is_under_industry(code: str, prefix: str) -> bool:
    """Whether an industry stands at or below another one, both with or without the section letter.

    >>> is_under_industry("C3940", "39"), is_under_industry("3940", "C"), is_under_industry("C3940", "J")
    (True, True, False)
    """
    one, above = parse_industry_code(code), parse_industry_code(prefix)
    return one.section == above.section and one.digits.startswith(above.digits)

"""What official codes say by themselves: credit, school, region, major and industry codes, and distance.

Premises: a code is text that people type, so full-width characters, lower case, spaces and hyphens are
mended first and everything else is refused with a sentence. Procedure: one `parse_...` function per code
returns a frozen dataclass with its parts. Guarantees: no clock, no database, no translation; the same text
always gives the same answer.

Sources: GB 32100-2015 (credit code), GB 11714-1997 (organisation code), GB/T 2260 (regions), GB/T 4754-2017
(industries), catalogue of majors of vocational education 2021.
"""

from portal.reference.codes.catalogue import (
    IndustryCode,
    MajorCode,
    MajorLevel,
    is_same_category,
    is_under_industry,
    parse_industry_code,
    parse_major_code,
    section_of_division,
)
from portal.reference.codes.credit import (
    CreditCode,
    credit_check_character,
    make_credit_code,
    organisation_check_character,
    parse_credit_code,
)
from portal.reference.codes.errors import (
    CharacterError,
    CheckCharacterError,
    CodeError,
    DigitsError,
    IndustryCodeError,
    LengthError,
    LevelError,
    LookAlikeError,
    MajorCodeError,
    SectionError,
    SerialError,
    normalise,
)
from portal.reference.codes.places import SchoolCode, haversine_km, parse_school_code, province_of

__all__ = [
    "CharacterError",
    "CheckCharacterError",
    "CodeError",
    "CreditCode",
    "DigitsError",
    "IndustryCode",
    "IndustryCodeError",
    "LengthError",
    "LevelError",
    "LookAlikeError",
    "MajorCode",
    "MajorCodeError",
    "MajorLevel",
    "SchoolCode",
    "SectionError",
    "SerialError",
    "credit_check_character",
    "haversine_km",
    "is_same_category",
    "is_under_industry",
    "make_credit_code",
    "normalise",
    "organisation_check_character",
    "parse_credit_code",
    "parse_industry_code",
    "parse_major_code",
    "parse_school_code",
    "province_of",
    "section_of_division",
]

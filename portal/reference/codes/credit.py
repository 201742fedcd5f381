"""Unified social credit code: 18 characters with a check over all and another one inside.

Premises: the outer check (GB 32100-2015) holds for every code in use, the inner one (GB 11714-1997, the
organisation code at places 9 to 17) is broken by some older ones. So a wrong outer check is an error and a
wrong inner check a warning. Not done: guessing look-alikes; the error names the place and proposes the digit.
"""

import re
from dataclasses import dataclass

from portal.reference.codes.errors import (
    CharacterError,
    CheckCharacterError,
    DigitsError,
    LengthError,
    LookAlikeError,
    SerialError,
    normalise,
)

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
INVENTED_BODY = "DEM"  # no real organisation code begins with it: real ones are digits or MA..., MB...
INVENTED_SERIALS = 31**5
LOOK_ALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"}


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code and its parts; `is_organisation_code_sound` False is a warning, not an error."""

    value: str
    authority: str
    organisation_class: str
    region_code: str
    organisation_code: str
    is_organisation_code_sound: bool

    @property
    def is_invented(self) -> bool:
        """Made by `make_credit_code`, for demo and tests."""
        return self.organisation_code.startswith(INVENTED_BODY)

    @property
    def kind(self) -> str:
        """What the first two characters say, as an English word; `other` where they are rare."""
        return CREDIT_KINDS.get(self.authority + self.organisation_class, "other")


CREDIT_KINDS = {
    "11": "government", "12": "public institution", "13": "mass organisation",
    "51": "social organisation", "52": "private non-enterprise unit", "53": "foundation",
    "91": "company", "92": "sole trader", "93": "farmers' cooperative",
}  # fmt: skip


def credit_check_character(body: str) -> str:
    """The 18th character from the first 17.

    check = (31 - sum(value_i * 3^(i-1) mod 31) mod 31) mod 31    (GB 32100-2015, appendix)

    >>> credit_check_character("91440300708461136")
    'T'
    """
    total = sum(
        CREDIT_ALPHABET.index(character) * weight
        for character, weight in zip(body, CREDIT_WEIGHTS, strict=True)
    )
    return CREDIT_ALPHABET[-total % 31]


def organisation_check_character(body: str) -> str:
    """The ninth character of an organisation code from the first eight.

    check = 11 - sum(value_i * weight_i) mod 11, 10 written X and 11 written 0    (GB 11714-1997)

    >>> organisation_check_character("70846113")
    '6'
    """
    total = sum(
        ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def parse_credit_code(text: str) -> CreditCode:
    """Read a unified social credit code; raises a CodeError with a sentence where it cannot be right.

    >>> code = parse_credit_code("91440300708461136T")
    >>> code.kind, code.region_code, code.organisation_code, code.is_organisation_code_sound
    ('company', '440300', '708461136', True)
    """
    value = normalise(text)
    if len(value) != 18:
        raise LengthError(code=value, found=len(value), wanted=18)
    _refuse_foreign_characters(value)
    if credit_check_character(value[:17]) != value[17]:
        raise CheckCharacterError(code=value)
    return CreditCode(
        value=value,
        authority=value[0],
        organisation_class=value[1],
        region_code=value[2:8],
        organisation_code=value[8:17],
        is_organisation_code_sound=organisation_check_character(value[8:16]) == value[16],
    )


def _refuse_foreign_characters(value: str) -> None:
    for place, character in enumerate(value, start=1):
        if character in LOOK_ALIKES:
            raise LookAlikeError(character=character, place=place, proposal=LOOK_ALIKES[character])
        if character not in CREDIT_ALPHABET or (3 <= place <= 8 and not character.isdigit()):
            raise CharacterError(character=character, place=place)


def make_credit_code(region: str, serial: int, *, kind: str = "91") -> str:
    """A code with valid outer and inner check characters on an invented body, for demo and test data.

    `region` six digits, `serial` 0 to 31^5 - 1; the same pair gives the same code, other pairs other codes.

    >>> code = make_credit_code("440100", 7)
    >>> code, parse_credit_code(code).is_invented, parse_credit_code(code).is_organisation_code_sound
    ('91440100DEM0000737', True, True)
    """
    if not re.fullmatch(r"[0-9]{6}", region):
        raise DigitsError(code=region, wanted=6)
    if not 0 <= serial < INVENTED_SERIALS:
        raise SerialError(last=INVENTED_SERIALS - 1)
    organisation = INVENTED_BODY + _base_31(serial, width=5)
    body = kind + region + organisation + organisation_check_character(organisation)
    return body + credit_check_character(body)


def _base_31(number: int, *, width: int) -> str:
    digits = ""
    for _place in range(width):
        number, digit = divmod(number, 31)
        digits = CREDIT_ALPHABET[digit] + digits
    return digits

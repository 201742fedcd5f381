"""Why a code is refused, in sentences, and how a code is tidied before it is read."""

import re
import unicodedata


def gettext_noop(text: str) -> str:
    """Mark a sentence for the catalogue of messages; a core that knows no language translates nothing."""
    return text


class CodeError(ValueError):
    """A code that cannot be right. `sentence` is an English msgid, `facts` fill its %(name)s places."""

    sentence = gettext_noop("This code is not valid.")

    def __init__(self, **facts: str | int) -> None:
        self.facts = facts
        super().__init__(self.sentence % facts)


class LengthError(CodeError):
    """Too short or too long."""

    sentence = gettext_noop("“%(code)s” has %(found)s characters; this code has %(wanted)s.")


class CharacterError(CodeError):
    """A character that this kind of code never has."""

    sentence = gettext_noop("“%(character)s” at place %(place)s cannot stand in this code.")


class LookAlikeError(CharacterError):
    """A letter that the code leaves out because it looks like another character."""

    sentence = gettext_noop(
        "“%(character)s” at place %(place)s cannot stand in this code; did you mean “%(proposal)s”?"
    )


class CheckCharacterError(CodeError):
    """The last character does not follow from the others: a slip of typing."""

    sentence = gettext_noop(
        "The check character of “%(code)s” does not fit: please compare all 18 characters with the licence."
    )


class DigitsError(CodeError):
    """A code of region or school that is not digits of the right number."""

    sentence = gettext_noop("“%(code)s” is not a code of %(wanted)s digits.")


class SerialError(CodeError):
    """A serial number for an invented code that is out of range."""

    sentence = gettext_noop("A serial number runs from 0 to %(last)s.")


class MajorCodeError(CodeError):
    """Not written as a code of the catalogue is."""

    sentence = gettext_noop("“%(code)s” is no major code: write 2, 4 or 6 digits, with K at most behind six.")


class IndustryCodeError(CodeError):
    """Not written as a code of GB/T 4754-2017 is."""

    sentence = gettext_noop("“%(code)s” is no industry code: write a letter A to T, 2 to 4 digits, or both.")


class LevelError(CodeError):
    """A major code outside the ranges of the three levels."""

    sentence = gettext_noop(
        "“%(code)s” begins with no category: secondary 61–79, college 41–59, bachelor 21–39."
    )


class SectionError(CodeError):
    """A section letter that does not go with its division."""

    sentence = gettext_noop("Division %(division)s does not belong to section %(section)s of GB/T 4754-2017.")


def normalise(text: str) -> str:
    """A code as the standard writes it: half-width, upper case, without spaces and hyphens.

    >>> normalise(" ９１４４０３００－７０８４６１１３６t ")
    '91440300708461136T'
    """
    return re.sub(r"[\s\-‐‑–—_]+", "", unicodedata.normalize("NFKC", text)).upper()

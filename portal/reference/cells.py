"""Cells of imported tables that hold a place, an industry or a major, as people write them.

A word that is not known can be mapped once for all rows, so each reader lists the words it would understand.
"""

import re
from collections.abc import Callable
from typing import Any

from portal.common.tabular.cells import shortened
from portal.common.tabular.sentences import CellError, Label, Text, gettext_noop
from portal.reference.codes import CodeError, parse_credit_code, parse_school_code
from portal.reference.lookup import Answer, IndustryFinder, RegionFinder
from portal.reference.models import Industry, Region

NOT_KNOWN = gettext_noop("“%(value)s” is not known")
SHARED = gettext_noop("“%(value)s” is the name of more than one; write the code")
OUTSIDE = gettext_noop("“%(value)s” lies outside your jurisdiction")
# A proposal ends in its code: 广州市（440100）.
CODE_AT_END = re.compile(r"（([A-T]?\d{2,6}|[A-T])）$")


class FoundWord:
    """A word of a reference table, found by name, code or everyday word; the value is the code."""

    def __init__(
        self, find: Callable[[str], Answer[Any]], labels: dict[str, Label], words: list[Text]
    ) -> None:
        self.find, self.labels, self.words = find, labels, words

    def __call__(self, text: str) -> str:
        ending = CODE_AT_END.search(text)
        answer = self.find(ending.group(1) if ending else text)
        if answer.row is None:
            missing = SHARED if answer.is_ambiguous else NOT_KNOWN
            raise CellError(missing, answer.suggestions, word=text, value=shortened(text))
        return str(answer.row.pk)

    def show(self, value: Any) -> Text:
        """The name of the code."""
        return self.labels.get(value, value or "")


class RegionWord(FoundWord):
    """A place; with `within` only places of that region, whose names may then go without the places above."""

    def __init__(self, within: Region | None = None) -> None:
        rows = list(Region.objects.filter(retired_on=None))
        labels = {row.pk: Label(row.name_zh, row.name_en or row.name_zh) for row in rows}
        shown = [row for row in rows if within is None or within.covers(row)]
        finder = RegionFinder()
        super().__init__(
            lambda text: finder.find(text, within=within), labels, [labels[row.pk] for row in shown]
        )
        self.allowed = {row.pk for row in shown}

    def __call__(self, text: str) -> str:
        code = super().__call__(text)
        if code not in self.allowed:
            raise CellError(OUTSIDE, word=text, value=shortened(text))
        return code


class IndustryWord(FoundWord):
    """An industry by code, name or everyday word; the words to choose from are sections and divisions."""

    def __init__(self) -> None:
        rows = list(Industry.objects.filter(retired_on=None))
        labels = {row.pk: Label(row.name_zh, row.name_en or row.name_zh) for row in rows}
        wide = [row for row in rows if row.level in {Industry.Level.SECTION, Industry.Level.DIVISION}]
        words: list[Text] = [f"{row.name_zh}（{row.official_code}）" for row in wide]
        super().__init__(IndustryFinder().find, labels, words)


class Code:
    """A code that is mended for width and case and checked by its own rule."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self.read = read

    def __call__(self, text: str) -> str:
        try:
            return self.read(text)
        except CodeError as error:
            facts: dict[str, Any] = dict(error.facts)
            raise CellError(error.sentence, **facts) from error

    def show(self, value: Any) -> Text:
        """The code."""
        return value or ""


def credit_code() -> Code:
    """A unified social credit code; a wrong check character is an error."""
    return Code(lambda text: parse_credit_code(text).value)


def school_code() -> Code:
    """A school code of ten digits."""
    return Code(lambda text: parse_school_code(text).value)

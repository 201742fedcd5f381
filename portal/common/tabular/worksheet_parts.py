"""The listeners for the parts of an XLSX: list of sheets, links, shared strings, styles, cells.

Element names may carry a prefix (`x:row`); it is learnt from the root element, so that each event stays
cheap.
"""

from functools import lru_cache

from portal.common.tabular.grid import Grid, GridBuilder, fill_merges, too_many_columns
from portal.common.tabular.limits import Limits
from portal.common.tabular.number_formats import (
    PLAIN,
    NumberFormat,
    format_of,
    lost_digits,
    number_text,
)
from portal.common.tabular.sentences import Message, TableError, gettext_noop, say

YES = {"1", "true"}
TOO_MUCH_TEXT = gettext_noop(
    "The workbook holds too much text. Copy the table into a new workbook and upload that."
)


def local(name: str) -> str:
    """An element or attribute name without its prefix.

    >>> local("x:row")
    'row'
    """
    return name.rpartition(":")[2]


class _Silent:
    """A listener that hears nothing; the others override what they need."""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element began."""

    def closed(self, name: str) -> None:
        """An element ended."""

    def said(self, text: str) -> None:
        """Text inside an element."""


class SheetList(_Silent):
    """xl/workbook.xml: `(name, link, is visible)` of each sheet, and whether days count from 1904."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in YES
        elif tag == "sheet":
            link = next((value for key, value in attributes.items() if local(key) == "id"), "")
            self.sheets.append((attributes["name"], link, attributes.get("state", "visible") == "visible"))


class LinkReader(_Silent):
    """A .rels part: target and kind of each link."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            self.targets[attributes["Id"]] = attributes["Target"]
            self.kinds[attributes["Id"]] = attributes["Type"].rpartition("/")[2]


class StringReader(_Silent):
    """xl/sharedStrings.xml: the texts, by number."""

    def __init__(self, limits: Limits) -> None:
        self.texts: list[str] = []
        self.limits = limits
        self.characters = 0
        self.parts: list[str] = []
        self.is_text = False
        self.phonetic = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        self.is_text = tag == "t" and not self.phonetic
        self.phonetic += tag == "rPh"

    def said(self, text: str) -> None:
        if self.is_text:
            self.characters += len(text)
            if self.characters > self.limits.text_characters:
                raise TableError(TOO_MUCH_TEXT)
            self.parts.append(text)

    def closed(self, name: str) -> None:
        tag = local(name)
        self.is_text = False
        if tag == "rPh":
            self.phonetic -= 1
        elif tag == "si":
            self.texts.append("".join(self.parts))
            self.parts = []
            if len(self.texts) > self.limits.cells:
                raise TableError(TOO_MUCH_TEXT)


class StyleReader(_Silent):
    """xl/styles.xml: the number format of each cell style, by number."""

    def __init__(self) -> None:
        self.formats: list[NumberFormat] = []
        self.codes: dict[int, str] = {}
        self.inside = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "numFmt":
            self.codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self.inside = True
        elif tag == "xf" and self.inside:
            number_id = int(attributes.get("numFmtId", "0"))
            self.formats.append(format_of(number_id, self.codes.get(number_id)))

    def closed(self, name: str) -> None:
        if local(name) == "cellXfs":
            self.inside = False


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """The column of its letters, from 0.

    >>> column_number("A"), column_number("XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    if not letters.isalpha() or not letters.isupper() or number > 16384:
        raise ValueError(letters)
    return number - 1


class SheetReader:
    """A worksheet: its rows go to a GridBuilder, merges downwards are filled at the end."""

    def __init__(
        self, strings: list[str], formats: list[NumberFormat], limits: Limits, *, from_1904: bool = False
    ) -> None:
        self.strings, self.formats, self.limits, self.from_1904 = strings, formats, limits, from_1904
        self.builder = GridBuilder(limits)
        self.merges: list[tuple[int, int, int]] = []
        self.row_number = 0
        self.row: list[str] = []
        self.column = -1
        self.started = False
        self._name_elements("")
        self._begin_cell({})

    def _name_elements(self, prefix: str) -> None:
        self.cell_tag, self.row_tag, self.merge_tag = f"{prefix}c", f"{prefix}row", f"{prefix}mergeCell"
        self.text_tags = frozenset((f"{prefix}v", f"{prefix}t"))
        self.formula_tag = f"{prefix}f"
        self.phonetic_tag = f"{prefix}rPh"

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s")
        self.parts: list[str] = []
        self.length = 0
        self.listening = self.has_formula = self.is_phonetic = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element began."""
        if name == self.cell_tag:
            reference = attributes.get("r")
            self.column = column_number(reference.rstrip("0123456789")) if reference else self.column + 1
            self._begin_cell(attributes)
        elif name in self.text_tags:
            self.listening = not self.is_phonetic
        elif name == self.formula_tag:
            self.has_formula = True
        elif name == self.row_tag:
            self.row_number = int(attributes.get("r", self.row_number + 1))
            self.row, self.column = [], -1
        elif name == self.merge_tag:
            self._merge(attributes["ref"])
        elif name == self.phonetic_tag:
            self.is_phonetic = True
        elif not self.started:
            self.started = True
            prefix, colon, _tag = name.rpartition(":")
            self._name_elements(prefix + colon)

    def said(self, text: str) -> None:
        """Text inside an element."""
        if self.listening:
            self.length += len(text)
            if self.length > self.limits.cell_characters:
                raise TableError(TOO_MUCH_TEXT)
            self.parts.append(text)

    def closed(self, name: str) -> None:
        """An element ended."""
        self.listening = False
        if name == self.cell_tag:
            self._end_cell()
        elif name == self.row_tag:
            self.builder.add(self.row_number, self.row)
        elif name == self.phonetic_tag:
            self.is_phonetic = False

    def _end_cell(self) -> None:
        raw = "".join(self.parts)
        text, problem = self._understood(raw)
        if not text and problem is None:
            return
        if self.column >= self.limits.columns:
            raise too_many_columns(self.row_number, self.limits)
        self.row.extend([""] * (self.column + 1 - len(self.row)))
        self.row[self.column] = text
        if problem is not None:
            self.builder.grid.problems[self.row_number, self.column] = problem

    def _understood(self, raw: str) -> tuple[str, Message | None]:
        """The text of a cell, and what is wrong with it."""
        if self.kind == "s":
            return (self.strings[int(raw)] if raw else ""), None
        if self.kind == "e":
            return raw, say("the cell shows the error %(error)s; mend its formula", error=raw)
        if self.kind == "b":
            return ("TRUE" if raw.strip() in YES else "FALSE") if raw else "", None
        if self.kind == "d":
            return raw.removesuffix("T00:00:00").replace("T", " "), None
        if self.kind != "n":
            return raw, None
        return self._number(raw.strip())

    def _number(self, raw: str) -> tuple[str, Message | None]:
        if not raw:
            return ("=", NO_STORED_VALUE) if self.has_formula else ("", None)
        index = int(self.style) if self.style else 0
        form = self.formats[index] if 0 <= index < len(self.formats) else PLAIN
        text = number_text(raw, form, from_1904=self.from_1904)
        return text, DIGITS_LOST if lost_digits(raw, text) else None

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        if last:
            column = column_number(first.rstrip("0123456789"))
            top, bottom = (
                int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
                int(last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
            )
            if bottom > top and column_number(last.rstrip("0123456789")) == column < self.limits.columns:
                self.merges.append((column, top, bottom))

    def finished(self) -> Grid:
        """The grid, with values merged downwards written into each of their rows."""
        fill_merges(self.builder.grid, self.merges, self.limits)
        return self.builder.grid


NO_STORED_VALUE = say("the formula has no stored value; open the file in Excel and save it once")
DIGITS_LOST = say(
    "the number has more digits than Excel keeps, so its end is lost; format the column as text and "
    "enter it again"
)

"""Rows of text with their numbers, collected under the limits. Every reader ends here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.common.tabular.limits import Limits
from portal.common.tabular.sentences import Message, TableError

# Characters that no office program shows and no database wants; the line breaks and the tab stay.
INVISIBLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 65279, 65534, 65535))
INVISIBLE |= dict.fromkeys(range(0xD800, 0xE000))
# Spaces that look like a space but compare as something else.
SPACES = {0xA0: " ", 0x3000: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x200B: None, 0x2007: " "}
CLEANED = INVISIBLE | SPACES
UNCLEAN = re.compile(f"[{re.escape(''.join(map(chr, CLEANED)))}]")


def clean(text: str) -> str:
    """The text as a person reads it: no control characters, plain spaces, nothing at the ends.

    >>> clean("\\u3000物流\\x00管理 ")
    '物流管理'
    """
    return text.translate(CLEANED).strip() if UNCLEAN.search(text) else text.strip()


@dataclass
class Grid:
    """The non-empty rows of one sheet: `(number as the user sees it, cells from column A)`.

    `problems` names cells (row number, column from 0) that the reader could not trust.
    """

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: dict[tuple[int, int], Message] = field(default_factory=dict)
    sheet: str = ""
    sheets: tuple[str, ...] = ()


class GridBuilder:
    """Takes rows one by one and stops at the first that exceeds a limit (raises TableError)."""

    def __init__(self, limits: Limits) -> None:
        self.grid = Grid()
        self.limits = limits
        self.cells = 0
        self.characters = 0

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Keep a row unless it is empty. Cells are cleaned here, trailing empty ones dropped."""
        row = [clean(cell) if cell else "" for cell in cells]
        while row and not row[-1]:
            row.pop()
        if not row:
            return
        self._count(number, row)
        self.grid.rows.append((number, row))

    def _count(self, number: int, row: list[str]) -> None:
        limits = self.limits
        if len(row) > limits.columns:
            raise too_many_columns(number, limits)
        self.cells += len(row)
        self.characters += sum(map(len, row))
        if len(self.grid.rows) >= limits.rows or self.cells > limits.cells:
            raise TableError(
                "The sheet is too large: at most %(rows)s rows and %(cells)s cells. Split the file "
                "and import the parts.",
                rows=limits.rows,
                cells=limits.cells,
            )
        if self.characters > limits.text_characters:
            raise TableError(
                "The sheet holds too much text: at most %(characters)s characters. Split the file and"
                " import the parts.",
                characters=limits.text_characters,
            )
        if max(map(len, row)) > limits.cell_characters:
            raise TableError(
                "Row %(row)s has a cell of more than %(characters)s characters. Check whether a "
                "quotation mark is missing.",
                row=number,
                characters=limits.cell_characters,
            )


def too_many_columns(number: int, limits: Limits) -> TableError:
    """The error for a row that is wider than allowed."""
    return TableError(
        "Row %(row)s reaches beyond column %(columns)s. Delete what stands to the right of the table "
        "and try again.",
        row=number,
        columns=limits.columns,
    )


def fill_merges(grid: Grid, merges: Iterable[tuple[int, int, int]], limits: Limits) -> None:
    """Write a value merged downwards, `(column, first row, last row)`, into each of its rows that has
    content.
    """
    rows = dict(grid.rows)
    last = max(rows, default=0)
    left = limits.cells
    for column, top, bottom in merges:
        value = rows[top][column] if top in rows and column < len(rows[top]) else ""
        below = range(top + 1, min(bottom, last) + 1) if value else range(0)
        left -= len(below)
        if left < 0:
            raise TableError(
                "The sheet merges more cells than a table needs. Undo the merges and upload it again."
            )
        for number in below:
            if number in rows:
                _put(rows[number], column, value)


def _put(row: list[str], column: int, value: str) -> None:
    row.extend([""] * (column + 1 - len(row)))
    row[column] = row[column] or value

"""CSV files read strictly: every refusal names the file, the row, the column and what to do.

Premises. A file that cannot be read in full is not read at all; a row is numbered as a spreadsheet shows it, with
the header as row 1.
Procedure. UTF-8 with or without a byte-order mark, comma-separated, a header with the required columns; columns
that are not asked for are ignored; blank lines are skipped; cells are trimmed.
Guarantees. `FileError` or a whole table; no cell is silently dropped.
What was not done: guessing of encodings and separators (the portal's importer does that, with a preview).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

from partnerships.matching.engine.tables import Days, Floats, TextLists, Texts

LONGEST_CELL = 10_000_000
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ValueT = TypeVar("ValueT")


class FileError(Exception):
    """A file that cannot be used: `file`, `row` (as a spreadsheet counts, 0: the whole file), `column`, `message`."""

    def __init__(self, file: str, row: int, column: str, message: str) -> None:
        super().__init__(file, row, column, message)
        self.file, self.row, self.column, self.message = file, row, column, message

    def __str__(self) -> str:
        """One sentence for the command line.

        >>> str(FileError("P.csv", 3, "start", "not a date"))
        'P.csv, row 3, column start: not a date'
        """
        place = [self.file]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.message}"


@dataclass(frozen=True)
class CsvTable:
    """Cells by column name; `rows` holds the spreadsheet number of each row."""

    file: str
    columns: dict[str, list[str]]
    rows: list[int]

    def has(self, *names: str) -> bool:
        """Whether all these columns are there."""
        return all(name in self.columns for name in names)

    def texts(self, name: str) -> Texts:
        """The cells of a column."""
        return tuple(self.columns[name])

    def lists(self, name: str) -> TextLists | None:
        """Cells split at bars, empty items left out; None without the column."""
        if name not in self.columns:
            return None
        return tuple(
            tuple(item for item in map(str.strip, cell.split("|")) if item) for cell in self.columns[name]
        )

    def optional_texts(self, name: str) -> Texts | None:
        """The cells of a column; None without it."""
        return self.texts(name) if name in self.columns else None

    def numbers(self, name: str, *, least: float, most: float, whole: bool = False) -> Floats | None:
        """Numbers within limits, NaN for empty cells; None without the column."""

        def parse(cell: str) -> float:
            number = float(cell)
            if not least <= number <= most or (whole and not number.is_integer()):
                raise ValueError(cell)
            return number

        kind = "a whole number" if whole else "a number"
        limits = f"from {least:g}" + (f" to {most:g}" if np.isfinite(most) else " up")
        found = self._parsed(name, parse, float("nan"), f"write {kind} {limits}, or leave the cell empty")
        return None if found is None else np.array(found, np.float64)

    def days(self, name: str) -> Days | None:
        """ISO days, NaT for empty cells; None without the column."""

        def parse(cell: str) -> date:
            if not ISO_DAY.fullmatch(cell):
                raise ValueError(cell)
            return date.fromisoformat(cell)

        found = self._parsed(name, parse, None, "write a day as 2026-03-01, or leave the cell empty")
        return None if found is None else np.array(found, "datetime64[D]")

    def _parsed(
        self, name: str, parse: Callable[[str], ValueT], empty: ValueT | None, advice: str
    ) -> list[ValueT | None] | None:
        if name not in self.columns:
            return None
        found: list[ValueT | None] = []
        for row, cell in zip(self.rows, self.columns[name], strict=True):
            try:
                found.append(parse(cell) if cell else empty)
            except ValueError:
                raise FileError(self.file, row, name, f"{shown(cell)} cannot be read; {advice}") from None
        return found


def shown(cell: str) -> str:
    """A cell as it may stand in a message: in quotes, without line breaks, not longer than 40 characters.

    >>> shown("a" * 50)
    '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"'
    """
    plain = " ".join(cell.split())
    return f'"{plain if len(plain) <= 40 else plain[:39] + "…"}"'


def read_table(path: Path, required: Sequence[str]) -> CsvTable:
    """The table in a file. Raises FileError for anything that is not a whole CSV table with these columns and ids."""
    file = path.name
    lines = _lines(path)
    if not lines:
        raise FileError(
            file, 0, "", f"the file is empty; its first line must name the columns {', '.join(required)}"
        )
    header = [name.strip() for name in lines[0][1]]
    for name in required:
        if name not in header:
            raise FileError(
                file, 1, name, f"the column is missing; the first line must name {', '.join(required)}"
            )
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        raise FileError(file, 1, repeated[0], "the column is named twice; keep one")
    for row, cells in lines[1:]:
        if len(cells) != len(header):
            wrong = (
                f"the row has {len(cells)} cells, the header {len(header)}; put cells with commas in quotes"
            )
            raise FileError(file, row, "", wrong)
    cells_of = {name: [cells[at].strip() for _, cells in lines[1:]] for at, name in enumerate(header) if name}
    table = CsvTable(file, cells_of, [row for row, _ in lines[1:]])
    _check_ids(table)
    return table


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Rows with something in them, with their spreadsheet numbers."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                lines.append((number, cells))
    except csv.Error as error:
        raise FileError(path.name, number + 1, "", f"not CSV ({error}); check the quotes") from None
    return lines


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(path.name, 0, "", f"cannot be opened ({error.strerror}); check the path") from None
    if b"\0" in content:
        raise FileError(path.name, 0, "", "not CSV: it holds binary zeros; save it as CSV in UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise FileError(path.name, row, "", "not UTF-8 text; save it as CSV in UTF-8") from None


def _check_ids(table: CsvTable) -> None:
    first: dict[str, int] = {}
    for row, name in zip(table.rows, table.columns["id"], strict=True):
        if not name:
            raise FileError(table.file, row, "id", "the id is empty; give every row its own")
        if name in first:
            raise FileError(
                table.file, row, "id", f"{shown(name)} stands in row {first[name]} already; ids are unique"
            )
        first[name] = row

"""Reading the portal's own tables: CSV in, checked rows out, or a sentence with file, row and column.

Pure: no Django, no database. A `Column` turns a cell into a value; a `Layout` is a file with its columns. Rows are
counted as a spreadsheet shows them, the heading being row 1.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

Row = dict[str, object]


class BadTable(ValueError):
    """A table of reference data that cannot be taken; nothing of the load is written."""

    def __init__(self, file: str, row: int, column: str, fault: str) -> None:
        super().__init__(f"{file}, row {row}, column {column}: {fault}")
        self.file, self.row, self.column, self.fault = file, row, column, fault


def text(cell: str) -> str:
    """A cell that must say something."""
    if not cell:
        raise ValueError("is empty; write a value")
    return cell


def optional(cell: str) -> str:
    """A cell that may be empty."""
    return cell


def lines(cell: str) -> str:
    """Items joined by bars, kept one a line.

    >>> lines("车工|铣工")
    '车工\\n铣工'
    """
    return "\n".join(item.strip() for item in cell.split("|")) if cell else ""


def whole(cell: str) -> int:
    """A whole number."""
    if not re.fullmatch(r"\d{1,9}", cell):
        raise ValueError(f"“{cell}” is no whole number")
    return int(cell)


def day(cell: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"“{cell}” is no day; write it as 2026-03-01") from None


def number(lowest: float, highest: float) -> Callable[[str], float]:
    """A number from lowest to highest, both included."""

    def convert(cell: str) -> float:
        try:
            value = float(cell)
        except ValueError:
            raise ValueError(f"“{cell}” is no number") from None
        if not lowest <= value <= highest:
            raise ValueError(f"{cell} is not between {lowest:g} and {highest:g}")
        return value

    return convert


def share(cell: str) -> float:
    """A number above 0 and up to 1."""
    value = number(0, 1)(cell)
    if value == 0:
        raise ValueError("0 says nothing; leave the row out")
    return value


def one_of(words: Collection[str]) -> Callable[[str], str]:
    """One of a few words."""

    def convert(cell: str) -> str:
        if cell not in words:
            raise ValueError(f"“{cell}” is not one of {', '.join(sorted(words))}")
        return cell

    return convert


def code(pattern: str) -> Callable[[str], str]:
    """A code that matches the whole pattern."""

    def convert(cell: str) -> str:
        if not re.fullmatch(pattern, cell):
            raise ValueError(f"“{cell}” is not a code of this kind")
        return cell

    return convert


@dataclass(frozen=True)
class Column:
    """Where a cell goes and how it is read; `refers_to` names the file in whose first column it must stand."""

    attribute: str
    convert: Callable[[str], object]
    refers_to: str = ""


@dataclass(frozen=True)
class Layout:
    """A file, its columns by heading, the attributes that make its key, and what follows from a whole row."""

    file: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    complete: Callable[[Row, Mapping[tuple[object, ...], Row]], Row] = field(default=lambda row, _above: row)

    def key_of(self, row: Mapping[str, object]) -> tuple[object, ...]:
        """The values that tell one row of the file from another."""
        return tuple(row[attribute] for attribute in self.key)


Rows = dict[tuple[object, ...], Row]


def read_layout(layout: Layout, directory: Path, known: Mapping[str, Collection[str]]) -> Rows:
    """All rows of a file by key, in the order of the file; raises BadTable at the first fault.

    `known` gives, by file name, the codes that were read before; a file may refer to rows above in itself.
    """
    rows: Rows = {}
    above: set[str] = set()
    for place, cells in _records(layout, directory):
        row = _convert(layout, place, cells, {**known, layout.file: above})
        key_column = next(iter(layout.columns))
        try:
            row = layout.complete(row, rows)
        except ValueError as error:
            raise BadTable(layout.file, place, key_column, str(error)) from error
        if layout.key_of(row) in rows:
            raise BadTable(layout.file, place, key_column, "stands twice in this file")
        rows[layout.key_of(row)] = row
        above.add(cells[key_column])
    if not rows:
        raise BadTable(layout.file, 1, next(iter(layout.columns)), "the file has no rows")
    return rows


def _records(layout: Layout, directory: Path) -> Iterator[tuple[int, dict[str, str]]]:
    path = directory / layout.file
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from _checked_records(layout, csv.reader(stream, strict=True))
    except FileNotFoundError:
        raise BadTable(
            layout.file, 1, next(iter(layout.columns)), f"the file is missing in {directory}"
        ) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadTable(
            layout.file, 1, next(iter(layout.columns)), f"this is not CSV in UTF-8 ({error})"
        ) from error


def _checked_records(layout: Layout, reader: Iterable[list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    wanted = list(layout.columns)
    for place, cells in enumerate(reader, start=1):
        if place == 1:
            for column in wanted:
                if column not in cells:
                    raise BadTable(layout.file, 1, column, "the column is missing")
            heading = cells
            continue
        if len(cells) != len(heading):
            raise BadTable(
                layout.file, place, heading[0], f"has {len(cells)} cells, the heading {len(heading)}"
            )
        yield place, {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}


def _convert(layout: Layout, place: int, cells: dict[str, str], known: Mapping[str, Collection[str]]) -> Row:
    row: Row = {}
    for name, column in layout.columns.items():
        try:
            row[column.attribute] = column.convert(cells[name])
        except ValueError as error:
            raise BadTable(layout.file, place, name, str(error)) from error
        if column.refers_to and cells[name] and cells[name] not in known[column.refers_to]:
            raise BadTable(layout.file, place, name, f"“{cells[name]}” does not stand in {column.refers_to}")
    return row

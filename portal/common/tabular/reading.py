"""From the bytes of an upload to a `Table`: the kind by content, the header by what is known.

The name of a file is a hint only. A zip with a workbook inside is an XLSX, a compound file an XLS, a page
of HTML saved as .xls (many older systems do that) is refused with the remedy, and the rest must be text.
The header is the row, among the first non-empty ones, that holds the most known headings; with none known,
the first. What stands above it (a title, the school's name, a date) is passed over.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePath

from portal.common.tabular.grid import Grid
from portal.common.tabular.headings import plain
from portal.common.tabular.legacy_workbooks import is_legacy, read_legacy
from portal.common.tabular.limits import LIMITS, MEGABYTE, Limits
from portal.common.tabular.sentences import Message, TableError
from portal.common.tabular.text_files import read_text
from portal.common.tabular.workbooks import is_workbook, read_workbook

HEADER_WITHIN = 15
EXCEL_NAMES = {".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".numbers"}
PAGE_STARTS = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")
EXAMPLE_MARKS = ("例：", "例:", "示例：", "示例:", "example:", "example：", "e.g. ")


@dataclass(frozen=True)
class Row:
    """A row under its header: the number the user sees, and a text for each heading."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A header and its rows. `problems` names cells `(row number, column from 0)` that cannot be trusted."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    problems: Mapping[tuple[int, int], Message] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        """What remembers a mapping.

        The same headings in the same order give the same signature (64 hex digits).
        """
        return sha256("\x1f".join(map(plain, self.header)).encode()).hexdigest()


def read_table(
    data: bytes,
    filename: str,
    *,
    sheet: str | None = None,
    known: Collection[str] = (),
    limits: Limits = LIMITS,
) -> Table:
    """The table in a file. `known` are headings one hopes for. Raises TableError, and nothing else."""
    if not data.strip():
        raise TableError("The file is empty.")
    if len(data) > limits.file_bytes:
        raise TableError(
            "The file is larger than %(size)s MB. Split it and import the parts.",
            size=limits.file_bytes // MEGABYTE,
        )
    return _table(_grid(data, filename, sheet, limits), {plain(heading) for heading in known})


def _grid(data: bytes, filename: str, sheet: str | None, limits: Limits) -> Grid:
    if is_legacy(data):
        return read_legacy(data, sheet, limits)
    if is_workbook(data):
        return read_workbook(data, sheet, limits)
    ending = PurePath(filename).suffix.lower()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(PAGE_STARTS):
        raise TableError(
            "The file is a web page or XML under the name %(ending)s. Open it in Excel, save it as "
            ".xlsx and upload that.",
            ending=ending or "?",
        )
    if ending in EXCEL_NAMES or data.startswith(b"PK\x03\x04"):
        raise TableError(
            "The file is not an Excel workbook, or it is damaged. Open it in Excel, save it as .xlsx "
            "and upload that."
        )
    return read_text(data, limits)


def _table(grid: Grid, known: set[str]) -> Table:
    if not grid.rows:
        raise TableError("The sheet has no rows.")
    at = _header_at(grid, known)
    number, header = grid.rows[at]
    width = max(len(row) for _number, row in grid.rows[at:])
    return Table(
        header=_padded(header, width),
        rows=tuple(Row(n, _padded(row, width)) for n, row in grid.rows[at + 1 :] if not _is_example(row)),
        header_row=number,
        sheet=grid.sheet,
        sheets=grid.sheets,
        problems={place: problem for place, problem in grid.problems.items() if place[0] > number},
    )


def _header_at(grid: Grid, known: set[str]) -> int:
    """The index of the header among the first rows; the earliest of those that know the most headings."""
    scores = [len({plain(cell) for cell in row} & known) for _number, row in grid.rows[:HEADER_WITHIN]]
    best = max(scores)
    if best:
        return scores.index(best)
    widths = [sum(1 for cell in row if cell) for _number, row in grid.rows[:HEADER_WITHIN]]
    # A lone cell above wider rows is a title.
    return next((at for at, width in enumerate(widths) if width > 1), 0)


def _padded(row: list[str], width: int) -> tuple[str, ...]:
    return tuple(row) if len(row) == width else (*row, *[""] * (width - len(row)))


def _is_example(row: list[str]) -> bool:
    """The example row of our own template, left in by the user."""
    first = next(cell for cell in row if cell)
    return first[0] in "例示eE" and first.lower().startswith(EXAMPLE_MARKS)

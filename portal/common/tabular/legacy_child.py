"""Reads one .xls in a process of its own: `python legacy_child.py SHEET LIMITS < book.xls > rows`.

The old format is read by calamine, which lays a sheet out in full before anything can be counted: two cells
at opposite corners cost half a gigabyte. So it runs under a limit of memory and time, and what it dies of
stays here. Run as a script; it imports nothing of the portal. LIMITS: memory, seconds, cells, characters,
joined by commas. Answers by marshal: `("rows", sheets, sheet, [(number, [text])], merges)` or `("error",
code)`.
"""

import io
import marshal
import resource
import sys
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

Rows = list[tuple[int, list[str]]]
Merges = list[tuple[int, int, int]]


def as_text(value: Any) -> str:
    """A cell's value as text: whole numbers without .0, days as ISO dates.

    >>> as_text(3.0), as_text(True), as_text(datetime(2026, 3, 1))
    ('3', 'TRUE', '2026-03-01')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes").removesuffix(" 00:00")
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat("minutes") if isinstance(value, time) else str(value)


def rows_of(book: CalamineWorkbook, name: str, cells: int, characters: int) -> Rows:
    """The non-empty rows of a sheet. Raises MemoryError beyond the limits."""
    rows: Rows = []
    sheet = book.get_sheet_by_name(name)
    # Rows come from the first one of the sheet, cells only from the first column in use.
    unused = [""] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        row = unused + [as_text(value) for value in values]
        while row and not row[-1]:
            row.pop()
        cells -= len(row)
        characters -= sum(map(len, row))
        if cells < 0 or characters < 0:
            raise MemoryError
        if row:
            rows.append((number, row))
    return rows


def merges_of(book: CalamineWorkbook, name: str) -> Merges:
    """The merges downwards of one column: `(column from 0, first row, last row)`, rows from 1."""
    ranges = book.get_sheet_by_name(name).merged_cell_ranges or []
    return [(left, top + 1, low + 1) for (top, left), (low, right) in ranges if left == right and low > top]


def answer(data: bytes, wanted: str, cells: int, characters: int) -> tuple[Any, ...]:
    """What the parent is told about the file."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    names = names or list(book.sheet_names)
    if wanted and wanted not in book.sheet_names:
        return ("error", "no such sheet")
    chosen, rows = wanted, list[Any]()
    for name in [wanted] if wanted else names:
        chosen, rows = name, rows_of(book, name, cells, characters)
        if rows:
            break
    return ("rows", names, chosen, rows, merges_of(book, chosen))


def main() -> None:
    """Set the limits, read, answer."""
    memory, seconds, cells, characters = (int(part) for part in sys.argv[2].split(","))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        told = answer(sys.stdin.buffer.read(), sys.argv[1], cells, characters)
    except PasswordError:
        told = ("error", "password")
    except MemoryError:
        told = ("error", "too large")
    except (CalamineError, OSError, ValueError):
        told = ("error", "damaged")
    sys.stdout.buffer.write(marshal.dumps(told))


if __name__ == "__main__":
    main()

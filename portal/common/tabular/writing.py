"""Tables out: XLSX and CSV that open in Excel in Chinese and start nothing.

Guarantees. Text that a spreadsheet would take for a formula stays text: in XLSX it is a string cell marked
as quoted, in CSV an apostrophe stands before it (the reader here takes it off again). Numbers are numbers,
negative ones too; days are days. Rows are taken one by one from any iterable.
Not done: long digits in CSV are written as they are, since any mark would change them; Excel shows them
rounded, so codes and numbers of people are better taken as XLSX.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from portal.common.tabular.grid import CLEANED
from portal.common.tabular.limits import LIMITS

Cell = str | int | float | Decimal | bool | date | datetime | None

# What a spreadsheet may take for the start of a formula, full-width forms included.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
WIDEST = 48
NARROWEST = 8
SHEET_NAME_LENGTH = 31
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
HEAD_FONT = Font(bold=True, color="FF15202B")
HEAD_FILL = PatternFill("solid", fgColor="FFDCE9F6")
HEAD_ALIGNMENT = Alignment(vertical="center", wrap_text=True)


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula; a plain negative number it may not.

    >>> starts_formula("=1+1"), starts_formula("-5"), starts_formula("+86 139")
    (True, False, True)
    """
    return bool(text) and text[0] in FORMULA_STARTS and not PLAIN_NUMBER.fullmatch(text)


def written(text: str) -> str:
    """The text without characters that a workbook cannot hold, at most as long as a cell may be."""
    if text.isprintable():
        return text[: LIMITS.cell_characters]
    kept = text.translate({code: to for code, to in CLEANED.items() if to is None})
    return kept[: LIMITS.cell_characters]


def csv_cell(value: Cell) -> str:
    """A value as its CSV text: days in ISO form, formulas disarmed.

    >>> csv_cell("=1+1"), csv_cell(-5), csv_cell(None)
    ("'=1+1", '-5', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        text = written(value)
        return f"'{text}" if starts_formula(text) else text
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def csv_chunks(headings: Sequence[str], rows: Iterable[Sequence[Cell]], every: int = 500) -> Iterator[bytes]:
    """A CSV in pieces: UTF-8 with a mark so that Excel shows Chinese, lines ended by CR LF."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([csv_cell(heading) for heading in headings])
    for count, row in enumerate(rows, start=1):
        writer.writerow([csv_cell(value) for value in row])
        if count % every == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def write_csv(out: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV to an open file."""
    for chunk in csv_chunks(headings, rows):
        out.write(chunk)


def write_xlsx(
    out: IO[bytes],
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str = "",
    widths: Sequence[int] = (),
) -> None:
    """Write a workbook of one sheet with a fixed, filtered head.

    `widths` in characters; else from the headings.
    """
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(sheet_name(title))
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings):
        width = widths[place] if place < len(widths) else shown_width(heading) + 4
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(width, NARROWEST), WIDEST)
    sheet.append([_head_cell(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([xlsx_cell(sheet, value) for value in row])
    book.save(out)


def xlsx_cell(sheet: WriteOnlyWorksheet, value: Cell) -> Any:
    """A value as openpyxl takes it: a text that a sheet would read as a formula or an error becomes an inert cell."""
    if isinstance(value, str):
        text = written(value)
        return _inert(sheet, text) if starts_formula(text) or text in ERROR_CODES else text
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return None if isinstance(value, float) and not isfinite(value) else value


def _inert(sheet: WriteOnlyWorksheet, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _head_cell(sheet: WriteOnlyWorksheet, heading: str) -> Any:
    cell = _inert(sheet, written(heading))
    cell.font, cell.fill, cell.alignment = HEAD_FONT, HEAD_FILL, HEAD_ALIGNMENT
    return cell


def sheet_name(title: str) -> str:
    """A title as the name of a sheet: without forbidden signs, at most 31 characters.

    >>> sheet_name("2026/27 [A]"), sheet_name("")
    ('2026 27  A', 'Sheet1')
    """
    return written(title).translate(NOT_IN_SHEET_NAMES).strip()[:SHEET_NAME_LENGTH] or "Sheet1"


def shown_width(text: str) -> int:
    """The width of a text in digits: a Chinese character takes two.

    >>> shown_width("年级 A")
    6
    """
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)

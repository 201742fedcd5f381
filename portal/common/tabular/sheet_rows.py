"""Rows of a worksheet as text, several times as fast as a tree of elements for each cell.

Premises. A frame (a workbook with its head row and its styles, made by openpyxl) is ready; rows hold plain values only.
Procedure. Each row becomes its own piece of XML; the pieces go in where the frame's sheet data end.
Guarantees. A string is an inline string, never a formula, an error or a number; what a sheet cannot hold is left out.
Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.17.4.1 (serial days).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

END_OF_ROWS = b"</sheetData>"
SHEET_PART = "xl/worksheets/sheet1.xml"
ROWS_AT_A_TIME = 200


@dataclass(frozen=True)
class Styles:
    """The numbers of the frame's styles: for text that could start a formula, for days and for moments."""

    quoted: int
    day: int
    moment: int


class RowText:
    """Writes rows below the head, numbered from 2. `tidy` makes a text fit for a cell, `is_risky` finds formulas."""

    def __init__(
        self, width: int, styles: Styles, tidy: Callable[[str], str], is_risky: Callable[[str], bool]
    ) -> None:
        self.letters = [get_column_letter(place + 1) for place in range(width)]
        self.styles, self.tidy, self.is_risky = styles, tidy, is_risky

    def pieces(self, rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
        """The XML of all rows, some at a time."""
        kept: list[str] = []
        for number, row in enumerate(rows, start=2):
            kept.append(self._row(number, row))
            if len(kept) == ROWS_AT_A_TIME:
                yield "".join(kept).encode()
                kept.clear()
        yield "".join(kept).encode()

    def _row(self, number: int, row: Sequence[Any]) -> str:
        if len(row) > len(self.letters):
            self.letters = [get_column_letter(place + 1) for place in range(len(row))]
        cells = [
            self._cell(f"{letter}{number}", value)
            for letter, value in zip(self.letters, row, strict=False)
            if value is not None and value != ""
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, at: str, value: Any) -> str:
        if isinstance(value, str):
            return self._text(at, self.tidy(value))
        if isinstance(value, bool):
            return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, date):
            style = self.styles.moment if isinstance(value, datetime) else self.styles.day
            serial = to_excel(value.replace(tzinfo=None) if isinstance(value, datetime) else value)
            return f'<c r="{at}" s="{style}"><v>{serial}</v></c>'
        if isinstance(value, int | float | Decimal):
            return f'<c r="{at}"><v>{value}</v></c>' if isfinite(value) else ""
        raise TypeError(f"a cell cannot hold {value!r}")

    def _text(self, at: str, text: str) -> str:
        style = f' s="{self.styles.quoted}"' if self.is_risky(text) else ""
        return (
            f'<c r="{at}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            if text
            else ""
        )


def fill_frame(frame: IO[bytes], out: IO[bytes], pieces: Iterable[bytes]) -> None:
    """The frame's workbook with the pieces at the end of its only sheet."""
    with ZipFile(frame) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            data = source.read(part)
            if part != SHEET_PART:
                target.writestr(part, data)
                continue
            before, end, after = data.partition(END_OF_ROWS)
            with target.open(part, "w") as sheet:
                sheet.write(before)
                for piece in pieces:
                    sheet.write(piece)
                sheet.write(end + after)

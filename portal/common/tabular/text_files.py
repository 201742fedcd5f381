"""CSV as it comes out of Excel, WPS and older systems: encoding and separator are found by trial.

Encoding, in this order: a byte order mark decides; bytes 00 on one side of the pairs mean UTF-16 without a
mark; then UTF-8, strictly; then GB18030, strictly (it contains GBK and GB2312). Nothing is guessed by
frequency, so the same file always reads the same way.
Separator: a first line `sep=;` decides; else the one of comma, semicolon, tab and bar that cuts the first
rows into the most columns, evenly.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from portal.common.tabular.grid import Grid, GridBuilder
from portal.common.tabular.limits import Limits
from portal.common.tabular.sentences import TableError, gettext_noop

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_ROWS = 30
FORMULA_STARTS = frozenset("=+-@＝＋－＠")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
NOT_TEXT = gettext_noop(
    "The file is not a table of text. Save it as .xlsx or as .csv (UTF-8) and upload it again."
)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises TableError where no rule fits.

    >>> decode("年级".encode("gb18030"))
    ('年级', 'gb18030')
    """
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_written(text, allowed=0 if encoding.startswith("utf-16-") else len(text) // 10):
            return text, encoding
    raise TableError(NOT_TEXT)


def _is_written(text: str, allowed: int) -> bool:
    """Whether a person could have written this: no zero characters, and not too many control characters.

    None at all where UTF-16 was only inferred, since any even number of bytes is UTF-16.
    """
    return "\x00" not in text and len(CONTROLS.findall(text)) <= allowed


def _candidates(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    zeros = data.count(0)
    if not zeros:
        return ("utf-8", "gb18030")
    if len(data) % 2:
        return ()
    low = data[0::2].count(0)
    if low * 20 < zeros:
        return ("utf-16-le",)
    return ("utf-16-be",) if (zeros - low) * 20 < zeros else ()


def separator_of(text: str) -> str:
    """The separator that cuts the first rows into the most columns.

    >>> separator_of("学号;姓名\\n1;梁, 怡")
    ';'
    """
    sample = "".join(islice(io.StringIO(text, newline=""), SAMPLE_ROWS))
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    """How well a separator cuts: columns of the usual row, weighed by the share of rows that have as many."""
    try:
        widths = Counter(
            len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row
        )
    except csv.Error:
        return (0.0, 0)
    wide = [(count * (width - 1), width) for width, count in widths.items() if width > 1]
    if not wide:
        return (0.0, 0)
    best, width = max(wide)
    return (best / sum(widths.values()), width)


def read_text(data: bytes, limits: Limits) -> Grid:
    """The rows of a CSV file. Row numbers are those that Excel shows: a quoted line break does not count."""
    text, _encoding = decode(data)
    text, separator = _announced(text)
    builder = GridBuilder(limits)
    for number, row in enumerate(
        _records(text, separator or separator_of(text)), start=2 if separator else 1
    ):
        builder.add(number, [_unescaped(cell) for cell in row])
    return builder.grid


def _announced(text: str) -> tuple[str, str]:
    """The text without Excel's `sep=;` line, and the separator it announces."""
    first, newline, rest = text.partition("\n")
    first = first.strip()
    if newline and first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return rest, first[-1]
    return text, ""


def _records(text: str, separator: str) -> Iterable[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(row)  # noqa: PERF402 - the count is needed when the reader stops
    except csv.Error as error:
        if "unexpected end of data" not in str(error):
            # Quotation marks in the middle of a cell: Excel takes them as they are, and so do we.
            return _lenient(text, separator)
        raise TableError(
            "In row %(row)s a quotation mark is opened and never closed, so the rest of the file "
            "would be one cell. "
            "Close it, or save the file as .xlsx, and upload it again.",
            row=len(rows) + 1,
        ) from error
    return rows


def _lenient(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise TableError(NOT_TEXT) from error


def _unescaped(cell: str) -> str:
    """Undo the apostrophe that our own CSV export puts before a text that could start a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in FORMULA_STARTS else cell

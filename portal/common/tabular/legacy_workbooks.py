"""XLS, the format of before 2007, read in a child process that may die of a bad file without harm."""

import marshal
import subprocess
import sys
from pathlib import Path
from typing import Any

from portal.common.tabular.grid import Grid, GridBuilder, fill_merges
from portal.common.tabular.limits import Limits
from portal.common.tabular.sentences import TableError, gettext_noop

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHILD = Path(__file__).with_name("legacy_child.py")
ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")
RESAVE = gettext_noop(
    "The old workbook cannot be read. Open it in Excel, save it as .xlsx and upload the new file."
)
ANSWERS = {
    "password": gettext_noop(
        "The workbook is protected by a password. Save it without one and upload it again."
    ),
    "too large": gettext_noop(
        "The sheet is too large to be read. Copy the table into a new workbook, save it as "
        ".xlsx and upload that."
    ),
    "no such sheet": gettext_noop("The workbook has no sheet named “%(sheet)s”."),
    "damaged": RESAVE,
}


def is_legacy(data: bytes) -> bool:
    """Whether the bytes are a compound file: an .xls, or an .xlsx under a password."""
    return data.startswith(MAGIC)


def read_legacy(data: bytes, sheet: str | None, limits: Limits) -> Grid:
    """The rows of the named sheet, else of the first visible one that has any. Raises TableError."""
    if ENCRYPTED_XLSX in data:
        raise TableError(ANSWERS["password"])
    told = _ask_child(data, sheet or "", limits)
    if told[0] == "error":
        raise TableError(ANSWERS[told[1]], sheet=sheet or "")
    _rows, names, chosen, rows, merges = told
    builder = GridBuilder(limits)
    for number, row in rows:
        builder.add(number, row)
    grid = builder.grid
    grid.sheet, grid.sheets = chosen, tuple(names)
    fill_merges(grid, merges, limits)
    return grid


def _ask_child(data: bytes, sheet: str, limits: Limits) -> tuple[Any, ...]:
    bounds = (limits.reader_memory_bytes, limits.reader_seconds, limits.cells, limits.text_characters)
    command = [sys.executable, "-I", str(CHILD), sheet, ",".join(map(str, bounds))]
    try:
        done = subprocess.run(  # noqa: S603 - our own script; the sheet's name is an argument, not a command
            command, input=data, capture_output=True, timeout=limits.reader_seconds, check=False
        )
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise TableError(RESAVE) from error
    if done.returncode:
        # A limit kills the reader outright; a malformed record makes it panic. Both end here.
        raise TableError(ANSWERS["too large"] if done.returncode < 0 else RESAVE)
    answer: tuple[Any, ...] = marshal.loads(done.stdout)  # noqa: S302 - written by our own script
    return answer

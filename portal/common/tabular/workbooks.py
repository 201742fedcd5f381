"""XLSX, read as a stream of cells. No cell is built before it is counted, so memory follows the limits.

What a sheet says is taken as Excel shows it: the stored value of a formula, dates by their number format,
text of shared strings without its phonetic hints. Cells that cannot be trusted are named as problems: an
error value, a formula without a stored value, a number with more digits than Excel keeps. A value merged
downwards belongs to each of its rows (in school offices the programme is often merged over its classes).
Source: ECMA-376 part 1, sections 18.2 (workbook), 18.3 (worksheet), 18.4 (shared strings), 18.8 (styles).
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

from portal.common.tabular.archives import open_archive, stream
from portal.common.tabular.grid import Grid
from portal.common.tabular.limits import Limits
from portal.common.tabular.sentences import TableError, gettext_noop
from portal.common.tabular.worksheet_parts import (
    LinkReader,
    SheetList,
    SheetReader,
    StringReader,
    StyleReader,
)

DAMAGED = gettext_noop(
    "The workbook is damaged and cannot be read. Open it in Excel, save it again and upload the new file."
)
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    LookupError,
    ValueError,
    OverflowError,
    EOFError,
    OSError,
    RuntimeError,
)
WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its name as on the tab, its part in the archive, whether it is shown."""

    name: str
    part: str
    is_visible: bool


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a zip with a workbook inside, whatever the file is called."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return WORKBOOK in archive.namelist()
    except DAMAGE:
        return False


def read_workbook(data: bytes, sheet: str | None, limits: Limits) -> Grid:
    """The rows of the named sheet, else of the first visible one that has any. Raises TableError."""
    try:
        with open_archive(data, limits) as archive:
            return _read(archive, sheet, limits)
    except DAMAGE as error:
        raise TableError(DAMAGED) from error


def _read(archive: zipfile.ZipFile, wanted: str | None, limits: Limits) -> Grid:
    sheets, from_1904 = _sheets(archive)
    chosen = [sheet for sheet in sheets if sheet.name == wanted] if wanted else _by_visibility(sheets)
    if not chosen:
        raise TableError("The workbook has no sheet named “%(sheet)s”.", sheet=wanted or "")
    strings, formats = StringReader(limits), StyleReader()
    _stream_if_there(archive, "xl/sharedStrings.xml", strings)
    _stream_if_there(archive, "xl/styles.xml", formats)
    grid = Grid()
    for sheet in chosen:
        reader = SheetReader(strings.texts, formats.formats, limits, from_1904=from_1904)
        stream(archive, sheet.part, reader)
        grid = reader.finished()
        grid.sheet = sheet.name
        if grid.rows:
            break
    grid.sheets = tuple(sheet.name for sheet in _by_visibility(sheets))
    return grid


def _stream_if_there(archive: zipfile.ZipFile, name: str, reader: StringReader | StyleReader) -> None:
    """Both parts are optional, and some writers spell them in another case."""
    for part in archive.namelist():
        if part.lower() == name.lower():
            stream(archive, part, reader)
            return


def _sheets(archive: zipfile.ZipFile) -> tuple[list[Sheet], bool]:
    listed, links = SheetList(), LinkReader()
    stream(archive, WORKBOOK, listed)
    stream(archive, "xl/_rels/workbook.xml.rels", links)
    parts = {key: _part(target) for key, target in links.targets.items()}
    return [
        Sheet(name, parts[key], is_visible)
        for name, key, is_visible in listed.sheets
        if "worksheet" in links.kinds.get(key, "")
    ], listed.from_1904


def _part(target: str) -> str:
    """The archive's name of a link's target, which is absolute or relative to xl/."""
    return posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))).lstrip("/")


def _by_visibility(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The visible sheets; a workbook of hidden ones only shows them all."""
    every = list(sheets)
    return [sheet for sheet in every if sheet.is_visible] or every

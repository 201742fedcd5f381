"""The zip around an XLSX: what it claims is checked before anything is unpacked, and parts are streamed."""

import io
import zipfile
from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

from portal.common.tabular.limits import Limits
from portal.common.tabular.sentences import TableError, gettext_noop

CHUNK = 1 << 16
TAGS = 40_000_000
ENCRYPTED = 0x1
TOO_LARGE = gettext_noop(
    "The workbook unpacks to far more than a table needs and was not opened. Copy the table into a new "
    "workbook."
)


class PartReader(Protocol):
    """What listens while a part of the workbook streams by."""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element began."""

    def closed(self, name: str) -> None:
        """An element ended."""

    def said(self, text: str) -> None:
        """Text inside an element."""


def open_archive(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, if its list of parts is within the limits. Raises TableError, or what zipfile raises."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    if len(parts) > limits.archive_entries:
        raise TableError(TOO_LARGE)
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise TableError(TOO_LARGE)
    for part in parts:
        _check(part, limits)
    return archive


def _check(part: zipfile.ZipInfo, limits: Limits) -> None:
    if part.flag_bits & ENCRYPTED:
        raise TableError("The workbook is protected by a password. Save it without one and upload it again.")
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise TableError(
            "The workbook is packed in a way that Excel does not use. Open it in Excel and save it again."
        )
    if part.file_size > limits.ratio_from_bytes and part.file_size > limits.ratio * max(
        part.compress_size, 1
    ):
        raise TableError(TOO_LARGE)


def stream(archive: zipfile.ZipFile, name: str, reader: PartReader) -> None:
    """Send one part through a reader. Refuses document types, the vehicle of entity bombs."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = reader.opened
    parser.EndElementHandler = reader.closed
    parser.CharacterDataHandler = reader.said
    for chunk in _chunks(archive, name):
        parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keyword
    parser.Parse(b"", True)  # noqa: FBT003


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part piece by piece; its tags are counted before they are parsed, which costs next to nothing."""
    left = TAGS
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            left -= chunk.count(b"<")
            if left < 0:
                raise TableError(TOO_LARGE)
            yield chunk


def _no_doctype(*_declaration: object) -> None:
    raise TableError(TOO_LARGE)

"""Uploads that are kept: known by content, stored under a name of ours, given out so that nothing in them runs.

The allow-list is by content; the name a person gave is shown to people and never touches the disk. What
could act in a browser or in an office program (HTML, SVG, scripts, macros, encrypted archives) is not on
the list. A file is handed out as an attachment with `nosniff`, by a view that has asked for the permission.
"""

import hashlib
import io
import re
import secrets
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from portal.common.errors import DomainError
from portal.common.tabular.legacy_workbooks import is_legacy
from portal.common.tabular.sentences import TableError
from portal.common.tabular.text_files import decode

HEAD = 8192
NAME_LENGTH = 120
MOST_ENTRIES = 5000
CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, ValueError, LookupError, RuntimeError, EOFError)


@dataclass(frozen=True)
class FileKind:
    """A kind of file that may be kept."""

    code: str
    ending: str
    content_type: str
    other_endings: tuple[str, ...] = ()


PDF = FileKind("pdf", ".pdf", "application/pdf")
JPEG = FileKind("jpeg", ".jpg", "image/jpeg", (".jpeg",))
PNG = FileKind("png", ".png", "image/png")
WEBP = FileKind("webp", ".webp", "image/webp")
DOCX = FileKind("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = FileKind("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PPTX = FileKind("pptx", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")
XLS = FileKind("xls", ".xls", "application/vnd.ms-excel")
CSV = FileKind("csv", ".csv", "text/csv")

EVIDENCE = (PDF, JPEG, PNG, WEBP, DOCX, XLSX, PPTX)
TABLES = (XLSX, XLS, CSV)
OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
BY_SIGNATURE = {"application/pdf": PDF, "image/jpeg": JPEG, "image/png": PNG, "image/webp": WEBP}


@dataclass(frozen=True)
class Upload:
    """An upload that may be kept: what it is, what it was called, and the SHA-256 of its content."""

    kind: FileKind
    shown_name: str
    sha256: str
    size: int

    def new_name(self) -> str:
        """A random name under which to store it; nothing of the user's own."""
        return f"{secrets.token_hex(16)}{self.kind.ending}"


def inspect(file: UploadedFile, allowed: tuple[FileKind, ...] = EVIDENCE) -> Upload:
    """Look at an upload before anything is stored; the file is left at its start. Raises DomainError."""
    most = settings.UPLOAD_MAX_BYTES
    size = file.size or 0
    if size > most:
        raise DomainError(
            _("The file is larger than %(size)s MB.") % {"size": most // 1024 // 1024}, code="file_too_large"
        )
    if not size:
        raise DomainError(_("The file is empty."), code="file_empty")
    file.seek(0)
    data = file.read()
    file.seek(0)
    kind = kind_of(data)
    if kind is None or kind not in allowed:
        raise DomainError(
            _("This kind of file cannot be kept here. Allowed are: %(kinds)s.")
            % {"kinds": ", ".join(allowed_kind.code.upper() for allowed_kind in allowed)},
            code="file_kind",
        )
    return Upload(kind, shown_name(file.name or "", kind), upload_hash(data), size)


def kind_of(data: bytes) -> FileKind | None:
    """What the content is, whatever the file is called; None where it is not on the list."""
    guessed = filetype.guess(data[:HEAD])
    if guessed is not None and guessed.mime in BY_SIGNATURE:
        return BY_SIGNATURE[guessed.mime]
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    if is_legacy(data):
        return XLS if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data else None
    return CSV if _is_table_text(data) else None


def _office_kind(data: bytes) -> FileKind | None:
    """DOCX, XLSX or PPTX by its main part; none of them with macros or embedded programs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except ZIP_FAULTS:
        return None
    lower = [name.lower() for name in names]
    if len(names) > MOST_ENTRIES or any(
        name.endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in lower
    ):
        return None
    return next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)


def _is_table_text(data: bytes) -> bool:
    """Text that is no markup and no program."""
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<", b"#!", b"%!", b"{\\rtf", b"mz")):
        return False
    try:
        text, _encoding = decode(data)
    except TableError:
        return False
    return not text.lstrip().lower().startswith("<") and bool(text.strip())


def shown_name(name: str, kind: FileKind | None = None) -> str:
    """The user's own name of a file as it may be shown.

    No path, no control or direction marks, 120 characters. Where the kind is known it has an ending of that
    kind: once the file is saved, the ending decides which program opens it.
    """
    bare = PurePath(CONTROLS.sub("", name).replace("\\", "/")).name.strip()
    path = PurePath(bare or "file")
    ending = path.suffix[:10]
    if kind is not None and ending.lower() not in (kind.ending, *kind.other_endings):
        ending = kind.ending
    return f"{path.stem[: NAME_LENGTH - len(ending)]}{ending}"


def upload_hash(data: bytes) -> str:
    """The SHA-256 of a file's content, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def as_attachment(file: IO[bytes], name: str, content_type: str) -> FileResponse:
    """An answer that saves the file and shows nothing in the browser.

    The caller has asked for the permission.
    """
    answer = FileResponse(
        file, as_attachment=True, filename=get_valid_filename(name), content_type=content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer

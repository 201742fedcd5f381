"""Every list as a file: one function for all, a right of its own, a line in the trail.

Small lists are given out at once; a list of more than `AT_ONCE` rows becomes an `ExportJob`, whose worker
asks for the rows again with the rights its owner has then.

    register_export(ExportKind("programmes", _("Programmes"), rows, columns))
"""

import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, QueryDict
from django.utils.translation import override

from portal.accounts.models import User
from portal.common.files import CSV, XLSX, as_attachment
from portal.common.tabular.writing import Cell, write_csv, write_xlsx
from portal.records import audit
from portal.records.imports.kinds import Scope
from portal.records.models import ExportJob

AT_ONCE = 5_000
ROWS_AT_A_TIME = 1_000
CONTENT = {"xlsx": XLSX.content_type, "csv": "text/csv; charset=utf-8"}
assert CSV.content_type in CONTENT["csv"]


@dataclass(frozen=True)
class ExportColumn:
    """A column of an exported list: its heading and how a row's value is found (numbers stay numbers)."""

    label: Any
    value: Callable[[Any], Cell]


@dataclass(frozen=True)
class ExportKind:
    """A list that can be exported: `rows(user, query)` are the scoped, filtered rows in their order.

    `query` is the query string of the list page, so that a file holds exactly what the page shows.
    """

    code: str
    label: Any
    rows: Callable[[Any, QueryDict], QuerySet[Any]]
    columns: Callable[[], Sequence[ExportColumn]]
    permission: str = "records.export"


_kinds: dict[str, ExportKind] = {}


def register_export(*kinds: ExportKind) -> None:
    """Offer lists; called from AppConfig.ready."""
    _kinds.update({kind.code: kind for kind in kinds})


def export_kind(code: str) -> ExportKind:
    """The list of that code; KeyError where nobody registered it."""
    return _kinds[code]


def export_response(
    rows: QuerySet[Any],
    columns: Sequence[ExportColumn],
    filename: str,
    user: User | AnonymousUser,
    file_format: str = "xlsx",
) -> FileResponse:
    """The rows as a file to save, noted in the trail. Raises PermissionDenied without the right to export."""
    if not isinstance(user, User) or not user.has_perm("records.export"):
        raise PermissionDenied
    out = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 - FileResponse closes it
    count = write_rows(out, rows, columns, title=filename, file_format=file_format)
    note_export(user, rows, count, file_format)
    out.seek(0)
    return as_attachment(out, f"{filename}.{file_format}", CONTENT[file_format])


def write_rows(
    out: IO[bytes],
    rows: QuerySet[Any],
    columns: Sequence[ExportColumn],
    *,
    title: str,
    file_format: str,
    each: Callable[[int], None] | None = None,
) -> int:
    """Write rows to an open file; returns how many. `each` hears the count every thousand rows."""
    counted = Counted(rows.iterator(chunk_size=ROWS_AT_A_TIME), each)
    cells = ([column.value(row) for column in columns] for row in counted)
    headings = [str(column.label) for column in columns]
    if file_format == "csv":
        write_csv(out, headings, cells)
    else:
        write_xlsx(out, headings, cells, title=title)
    return counted.count


class Counted:
    """Rows that are counted while they pass."""

    def __init__(self, rows: Iterable[Any], each: Callable[[int], None] | None = None) -> None:
        self.rows, self.each, self.count = rows, each, 0

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            self.count += 1
            if self.each and self.count % ROWS_AT_A_TIME == 0:
                self.each(self.count)
            yield row


def note_export(user: User, rows: QuerySet[Any], count: int, file_format: str, query: str = "") -> None:
    """Leave a line in the trail: who took how many rows of what, by which filter."""
    audit.record_many(
        user,
        audit.EXPORTED,
        rows.model._meta.label,
        rows=count,
        changes={"format": file_format, "query": query},
    )


def request_export(
    kind: ExportKind, query: QueryDict, *, scope: Scope, by: User, file_format: str, language: str
) -> ExportJob:
    """Make a large export due. Raises PermissionDenied without the right."""
    if not by.has_perm(kind.permission):
        raise PermissionDenied
    return ExportJob.objects.create(
        kind=kind.code,
        query=query.urlencode()[:2000],
        file_format=file_format if file_format in CONTENT else "xlsx",
        language=language,
        organisation_kind=scope.kind,
        organisation_id=scope.organisation.pk,
        created_by=by,
    )


def run_export(job: ExportJob) -> dict[str, Any]:
    """Write the file of an export; called by the job runner."""
    kind, user = export_kind(job.kind), User.objects.get(pk=job.created_by_id)
    if not user.has_perm(kind.permission):
        raise PermissionDenied
    rows = kind.rows(user, QueryDict(job.query))
    job.advance(0, rows.count())
    with tempfile.TemporaryFile() as out, override(job.language):
        count = write_rows(
            out, rows, kind.columns(), title=str(kind.label), file_format=job.file_format, each=job.advance
        )
        out.seek(0)
        name = job.file.storage.save(f"exports/{secrets.token_hex(16)}.{job.file_format}", File(out))
    with transaction.atomic():
        ExportJob.objects.filter(pk=job.pk).update(file=name)
        note_export(user, rows, count, job.file_format, job.query)
        job.finish({"rows": count})
    return job.result

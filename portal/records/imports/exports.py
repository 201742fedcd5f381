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
from django.db.models import Model, QuerySet
from django.http import FileResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.memberships import only_as
from portal.accounts.models import Role, User
from portal.common.errors import DomainError
from portal.common.files import CSV, XLSX, as_attachment
from portal.common.tabular.writing import Cell, write_csv, write_xlsx
from portal.records import audit
from portal.records.imports.kinds import Scope
from portal.records.models import ExportJob

AT_ONCE = 5_000
MOST_FILTER = 2_000
ROWS_AT_A_TIME = 1_000
CONTENT = {"xlsx": XLSX.content_type, "csv": "text/csv; charset=utf-8"}
assert CSV.content_type in CONTENT["csv"]


@dataclass(frozen=True)
class ExportColumn:
    """A column of an exported list: its heading and how a row's value is found (numbers stay numbers)."""

    label: Any
    value: Callable[[Any], Cell]


def chosen(model: type[Model], field: str) -> Callable[[Any], str]:
    """Reads a field's choice as a word; the words are looked up once for a file, not once for a row."""
    choices: Any = model._meta.get_field(field)
    words = {value: str(label) for value, label in choices.flatchoices}

    def word(row: Any) -> str:
        value = getattr(row, field)
        return words.get(value, str(value or ""))

    return word


@dataclass(frozen=True)
class ExportKind:
    """A list that can be exported: `rows(user, query)` are the scoped, filtered rows in their order.

    `query` is the query string of the list page, so that a file holds exactly what the page shows. With
    `list_url_name` the page of imports and exports offers it whole to members of `organisations`; without, it is
    taken only where it is narrowed. What a file holds is scoped by `rows` alone.
    """

    code: str
    label: Any
    rows: Callable[[Any, QueryDict], QuerySet[Any]]
    columns: Callable[[], Sequence[ExportColumn]]
    permission: str = "records.export"
    organisations: tuple[str, ...] = ("school", "enterprise", "bureau")
    list_url_name: str = ""
    order: int = 100


_kinds: dict[str, ExportKind] = {}


def register_export(*kinds: ExportKind) -> None:
    """Offer lists; called from AppConfig.ready."""
    _kinds.update({kind.code: kind for kind in kinds})


def export_kind(code: str) -> ExportKind:
    """The list of that code; KeyError where nobody registered it."""
    return _kinds[code]


def exports_open_to(organisation_kind: str, user: Any) -> list[ExportKind]:
    """The lists that a member of such an organisation may take whole, in order."""
    offered = [
        kind for kind in _kinds.values() if kind.list_url_name and organisation_kind in kind.organisations
    ]
    allowed = {name: user.has_perm(name) for name in {kind.permission for kind in offered}}
    return sorted(
        (kind for kind in offered if allowed[kind.permission]), key=lambda kind: (kind.order, kind.code)
    )


def rows_for(kind: ExportKind, user: User, query: QueryDict) -> QuerySet[Any]:
    """The rows that a person may take: of organisations that he only reads for, none but what everybody sees."""
    return kind.rows(only_as(user, Role.EDITOR), query)


def export_now(
    kind: ExportKind, query: QueryDict, *, user: User | AnonymousUser, file_format: str
) -> FileResponse:
    """The list as a file to save, noted in the trail. Raises PermissionDenied without the right to it."""
    if not isinstance(user, User) or not user.has_perm(kind.permission):
        raise PermissionDenied
    out = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 - FileResponse closes it
    rows = rows_for(kind, user, query)
    count = write_rows(out, rows, kind.columns(), title=str(kind.label), file_format=file_format)
    note_export(user, rows, count, {"list": kind.code, "format": file_format, "query": query.urlencode()})
    out.seek(0)
    return as_attachment(out, f"{kind.label}.{file_format}", CONTENT[file_format])


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


def note_export(user: User, rows: QuerySet[Any], count: int, taken: dict[str, str]) -> None:
    """Leave a line in the trail: who took how many rows of which list, by which filter, in which format."""
    audit.record_many(user, audit.EXPORTED, rows.model._meta.label, rows=count, changes=taken)


def request_export(
    kind: ExportKind, query: QueryDict, *, scope: Scope, by: User, file_format: str, language: str
) -> ExportJob:
    """Make a large export due. Raises PermissionDenied without the right, DomainError for an endless filter."""
    if not by.has_perm(kind.permission):
        raise PermissionDenied
    filtered = query.urlencode()
    if len(filtered) > MOST_FILTER:
        # A filter cut short would find other rows than the page shows.
        raise DomainError(
            _("The filter of this list is too long to be kept. Make it shorter."), code="filter"
        )
    return ExportJob.objects.create(
        kind=kind.code,
        query=filtered,
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
    rows = rows_for(kind, user, QueryDict(job.query))
    job.advance(0, rows.count())
    with tempfile.TemporaryFile() as out, override(job.language):
        count = write_rows(
            out, rows, kind.columns(), title=str(kind.label), file_format=job.file_format, each=job.advance
        )
        out.seek(0)
        name = job.file.storage.save(f"exports/{secrets.token_hex(16)}.{job.file_format}", File(out))
    with transaction.atomic():
        ExportJob.objects.filter(pk=job.pk).update(file=name)
        taken = {"list": job.kind, "format": job.file_format, "query": job.query, "job": job.public_id}
        note_export(user, rows, count, taken)
        job.finish({"rows": count})
    return job.result

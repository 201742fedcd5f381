"""Files that the import pages give out: the template of a kind, the rejected rows of a batch."""

import tempfile

from django.http import FileResponse
from django.utils.translation import gettext as _

from portal.common.files import as_attachment
from portal.common.tabular.row_reading import Problem
from portal.common.tabular.speech import speak
from portal.common.tabular.templates import rejected_headings, rejected_row, write_template
from portal.common.tabular.writing import write_csv, write_xlsx
from portal.records.imports.exports import CONTENT
from portal.records.imports.kinds import ImportKind, Scope
from portal.records.imports.work import rejected
from portal.records.models import ImportBatch

IN_MEMORY = 4 * 1024 * 1024


def template_file(kind: ImportKind, scope: Scope) -> FileResponse:
    """The workbook to fill in, with the choices of this organisation."""
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - FileResponse closes it
    write_template(out, kind.spec(scope), speak)
    out.seek(0)
    return as_attachment(out, f"{kind.label}.xlsx", CONTENT["xlsx"])


def rejected_file(batch: ImportBatch, file_format: str) -> FileResponse:
    """The rejected rows as the user wrote them, each with its cause and its row number."""
    ending = file_format if file_format in CONTENT else "xlsx"
    rows = (
        rejected_row(row.number, row.cells, [Problem.from_json(problem) for problem in row.problems], speak)
        for row in rejected(batch)
    )
    headings = rejected_headings(batch.header, speak)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - FileResponse closes it
    if ending == "csv":
        write_csv(out, headings, rows)
    else:
        write_xlsx(out, headings, rows, title=_("Rejected rows"))
    out.seek(0)
    stem = batch.file_name.rpartition(".")[0] or batch.file_name
    return as_attachment(out, f"{stem}-{_('Rejected rows')}.{ending}", CONTENT[ending])

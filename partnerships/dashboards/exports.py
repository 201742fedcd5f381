"""The rows behind a figure as a file: the columns of its page, scope and figure in the address.

A file is asked for by `?bureau=...&figure=...` with the words of the scope; who does not belong to that bureau, or asks
for no known figure, finds no rows.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.dashboards.figures import FIGURES, MODELS, Behind, related
from partnerships.dashboards.scope import scope_for
from partnerships.dashboards.tables import TABLES, TableRow
from portal.accounts.jurisdiction import bureaus_of
from portal.records.imports.exports import ExportColumn, ExportKind

LABELS = {
    "plan": _("Placement plans behind a figure"),
    "opening": _("Openings behind a figure"),
    "partnership": _("Partnerships behind a figure"),
    "activity": _("Activities behind a figure"),
    "enterprise": _("Enterprises behind a figure"),
    "school": _("Schools behind a figure"),
}


def code_of(rows: str) -> str:
    """The code of the export of such rows."""
    return f"behind-{rows}"


def export_address(figure: str, behind: Behind) -> str:
    """Where the rows behind this figure are given out as a file."""
    words = {"class": behind.major_class, "cluster": behind.cluster}
    asked = behind.scope.query(
        **words, bureau=behind.scope.bureau.public_id, figure=figure, file_format="xlsx"
    )
    return reverse("export_list", args=[code_of(behind.figure.rows)]) + asked


def _rows(rows: str) -> Callable[[Any, QueryDict], QuerySet[Any]]:
    def found(user: Any, query: QueryDict) -> QuerySet[Any]:
        bureaus = {bureau.public_id: bureau for bureau in bureaus_of(user)}
        bureau, figure = bureaus.get(query.get("bureau", "")), query.get("figure", "")
        if bureau is None or figure not in FIGURES or FIGURES[figure].rows != rows:
            return related(MODELS[rows].objects.none(), rows)
        words = {name: query.get(name, "") for name in query}
        scope, _regions = scope_for(bureau, words)
        return Behind.asked(figure, scope, words).rows(user)

    return found


def _columns(rows: str) -> Callable[[], Sequence[ExportColumn]]:
    def columns() -> Sequence[ExportColumn]:
        table = TABLES[rows]
        drawn: dict[int, TableRow] = {}

        def cells_of(row: Any) -> TableRow:
            """The row as its page draws it, drawn once for all its columns."""
            if row.pk not in drawn:
                drawn.clear()
                drawn[row.pk] = table.row(row)
            return drawn[row.pk]

        def cell(place: int, row: Any) -> Any:
            return cells_of(row).cells[place].in_file

        (head, _is_number), *others = table.heads()
        first = [ExportColumn(head, lambda row: cells_of(row).name)]
        if table.note:
            first.append(ExportColumn(table.note, lambda row: cells_of(row).note))
        return [
            *first,
            *(ExportColumn(head, partial(cell, place)) for place, (head, _is_number) in enumerate(others)),
        ]

    return columns


KINDS = tuple(
    ExportKind(code_of(rows), label, _rows(rows), _columns(rows), organisations=())
    for rows, label in LABELS.items()
)

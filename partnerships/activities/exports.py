"""The list of activities as a file."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from partnerships.activities import lists
from partnerships.activities.showing import kind_name
from partnerships.agreements.exports import pair_columns
from portal.records.imports.exports import ExportColumn, ExportKind


def activity_columns() -> Sequence[ExportColumn]:
    return [
        ExportColumn(_("What happened"), lambda row: row.title),
        *pair_columns("partnership"),
        ExportColumn(_("Kind"), lambda row: kind_name(row.kind)),
        ExportColumn(_("Day"), lambda row: row.happened_on),
        ExportColumn(_("Last day"), lambda row: row.ended_on),
        ExportColumn(_("Quantity"), lambda row: row.quantity),
        ExportColumn(_("People"), lambda row: row.people),
        ExportColumn(_("Hours"), lambda row: row.hours),
        ExportColumn(_("Money or value (yuan)"), lambda row: row.money),
        ExportColumn(_("Files"), lambda row: len(row.evidence.all())),
        ExportColumn(_("State"), lambda row: row.get_status_display()),
    ]


KINDS = (ExportKind("activities", _("Activities"), lists.ACTIVITIES.found, activity_columns),)

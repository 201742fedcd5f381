"""The list of activities as a file."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from partnerships.activities import lists
from partnerships.activities.models import Activity
from partnerships.activities.showing import kind_name
from partnerships.agreements.exports import pair_columns
from portal.records.imports.exports import ExportColumn, ExportKind, chosen


def activity_columns() -> Sequence[ExportColumn]:
    """What happened and how much of it; an amount of 0 was never stated and stays blank."""
    return [
        ExportColumn(_("What happened"), lambda row: row.title),
        *pair_columns("partnership"),
        ExportColumn(_("Kind"), lambda row: kind_name(row.kind)),
        ExportColumn(_("Day"), lambda row: row.happened_on),
        ExportColumn(_("Last day"), lambda row: row.ended_on),
        ExportColumn(_("Quantity"), lambda row: row.quantity or None),
        ExportColumn(_("People"), lambda row: row.people or None),
        ExportColumn(_("Hours"), lambda row: row.hours or None),
        ExportColumn(_("Money or value (yuan)"), lambda row: row.money or None),
        ExportColumn(_("Files"), lambda row: len(row.evidence.all())),
        ExportColumn(_("State"), chosen(Activity, "status")),
    ]


KINDS = (
    ExportKind(
        "activities",
        _("Activities"),
        lists.ACTIVITIES.found,
        activity_columns,
        list_url_name="activity_list",
        order=83,
    ),
)

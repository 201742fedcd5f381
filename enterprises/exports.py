"""Every list of this room as a file: the rows of the page, in its filter and order."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from enterprises import lists
from portal.records.imports.exports import ExportColumn, ExportKind


def enterprise_columns() -> Sequence[ExportColumn]:
    """The columns of the list of enterprises; inner facts stay out."""
    return (
        ExportColumn(_("Unified social credit code"), lambda row: row.credit_code or ""),
        ExportColumn(_("Other number"), lambda row: row.get_number_kind_display()),
        ExportColumn(_("Number"), lambda row: row.number),
        ExportColumn(_("Enterprise"), lambda row: row.name_zh),
        ExportColumn(_("English name"), lambda row: row.name_en),
        ExportColumn(_("Kind"), lambda row: row.get_kind_display()),
        ExportColumn(_("Region"), lambda row: row.region.name),
        ExportColumn(_("Industry"), lambda row: row.industry.name if row.industry else ""),
        ExportColumn(_("Address"), lambda row: row.address),
        ExportColumn(_("Openings"), lambda row: row.openings_open),
        ExportColumn(_("Free seats"), lambda row: row.seats_open),
        ExportColumn(_("Vetting"), lambda row: row.get_vetting_display()),
    )


def opening_columns() -> Sequence[ExportColumn]:
    """The columns of the list of openings."""
    return (
        ExportColumn(_("Enterprise"), lambda row: row.enterprise.name_zh),
        ExportColumn(_("Post"), lambda row: row.title),
        ExportColumn(_("Place"), lambda row: row.place),
        ExportColumn(_("Seats"), lambda row: row.seats),
        ExportColumn(_("Free seats"), lambda row: row.seats_free),
        ExportColumn(_("First day"), lambda row: row.starts_on),
        ExportColumn(_("Last day"), lambda row: row.ends_on),
        ExportColumn(_("Work tasks"), lambda row: row.tasks),
        ExportColumn(_("Abilities wanted"), lambda row: "、".join(row.abilities)),
        ExportColumn(_("Accepted majors"), lambda row: "、".join(row.accepted_majors)),
        ExportColumn(_("Pay a month (yuan)"), lambda row: row.pay_month),
        ExportColumn(_("Hours a week"), lambda row: row.hours_per_week),
        ExportColumn(_("Lodging"), lambda row: row.get_lodging_display()),
        ExportColumn(_("State"), lambda row: row.get_status_display()),
        ExportColumn(_("Confirmed"), lambda row: row.confirmed_at.date() if row.confirmed_at else None),
    )


KINDS = (
    ExportKind("enterprises", _("Enterprises"), lists.ENTERPRISES.found, enterprise_columns),
    ExportKind("openings", _("Openings"), lists.OPENINGS.found, opening_columns),
    ExportKind("own-openings", _("Our openings"), lists.OWN_OPENINGS.found, opening_columns),
)

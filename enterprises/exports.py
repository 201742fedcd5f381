"""Every list of this room as a file: the rows of the page, in its filter and order."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from enterprises import lists
from enterprises.models import Enterprise, Opening
from portal.common.wording import as_day
from portal.records.imports.exports import ExportColumn, ExportKind, chosen


def enterprise_columns() -> Sequence[ExportColumn]:
    """The columns of the list of enterprises; inner facts stay out."""
    return (
        ExportColumn(_("Unified social credit code"), lambda row: row.credit_code or ""),
        ExportColumn(_("Other number"), chosen(Enterprise, "number_kind")),
        ExportColumn(_("Number"), lambda row: row.number),
        ExportColumn(_("Enterprise"), lambda row: row.name_zh),
        ExportColumn(_("English name"), lambda row: row.name_en),
        ExportColumn(_("Kind"), chosen(Enterprise, "kind")),
        ExportColumn(_("Region"), lambda row: row.region.name),
        ExportColumn(_("Industry"), lambda row: row.industry.name if row.industry else ""),
        ExportColumn(_("Address"), lambda row: row.address),
        ExportColumn(_("Openings"), lambda row: row.openings_open),
        ExportColumn(_("Free seats"), lambda row: row.seats_open),
        ExportColumn(_("Vetting"), chosen(Enterprise, "vetting")),
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
        ExportColumn(_("Lodging"), chosen(Opening, "lodging")),
        ExportColumn(_("State"), chosen(Opening, "status")),
        ExportColumn(_("Confirmed"), lambda row: as_day(row.confirmed_at) if row.confirmed_at else None),
    )


KINDS = (
    ExportKind(
        "enterprises",
        _("Enterprises"),
        lists.ENTERPRISES.found,
        enterprise_columns,
        list_url_name="enterprise_list",
        order=60,
    ),
    ExportKind(
        "openings",
        _("Openings"),
        lists.OPENINGS.found,
        opening_columns,
        list_url_name="opening_list",
        order=70,
    ),
    ExportKind(
        "own-openings",
        _("Our openings"),
        lists.OWN_OPENINGS.found,
        opening_columns,
        organisations=("enterprise",),
        list_url_name="opening_own",
        order=5,
    ),
)

"""The lists of this room as files: the same rows and order as the page."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.agreements import lists
from partnerships.agreements.models import Agreement, Partnership, Proposal
from portal.common.wording import as_day
from portal.records.imports.exports import ExportColumn, ExportKind, chosen


def pair_columns(pair: str = "") -> list[ExportColumn]:
    """School and enterprise with their places; `pair` is the attribute that holds both, "" the row itself."""

    def holder(row: Any) -> Any:
        return getattr(row, pair) if pair else row

    return [
        ExportColumn(_("School"), lambda row: holder(row).school.name),
        ExportColumn(_("Place of the school"), lambda row: holder(row).school.place),
        ExportColumn(_("Enterprise"), lambda row: holder(row).enterprise.name),
        ExportColumn(_("Place of the enterprise"), lambda row: holder(row).enterprise.place),
    ]


def partnership_columns() -> Sequence[ExportColumn]:
    return [
        *pair_columns(),
        ExportColumn(_("Stage"), chosen(Partnership, "stage")),
        ExportColumn(_("Since"), lambda row: row.started_on),
        ExportColumn(_("Ended"), lambda row: row.ended_on),
        ExportColumn(_("Last confirmed activity"), lambda row: row.last_activity_on),
        ExportColumn(_("Contact at the school"), lambda row: row.school_contact),
        ExportColumn(_("Contact at the enterprise"), lambda row: row.enterprise_contact),
    ]


def proposal_columns() -> Sequence[ExportColumn]:
    return [
        *pair_columns(),
        ExportColumn(_("Sent by"), chosen(Proposal, "from_side")),
        ExportColumn(_("Programme"), lambda row: row.programme.name if row.programme else ""),
        ExportColumn(_("Opening"), lambda row: row.opening.title if row.opening else ""),
        ExportColumn(_("Students"), lambda row: row.students),
        ExportColumn(_("Students asked for"), lambda row: row.students_asked),
        ExportColumn(_("First day"), lambda row: row.starts_on),
        ExportColumn(_("Last day"), lambda row: row.ends_on),
        ExportColumn(_("State"), chosen(Proposal, "status")),
        ExportColumn(_("Reason"), chosen(Proposal, "decline_reason")),
        ExportColumn(_("Sent"), lambda row: as_day(row.sent_at)),
    ]


def agreement_columns() -> Sequence[ExportColumn]:
    return [
        ExportColumn(_("Agreement"), lambda row: row.title),
        *pair_columns("partnership"),
        ExportColumn(_("Forms of cooperation"), lambda row: "、".join(form.name for form in row.forms.all())),
        ExportColumn(_("First day"), lambda row: row.starts_on),
        ExportColumn(_("Last day"), lambda row: row.ends_on),
        ExportColumn(_("Students a year"), lambda row: row.students_per_year),
        ExportColumn(_("State"), chosen(Agreement, "status")),
    ]


KINDS = (
    ExportKind(
        "partnerships",
        _("Partnerships"),
        lists.PARTNERSHIPS.found,
        partnership_columns,
        list_url_name="partnership_list",
        order=80,
    ),
    ExportKind(
        "proposals",
        _("Proposals"),
        lists.PROPOSALS.found,
        proposal_columns,
        list_url_name="proposal_list",
        order=81,
    ),
    ExportKind(
        "agreements",
        _("Agreements"),
        lists.AGREEMENTS.found,
        agreement_columns,
        list_url_name="agreement_list",
        order=82,
    ),
)

"""What this room puts into "due this week": imports that wait for a decision."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import Role
from portal.common.due import DueItem
from portal.common.jobs import Job
from portal.common.wording import as_day, grouped
from portal.records.models import ImportBatch

# So many stand in the queue by name; more of them are one line, or they would hide everything else.
MOST_NAMED = 3
MOST = 60


def due_items(user: Any, membership: Any, on: date) -> list[DueItem]:
    """Imports of the organisation that stand before their preview or their last step, for editors; one query."""
    if not Role(membership.role).includes(Role.EDITOR):
        return []
    rows = list(
        ImportBatch.objects.filter(
            Q(status__in=ImportBatch.WAITS_FOR_USER)
            | Q(status__in=ImportBatch.WAITS_FOR_WORKER, state=Job.State.FAILED),
            organisation_kind=membership.kind,
            organisation_id=membership.organisation_id,
        )
        .only("public_id", "file_name", "status", "counts", "created_at")
        .order_by("-pk")[:MOST]
    )
    return [_all_of(rows, on)] if len(rows) > MOST_NAMED else list(_each(rows, on))


def _each(rows: list[ImportBatch], on: date) -> Iterator[DueItem]:
    for row in rows:
        yield DueItem(
            due_on=on,
            is_late=False,
            title=_("Finish or discard the import of “%(file)s”") % {"file": row.file_name},
            url=row.get_absolute_url(),
            why=_why(row),
            act_label=_("Look"),
            act_url=row.get_absolute_url(),
            days_waiting=max(0, (on - as_day(row.created_at)).days),
        )


def _why(row: ImportBatch) -> str:
    if row.status == ImportBatch.Status.PREVIEWED:
        words = ngettext(
            "%(n)s row waits to be written; nothing is yet.",
            "%(n)s rows wait to be written; nothing is yet.",
            row.to_write,
        )
        return words % {"n": grouped(row.to_write)}
    if row.status == ImportBatch.Status.MAPPING:
        return _("Its columns are not matched yet; nothing is written.")
    return _("A step did not succeed; nothing is written.")


def _all_of(rows: list[ImportBatch], on: date) -> DueItem:
    words = ngettext("%(n)s import waits for you", "%(n)s imports wait for you", len(rows))
    return DueItem(
        due_on=on,
        is_late=False,
        title=words % {"n": len(rows)},
        url=reverse("import_list"),
        why=_("Nothing of them is written yet: finish or discard them."),
        act_label=_("Look"),
        act_url=reverse("import_list"),
        days_waiting=max(0, (on - as_day(rows[-1].created_at)).days),
    )

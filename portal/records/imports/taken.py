"""What the page of imports and exports says of lists: which a person may take, and what he took before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse

from portal.common.jobs import Job
from portal.records import audit
from portal.records.imports.exports import CONTENT, export_kind, exports_open_to
from portal.records.models import AuditEvent, ExportJob

MOST_JOBS = 5
MOST_TAKEN = 10
TONES: dict[str, str] = {Job.State.DONE: "green", Job.State.FAILED: "red"}


@dataclass(frozen=True)
class OfferedList:
    """A list that may be taken whole in each format, or narrowed first on its own page."""

    label: Any
    page: str
    files: Sequence[tuple[str, str]]  # (name of the format, address)


@dataclass(frozen=True)
class TakenFile:
    """A file that was taken or is being prepared. `url` leads to it as long as it is kept, else it is empty."""

    label: Any
    file_format: str
    rows: int | None
    at: datetime
    url: str = ""
    state: Any = ""
    tone: str = "blue"


def offered_lists(membership: Any, user: Any) -> list[OfferedList]:
    """The lists that the user may take as a member of this organisation; none without one."""
    kinds = exports_open_to(membership.kind, user) if membership else []
    return [
        OfferedList(
            kind.label,
            reverse(kind.list_url_name),
            [
                (name.upper(), f"{reverse('export_list', args=[kind.code])}?file_format={name}")
                for name in CONTENT
            ],
        )
        for kind in kinds
    ]


def taken_files(user: Any) -> list[TakenFile]:
    """The user's large exports with where they stand, then the lists that he took at once; newest first in each."""
    jobs = ExportJob.objects.visible_to(user).order_by("-pk")[:MOST_JOBS]
    return [*map(_prepared, jobs), *map(_noted, _at_once(user)[:MOST_TAKEN])]


def _at_once(user: Any) -> QuerySet[AuditEvent]:
    """Notes of the trail; those of a prepared file stand there with its job."""
    events = AuditEvent.objects.filter(user_id=user.pk, verb=audit.EXPORTED)
    return events.exclude(changes__has_key="job").order_by("-pk")


def _prepared(job: ExportJob) -> TakenFile:
    return TakenFile(
        _label(job.kind),
        job.file_format.upper(),
        job.result.get("rows") if job.state == Job.State.DONE else None,
        job.created_at,
        job.get_absolute_url(),
        job.get_state_display(),
        TONES.get(job.state, "blue"),
    )


def _noted(event: AuditEvent) -> TakenFile:
    label = _label(event.changes.get("list", "")) or _of_rows(event.model)
    return TakenFile(label, str(event.changes.get("format", "")).upper(), event.rows, event.at)


def _of_rows(model: str) -> Any:
    """What the rows of an older note are called, which does not name its list."""
    return apps.get_model(model)._meta.verbose_name_plural


def _label(code: str) -> Any:
    """The name of a list; a list that is no longer offered by its code."""
    try:
        return export_kind(code).label
    except KeyError:
        return code

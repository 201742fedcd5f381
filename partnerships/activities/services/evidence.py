"""Files that show an activity: looked at before they are kept, named by us, their hash remembered."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from partnerships.activities.models import Activity, Evidence
from partnerships.activities.services.logging import OPEN, PURPOSE, Entry, log_activity
from partnerships.agreements.models import Partnership
from portal.accounts.models import User
from portal.common import files
from portal.common.errors import DomainError
from portal.common.models import update_if_unchanged
from portal.records import audit, links, marks

MOST_FILES = 20


@transaction.atomic
def log_with_evidence(
    partnership: Partnership,
    entry: Entry,
    uploads: Iterable[UploadedFile],
    *,
    by: User,
    side: str,
    now: datetime,
) -> Activity:
    """Log an activity together with the files that show it: both or neither."""
    activity = log_activity(partnership, entry, by=by, side=side, now=now)
    rows = list(uploads)
    if rows:
        add_evidence(activity, rows, by=by)
    return activity


@transaction.atomic
def add_evidence(activity: Activity, uploads: Iterable[UploadedFile], *, by: User) -> list[Evidence]:
    """Keep the files, all or none. A file that the activity has already is left out. Links to the old files close."""
    uploads = list(uploads)
    # Links first: whoever confirms by link holds the link and then asks for the activity.
    links.revoke(activity, PURPOSE, by=None)
    locked = Activity.objects.select_for_update().get(pk=activity.pk)
    if locked.status not in OPEN:
        raise DomainError(_("Files can be added until the other side has confirmed."), code="wrong_state")
    if activity.evidence.count() + len(uploads) > MOST_FILES:
        raise DomainError(
            _("At most %(most)s files show an activity.") % {"most": MOST_FILES}, code="many_files"
        )
    looked_at = [(upload, files.inspect(upload)) for upload in uploads]
    kept = [row for upload, seen in looked_at if (row := _keep(activity, upload, seen, by)) is not None]
    audit.record_bulk(by, "evidence_added", kept)
    if kept:
        _shows_otherwise(activity, locked)
    marks.changed("activity", [activity.pk])
    marks.changed("partnership", [activity.partnership_id])
    return kept


def _keep(activity: Activity, upload: UploadedFile, seen: files.Upload, by: User) -> Evidence | None:
    if activity.evidence.filter(sha256=seen.sha256).exists():
        return None
    upload.name = seen.new_name()
    return Evidence.objects.create(
        activity=activity,
        file=upload,
        name=seen.shown_name,
        content_type=seen.kind.content_type,
        size=seen.size,
        sha256=seen.sha256,
        uploaded_by=by,
    )


def _shows_otherwise(activity: Activity, locked: Activity) -> None:
    """Files are part of what is confirmed: whoever read the activity before them has not read this."""
    update_if_unchanged(activity, version=locked.version)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User) -> Activity:
    """Take a file away while the activity is not confirmed; the trail keeps its name and hash. Open links close."""
    links.revoke(evidence.activity, PURPOSE, by=None)
    activity = Activity.objects.select_for_update().get(pk=evidence.activity_id)
    if activity.status not in OPEN:
        raise DomainError(_("Files stay once the other side has confirmed."), code="wrong_state")
    audit.record(by, audit.DELETED, evidence, changes={"name": evidence.name, "sha256": evidence.sha256})
    storage, name = evidence.file.storage, str(evidence.file.name)
    evidence.delete()
    transaction.on_commit(lambda: storage.delete(name))
    _shows_otherwise(activity, activity)
    marks.changed("activity", [activity.pk])
    marks.changed("partnership", [activity.partnership_id])
    return activity


def shown_elsewhere(rows: Iterable[Evidence]) -> list[Evidence]:
    """Evidence of other activities of the same partnerships with the same content: it would earn nothing."""
    mine = list(rows)
    if not mine:
        return []
    return list(
        Evidence.objects.filter(
            sha256__in={row.sha256 for row in mine},
            activity__partnership__in={row.activity.partnership_id for row in mine},
        )
        .exclude(activity__in={row.activity_id for row in mine})
        .exclude(activity__status=Activity.Status.WITHDRAWN)
        .select_related("activity")
    )

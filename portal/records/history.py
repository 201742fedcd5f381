"""What happened to a row, in words: the trail read for the person who looks at the row's page."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy

from portal.common.furniture import TimelineRow
from portal.common.wording import moment_words
from portal.records import audit
from portal.records.actors import label_in_words
from portal.records.models import AuditEvent
from portal.records.workflow import all_workflows

SHOWN = 30
VERBS: dict[str, Any] = {
    audit.CREATED: gettext_lazy("Entered"),
    audit.CHANGED: gettext_lazy("Changed"),
    audit.DELETED: gettext_lazy("Deleted"),
    audit.EXPORTED: gettext_lazy("Exported"),
    audit.READ: gettext_lazy("Read"),
    "imported": gettext_lazy("Imported"),
    "link_issued": gettext_lazy("Signed link issued"),
    "links_revoked": gettext_lazy("Signed links withdrawn"),
}


def history_rows(row: models.Model) -> list[TimelineRow]:
    """The latest events of the row, newest first; one query."""
    label = row._meta.label
    events = AuditEvent.objects.filter(model=label, object_id=row.pk).order_by("-pk")[:SHOWN]
    moves = {move.name: move.label for flow in all_workflows() if flow.label == label for move in flow.moves}
    return [_row(event, moves, type(row)) for event in events]


def _row(event: AuditEvent, moves: dict[str, Any], model: type[models.Model]) -> TimelineRow:
    what = moves.get(event.verb) or VERBS.get(event.verb) or event.verb.replace("_", " ")
    fields = "、".join(_field_label(model, name) for name in event.changes if event.verb == audit.CHANGED)
    note = " · ".join(part for part in (fields, event.reason) if part)
    actor = label_in_words(event.actor) if event.user_id is None else event.actor
    return TimelineRow(on=moment_words(event.at), what=str(what), note=note, state_note=actor)


def _field_label(model: type[models.Model], name: str) -> str:
    """The field's name in the reader's language; values stay out: a page is seen by both sides."""
    try:
        return str(getattr(model._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name

"""Writing the audit trail. Services call it in the transaction of their change."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from portal.common.middleware import request_id
from portal.records.actors import Actor, label_of, user_of
from portal.records.models import AuditEvent

CREATED, CHANGED, DELETED, EXPORTED, READ = "created", "changed", "deleted", "exported", "read"


def record(
    by: Actor, verb: str, row: models.Model, *, changes: dict[str, Any] | None = None, reason: str = ""
) -> AuditEvent:
    """Note that `by` did `verb` to `row`. `changes` maps field -> [old, new] or field -> value."""
    return AuditEvent.objects.create(**_deed(by, row), verb=verb, changes=plain(changes or {}), reason=reason)


def record_bulk(by: Actor, verb: str, rows: Iterable[models.Model], *, reason: str = "") -> int:
    """Note the same verb for many rows at once; returns how many were noted."""
    events = [AuditEvent(**_deed(by, row), verb=verb, reason=reason) for row in rows]
    AuditEvent.objects.bulk_create(events, batch_size=2000)
    return len(events)


def record_many(
    by: Actor, verb: str, model: str, *, rows: int, changes: dict[str, Any] | None = None
) -> AuditEvent:
    """Note one act on many rows that have no single object: an export, a removal of demo data."""
    return AuditEvent.objects.create(
        user=user_of(by),
        actor=label_of(by),
        request_id=request_id.get(),
        model=model,
        verb=verb,
        rows=rows,
        changes=plain(changes or {}),
    )


def differences(row: models.Model, values: dict[str, Any]) -> dict[str, list[Any]]:
    """field -> [old, new] for those of `values` that differ from the row."""
    pairs = {name: [getattr(row, name), value] for name, value in values.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def plain(value: Any) -> Any:
    """The value as JSON can hold it; rows by their name."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if not isinstance(value, Decimal) else f"{value:f}"


def _deed(by: Actor, row: models.Model) -> dict[str, Any]:
    return {
        "user": user_of(by),
        "actor": label_of(by),
        "model": row._meta.label,
        "object_id": row.pk,
        "object_public_id": getattr(row, "public_id", ""),
        "request_id": request_id.get(),
    }

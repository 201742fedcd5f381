"""A register behind an import: find the rows of its keys, write new and changed ones in bulk, with the trail.

A room says how a row is found, read and filled; this module does it in few statements for any number of rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.common.models import Record
from portal.common.tabular.columns import Key, Values
from portal.common.tabular.planning import Fate, PlannedRow
from portal.records import audit, marks
from portal.records.imports.kinds import Scope

BATCH = 500
IMPORTED = "import"


@dataclass(frozen=True)
class BulkRegister:
    """How an import reads and writes one model.

    `find(scope, keys, lock)`: the rows of these keys, locked if asked.
    `values_of(row)`: column -> value as the readers give it.
    `build(scope, values)`: a new row, not yet written.
    `fill(scope, row, values)`: put the changed columns into the row.
    `fields`: every field that `fill` may touch. `subject`: what is said to have changed.
    `finish(scope, rows, by)`: what follows from written rows, in the same transaction.
    """

    model: type[Record]
    find: Callable[[Scope, Sequence[Key], bool], Mapping[Key, Any]]
    values_of: Callable[[Any], Values]
    build: Callable[[Scope, Values], Any]
    fill: Callable[[Scope, Any, Values], None]
    fields: tuple[str, ...]
    subject: str = ""
    finish: Callable[[Scope, Sequence[tuple[Any, Values]], User | None], None] | None = None

    def existing(self, scope: Scope, keys: Sequence[Key], lock: bool) -> Mapping[Key, Values]:  # noqa: FBT001 (the kind's signature)
        """The records of these keys as the readers would give them."""
        return {key: self.values_of(row) for key, row in self.find(scope, keys, lock).items()}

    def commit(self, scope: Scope, rows: Sequence[PlannedRow], by: User | None) -> Mapping[str, int]:
        """Write the rows; answers how many were added and changed."""
        new = [(self.build(scope, row.values), row.values) for row in rows if row.fate is Fate.NEW]
        changed = [row for row in rows if row.fate is Fate.CHANGED]
        found = self.find(scope, [row.key for row in changed if row.key], True)  # noqa: FBT003
        old = []
        for planned in changed:
            row = found[planned.key]  # type: ignore[index]
            values = {change.column: change.new for change in planned.changes}
            self.fill(scope, row, values)
            old.append((row, {**planned.values, **values}))
        self._write([row for row, _values in new], [row for row, _values in old], by)
        if self.finish:
            self.finish(scope, [*new, *old], by)
        return {"added": len(new), "changed": len(old)}

    def _write(self, new: list[Any], old: list[Any], by: User | None) -> None:
        manager: Any = self.model._base_manager
        manager.bulk_create(new, batch_size=BATCH)
        now = timezone.now()
        for row in old:
            row.version += 1
            row.updated_at = now
        manager.bulk_update(old, [*self.fields, "version", "updated_at"], batch_size=BATCH)
        audit.record_bulk(by, audit.CREATED, new, reason=IMPORTED)
        audit.record_bulk(by, audit.CHANGED, old, reason=IMPORTED)
        if self.subject:
            marks.changed(self.subject, [row.pk for row in [*new, *old]])


def in_batches(values: Iterable[Any], size: int = BATCH) -> Iterable[list[Any]]:
    """Lists of at most `size`, so that no statement names more values than an engine takes."""
    rows = list(values)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]

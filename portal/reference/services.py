"""Filling the reference tables from the portal's own files: the same files twice change nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from portal.reference.models import Coded
from portal.reference.reading import Row, Rows, read_layout
from portal.reference.tables import TABLES, Table

DATA_DIRECTORY = Path(__file__).resolve().parent / "data"
BATCH = (
    400  # rows a statement: below the 999 variables of older SQLite builds times the widest table's columns
)


@dataclass
class TableCount:
    """What a load did to one table; `kept` are rows that a bureau has made its own, `withdrawn` those that vanished
    from the file: retired by date where records may point to them, removed where they are a mere relation."""

    file: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    kept: int = 0

    @property
    def is_still(self) -> bool:
        """Whether the table was already as the file says."""
        return not (self.created or self.changed or self.withdrawn)


@dataclass
class Difference:
    """What must be written so that a table says what its file says."""

    created: list[models.Model] = field(default_factory=list)
    changed: list[models.Model] = field(default_factory=list)
    withdrawn: list[models.Model] = field(default_factory=list)


def load_reference(*, on: date, directory: Path = DATA_DIRECTORY, is_check: bool = False) -> list[TableCount]:
    """Bring every reference table in line with its file; what vanished from a file is retired on that day.

    All or nothing; raises BadTable (file, row, column) before anything is written. `is_check` only counts.
    """
    filed = read_tables(directory)
    with transaction.atomic():
        return [_load_table(table, rows, on=on, is_check=is_check) for table, rows in filed]


def read_tables(directory: Path = DATA_DIRECTORY) -> list[tuple[Table, Rows]]:
    """Every file, checked, in the order in which they lean on each other."""
    known: dict[str, Collection[str]] = {table.layout.file: frozenset() for table in TABLES}
    filed = []
    for table in TABLES:
        rows = read_layout(table.layout, directory, known)
        known[table.layout.file] = {str(key[0]) for key in rows}
        filed.append((table, rows))
    return filed


def _load_table(table: Table, rows: Rows, *, on: date, is_check: bool) -> TableCount:
    count = TableCount(table.layout.file)
    difference = _compare(table, rows, count, on=on)
    if not is_check:
        _write(table, difference, _columns(table, rows))
    return count


def _compare(table: Table, rows: Rows, count: TableCount, *, on: date) -> Difference:
    difference = Difference()
    present: dict[tuple[object, ...], Any] = {
        table.layout.key_of(vars(entry)): entry for entry in table.model._base_manager.all()
    }
    for key, row in rows.items():
        _compare_row(table, present.pop(key, None), row, difference, count)
    for entry in present.values():
        _withdraw(entry, difference, count, on=on)
    count.created, count.changed, count.withdrawn = (
        len(difference.created),
        len(difference.changed),
        len(difference.withdrawn),
    )
    return difference


def _compare_row(table: Table, entry: Any, row: Row, difference: Difference, count: TableCount) -> None:
    wanted = _wanted(table, row)
    if entry is None:
        difference.created.append(table.model(**wanted))
    elif not entry.is_shipped:
        count.kept += 1
    elif any(getattr(entry, attribute) != value for attribute, value in wanted.items()):
        vars(entry).update(wanted)
        difference.changed.append(entry)
    else:
        count.unchanged += 1


def _wanted(table: Table, row: Row) -> Row:
    """A row of the file as the table should hold it: in force and kept by the portal."""
    standing: Row = {"is_shipped": True}
    if issubclass(table.model, Coded):
        standing["retired_on"] = None
    return row | standing


def _withdraw(entry: Any, difference: Difference, count: TableCount, *, on: date) -> None:
    if not entry.is_shipped:
        count.kept += 1
    elif not isinstance(entry, Coded):
        difference.withdrawn.append(entry)
    elif entry.retired_on is None:
        entry.retired_on = on
        difference.withdrawn.append(entry)
    else:
        count.unchanged += 1


def _columns(table: Table, rows: Rows) -> list[str]:
    """The attributes that a change may touch: all of a row but its primary key."""
    wanted = _wanted(table, next(iter(rows.values())))
    return [attribute for attribute in wanted if attribute != table.model._meta.pk.attname]


def _write(table: Table, difference: Difference, columns: Iterable[str]) -> None:
    rows = table.model._base_manager
    rows.bulk_create(difference.created, batch_size=BATCH)
    if difference.changed:
        rows.bulk_update(difference.changed, list(columns), batch_size=100)
    if issubclass(table.model, Coded):
        rows.bulk_update(difference.withdrawn, ["retired_on"], batch_size=BATCH)
    else:
        rows.filter(pk__in=[entry.pk for entry in difference.withdrawn]).delete()

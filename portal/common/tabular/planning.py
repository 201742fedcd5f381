"""What an import would do, row by row, before anything is written.

Premises. A row is identified by its key. An empty cell of a row that exists says nothing about its value. A
word that is not known may be given a known one by the user, once for all rows (`words`: column -> word ->
replacement, "" = leave empty).
Procedure. Read every cell; then check the row; refuse a key that the file already has; ask for the existing
records of all keys at once; compare.
Guarantees. Every row has exactly one fate. A rejected row names column and cause. The same file planned
against what it has written is all unchanged.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from portal.common.tabular.columns import Column, ImportSpec, Key, Values
from portal.common.tabular.mapping import Places
from portal.common.tabular.reading import Row, Table
from portal.common.tabular.row_reading import Problem, RowReader
from portal.common.tabular.sentences import Text, say

LookUp = Callable[[Sequence[Key]], Mapping[Key, Values]]
WordChoices = Mapping[str, Mapping[str, str]]


class Fate(StrEnum):
    """What becomes of a row; the order is the one of the preview."""

    REJECTED = "rejected"
    CHANGED = "changed"
    NEW = "new"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that would be changed."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the file and its fate. `values` are those the file states; `changes` only what differs.

    `problems` say why it is rejected; `remarks` what is unusual in a row that would be written.
    """

    number: int
    fate: Fate
    cells: tuple[str, ...]
    key: Key | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that a closed list does not have: how many rows use it, and the nearest words that it has."""

    column: str
    word: str
    rows: int
    proposals: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """All rows in the order of the file, and the words that need a decision."""

    rows: tuple[PlannedRow, ...]
    unknown_words: tuple[UnknownWord, ...] = ()

    @property
    def counts(self) -> dict[Fate, int]:
        """Rows by fate; every fate is a key."""
        counted = Counter(row.fate for row in self.rows)
        return {fate: counted[fate] for fate in Fate}

    def of(self, *fates: Fate) -> list[PlannedRow]:
        """The rows of these fates, in the order of the file."""
        return [row for row in self.rows if row.fate in fates]

    def in_order_of_concern(self) -> list[PlannedRow]:
        """Rejected rows first, then changed, new, unchanged; within each as in the file."""
        return [row for fate in Fate for row in self.of(fate)]

    @property
    def digest(self) -> str:
        """64 hex digits that differ where any row would be written differently.

        Shown and committed must agree.
        """
        digest = sha256()
        for row in self.rows:
            digest.update(repr((row.number, row.fate.value, row.key, row.changes)).encode())
            if row.fate is Fate.NEW:
                digest.update(repr(sorted(row.values.items())).encode())
        return digest.hexdigest()


def plan(
    table: Table, places: Places, spec: ImportSpec, look_up: LookUp, words: WordChoices | None = None
) -> Plan:
    """What importing the table would do. `look_up` answers the records that exist, by key, in one go.

    A record is a mapping of column name to value, as the columns' readers would give it.
    """
    reader = RowReader(table, places, spec, words or {})
    read = [_keyed(row, reader) for row in table.rows]
    _refuse_repeated(read, reader)
    existing = look_up([row.keys[0] for row in read if not row.problems])
    rows = tuple(_planned(row, existing, reader) for row in read)
    return Plan(rows, _unknown_words(reader))


@dataclass(slots=True)
class _ReadRow:
    row: Row
    values: dict[str, Any]
    problems: list[Problem]
    keys: list[Key]


def _keyed(row: Row, reader: RowReader) -> _ReadRow:
    values, problems = reader.read(row)
    keys = reader.spec.keys_of(values)
    if not keys and not problems:
        name = next(name for name in reader.spec.keys[0] if values.get(name) in (None, ""))
        problems.append(
            reader.problem(name, say("is empty, and without it the row cannot be told from another"))
        )
    return _ReadRow(row, values, problems, keys)


def _refuse_repeated(rows: Sequence[_ReadRow], reader: RowReader) -> None:
    """The second row with a key is rejected and names the first."""
    first: dict[Key, int] = {}
    for row in rows:
        for key in row.keys:
            earlier = first.setdefault(key, row.row.number)
            if earlier != row.row.number:
                row.problems.append(
                    reader.problem(key.columns[-1], say("the same as in row %(row)s", row=earlier))
                )
                break


def _planned(read: _ReadRow, existing: Mapping[Key, Values], reader: RowReader) -> PlannedRow:
    row, problems = read.row, read.problems
    key = read.keys[0] if read.keys else None
    record = existing.get(key) if key and not problems else None
    if record is None and not problems:
        problems.extend(reader.missing(read.values))
    if problems:
        return PlannedRow(row.number, Fate.REJECTED, row.cells, key, problems=tuple(problems))
    if record is None:
        remarks = reader.remarked(read.values)
        return PlannedRow(row.number, Fate.NEW, row.cells, key, read.values, remarks=remarks)
    changes = tuple(
        Change(name, record.get(name), value)
        for name, value in read.values.items()
        if not same(record.get(name), value)
    )
    if not changes:
        return PlannedRow(row.number, Fate.UNCHANGED, row.cells, key, read.values)
    remarks = reader.remarked(read.values)
    return PlannedRow(row.number, Fate.CHANGED, row.cells, key, read.values, changes, remarks=remarks)


def same(old: Any, new: Any) -> bool:
    """Whether two values mean the same in a table: nothing and an empty text do, as do a list and a tuple.

    >>> same(None, ""), same([1], (1,)), same("a", "b")
    (True, True, False)
    """
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return tuple(old) == tuple(new)
    return bool(old == new) or (old in (None, "", ()) and new in (None, "", ()))


def _unknown_words(reader: RowReader) -> tuple[UnknownWord, ...]:
    return tuple(
        UnknownWord(column.column.name, word, rows, proposals)
        for column in reader.readers
        for word, (rows, proposals) in column.unknown.items()
    )


def shown(column: Column, value: Any) -> Text:
    """A value as the preview shows it; of private values only that there is one."""
    if column.is_private:
        return "" if value in (None, "", ()) else "***"
    return column.parse.show(value)

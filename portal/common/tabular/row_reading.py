"""Reads the mapped cells of a row, and says what is wrong in words that name the column of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.common.tabular.cells import Several
from portal.common.tabular.columns import Column, ImportSpec, Values
from portal.common.tabular.mapping import Places
from portal.common.tabular.reading import Row, Table
from portal.common.tabular.sentences import CellError, Message, Text, as_json, from_json, say


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is rejected, or what is remarked of it.

    The column by name and place in the file (from 0, or None), the cause, proposals.

    `word` is a word of no closed list, which the user may map once for all rows.
    """

    column: str
    place: int | None
    heading: Text
    cause: Message
    proposals: tuple[str, ...] = ()
    word: str = ""

    @property
    def sentence(self) -> Message:
        """The cause with the column in front, numbered from 1 as one counts in the file."""
        if self.place is None:
            return say("“%(heading)s”: %(cause)s", heading=self.heading, cause=self.cause)
        return say(
            "Column %(number)s “%(heading)s”: %(cause)s",
            number=self.place + 1,
            heading=self.heading,
            cause=self.cause,
        )

    def as_json(self) -> dict[str, Any]:
        """The problem as JSON values."""
        return {
            "column": self.column,
            "place": self.place,
            "heading": as_json(self.heading),
            "cause": as_json(self.cause),
            "proposals": list(self.proposals),
            "word": self.word,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Problem":
        """The inverse of `as_json`."""
        cause = from_json(stored["cause"])
        return cls(
            stored["column"],
            stored["place"],
            from_json(stored["heading"]),
            cause if isinstance(cause, Message) else Message(str(cause)),
            tuple(stored["proposals"]),
            stored["word"],
        )


@dataclass(slots=True)
class ColumnReader:
    """Reads one column. Words of closed lists are read once each, and the unknown ones are counted."""

    column: Column
    place: int
    choices: Mapping[str, str]
    is_closed: bool
    known: dict[str, Any] = field(default_factory=dict)
    unknown: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def read(self, text: str) -> Any:
        """The value of a non-empty cell; None where its word is mapped to nothing. Raises CellError."""
        if not self.is_closed:
            return self.column.parse(text)
        if text not in self.known:
            self.known[text] = self._outcome(text)
        outcome = self.known[text]
        if isinstance(outcome, CellError):
            rows, proposals = self.unknown.get(outcome.word, (0, outcome.proposals))
            self.unknown[outcome.word] = (rows + 1, proposals)
            raise outcome
        return outcome

    def _outcome(self, text: str) -> Any:
        word = self.choices.get(text, text)
        if word is text and isinstance(self.column.parse, Several):
            word = self.column.parse.replaced(text, self.choices)
        try:
            return self.column.parse(word) if word else None
        except CellError as error:
            return error


class RowReader:
    """Reads rows of one table by one mapping."""

    def __init__(
        self, table: Table, places: Places, spec: ImportSpec, words: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.table, self.spec, self.places = table, spec, places
        self.columns: dict[str, ColumnReader] = {}
        for column in spec.columns:
            place = places.get(column.name)
            if place is not None and place < len(table.header):
                is_closed = getattr(column.parse, "words", None) is not None
                self.columns[column.name] = ColumnReader(column, place, words.get(column.name, {}), is_closed)
        self.readers = tuple(self.columns.values())

    def read(self, row: Row) -> tuple[dict[str, Any], list[Problem]]:
        """The values that the row states, and what is wrong with it. An empty cell states nothing."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for reader in self.readers:
            text = row.cells[reader.place]
            untrusted = self.table.problems.get((row.number, reader.place))
            if untrusted is not None:
                problems.append(self.problem(reader.column.name, untrusted))
            elif text:
                try:
                    value = reader.read(text)
                except CellError as error:
                    problems.append(self.problem(reader.column.name, error.cause, error))
                else:
                    if value is not None:
                        values[reader.column.name] = value
            elif reader.column.clears_when_empty:
                values[reader.column.name] = None
        return values, problems or self._contradictions(values)

    def _contradictions(self, values: Values) -> list[Problem]:
        """What the checks of the whole row say."""
        found: list[Problem] = []
        for check in self.spec.checks:
            try:
                check(values)
            except CellError as error:
                found.append(self.problem(error.column, error.cause, error))
        return found

    def remarked(self, values: Values) -> tuple[Problem, ...]:
        """What is unusual in a row that would be written."""
        return tuple(
            self.problem(name, sentence)
            for remarks in self.spec.remarks
            for name, sentence in remarks(values)
        )

    def missing(self, values: Values) -> list[Problem]:
        """The required columns for which a new row has no value."""
        return [
            self.problem(column.name, self._why_missing(column))
            for column in self.spec.columns
            if column.required and values.get(column.name) in (None, "", ())
        ]

    def _why_missing(self, column: Column) -> Message:
        if column.name in self.columns:
            return say("is empty, and a new row needs it")
        return say("the file has no such column, and a new row needs it")

    def problem(self, name: str, cause: Message, error: CellError | None = None) -> Problem:
        """A problem of a column, under the heading that the file gives it."""
        reader = self.columns.get(name)
        proposals, word = (error.proposals, error.word) if error else ((), "")
        if reader is None:
            label: Text = self.spec.column(name).label if name else self.spec.label
            return Problem(name, None, label, cause, proposals, word)
        heading = self.table.header[reader.place] or reader.column.label
        return Problem(name, reader.place, heading, cause, proposals, word)

"""What a kind of import asks for: its columns, what identifies a row, and what must hold within one row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from portal.common.tabular.cells import Parser, PlainText
from portal.common.tabular.sentences import Label, Message

Values = Mapping[str, Any]
# Raises CellError where the values of one row contradict each other.
RowCheck = Callable[[Values], None]
# Column and sentence of what is unusual in a row and may be right all the same.
RowRemarks = Callable[[Values], Iterable[tuple[str, Message]]]


@dataclass(frozen=True)
class Column:
    """One column: its name in code, its headings, how a cell is read, and what the template says about it.

    `required` holds for new rows; for a row that exists an empty cell leaves the value as it is, unless
    `clears_when_empty`. `is_private` values are not shown in previews.
    """

    name: str
    label_zh: str
    label_en: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    parse: Parser = field(default_factory=PlainText)
    example: str = ""
    help_zh: str = ""
    help_en: str = ""
    clears_when_empty: bool = False
    is_private: bool = False

    @property
    def label(self) -> Label:
        """The heading in both languages."""
        return Label(self.label_zh, self.label_en)

    @property
    def help(self) -> Label:
        """What the template says about the column, in both languages."""
        return Label(self.help_zh, self.help_en)

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading by which the column is known."""
        return (self.label_zh, self.label_en, self.name, *self.aliases)


class Key(NamedTuple):
    """What identifies a record: the columns that do, and their values."""

    columns: tuple[str, ...]
    values: tuple[Any, ...]


@dataclass(frozen=True)
class ImportSpec:
    """A kind of import. `keys` are alternatives: the first whose columns are all filled identifies the row.

    An enterprise, for example, has `keys=(("credit_code",), ("ticker",))`. `checks` reject a row, `remarks` are shown
    beside a row that would be written.
    """

    kind: str
    label_zh: str
    label_en: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...]
    checks: tuple[RowCheck, ...] = ()
    remarks: tuple[RowRemarks, ...] = ()

    @property
    def label(self) -> Label:
        """The name of the kind in both languages."""
        return Label(self.label_zh, self.label_en)

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that any column is known by; it finds the header row of a file."""
        return tuple(heading for column in self.columns for heading in column.headings)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def keys_of(self, values: Values) -> list[Key]:
        """Every alternative that identifies a row of these values; the first is the one to look it up by."""
        found = [Key(columns, tuple(values.get(name) for name in columns)) for columns in self.keys]
        return [key for key in found if all(value not in {None, ""} for value in key.values)]

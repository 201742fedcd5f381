"""What the engine is told: programmes, openings and facts about pairs, as columns.

Premises. A column is either known to nobody (`None`, it then adds nothing to any score) or known row by row,
where an empty cell (NaN, NaT, "", an empty tuple, -1 for lodging) later counts as the median of its factor.
Procedure. Plain frozen columns; `sorted_by_id` brings them into the one order in which everything is computed.
Guarantees. Column lengths and unique ids are checked on construction.
What was not done: no data frame library, the columns are few and known by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Days: TypeAlias = npt.NDArray[np.datetime64]
Texts: TypeAlias = tuple[str, ...]
TextLists: TypeAlias = tuple[tuple[str, ...], ...]

TableT = TypeVar("TableT", "Programmes", "Openings")

GROUPS = ("major", "distance", "time", "seats", "reliability")


@dataclass(frozen=True)
class Programmes:
    """Programmes that look for openings: n rows.

    `title`, `text`: words. `abilities`: abilities taught. `major_code`: six digits or fewer. `longitude`,
    `latitude`: degrees. `students`: how many look for a seat. `start`, `end`: first and last day, inclusive.
    Raises ValueError when a column has another length than `ids`, or an id comes twice.

    >>> Programmes(ids=("p1",), title=("Nursing",), text=("",)).students is None
    True
    """

    ids: Texts
    title: Texts
    text: Texts
    abilities: TextLists | None = None
    major_code: Texts | None = None
    longitude: Floats | None = None
    latitude: Floats | None = None
    students: Floats | None = None
    start: Days | None = None
    end: Days | None = None

    def __post_init__(self) -> None:
        _check_columns(self)


@dataclass(frozen=True)
class Openings:
    """Openings on offer: n rows.

    As `Programmes`, and: `aliases` (other names of the post), `tasks`, `majors` (accepted prefixes of major
    codes), `industry_code` (GB/T 4754, with or without its letter), `seats` (free ones), `lodging` (1 yes,
    0 no, -1 not stated: then the words are asked), `pay` (yuan a month, for reasons only), `reliability`
    (in (0, 1], higher is better: replies, completed placements).
    """

    ids: Texts
    title: Texts
    text: Texts
    aliases: TextLists | None = None
    tasks: TextLists | None = None
    abilities: TextLists | None = None
    majors: TextLists | None = None
    industry_code: Texts | None = None
    longitude: Floats | None = None
    latitude: Floats | None = None
    seats: Floats | None = None
    start: Days | None = None
    end: Days | None = None
    lodging: Ints | None = None
    pay: Floats | None = None
    reliability: Floats | None = None

    def __post_init__(self) -> None:
        _check_columns(self)


def _no_ints() -> Ints:
    return np.zeros(0, np.int64)


def _no_floats() -> Floats:
    return np.zeros(0, np.float64)


@dataclass(frozen=True)
class PairFacts:
    """Facts about single pairs, sparse: programme row, opening row, value. Rows count as given by the caller.

    `penalty_*`: what earlier answers taught: `penalty_group` is an index into `GROUPS`, `penalty_loss` >= 0 in
    natural logarithms (0.7 halves the factor); several for one pair add up. `agreement_*`: both sides hold an
    agreement in force. `declined_*`: this pair was declined and is not to be shown. `reserved_*`: seats kept
    for this programme's school, on top of the opening's free `seats`.
    """

    penalty_programme: Ints = field(default_factory=_no_ints)
    penalty_opening: Ints = field(default_factory=_no_ints)
    penalty_group: Ints = field(default_factory=_no_ints)
    penalty_loss: Floats = field(default_factory=_no_floats)
    agreement_programme: Ints = field(default_factory=_no_ints)
    agreement_opening: Ints = field(default_factory=_no_ints)
    declined_programme: Ints = field(default_factory=_no_ints)
    declined_opening: Ints = field(default_factory=_no_ints)
    reserved_programme: Ints = field(default_factory=_no_ints)
    reserved_opening: Ints = field(default_factory=_no_ints)
    reserved_seats: Floats = field(default_factory=_no_floats)

    def renumbered(self, programme_rank: Ints, opening_rank: Ints) -> PairFacts:
        """The same facts after row i of a table has moved to row rank[i]; a rank of -1 drops the row's facts."""
        moved: dict[str, Any] = {}
        for kind in ("penalty", "agreement", "declined", "reserved"):
            rows = programme_rank[getattr(self, f"{kind}_programme")]
            columns = opening_rank[getattr(self, f"{kind}_opening")]
            kept = (rows >= 0) & (columns >= 0)
            moved[f"{kind}_programme"], moved[f"{kind}_opening"] = rows[kept], columns[kept]
            for name in ("group", "loss", "seats"):
                values = getattr(self, f"{kind}_{name}", None)
                if values is not None:
                    moved[f"{kind}_{name}"] = values[kept]
        return replace(self, **moved)


def sorted_by_id(table: TableT) -> tuple[TableT, Ints]:
    """The table with rows in code-point order of id, and `order`: sorted row i was row order[i].

    >>> table, order = sorted_by_id(Programmes(ids=("b", "a"), title=("B", "A"), text=("", "")))
    >>> table.title, order.tolist()
    (('A', 'B'), [1, 0])
    """
    order = np.array(sorted(range(len(table.ids)), key=table.ids.__getitem__), dtype=np.int64)
    return take(table, order), order


def take(table: TableT, rows: Ints) -> TableT:
    """The table with only these rows, in this order; absent columns stay absent."""
    columns: dict[str, Any] = {}
    for column in fields(table):
        values = getattr(table, column.name)
        if isinstance(values, tuple):
            columns[column.name] = tuple(values[row] for row in rows)
        elif values is not None:
            columns[column.name] = values[rows]
    return type(table)(**columns)


def without_letter(industry_code: str) -> str:
    """GB/T 4754 digits without the section letter.

    >>> without_letter("L7262"), without_letter("7262"), without_letter("C")
    ('7262', '7262', '')
    """
    return industry_code.strip().lstrip("ABCDEFGHIJKLMNOPQRSTabcdefghijklmnopqrst")


def column_or_empty(column: TextLists | None, rows: int) -> TextLists:
    """The column, or one empty tuple per row where nobody knows it."""
    return ((),) * rows if column is None else column


def _check_columns(table: Programmes | Openings) -> None:
    names: Sequence[str] = [column.name for column in fields(table)]
    for name in names:
        values = getattr(table, name)
        if values is not None and len(values) != len(table.ids):
            raise ValueError(f"column {name} has {len(values)} rows, ids has {len(table.ids)}")
    if len(set(table.ids)) != len(table.ids):
        raise ValueError("an id comes twice")

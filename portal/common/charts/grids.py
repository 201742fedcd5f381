"""Coloured fields: the heat map of two scales, and the map of the province in squares."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from portal.common.charts.marks import Mark
from portal.common.charts.text import cut, text_width, two_lines

# Rough places of the 21 cities as (column, row) of squares; no boundary is drawn or meant.
CITY_PLACES: dict[str, tuple[int, int]] = {
    "韶关": (4, 0), "肇庆": (3, 1), "清远": (4, 1), "河源": (5, 1), "梅州": (6, 1), "潮州": (7, 1),
    "云浮": (2, 2), "佛山": (3, 2), "广州": (4, 2), "惠州": (5, 2), "揭阳": (6, 2), "汕头": (7, 2),
    "茂名": (1, 3), "阳江": (2, 3), "江门": (3, 3), "中山": (4, 3), "东莞": (5, 3), "汕尾": (6, 3),
    "湛江": (1, 4), "珠海": (4, 4), "深圳": (5, 4),
}  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """Rising bounds and one more colour class than bounds; a value on a bound is in the upper class.

    >>> Scale((65.0,), ("low", "high")).tone(65.0)
    'high'
    """

    bounds: tuple[float, ...]
    tones: tuple[str, ...]
    dark: frozenset[str] = frozenset({"few3", "many3", "m4", "m5", "d4", "d5"})

    def __post_init__(self) -> None:
        if len(self.tones) != len(self.bounds) + 1 or list(self.bounds) != sorted(self.bounds):
            raise ValueError("a scale has rising bounds and one more tone than bounds")

    def tone(self, value: float) -> str:
        return self.tones[bisect_right(self.bounds, value)]

    def ink(self, value: float) -> str:
        """Class of the text on the field: rh-on-dark or rh-on-light."""
        return "rh-on-dark" if self.tone(value) in self.dark else "rh-on-light"


SUPPLY = Scale((0.55, 0.75, 0.95, 1.1, 1.5, 2.0), ("few3", "few2", "few1", "even", "many1", "many2", "many3"))
PLACED = Scale((65.0, 75.0, 85.0, 90.0), ("m0", "m1", "m2", "m4", "m5"))


@dataclass(frozen=True)
class HeatCell:
    """One field of a heat map; `value` None is shown as a dot (too few people to say)."""

    value: float | None
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Field:
    """A coloured field with its text, in pixels."""

    x: float
    y: float
    tone: str
    ink: str
    text: str
    url: str
    name: str


@dataclass(frozen=True)
class Head:
    """A column head: lines centred over the column, or one line turned up at 38 degrees."""

    x: float
    y: float
    lines: tuple[str, ...]
    title: str
    is_turned: bool


WIDEST_NAME = 150.0


@dataclass(frozen=True)
class HeatMap:
    """Rows of fields under their heads; cell sizes in pixels."""

    width: float
    height: float
    cell_width: float
    cell_height: float
    heads: tuple[Head, ...]
    names: tuple[tuple[str, float], ...]
    fields: tuple[Field, ...]


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[HeatCell]],
    scale: Scale = SUPPLY,
    cell_width: float = 46.0,
    cell_height: float = 26.0,
) -> HeatMap:
    """Fields with 2 px between them; ValueError unless cells are rows x columns.

    Heads stand in at most two lines where they fit over their column (Chinese), else turned. Names of rows are cut at
    `WIDEST_NAME`, for a phone shows fields beside them; every field bears the whole name.
    """
    if len(cells) != len(rows) or any(len(line) != len(columns) for line in cells):
        raise ValueError("cells must be rows x columns")
    pitch_x, pitch_y = cell_width + 2, cell_height + 2
    names = [cut(name, WIDEST_NAME) for name in rows]
    left = max((text_width(name) for name in names), default=0.0) + 10
    lines = [two_lines(name, cell_width) for name in columns]
    is_turned = any("…" in line for pair in lines for line in pair)
    longest = max((text_width(name) for name in columns), default=0.0)
    top = longest * 0.62 + 18 if is_turned else 36.0
    heads = _heads(columns, lines, left, top, cell_width, is_turned=is_turned)
    fields = tuple(
        _field(cell, left + x * pitch_x, top + y * pitch_y, f"{rows[y]}, {columns[x]}", scale)
        for y, line in enumerate(cells)
        for x, cell in enumerate(line)
    )
    overhang = longest * 0.79 - cell_width / 2 if is_turned else 0.0
    return HeatMap(
        width=left + len(columns) * pitch_x - 2 + max(0.0, overhang),
        height=top + len(rows) * pitch_y,
        cell_width=cell_width,
        cell_height=cell_height,
        heads=heads,
        names=tuple((name, top + at * pitch_y + cell_height / 2 + 4) for at, name in enumerate(names)),
        fields=fields,
    )


def _heads(
    columns: Sequence[str],
    lines: Sequence[tuple[str, ...]],
    left: float,
    top: float,
    cell_width: float,
    *,
    is_turned: bool,
) -> tuple[Head, ...]:
    """Heads over the middle of their column, their last line just above the fields."""
    return tuple(
        Head(
            x=left + at * (cell_width + 2) + cell_width / 2,
            y=top - 6 if is_turned else top - 4 - 14 * (len(lines[at]) - 1),
            lines=(name,) if is_turned else lines[at],
            title=name,
            is_turned=is_turned,
        )
        for at, name in enumerate(columns)
    )


def _field(cell: HeatCell, x: float, y: float, name: str, scale: Scale) -> Field:
    if cell.value is None:
        return Field(x, y, "none", "rh-on-light", "·", "", name)
    text = cell.text or f"{cell.value:.1f}"
    return Field(x, y, scale.tone(cell.value), scale.ink(cell.value), text, cell.url, name)


@dataclass(frozen=True)
class TileMap:
    """Squares of one size; only the columns that are used take room."""

    width: float
    height: float
    size: float
    fields: tuple[Field, ...]


def tile_map(
    marks: Sequence[Mark],
    scale: Scale = PLACED,
    places: dict[str, tuple[int, int]] | None = None,
    names: dict[str, str] | None = None,
    blanks: Sequence[str] = (),
    size: float = 56.0,
    gap: float = 5.0,
) -> TileMap:
    """A square per mark whose label is a key of `places`; `names` gives what is printed instead.

    `blanks` are labels without a value: squares with a dot. KeyError if a label has no place: a city that is left
    out would be a lie by omission.
    """
    where = CITY_PLACES if places is None else places
    pitch = size + gap
    taken = [where[label] for label in (*(mark.label for mark in marks), *blanks)]
    left = min((x for x, _ in taken), default=0)
    fields = tuple(
        Field(
            x=(x - left) * pitch,
            y=y * pitch,
            tone=scale.tone(mark.value),
            ink="rh-on-warm" if scale.tone(mark.value) == "m0" else scale.ink(mark.value),
            text=mark.shown,
            url=mark.url,
            name=(names or {}).get(mark.label, mark.label),
        )
        for mark, (x, y) in zip(marks, taken[: len(marks)], strict=True)
    ) + tuple(
        Field((x - left) * pitch, y * pitch, "none", "rh-on-light", "·", "", (names or {}).get(label, label))
        for label, (x, y) in zip(blanks, taken[len(marks) :], strict=True)
    )
    width = max((field.x for field in fields), default=0.0) + size
    height = max((field.y for field in fields), default=0.0) + size
    return TileMap(width, height, size, fields)

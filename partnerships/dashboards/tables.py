"""The rows behind a figure as cells of one table, a function per kind of row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.activities.showing import kind_name, measure_words
from partnerships.depth.pages import level_name
from portal.common.templatetags.ui import depth_badge
from portal.common.wording import as_day, day_words, range_words


@dataclass(frozen=True)
class Cell:
    """One cell: what it says, whether it is a number, and what a file holds where that is something else."""

    text: Any
    is_number: bool = False
    plain: Any = None

    @property
    def in_file(self) -> Any:
        return self.text if self.plain is None else self.plain


@dataclass(frozen=True)
class TableRow:
    """The head of a row with its link and second line, and its cells."""

    name: str
    url: str
    note: str
    cells: tuple[Cell, ...]
    labels: tuple[str, ...] = ()

    @property
    def labelled(self) -> list[tuple[str, Cell]]:
        return list(zip(self.labels, self.cells, strict=True))


@dataclass(frozen=True)
class Table:
    """Heads of the columns (with whether they stand over numbers) and a function from a row to its cells.

    `note` heads the second line of a row, which is a column of its own in a file.
    """

    heads: Callable[[], tuple[tuple[str, bool], ...]]
    row: Callable[[Any], TableRow]
    note: Any = ""

    def labelled(self, rows: Iterable[Any]) -> list[TableRow]:
        """Rows whose cells know the head of their column: what a phone prints before each value."""
        labels = [head for head, _is_number in self.heads()][1:]
        return [replace(row, labels=tuple(labels)) for row in map(self.row, rows)]


def _number(value: int | None) -> Cell:
    return Cell(value, is_number=True)


def _day(when: date | datetime | None) -> Cell:
    return Cell(day_words(when), plain=as_day(when) if when else None)


def _plan_heads() -> tuple[tuple[str, bool], ...]:
    return (
        (_("Programme"), False), (_("Place"), False), (_("Period"), False), (_("Due out"), True),
        (_("Secured"), True), (_("In talks"), True), (_("Short"), True), (_("Deferred"), True),
    )  # fmt: skip


def _plan(plan: Any) -> TableRow:
    school = plan.programme.school
    numbers = (plan.due, plan.secured, plan.in_talks, plan.short, plan.deferred)
    period = Cell(range_words(plan.starts_on, plan.ends_on))
    cells = (Cell(school.place), period, *(_number(value) for value in numbers))
    return TableRow(plan.programme.name, plan.get_absolute_url(), school.name, cells)


def _opening_heads() -> tuple[tuple[str, bool], ...]:
    return (
        (_("Post"), False), (_("Place"), False), (_("Period"), False), (_("Seats"), True), (_("Free"), True),
        (_("State"), False), (_("Confirmed"), False),
    )  # fmt: skip


def _opening(opening: Any) -> TableRow:
    cells = (
        Cell(opening.place),
        Cell(range_words(opening.starts_on, opening.ends_on)),
        _number(opening.seats),
        _number(opening.seats_free),
        Cell(opening.get_status_display()),
        _day(opening.confirmed_at),
    )
    return TableRow(opening.title, opening.get_absolute_url(), opening.enterprise.name, cells)


def _partnership_heads() -> tuple[tuple[str, bool], ...]:
    return (
        (_("School"), False), (_("Depth"), False), (_("Points"), True), (_("Stage"), False),
        (_("Since"), False), (_("Last confirmed activity"), False),
    )  # fmt: skip


def _partnership(row: Any) -> TableRow:
    depth = getattr(row, "depth", None)
    level = depth.level if depth else None
    cells = (
        Cell(depth_badge(level, level_name(level)), plain="" if level is None else level),
        Cell(f"{depth.points:.1f}" if depth else None, is_number=True, plain=depth.points if depth else None),
        Cell(row.get_stage_display()),
        _day(row.started_on),
        _day(row.last_activity_on),
    )
    return TableRow(row.school.name, row.get_absolute_url(), row.enterprise.name, cells)


def _activity_heads() -> tuple[tuple[str, bool], ...]:
    return (
        (_("Activity"), False), (_("Kind"), False), (_("Measure"), False), (_("Day"), False),
        (_("Asked since"), False),
    )  # fmt: skip


def _activity(row: Any) -> TableRow:
    cells = (
        Cell(kind_name(row.kind)),
        Cell(measure_words(row)),
        _day(row.happened_on),
        _day(row.offered_at),
    )
    return TableRow(row.title, row.get_absolute_url(), str(row.partnership), cells)


def _enterprise_heads() -> tuple[tuple[str, bool], ...]:
    return (
        (_("Enterprise"), False), (_("Place"), False), (_("Industry"), False), (_("Code or number"), False),
        (_("Staff"), True), (_("Vetting"), False),
    )  # fmt: skip


def _enterprise(row: Any) -> TableRow:
    cells = (
        Cell(row.place),
        Cell(row.industry.name if row.industry else None),
        Cell(row.number_words),
        _number(row.staff_total),
        Cell(row.get_vetting_display()),
    )
    return TableRow(row.name, row.get_absolute_url(), "", cells)


def _school_heads() -> tuple[tuple[str, bool], ...]:
    return (
        (_("School"), False), (_("Place"), False), (_("Kind"), False), (_("Competent authority"), False),
        (_("Stated plans"), True),
    )  # fmt: skip


def _school(row: Any) -> TableRow:
    cells = (
        Cell(row.place),
        Cell(row.get_kind_display()),
        Cell(row.authority.name if row.authority else None),
        _number(row.plans_stated),
    )
    return TableRow(row.name, row.get_absolute_url(), "", cells)


TABLES: dict[str, Table] = {
    "plan": Table(_plan_heads, _plan, note=gettext_lazy("School")),
    "opening": Table(_opening_heads, _opening, note=gettext_lazy("Enterprise")),
    "partnership": Table(_partnership_heads, _partnership, note=gettext_lazy("Enterprise")),
    "activity": Table(_activity_heads, _activity, note=gettext_lazy("Partnership")),
    "enterprise": Table(_enterprise_heads, _enterprise),
    "school": Table(_school_heads, _school),
}

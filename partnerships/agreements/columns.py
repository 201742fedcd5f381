"""Columns that rooms above add to the list of partnerships, read once per page and not once per row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from partnerships.agreements.models import Partnership

# (request, partnerships of the page) -> partnership pk -> what the cell shows
Read = Callable[[HttpRequest, Sequence[Partnership]], dict[int, Any]]


@dataclass(frozen=True)
class Column:
    """A head, and the function that fills the cells of one page."""

    head: Any
    read: Read
    order: int = 100


_columns: list[Column] = []


def register(column: Column) -> None:
    """Add a column; called from AppConfig.ready."""
    if column not in _columns:
        _columns.append(column)


def cells_for(request: HttpRequest, rows: Sequence[Partnership]) -> tuple[list[Any], dict[int, list[Any]]]:
    """The heads, and partnership pk -> its cells in the same order."""
    columns = sorted(_columns, key=lambda column: column.order)
    read = [column.read(request, rows) for column in columns]
    return [column.head for column in columns], {
        row.pk: [cells.get(row.pk, "") for cells in read] for row in rows
    }

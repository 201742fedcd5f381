"""What is due for a person this week: rooms register a function per kind of organisation, home pages ask.

A room says `register_due("school", rows_due)` in AppConfig.ready; `due_for(request)` asks all functions of the
current organisation's kind and puts late things first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.utils import timezone


@dataclass(frozen=True)
class DueItem:
    """One thing to do: by when, what as a sentence, why it matters, one act (a page), days it has waited."""

    due_on: date
    is_late: bool
    title: str
    url: str
    why: str = ""
    act_label: str = ""
    act_url: str = ""
    days_waiting: int = 0


# (user, membership, on) -> what is due for this membership as of the day `on`.
DueFunction = Callable[[Any, Any, date], Iterable[DueItem]]

_functions: dict[str, list[DueFunction]] = {}


def register_due(kind: str, function: DueFunction) -> None:
    """Ask `function` for members of organisations of `kind`; called from AppConfig.ready."""
    functions = _functions.setdefault(kind, [])
    if function not in functions:
        functions.append(function)


def read_waiting(
    membership: Any, key: str, rows: Iterable[Any], most: int, *, waits: Callable[[Any], bool] = bool
) -> list[Any]:
    """At most `most` rows; how many of them wait is remembered for the side bar of the same page.

    `waits` says which do, where the rows were read together with others.
    """
    found = list(islice(rows, most))
    if len(found) < most:  # else nobody has counted all of them
        count = sum(1 for row in found if waits(row))
        membership.waiting_counts = {**getattr(membership, "waiting_counts", {}), key: count}
    return found


def waiting_known(membership: Any, key: str) -> int | None:
    """How many wait, where this request has read them already; None asks for a count."""
    known: dict[str, int] = getattr(membership, "waiting_counts", {})
    return known.get(key)


def due_for(request: HttpRequest) -> list[DueItem]:
    """What is due for the organisation the person acts for: late first, then by day, then by title."""
    membership = request.membership  # type: ignore[attr-defined]
    if not membership:
        return []
    today = timezone.localdate()
    items = [
        item
        for function in _functions.get(membership.kind, [])
        for item in function(request.user, membership, today)
    ]
    return sorted(items, key=lambda item: (not item.is_late, item.due_on, item.title))

"""The last seat goes once: fifty at the same time, on whichever engine the suite runs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction

from enterprises.models import Opening
from enterprises.services import release_seats, take_seats
from portal.common.errors import DomainError
from portal.records import marks
from portal.records.workflow import history
from tests.racing import at_once

AT_ONCE, CAPACITY = 50, 3


def test_seats_are_taken_until_none_is_left(opening: Opening) -> None:
    take_seats(opening, 5)
    assert (opening.seats_taken, opening.seats_free, opening.status) == (5, 3, "open")

    with pytest.raises(DomainError, match="8 seats wanted, 3 free"):
        take_seats(opening, 8)

    take_seats(opening, 3)
    assert (opening.seats_taken, opening.status) == (8, "full")
    assert [row.move for row in history(opening)] == ["fill"]


def test_a_full_opening_takes_nobody(make_opening: Any) -> None:
    opening = make_opening(seats=2, seats_taken=2, status="full")

    with pytest.raises(DomainError, match="1 seats wanted, 0 free"):
        take_seats(opening, 1)


@pytest.mark.parametrize("status", ["draft", "in_review", "closed", "expired", "withdrawn"])
def test_an_opening_that_is_not_open_takes_nobody(make_opening: Any, status: str) -> None:
    opening = make_opening(status=status)

    with pytest.raises(DomainError, match="takes nobody now"):
        take_seats(opening, 1)

    assert Opening.objects.get(pk=opening.pk).seats_taken == 0


def test_seats_given_back_open_it_again(make_opening: Any) -> None:
    opening = make_opening(seats=2, seats_taken=2, status="full")

    release_seats(opening, 1)

    assert (opening.seats_taken, opening.status) == (1, "open")


def test_seats_of_a_closed_opening_come_back_without_opening_it(make_opening: Any) -> None:
    opening = make_opening(seats=2, seats_taken=2, status="closed")

    release_seats(opening, 2)

    assert (opening.seats_taken, opening.status) == (0, "closed")


def test_more_than_were_taken_do_not_come_back(opening: Opening) -> None:
    take_seats(opening, 2)

    with pytest.raises(DomainError, match="3 seats cannot be given back: 2 are taken"):
        release_seats(opening, 3)


@pytest.mark.parametrize("act", [take_seats, release_seats])
def test_no_seat_is_no_act(opening: Opening, act: Any) -> None:
    with pytest.raises(DomainError, match="At least one seat"):
        act(opening, 0)


def test_whoever_fails_afterwards_gives_the_seat_back(opening: Opening) -> None:
    def fail_after_taking() -> None:
        with transaction.atomic():
            take_seats(opening, 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_taking()

    assert Opening.objects.get(pk=opening.pk).seats_taken == 0


def test_taking_is_said_to_the_rooms_above(opening: Opening, monkeypatch: Any) -> None:
    said: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(marks, "changed", lambda subject, ids: said.append((subject, list(ids))))

    take_seats(opening, 1)

    assert said == [("opening", [opening.pk])]


@pytest.fixture
def many_connections(tmp_path: Any, transactional_db: Any) -> Iterator[None]:
    """Threads share one database: a PostgreSQL server, or a file into which the one in memory is copied."""
    if connection.vendor != "sqlite":
        yield
        return
    copy = tmp_path / "shared.sqlite3"
    settings = connections.settings["default"]
    in_memory = settings["NAME"]

    def to_file() -> None:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        settings["NAME"] = str(copy)

    many_connections.to_file = to_file  # type: ignore[attr-defined]
    yield
    settings["NAME"] = in_memory


def _takes(pk: int) -> Callable[[], bool]:
    """Take one seat of the opening, freshly read; whether there was one."""

    def act() -> bool:
        take_seats(Opening.objects.get(pk=pk), 1)
        return True

    return act


def _race(pk: int) -> tuple[int, Opening]:
    answers = at_once(*[_takes(pk)] * AT_ONCE)
    return answers.count(True), at_once(lambda: Opening.objects.get(pk=pk))[0]


def test_fifty_at_once_take_exactly_three_seats(many_connections: None, request: Any) -> None:
    birch = request.getfixturevalue("birch")
    opening = Opening.objects.create(enterprise=birch, title="Post", seats=CAPACITY, status="open")
    if connection.vendor == "sqlite":
        globals()["many_connections"].to_file()

    won, after = _race(opening.pk)

    assert (won, after.seats_taken, after.status) == (CAPACITY, CAPACITY, "full")

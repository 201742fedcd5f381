"""The trail refuses change and removal, also by raw SQL, and a broken rule leaves nothing half written."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from portal.accounts.models import User
from portal.records import audit
from portal.records.models import AuditEvent, Transition


@pytest.fixture
def event(alice: User) -> AuditEvent:
    return audit.record(alice, audit.CHANGED, alice, changes={"full_name": ["Alise", "Alice"]})


@pytest.fixture
def move(alice: User) -> Transition:
    return Transition.objects.create(
        user=alice, actor="Alice", model="x.X", object_id=1, move="sign", from_state="a", to_state="b"
    )


def _execute(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE records_auditevent SET actor = 'Nobody'",
        "DELETE FROM records_auditevent",
        "UPDATE records_transition SET to_state = 'c'",
        "DELETE FROM records_transition",
    ],
)
def test_raw_sql_cannot_rewrite_what_happened(event: AuditEvent, move: Transition, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        _execute(sql)

    event.refresh_from_db()
    move.refresh_from_db()
    assert (event.actor, move.to_state) == ("Alice · Alder Vocational School", "b")


@pytest.mark.parametrize("rows", [AuditEvent.objects, Transition.objects])
def test_a_query_set_cannot_rewrite_what_happened(event: AuditEvent, move: Transition, rows: Any) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(reason="never mind")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.filter(pk__gt=0).delete()


def test_a_row_of_the_trail_is_written_once(event: AuditEvent) -> None:
    with pytest.raises(TypeError):
        event.save()

    with pytest.raises(TypeError):
        event.delete()


@pytest.mark.django_db(transaction=True)
def test_tests_that_commit_start_from_an_empty_trail(alice: User) -> None:
    audit.record(alice, audit.CREATED, alice)

    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_tests_that_commit_find_the_triggers_in_place(alice: User) -> None:
    audit.record(alice, audit.CREATED, alice)

    with pytest.raises(DatabaseError, match="append-only"):
        _execute("DELETE FROM records_auditevent")

"""Triggers that keep the trail append-only for raw SQL too, on both engines.

Emptying a whole table by TRUNCATE (PostgreSQL's `flush`) fires no row trigger; SQLite's `flush` deletes rows, so the
test suite takes the triggers off around it (tests/engines.py).
"""

from typing import Any

TABLES = ("records_auditevent", "records_transition")
ACTS = ("UPDATE", "DELETE")
REFUSAL = "the audit trail is append-only"


def protect(connection: Any) -> None:
    """Install the triggers; safe to run twice."""
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def release(connection: Any) -> None:
    """Remove the triggers."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for act in ACTS:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, act)}{on}")


def trigger_name(table: str, act: str) -> str:
    """Such as `records_transition_refuses_update`."""
    return f"{table}_refuses_{act.lower()}"


def statements(vendor: str) -> list[str]:
    """The SQL that installs the triggers on `postgresql` or `sqlite`."""
    pairs = [(table, act) for table in TABLES for act in ACTS]
    if vendor == "postgresql":
        function = (
            "CREATE OR REPLACE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        return [function, *(_on_postgresql(table, act) for table, act in pairs)]
    return [_on_sqlite(table, act) for table, act in pairs]


def _on_postgresql(table: str, act: str) -> str:
    name = trigger_name(table, act)
    return f"CREATE OR REPLACE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION records_refuse()"


def _on_sqlite(table: str, act: str) -> str:
    name = trigger_name(table, act)
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )

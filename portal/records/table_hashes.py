"""One hash per table, equal for equal rows in any order: shows that nothing changed, or that a copy is whole."""

import hashlib
from typing import Any

from django.db import connection


def table_hashes() -> dict[str, str]:
    """Table name -> SHA-256 over the sorted digests of its rows; columns in the order of their names."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
    return {table: hash_of(table) for table in tables}


def hash_of(table: str) -> str:
    """The hash of one table."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        columns = sorted(
            column.name for column in connection.introspection.get_table_description(cursor, table)
        )
        cursor.execute(f"SELECT {', '.join(map(quote, columns))} FROM {quote(table)}")  # noqa: S608 (own names)
        digests = sorted(_digest(row) for row in cursor)
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _digest(row: tuple[Any, ...]) -> bytes:
    return hashlib.sha256(repr(tuple(map(str, row))).encode()).digest()

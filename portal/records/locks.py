"""One worker at a time at what two would spoil: held until the transaction ends."""

from zlib import crc32

from django.db import connection
from django.db.transaction import TransactionManagementError


def alone(name: str) -> None:
    """Wait until no other transaction holds the lock of this name, and hold it to the end of this one.

    On SQLite a transaction that writes holds the whole database already (BEGIN IMMEDIATE), so there is nothing to do.
    Raises TransactionManagementError outside a transaction, where the lock would be gone at once.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("a lock lives in a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(name.encode())])

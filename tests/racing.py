"""Several at the same moment, each with a database connection of its own; for tests with `transaction=True`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from portal.common.errors import DomainError


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all acts at the same moment; what each answered, or the DomainError it raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait(timeout=20)
        try:
            return act()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))

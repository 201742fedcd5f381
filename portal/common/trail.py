"""The audit trail as seen from rooms below it: people and memberships are the ground that the trail stands on.

portal.records hands in its writer when it is ready; rooms above import portal.records.audit themselves.
"""

from collections.abc import Callable
from typing import Any

Writer = Callable[..., Any]
_writers: list[Writer] = []


def keep(writer: Writer) -> None:
    """Make `writer(by, verb, row, changes=..., reason=...)` the one that records; called once by its owner."""
    _writers[:] = [writer]


def record(by: Any, verb: str, row: Any, *, changes: dict[str, Any] | None = None, reason: str = "") -> None:
    """Note who did what to which row, in the transaction of the change. IndexError where no trail is installed."""
    _writers[0](by, verb, row, changes=changes, reason=reason)

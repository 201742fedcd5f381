"""Named slots on pages of lower rooms, filled by upper rooms that the lower ones do not know."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Context = Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A part of a page: `context` reads what `template` shows, or answers None to show nothing."""

    slot: str
    template: str
    context: Context
    order: int = 100


_panels: list[Panel] = []


def register(*panels: Panel) -> None:
    """Add panels; called from AppConfig.ready."""
    _panels.extend(panel for panel in panels if panel not in _panels)


def panels_for(slot: str) -> list[Panel]:
    """The panels of a slot, in order."""
    return sorted((panel for panel in _panels if panel.slot == slot), key=lambda panel: panel.order)

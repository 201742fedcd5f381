"""The side bar: rooms register their links, the frame shows those of the current kind of organisation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

Count = Callable[[HttpRequest], int]
GROUPS: dict[str, Any] = {
    "home": "",
    "year": _("This year's placements"),
    "situation": _("Situation"),
    "cooperation": _("Cooperation"),
    "strength": _("Building majors"),
    "steering": _("Guide and steer"),
    "registers": _("Registers"),
    "contribution": _("Contribution"),
    "data": _("Data"),
    "settings": _("Settings"),
}


@dataclass(frozen=True)
class Link:
    """One line of the side bar. `count` is shown only where it asks for action."""

    kind: str
    group: str
    label: Any
    url_name: str
    order: int = 100
    count: Count | None = None
    args: tuple[Any, ...] = field(default=())


_links: list[Link] = []


def register(*links: Link) -> None:
    """Add links; called from AppConfig.ready."""
    _links.extend(link for link in links if link not in _links)


def groups_for(request: HttpRequest, kind: str) -> list[dict[str, Any]]:
    """The side bar of `kind` (school, enterprise, bureau, operator) as a list of titled groups."""
    shown = []
    for key, title in GROUPS.items():
        links = sorted(
            (link for link in _links if (link.kind, link.group) == (kind, key)), key=lambda x: x.order
        )
        if links:
            shown.append({"title": title, "links": [_shown(link, request) for link in links]})
    return shown


def _shown(link: Link, request: HttpRequest) -> dict[str, Any]:
    url = reverse(link.url_name, args=link.args)
    # A page that stands under another room's address says to which link it belongs.
    path = getattr(request, "side_bar_path", request.path)
    current = path == url or (link.group != "home" and path.startswith(url))
    return {
        "label": link.label,
        "url": url,
        "count": link.count(request) if link.count else None,
        "current": current,
    }

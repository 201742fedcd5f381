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


def stand_by(request: HttpRequest, url_name: str) -> None:
    """The page of this request belongs to another link than its own address says."""
    request.side_bar_path = reverse(url_name)  # type: ignore[attr-defined]


def stand_by_own(request: HttpRequest, organisation: Any, url_name: str) -> None:
    """The same where the page shows something of the organisation that the user acts for."""
    membership = request.membership  # type: ignore[attr-defined]
    if membership and membership.organisation == organisation:
        stand_by(request, url_name)


def groups_for(request: HttpRequest, kind: str) -> list[dict[str, Any]]:
    """The side bar of `kind` (school, enterprise, bureau, operator) as a list of titled groups."""
    path = getattr(request, "side_bar_path", request.path)
    ours = [link for link in _links if link.kind == kind]
    here = max(
        (link for link in ours if _leads_to(link, path)), key=lambda link: len(_url(link)), default=None
    )
    shown = []
    for key, title in GROUPS.items():
        links = sorted((link for link in ours if link.group == key), key=lambda link: link.order)
        if links:
            shown.append({"title": title, "links": [_shown(link, request, here) for link in links]})
    return shown


def _url(link: Link) -> str:
    return reverse(link.url_name, args=link.args)


def _leads_to(link: Link, path: str) -> bool:
    """Whether the page is that of the link or below it; the nearest of several is the current one."""
    url = _url(link)
    return path == url or (link.group != "home" and path.startswith(url))


def _shown(link: Link, request: HttpRequest, here: Link | None) -> dict[str, Any]:
    return {
        "label": link.label,
        "url": _url(link),
        "count": link.count(request) if link.count else None,
        "current": link is here,
    }

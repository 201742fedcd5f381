"""The small set of line icons that pages may use: their drawing as read from the icon file.

The drawings are a subset of Tabler Icons (MIT), kept in static/vendor/tabler-icons/icons.json by
scripts/vendor_static.py: name -> list of path data on a 24 x 24 grid, stroked, 2 wide.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_DRAWINGS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "tabler-icons" / "icons.json"


@cache
def icon_drawings() -> dict[str, list[str]]:
    """Every icon by name, as path data."""
    drawings: dict[str, list[str]] = json.loads(_DRAWINGS.read_text(encoding="utf-8"))
    return drawings


def icon_paths(name: str) -> list[str]:
    """Path data of one icon; KeyError names the icon that is not in the set."""
    try:
        return icon_drawings()[name]
    except KeyError as missing:
        raise KeyError(f"no icon {name!r}; add it to scripts/vendor_static.py") from missing

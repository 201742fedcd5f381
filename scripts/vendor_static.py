#!/usr/bin/env python3
"""Fetch the pinned front-end packages and keep exactly the files the site uses.

    python scripts/vendor_static.py

For every package: `npm pack` it, check the SHA-256 of the archive, take the named files, strip
`sourceMappingURL` (collectstatic would look for the map), and write the licence and a CHECKSUMS
file beside them. Run it again after changing a pin; the result is committed.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE_MAP = re.compile(rb"\n?/[/*]# sourceMappingURL=[^\n]*")
PATH_DATA = re.compile(r'<path d="([^"]+)"')
MIT = """The MIT License (MIT)

{owners}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True)
class Package:
    """A pinned npm package: which of its files go where under the repository."""

    name: str
    version: str
    sha256: str
    target: str
    files: dict[str, str]
    licence: str = ""
    owners: str = ""


PACKAGES = (
    Package(
        name="@tabler/core",
        version="1.6.1",
        sha256="d02d679e51f6c179b21f035e154c13cdcb2ae8b18579e56ea606408ba7fc7a87",
        target="static/vendor/tabler",
        files={"dist/css/tabler.min.css": "tabler.min.css"},
        # The package carries no licence file; its package.json says MIT and its CSS these owners.
        owners="Copyright 2018-2026 The Tabler Authors\nCopyright 2018-2026 codecalm.net Paweł Kuna",
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        sha256="e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        target="tests/vendor/axe-core",
        files={"axe.min.js": "axe.min.js", "LICENSE-3RD-PARTY.txt": "LICENSE-3RD-PARTY.txt"},
        licence="LICENSE",
    ),
)
ICON_PACKAGE = Package(
    name="@tabler/icons",
    version="3.51.0",
    sha256="b30108713d3fa60aee862c2a133225da8e0f309be0708fe2925763ff810c766c",
    target="static/vendor/tabler-icons",
    files={},
    licence="LICENSE",
)
# fmt: off
ICONS = (
    "alert-triangle", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "bed", "bell",
    "briefcase", "building", "building-factory", "calendar", "chart-bar", "check",
    "chevron-down", "chevron-right", "chevron-up", "circle-check", "clock", "copy",
    "currency-yen", "dots", "download", "edit", "external-link", "eye", "file-spreadsheet",
    "file-text", "filter", "flag", "history", "home", "info-circle", "link", "list", "lock",
    "logout", "mail", "map-pin", "menu-2", "message", "paperclip", "phone", "plus", "printer",
    "qrcode", "refresh", "school", "search", "send", "settings", "shield-check", "star",
    "table", "trash", "upload", "user", "user-check", "users", "world", "x",
)
# fmt: on


def fetch(package: Package, into: Path) -> tarfile.TarFile:
    """The package's archive, opened, its SHA-256 checked."""
    packed = subprocess.run(
        ["npm", "pack", f"{package.name}@{package.version}", "--silent"],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = into / packed.stdout.split()[-1]
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        raise SystemExit(f"{package.name}: archive is {found}, pinned {package.sha256}")
    return tarfile.open(archive)


def read(archive: tarfile.TarFile, path: str) -> bytes:
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise SystemExit(f"the archive has no {path}")
    return member.read()


def write_licence(package: Package, archive: tarfile.TarFile, target: Path) -> None:
    text = read(archive, package.licence) if package.licence else None
    (target / "LICENSE").write_bytes(text or MIT.format(owners=package.owners).encode())


def write_checksums(package: Package, target: Path) -> None:
    lines = [f"# {package.name} {package.version}, archive sha256 {package.sha256}"]
    kept = sorted(path for path in target.iterdir() if path.name != "CHECKSUMS")
    lines += [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in kept]
    (target / "CHECKSUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def vendor(package: Package, into: Path) -> None:
    """Write the package's files, licence and checksums under the repository."""
    target = ROOT / package.target
    target.mkdir(parents=True, exist_ok=True)
    with fetch(package, into) as archive:
        for source, kept in package.files.items():
            (target / kept).write_bytes(SOURCE_MAP.sub(b"", read(archive, source)))
        write_licence(package, archive, target)
    write_checksums(package, target)


def vendor_icons(into: Path) -> None:
    """Write the chosen icons as one file of path data, with licence and checksums."""
    target = ROOT / ICON_PACKAGE.target
    target.mkdir(parents=True, exist_ok=True)
    with fetch(ICON_PACKAGE, into) as archive:
        drawings = {
            name: PATH_DATA.findall(read(archive, f"icons/outline/{name}.svg").decode())
            for name in sorted(ICONS)
        }
        write_licence(ICON_PACKAGE, archive, target)
    text = json.dumps(drawings, indent=1, ensure_ascii=False) + "\n"
    (target / "icons.json").write_text(text, encoding="utf-8")
    write_checksums(ICON_PACKAGE, target)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            vendor(package, Path(folder))
        vendor_icons(Path(folder))


if __name__ == "__main__":
    main()

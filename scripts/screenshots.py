"""`make docs-screenshots`: pictures of the main pages, of the demo province, in both languages and widths.

python scripts/screenshots.py [--out docs/screenshots] [--only NAME]
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "scripts"))

import engines  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Page  # noqa: E402

from tests.browsing import chromium, new_page  # noqa: E402
from tests.stories.conftest import ADMINISTRATOR, CITY_STAFF, HUMAN_RESOURCES, PROVINCE_STAFF, sign_in  # noqa: E402
from tests.stories.portal_process import running_portal  # noqa: E402

SIZES = {"1366": 1366, "390": 390}
LONGEST, COLOURS = (
    2400,
    255,
)  # px of a page that are kept, so that a list of fifty rows stays small; of a palette
# name -> (user or "", address, link to follow there: CSS, or "")
SHOTS: dict[str, tuple[str, str, str]] = {
    "landing": ("", "/", ""),
    "school-home": (ADMINISTRATOR, "/school/", ""),
    "suggestions": (ADMINISTRATOR, "/suggestions/", "main a[href*='/programmes/'][href$='/suggestions/']"),
    "partnership": (ADMINISTRATOR, "/depth/?at_least=3", "main tbody a[href*='/partnerships/']"),
    "depth": (ADMINISTRATOR, "/depth/?at_least=3", "main tbody a[href$='/depth/']"),
    "plans": (ADMINISTRATOR, "/plans/", ""),
    "activities": (ADMINISTRATOR, "/activities/", ""),
    "imports": (ADMINISTRATOR, "/imports/", ""),
    "enterprise-home": (HUMAN_RESOURCES, "/enterprise/", ""),
    "openings": (HUMAN_RESOURCES, "/openings/", ""),
    "proposals": (HUMAN_RESOURCES, "/proposals/", ""),
    "bureau-city": (CITY_STAFF, "/bureau/", ""),
    "bureau-province": (PROVINCE_STAFF, "/bureau/", ""),
    "schools": (PROVINCE_STAFF, "/schools/", ""),
}


def shots(base_url: str, out: Path, only: str) -> Iterator[Path]:
    """Take every picture; yields the files."""
    with chromium() as browser:
        for language in ("zh-hans", "en"):
            for size, width in SIZES.items():
                pages: dict[str, Page] = {}
                for name, (user, address, link) in SHOTS.items():
                    if only and only != name:
                        continue
                    if user not in pages:
                        pages[user] = new_page(browser, base_url, language=language, width=width)
                        if user:
                            sign_in(pages[user], user)
                    yield take(pages[user], address, link, out / f"{name}-{size}-{language[:2]}.png")
                for page in pages.values():
                    page.context.close()


def take(page: Page, address: str, link: str, target: Path) -> Path:
    """One picture of the page from its top, in a palette, which our flat colours do not feel."""
    page.goto(address)
    if link and page.locator(link).count():
        page.goto(page.locator(link).first.get_attribute("href") or address)
    page.screenshot(path=target, full_page=True)
    with Image.open(target) as picture:
        top = picture.crop((0, 0, picture.width, min(picture.height, LONGEST)))
    top.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    return target


def main() -> int:
    """Start a portal with the demo, take the pictures, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    browser = engines.find_chromium()
    if browser is None:
        sys.stderr.write(f"screenshots need Chromium: {engines.HOW_TO_GET['browser']}\n")
        return 2
    os.environ["PORTAL_CHROMIUM"] = str(browser)
    options.out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp())
    try:
        with running_portal(folder, ("load_demo", "--now")) as portal:
            for path in shots(portal.base_url, options.out, options.only):
                sys.stdout.write(f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

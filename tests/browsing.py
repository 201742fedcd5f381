"""A real browser for the tests that need one, and the accessibility check that every page must pass."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only violations are described in full, which takes half the time; the portal has no frames.
AXE_OPTIONS = {"runOnly": WCAG, "resultTypes": ["violations"], "iframes": False, "preload": False}
WIDTHS = (1366, 390)
LANGUAGES = ("zh-hans", "en")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser at PORTAL_CHROMIUM, closed afterwards.

    Playwright keeps an event loop in this thread, which Django takes for asynchronous code; it is not.
    """
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE", "")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["PORTAL_CHROMIUM"], args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


def new_page(browser: Browser, base_url: str, *, language: str, width: int, **options: Any) -> Page:
    """A page of a fresh visitor with a language and a width; `java_script_enabled=False` and the like pass on."""
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=base_url, **options)
    context.add_cookies([{"name": "django_language", "value": language, "url": base_url}])
    return context.new_page()


def complaints(page: Page) -> list[str]:
    """What the browser itself finds wrong from now on: refused styles and scripts, failed requests, errors."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def axe_violations(page: Page) -> list[str]:
    """Violations of WCAG 2.2 A and AA on the page as it stands: rule and the elements concerned."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    result = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
    return [
        f"{violation['id']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"
        for violation in result["violations"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

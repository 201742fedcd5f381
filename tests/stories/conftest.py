"""A portal in its own process, with the demo province, shared by the stories that only read it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import chromium, new_page
from tests.stories.portal_process import PortalProcess, running_portal

DEMO_PASSWORD = "ronghe-demo-2026"
ADMINISTRATOR, HUMAN_RESOURCES, CITY_STAFF, PROVINCE_STAFF = "chenmin", "linying", "gaoyuan", "gaowei"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def demo_portal(tmp_path_factory: Any) -> Iterator[PortalProcess]:
    """The demo province on the engine of this run."""
    folder: Path = tmp_path_factory.mktemp("portal")
    with running_portal(
        folder, ("load_demo", "--now"), database_url=os.environ.get("DATABASE_URL", "")
    ) as portal:
        yield portal


def sign_in(page: Page, username: str, password: str = DEMO_PASSWORD) -> Page:
    """Sign in through the page; the home page of the person's organisation follows."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    return page


def signed_in(browser: Browser, portal: PortalProcess, username: str, **options: Any) -> Page:
    """A fresh visitor of the portal, signed in; `language`, `width` and browser options pass on."""
    options = {"language": "en", "width": 1366, **options}
    return sign_in(new_page(browser, portal.base_url, **options), username)

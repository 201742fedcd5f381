"""Every page, in both languages and widths: reachable by links, accessible, within its width, without complaints."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from tests.browsing import LANGUAGES, WIDTHS, axe_violations, complaints, new_page, overflow
from tests.stories.conftest import ADMINISTRATOR, CITY_STAFF, HUMAN_RESOURCES, signed_in
from tests.stories.portal_process import PortalProcess

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("stories")]

PUBLIC = ("/", "/accounts/login/", "/open-data/", "/accessibility/", "/privacy/", "/components/")
# Addresses that answer with a file, leave the portal's own pages, or end the session.
NO_PAGES = ("/static/", "/admin/", "/api/", "/accounts/logout/", "/i18n/", "/jobs/")


def links_of(page: Page) -> list[str]:
    """Paths of the links on the page that lead to further pages of the portal."""
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    paths = {urlsplit(href).path for href in found if urlsplit(href).netloc == urlsplit(page.url).netloc}
    return sorted(path for path in paths if not path.startswith(NO_PAGES))


def shape(path: str) -> str:
    """The path with ids left out: one page of a kind is enough."""
    parts = [part if not (len(part) == 12 and part.isalnum()) else "*" for part in path.split("/")]
    return "/".join(parts)


def pages_within_reach(page: Page, depth: int = 3) -> Iterator[str]:
    """One path of every shape that links lead to, within `depth` clicks of the home page."""
    seen = {shape(urlsplit(page.url).path)}
    frontier = [urlsplit(page.url).path]
    yield from frontier
    for _click in range(depth):
        found = []
        for path in frontier:
            answer = page.goto(path)
            if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            found += [
                link for link in links_of(page) if shape(link) not in seen and not seen.add(shape(link))
            ]
        yield from found
        frontier = found


def faults_of(page: Page, path: str) -> list[str]:
    """What is wrong with the page at this path."""
    heard = complaints(page)
    try:
        answer = page.goto(path)
    except BrowserError as error:  # a download is no page
        return [] if "Download" in str(error) else [f"{path}: {error}"]
    if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    faults = [f"status {answer.status}"] if answer.status >= 400 else []
    faults += axe_violations(page)
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1")
    if overflow(page) > 0:
        faults.append(f"{overflow(page)} px too wide")
    return [f"{path}: {fault}" for fault in [*faults, *heard]]


@pytest.fixture(scope="module")
def reach(browser: Browser, demo_portal: PortalProcess) -> dict[str, list[str]]:
    """Paths within reach of each user, found once."""
    found = {}
    for username in (ADMINISTRATOR, HUMAN_RESOURCES, CITY_STAFF):
        page = signed_in(browser, demo_portal, username)
        page.route("**/*download*", lambda route: route.abort())
        found[username] = list(pages_within_reach(page))
        page.context.close()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("username", [ADMINISTRATOR, HUMAN_RESOURCES, CITY_STAFF])
def test_every_page_of_a_user_is_accessible_and_fits(
    browser: Browser,
    demo_portal: PortalProcess,
    reach: dict[str, list[str]],
    username: str,
    width: int,
    language: str,
) -> None:
    page = signed_in(browser, demo_portal, username, language=language, width=width)

    faults = [fault for path in reach[username] for fault in faults_of(page, path)]

    page.context.close()
    assert len(reach[username]) > 15
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_public_page_is_accessible_and_fits(
    browser: Browser, demo_portal: PortalProcess, width: int, language: str
) -> None:
    page = new_page(browser, demo_portal.base_url, language=language, width=width)

    faults = [fault for path in PUBLIC for fault in faults_of(page, path)]

    page.context.close()
    assert faults == []

"""Every page, in both languages and widths: reachable by links, accessible, within its width, without complaints."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page

from tests.browsing import LANGUAGES, WIDTHS, axe_violations, complaints, new_page, overflow
from tests.stories.conftest import ADMINISTRATOR, CITY_STAFF, HUMAN_RESOURCES, signed_in
from tests.stories.portal_process import PortalProcess

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("stories")]

CLICKS = 3
USERS = (ADMINISTRATOR, HUMAN_RESOURCES, CITY_STAFF)
PUBLIC = ("/", "/accounts/login/", "/open-data/", "/accessibility/", "/privacy/", "/components/")
# Addresses that answer with a file, are not the portal's own pages, or end the session.
NO_PAGES = ("/static/", "/admin/", "/api/", "/accounts/logout/")
# Two pages of these, for they look different by state; of the others one is enough.
WITH_STATES = {
    "agreement_detail",
    "activity_detail",
    "opening_detail",
    "partnership_detail",
    "plan_detail",
    "proposal_detail",
}


class LinksOf(HTMLParser):
    """The links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def kind_of_page(address: str) -> str:
    """The name of the page's URL pattern; a form that opens on something is a page of its own."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return parts.path
    about = sorted(set(parse_qs(parts.query)) - {"page"})
    return f"{name}?{'&'.join(about)}" if about and parts.path.endswith("/new/") else name


def next_pages(answer: APIResponse, base_url: str) -> Iterator[str]:
    """Addresses within the portal that the page links to, without sorting and filters of lists."""
    for href in LinksOf(answer.text()).found:
        address = urljoin(answer.url, href)
        parts = urlsplit(address)
        if not address.startswith(base_url) or parts.path.startswith(NO_PAGES):
            continue
        yield f"{parts.path}?{parts.query}" if parts.query and parts.path.endswith("/new/") else parts.path


def is_page(answer: APIResponse) -> bool:
    """Whether the answer is a page to look at; an error is one too."""
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return is_html and "attachment" not in answer.headers.get("content-disposition", "")


def pages_within_reach(context: BrowserContext, start: str, base_url: str) -> list[str]:
    """Pages of every kind that links lead to within three clicks of `start`, with those that answer wrongly."""
    pages: list[str] = []
    taken: Counter[str] = Counter()
    frontier, seen = [start], {start}
    for click in range(CLICKS + 1):
        found: list[str] = []
        for address in frontier:
            kind = kind_of_page(address)
            if taken[kind] >= (2 if kind in WITH_STATES else 1):
                continue
            answer = context.request.get(base_url + address)
            if not is_page(answer):
                continue
            taken[kind] += 1
            pages.append(address)
            found += next_pages(answer, base_url) if click < CLICKS else []
        frontier = [address for address in dict.fromkeys(found) if address not in seen]
        seen.update(frontier)
    return pages


def faults_of(page: Page, address: str, heard: list[str]) -> Iterator[str]:
    """What is wrong with the page at this address, at each width; `heard` is what the browser complains about."""
    heard.clear()
    answer = page.goto(address)
    if answer is None or answer.status >= 400:
        yield f"{address}: status {answer and answer.status}"
    if page.locator("h1").count() != 1:
        yield f"{address}: {page.locator('h1').count()} h1"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield from (f"{address} at {width}: {violation}" for violation in axe_violations(page))
        if overflow(page) > 0:
            yield f"{address} at {width}: {overflow(page)} px too wide"
    yield from (f"{address}: the browser says {sentence}" for sentence in heard)


def faults_of_all(page: Page, addresses: list[str]) -> list[str]:
    """Faults of the pages, one after the other in one tab."""
    heard = complaints(page)
    faults = [fault for address in addresses for fault in faults_of(page, address, heard)]
    page.context.close()
    return faults


@pytest.fixture(scope="module")
def reach(browser: Browser, demo_portal: PortalProcess) -> dict[str, list[str]]:
    """Pages within reach of each user, found once."""
    found = {}
    for username in USERS:
        page = signed_in(browser, demo_portal, username)
        home = urlsplit(page.url).path
        found[username] = pages_within_reach(page.context, home, demo_portal.base_url)
        page.context.close()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("username", USERS)
def test_every_page_of_a_user_is_accessible_and_fits(
    browser: Browser, demo_portal: PortalProcess, reach: dict[str, list[str]], username: str, language: str
) -> None:
    page = signed_in(browser, demo_portal, username, language=language)

    assert faults_of_all(page, reach[username]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_accessible_and_fits(
    browser: Browser, demo_portal: PortalProcess, language: str
) -> None:
    page = new_page(browser, demo_portal.base_url, language=language, width=WIDTHS[0])

    assert faults_of_all(page, list(PUBLIC)) == []

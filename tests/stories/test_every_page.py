"""Every page, in both languages and widths: reachable by links, accessible, within its width, without complaints.

A run of `make test` gives each page of each user one look of four, always the same one, and pages of the same kind of
another user another one. `make prove` gives all.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import product
from urllib.parse import parse_qs, urljoin, urlsplit
from zlib import crc32

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page

from tests.browsing import LANGUAGES, WIDTHS, axe_violations, complaints, new_page, overflow
from tests.stories.conftest import ADMINISTRATOR, CITY_STAFF, HUMAN_RESOURCES, signed_in
from tests.stories.portal_process import PortalProcess

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("every page")]

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


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    language: str
    width: int


LOOKS = tuple(Look(language, width) for language, width in product(LANGUAGES, WIDTHS))


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


def looks_at(address: str, turn: int) -> Sequence[Look]:
    """One of the four looks for a page of this kind, another one for each turn."""
    return (LOOKS[(crc32(kind_of_page(address).encode()) + turn) % len(LOOKS)],)


def faults_of(page: Page, address: str, looks: Sequence[Look], heard: list[str]) -> Iterator[str]:
    """What is wrong with the page in this language, at the width of each look; `heard` is what the browser says."""
    heard.clear()
    answer = page.goto(address)
    if answer is None or answer.status >= 400:
        yield f"{address}: status {answer and answer.status}"
    if page.locator("h1").count() != 1:
        yield f"{address}: {page.locator('h1').count()} h1"
    for look in looks:
        page.set_viewport_size({"width": look.width, "height": 900})
        yield from (f"{address} at {look}: {violation}" for violation in axe_violations(page))
        if overflow(page) > 0:
            yield f"{address} at {look}: {overflow(page)} px too wide"
    yield from (f"{address}: the browser says {sentence}" for sentence in heard)


def faults_of_all(page: Page, language: str, seen: dict[str, Sequence[Look]]) -> list[str]:
    """Faults of the pages that are looked at in this language, one after the other in one tab."""
    heard = complaints(page)
    faults: list[str] = []
    for address, looks in seen.items():
        here = [look for look in looks if look.language == language]
        faults += faults_of(page, address, here, heard) if here else []
    page.context.close()
    return faults


class Walk:
    """The pages within reach of one user of the demo, and how each is looked at."""

    def __init__(self, browser: Browser, portal: PortalProcess, username: str) -> None:
        self.browser, self.portal, self.username = browser, portal, username
        page = signed_in(browser, portal, username)
        self.addresses = pages_within_reach(page.context, urlsplit(page.url).path, portal.base_url)
        page.context.close()

    def faults(self, looks_at: Callable[[str], Sequence[Look]]) -> list[str]:
        """The faults of every page in every language of its looks."""
        seen = {address: looks_at(address) for address in self.addresses}
        return [
            fault
            for language in LANGUAGES
            for fault in faults_of_all(
                signed_in(self.browser, self.portal, self.username, language=language), language, seen
            )
        ]


@pytest.mark.parametrize(("turn", "username"), list(enumerate(USERS)))
def test_every_page_of_a_user_is_accessible_and_fits(
    browser: Browser, demo_portal: PortalProcess, turn: int, username: str
) -> None:
    walk = Walk(browser, demo_portal, username)

    assert len(walk.addresses) > 30
    assert walk.faults(lambda address: looks_at(address, turn)) == []


@pytest.mark.prove
def test_every_page_at_every_look(
    browser: Browser, demo_portal: PortalProcess, figure: Callable[[str, str], None]
) -> None:
    walks = [Walk(browser, demo_portal, username) for username in USERS]

    faults = [fault for walk in walks for fault in walk.faults(lambda _address: LOOKS)]

    count = sum(len(walk.addresses) for walk in walks)
    figure(
        "pages at both widths in both languages", f"{count} pages of {len(USERS)} users, {len(faults)} faults"
    )
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_accessible_and_fits(
    browser: Browser, demo_portal: PortalProcess, language: str
) -> None:
    page = new_page(browser, demo_portal.base_url, language=language, width=WIDTHS[0])

    assert faults_of_all(page, language, dict.fromkeys(PUBLIC, LOOKS)) == []


def test_the_description_of_the_api_is_drawn(browser: Browser, demo_portal: PortalProcess) -> None:
    page = new_page(browser, demo_portal.base_url, language="en", width=1366)
    heard = complaints(page)

    page.goto("/api/docs/")

    page.locator("[data-tag='partnerships']").first.wait_for()
    assert axe_violations(page) == []
    assert heard == []

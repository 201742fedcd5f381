"""What a visitor does on any page, said by addresses and field names, so that one story is walked in each language."""

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import override
from playwright.sync_api import Locator, Page

from portal.common.tabular.planning import Fate
from portal.records.imports.preview import fate_label
from tests.browsing import LANGUAGES

PASSWORD = "a long and quiet river"
JOBS_WITHIN_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 1.0
FATES = ("new", "changed", "unchanged", "rejected")


def fill(page: Page, values: Mapping[str, Any]) -> None:
    """Fill the fields of the page's forms: text, files, ticks (True or a list of values), choices (a value; a whole
    number takes the entry at that place)."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("field => field.type")
        if kind == "select-one":
            field.select_option(index=value) if isinstance(value, int) else field.select_option(value)
        elif kind in {"checkbox", "radio"}:
            for one in value if isinstance(value, list | tuple) else [value]:
                choice = field if one is True else page.locator(f"main [name='{name}'][value='{one}']")
                choice.check(force=True)  # the label around a hidden radio button is what one sees
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))


def press(page: Page, action: str, within: Locator | None = None) -> None:
    """Send the form whose address ends so; menus around it are opened first, as a reader would."""
    button = (within or page).locator(f"form[action$='{action}'] button:not([type=button])").first
    _open_around(button)
    button.click()
    page.wait_for_load_state()


def save(page: Page, values: Mapping[str, Any]) -> None:
    """Fill the form of the page and send it."""
    fill(page, values)
    page.locator("main form.rh-form button[type=submit]").last.click()
    page.wait_for_load_state()


def follow(page: Page, address: str) -> None:
    """Click the first link to an address that ends so, in the page itself."""
    link = page.locator(f"main a[href$='{address}']").first
    _open_around(link)
    link.click()
    page.wait_for_load_state()


def _open_around(element: Locator) -> None:
    """Open the `details` that hide the element, from the outside in."""
    element.wait_for(state="attached")
    for closed in element.locator("xpath=ancestor::details[not(@open)]").all():
        closed.locator("> summary").click()


def look_until(page: Page, address: str, selector: str, *, within: float = JOBS_WITHIN_SECONDS) -> float:
    """Open the address until the selector is there; the seconds it took, TimeoutError after `within`."""
    begun = time.monotonic()
    while True:
        page.goto(address)
        waited = time.monotonic() - begun
        if page.locator(selector).count():
            return waited
        if waited > within:
            raise TimeoutError(f"{address} shows no {selector} within {within} s")
        time.sleep(LOOK_AGAIN_SECONDS)


def join(page: Page, link: str, username: str) -> None:
    """Open an invitation and make an account with it."""
    page.goto(link)
    fill(page, {"username": username, "password1": PASSWORD, "password2": PASSWORD})
    press(page, "/account/")


def invitation_of(page: Page) -> str:
    """The link that the page shows after inviting somebody."""
    found = re.search(
        r"https?://\S+/accounts/join/[\w-]+/", page.locator("main").inner_text() + page.content()
    )
    assert found, "the page shows no invitation"
    return found.group()


def uploaded(page: Page, kind: str, file: Path | Mapping[str, Any]) -> None:
    """Upload a table as this kind; the page of its columns follows, or says why not."""
    page.goto(f"/imports/new/?kind={kind}")
    fill(page, {"kind": kind, "file": file})
    press(page, "/imports/upload/")


def compared(page: Page) -> dict[str, int]:
    """From the page of columns on: take the columns proposed and wait for the preview; rows by outcome."""
    address = page.url
    look_until(page, address, "form[action$='/columns/match/']")
    press(page, "/columns/match/")
    look_until(page, address, ".rh-import__top")
    return outcomes(page)


def written(page: Page) -> dict[str, int]:
    """From the preview on: import, and wait for the result; rows by outcome."""
    address = page.url
    press(page, "/commit/")
    look_until(page, address, "main:not(:has(.rh-import__top)) .rh-tiles")
    return outcomes(page)


def outcomes(page: Page) -> dict[str, int]:
    """The numbers of the tiles of a preview or a result by fate: 0 where there is no tile, other tiles left out."""
    labels = page.locator(".rh-tiles .rh-tile__label").all_inner_texts()
    numbers = page.locator(".rh-tiles .rh-tile__number b").all_inner_texts()
    shown = {
        label.strip(): int(number.replace(",", "")) for label, number in zip(labels, numbers, strict=True)
    }
    return {fate: sum(shown.get(word, 0) for word in words_of(fate)) for fate in FATES}


def words_of(fate: str) -> set[str]:
    """What a fate is called in each language."""
    words = set()
    for language in LANGUAGES:
        with override(language):
            words.add(str(fate_label(Fate(fate))))
    return words

"""The living components page in a real browser: accessible, inside its window, without a complaint, without script."""

import pytest

from tests import browsing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser():
    with browsing.chromium() as opened:
        yield opened


@pytest.mark.parametrize("language", browsing.LANGUAGES)
@pytest.mark.parametrize("width", browsing.WIDTHS)
def test_the_components_are_accessible_at_every_width_in_both_languages(
    live_server, browser, width, language
):
    page = browsing.new_page(browser, live_server.url, language=language, width=width)
    found = browsing.complaints(page)

    page.goto("/components/")

    assert found == []
    assert browsing.overflow(page) == 0
    assert browsing.axe_violations(page) == []


@pytest.mark.parametrize("address", ["/accounts/login/", "/no-such-page/"])
def test_sign_in_and_errors_are_accessible_on_a_phone(live_server, browser, address):
    page = browsing.new_page(browser, live_server.url, language="zh-hans", width=390)

    page.goto(address)

    assert browsing.overflow(page) == 0
    assert browsing.axe_violations(page) == []


def test_menus_and_filters_open_without_script(live_server, browser):
    page = browsing.new_page(browser, live_server.url, language="en", width=390, java_script_enabled=False)
    page.goto("/components/")

    page.get_by_text("Menu", exact=True).click()
    page.locator(".rh-chip summary").first.click()

    assert page.locator(".rh-phone__panel .rh-lang").is_visible()
    assert page.locator(".rh-chip__panel button").first.is_visible()


def test_the_keyboard_reaches_the_content_first(live_server, browser):
    page = browsing.new_page(browser, live_server.url, language="en", width=1366)
    page.goto("/accounts/login/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_no_label_of_a_chart_lies_on_another(live_server, browser):
    page = browsing.new_page(browser, live_server.url, language="en", width=1366)
    page.goto("/components/")

    touching = page.evaluate(
        """() => [...document.querySelectorAll('.rh-figure .rh-scroll > svg')].flatMap(svg => {
            const boxes = [...svg.querySelectorAll('text')]
                .filter(text => !text.getAttribute('transform'))
                .map(text => [text.textContent, text.getBoundingClientRect()]);
            return boxes.flatMap(([one, a], i) => boxes.slice(i + 1)
                .filter(([_, b]) => a.left < b.right - 1 && b.left < a.right - 1
                    && a.top + 4 < b.bottom - 4 && b.top + 4 < a.bottom - 4)
                .map(([other]) => one + ' / ' + other));
        })"""
    )

    assert touching == []

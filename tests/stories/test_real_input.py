"""Real lists go through the pages into an empty portal: 96 colleges, 887 listed firms, and partners for a college.

The lists are not part of the project: PORTAL_REAL_LISTS names their folder, else `../shared/data` beside the clone.
"""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import new_page
from tests.stories.portal_process import ROOT, PortalProcess, running_portal
from tests.stories.walking import (
    compared,
    follow,
    invitation_of,
    join,
    look_until,
    outcomes,
    press,
    save,
    uploaded,
    written,
)

LISTS = Path(os.environ.get("PORTAL_REAL_LISTS") or ROOT.parent / "shared" / "data")
COLLEGES = LISTS / "guangdong_vocational_colleges_2025.csv"
FIRMS = LISTS / "guangdong_listed_companies.csv"
COLLEGE = "深圳职业技术大学"
MAJOR = "510202"  # 物联网应用技术
ENTRY_YEAR = 2024
MAKERS_AND_PROGRAMMERS = {"C39", "I63", "I64", "I65"}  # who employs those who learnt the internet of things

pytestmark = [
    pytest.mark.browser,
    pytest.mark.every_engine,
    pytest.mark.xdist_group("real input"),
    pytest.mark.skipif(
        not (COLLEGES.exists() and FIRMS.exists()),
        reason=f"needs the real lists {COLLEGES.name} and {FIRMS.name}: set PORTAL_REAL_LISTS to their folder",
    ),
]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def portal(tmp_path_factory: Any) -> Iterator[PortalProcess]:
    """An empty portal with reference data, on the engine of this run."""
    folder: Path = tmp_path_factory.mktemp("empty")
    with running_portal(folder, database_url=os.environ.get("DATABASE_URL", "")) as found:
        yield found


@pytest.fixture(scope="module")
def bureau(browser: Browser, portal: PortalProcess) -> Iterator[Page]:
    """The first owner of the provincial bureau, who came by the link that `make_bureau` prints."""
    told = portal.manage("make_bureau", "广东省教育厅", "--region", "440000", "--owner", "高薇")
    page = new_page(browser, portal.base_url, language="zh-hans", width=1366)
    join(page, told.splitlines()[-1], "gaowei")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def college_list(bureau: Page) -> dict[str, int]:
    """The list of colleges, imported."""
    uploaded(bureau, "schools", COLLEGES)
    compared(bureau)
    return written(bureau)


@pytest.fixture(scope="module")
def firm_list(bureau: Page, tmp_path_factory: Any) -> dict[str, Any]:
    """The list of firms, imported after its unknown words were decided: outcomes and rejected rows on the way."""
    uploaded(bureau, "enterprises", FIRMS)
    first = compared(bureau)
    rejected = rejected_rows(bureau, tmp_path_factory.mktemp("rejected") / "rows.xlsx")
    preview = bureau.url
    bureau.fill("input[name='meaning-new0']", "批发和零售业（F）")
    bureau.check("input[name='rest']")
    press(bureau, "/words/")
    look_until(bureau, preview, "details table input[name^='was-']")
    second = outcomes(bureau)
    return {"first": first, "rejected": rejected, "second": second, "result": written(bureau)}


def rejected_rows(page: Page, target: Path) -> list[dict[str, str]]:
    """The file of rejected rows that the preview offers."""
    with page.expect_download() as download:
        page.locator("main a[href$='/rejected/']").first.click()
    download.value.save_as(target)
    lines = [[str(cell or "") for cell in line] for line in openpyxl.load_workbook(target).active.values]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def same_file_again(page: Page, kind: str, file: Path) -> dict[str, int]:
    uploaded(page, kind, file)
    again = compared(page)
    assert not page.locator("form[action$='/commit/']").count()
    press(page, "/discard/")
    return again


def count_on(page: Page, address: str) -> int:
    """The number in the heading of a list."""
    page.goto(address)
    found = re.search(r"\d[\d,]*", page.locator("h1").inner_text())
    return int(found.group().replace(",", "")) if found else 0


def test_every_college_of_the_list_is_in_the_register(bureau: Page, college_list: dict[str, int]) -> None:
    rows = len(rows_of(COLLEGES))

    assert college_list == {"new": rows, "changed": 0, "unchanged": 0, "rejected": 0}
    assert count_on(bureau, "/schools/") == rows == 96


def test_no_firm_is_lost_and_each_refusal_has_its_cause(bureau: Page, firm_list: dict[str, Any]) -> None:
    rows = len(rows_of(FIRMS))

    assert sum(firm_list["first"].values()) == rows == 887
    assert len(firm_list["rejected"]) == firm_list["first"]["rejected"] == 7
    assert all(row["industry"] in list(row.values())[-2] for row in firm_list["rejected"])


def test_words_decided_in_the_preview_bring_in_the_rest(bureau: Page, firm_list: dict[str, Any]) -> None:
    rows = len(rows_of(FIRMS))

    assert (
        firm_list["second"] == firm_list["result"] == {**dict.fromkeys(firm_list["result"], 0), "new": rows}
    )
    assert count_on(bureau, "/enterprises/") == rows


def test_the_same_files_again_change_nothing(
    bureau: Page, college_list: dict[str, int], firm_list: dict[str, Any]
) -> None:
    colleges = same_file_again(bureau, "schools", COLLEGES)
    firms = same_file_again(bureau, "enterprises", FIRMS)

    assert colleges == {"new": 0, "changed": 0, "unchanged": 96, "rejected": 0}
    assert firms == {"new": 0, "changed": 0, "unchanged": 887, "rejected": 0}


@pytest.fixture(scope="module")
def college(
    browser: Browser, portal: PortalProcess, bureau: Page, college_list: dict[str, int]
) -> Iterator[Page]:
    """The first owner of a real college, invited by the bureau on the college's page."""
    bureau.goto(f"/schools/?q={COLLEGE}")
    bureau.locator("main tbody a", has_text=COLLEGE).first.click()
    follow(bureau, "/first-owner/")
    save(bureau, {"person": "陈敏", "job_title": "校企合作办"})
    page = new_page(browser, portal.base_url, language="zh-hans", width=1366)
    join(page, invitation_of(bureau), "chenmin")
    yield page
    page.context.close()


def begun_programme(page: Page, major_code: str) -> str:
    """A programme from the catalogue with a year group; the address of its page."""
    page.goto(f"/programmes/new/?q={major_code}")
    follow(page, f"major_code={major_code}")
    save(page, {})
    address = page.url
    page.goto("/year-groups/new/")
    save(page, {"entry_year": ENTRY_YEAR, "size": 120, "programme": 1})
    return address


def stated_plan(page: Page) -> None:
    """A batch, and for it the plan of the only programme."""
    page.goto("/batches/new/")
    save(
        page,
        {"name": "2024级春季", "entry_year": ENTRY_YEAR, "starts_on": "2027-03-01", "ends_on": "2027-08-27"},
    )
    press(page, "/open/")
    page.goto("/plans/new/")
    save(page, {"programme": 1, "batch": 1})
    save(page, {"students_due": 120})
    press(page, "/state/")


def partners_of(page: Page, best: int) -> list[tuple[str, str]]:
    """Place and industry division (such as C39) of the best partners suggested on the page."""
    cards = page.locator("main article.rh-suggest").all()[:best]
    found = [
        (card.locator("h2 a").get_attribute("href"), card.locator(".rh-suggest__post")) for card in cards
    ]
    places = [(str(href), place.inner_text()) for href, place in found]
    return [(place, industry_of(page, href)) for href, place in places]


def industry_of(page: Page, address: str) -> str:
    """The division of the enterprise's industry, from its page."""
    page.goto(address)
    return re.search(r"[A-T]\d\d", page.locator("main dl").first.inner_text()).group()


def test_the_running_worker_suggests_partners_by_industry_and_place(
    college: Page, firm_list: dict[str, Any], figure: Any
) -> None:
    address = begun_programme(college, MAJOR)
    stated_plan(college)

    seconds = look_until(college, f"{address}suggestions/?tab=partners", "main article.rh-suggest")

    figure("suggestions on real lists", f"the first partners stand there after {seconds:.0f} s")
    partners = partners_of(college, best=5)
    assert {place for place, _industry in partners} == {"深圳市"}
    assert {industry for _place, industry in partners} <= MAKERS_AND_PROGRAMMERS

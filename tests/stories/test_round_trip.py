"""The story that the portal tells, walked by its three users in a browser without JavaScript, in both languages.

Nothing is prepared behind the pages but the first bureau: a school brings its programmes in from Excel and states a
plan, the matching job suggests an opening, the enterprise answers, both sign, an activity is logged and confirmed, the
depth job scores the partnership, and the bureau sees the numbers.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.browsing import LANGUAGES, new_page
from tests.stories.portal_process import PortalProcess, running_portal
from tests.stories.walking import (
    compared,
    follow,
    invitation_of,
    join,
    look_until,
    press,
    save,
    uploaded,
    written,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("round trip")]

TODAY = timezone.localdate()
STARTS = date(TODAY.year + 1, 3, 1)
ENDS = STARTS + timedelta(days=179)
ENTRY_YEAR = STARTS.year - 3
MAJOR = "730801"
# Each language walks in a city of its own, so that its bureau counts its own story alone.
CITIES = {"zh-hans": "440100", "en": "440300"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"


@dataclass
class Cast:
    """Who walks: their pages, and the names that this language's story uses."""

    bureau: Page
    school: Page
    enterprise: Page
    stranger: Page
    suffix: str
    city: str


@pytest.fixture(scope="module")
def portal(tmp_path_factory: Any) -> Iterator[PortalProcess]:
    """An empty portal with reference data."""
    with running_portal(tmp_path_factory.mktemp("round_trip")) as found:
        yield found


@pytest.fixture(params=LANGUAGES)
def cast(request: Any, browser: Browser, portal: PortalProcess) -> Iterator[Cast]:
    """Four visitors without JavaScript: the bureau's first owner, who has joined, and three newcomers."""
    language = request.param
    pages = [
        new_page(browser, portal.base_url, language=language, width=1366, java_script_enabled=False)
        for _visitor in range(4)
    ]
    told = portal.manage(
        "make_bureau", f"穗城教育局 {language}", "--region", CITIES[language], "--owner", "高远"
    )
    join(pages[0], told.splitlines()[-1], f"gao-{language}")
    yield Cast(*pages, suffix=language, city=CITIES[language])
    for page in pages:
        page.context.close()


def test_the_round_trip(cast: Cast, figure: Any) -> None:
    opening_titles = ("仓储运营实习生", "货运代理实习生")

    both_sides_enter(cast)
    programme = school_brings_in_what_it_has(cast.school)
    plan = school_states_that_120_are_due(cast.school, programme)
    openings = [enterprise_posts(cast.enterprise, title) for title in opening_titles]
    suggested = suggestion_stands_there(cast.school, programme, openings[0])
    accepted = school_proposes(cast.school, programme, openings[0], students=6)
    declined = school_proposes(cast.school, programme, openings[1], students=2)
    enterprise_accepts(cast.enterprise, accepted)
    enterprise_declines_with_a_reason(cast, declined)
    partnership = both_sign(cast)
    activity = activity_is_logged_and_confirmed(cast, partnership)
    scored = depth_is_scored(cast.school, partnership, activity)
    seen = bureau_sees_the_numbers(cast.bureau, partnership, plan)

    plan_says_who_is_short(cast.school, plan, due=120, secured=6)
    figure(
        f"round trip ({cast.suffix})",
        f"suggestion after {suggested:.0f} s, depth after {scored:.0f} s, bureau after {seen:.0f} s",
    )


def both_sides_enter(cast: Cast) -> None:
    """The bureau enters a school and an enterprise in its register and invites their first owners."""
    region = {"region": cast.city}
    cast.bureau.goto("/schools/new/")
    save(
        cast.bureau,
        {"name_zh": f"粤城商贸学校 {cast.suffix}", "kind": "secondary", "nature": "public", **region},
    )
    invited_by(cast.bureau, cast.school, f"chen-{cast.suffix}")
    cast.bureau.goto("/enterprises/new/")
    save(
        cast.bureau,
        {
            "name_zh": f"岭通供应链 {cast.suffix}",
            "number_kind": "register",
            "number": f"GZ-{cast.suffix}",
            "kind": "company",
            "industry": "G59",
            **region,
        },
    )
    invited_by(cast.bureau, cast.enterprise, f"lin-{cast.suffix}")


def invited_by(bureau: Page, newcomer: Page, username: str) -> None:
    """From the page of an organisation: the newcomer becomes its first owner."""
    follow(bureau, "/first-owner/")
    save(bureau, {"person": username})
    join(newcomer, invitation_of(bureau), username)


def workbook(header: list[str], *rows: list[Any]) -> dict[str, Any]:
    """An XLSX as the browser uploads it."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [header, *rows]:
        book.active.append(row)
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "表.xlsx", "mimeType": kind, "buffer": out.getvalue()}


def school_brings_in_what_it_has(school: Page) -> str:
    """Programmes and year groups come in from Excel; the address of the programme of this story."""
    name = "物流服务与管理"
    uploaded(school, "programmes", workbook(["专业代码", "专业名称"], [MAJOR, name], ["730701", "国际商务"]))
    compared(school)
    assert written(school) == {"new": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    uploaded(school, "year_groups", workbook(["专业", "年级", "人数"], [name, ENTRY_YEAR, 140]))
    compared(school)
    assert written(school)["new"] == 1
    school.goto("/schools/own/")
    school.locator("main tbody tr", has_text=MAJOR).locator("a").first.click()
    return path_of(school)


def path_of(page: Page) -> str:
    """The address within the portal."""
    return re.sub(r"^https?://[^/]+", "", page.url)


def id_of(address: str) -> str:
    """The last part of an address."""
    return address.rstrip("/").rpartition("/")[2]


def school_states_that_120_are_due(school: Page, programme: str) -> str:
    """A batch is opened, and the plan says that 120 of 140 are due out from March; its address."""
    school.goto("/batches/new/")
    save(school, {"name": "春季", "entry_year": ENTRY_YEAR, "starts_on": STARTS, "ends_on": ENDS})
    press(school, "/open/")
    school.goto("/plans/new/")
    save(school, {"programme": id_of(programme), "batch": 1})
    save(school, {"students_due": 120, "deferred_study": 20})
    press(school, "/state/")
    assert "120" in school.locator("h1").inner_text()
    return path_of(school)


def enterprise_posts(enterprise: Page, title: str) -> str:
    """An opening that takes students of the programme; the address of its page."""
    enterprise.goto("/openings/new/")
    save(
        enterprise,
        {
            "title": title,
            "seats": 8,
            "starts_on": STARTS,
            "ends_on": ENDS,
            "pay_month": 2600,
            "hours_per_week": 40,
            "mentor": "周师傅",
            "tasks": "入库验收、货物盘点、出库复核",
            "abilities": "货物盘点\n仓储作业",
            "accepted_majors": "7308",
        },
    )
    press(enterprise, "/publish/")
    return path_of(enterprise)


def suggestion_stands_there(school: Page, programme: str, opening: str) -> float:
    """The matching job suggests the opening for the programme, with reasons; the seconds it took."""
    card = f"main article.rh-suggest:has(a[href='{opening}'])"
    seconds = look_until(school, f"{programme}suggestions/", card)
    assert school.locator(f"{card} .rh-reasons__for li").count() >= 1
    return seconds


def school_proposes(school: Page, programme: str, opening: str, *, students: int) -> str:
    """From the suggestion's own button; the address of the proposal."""
    look_until(school, f"{programme}suggestions/", f"main article:has(a[href='{opening}'])")
    school.locator(f"main article:has(a[href='{opening}']) a[href^='/proposals/new/']").click()
    save(school, {"students": students, "message": "这批学生三月到岗，烦请安排师傅。"})
    return path_of(school)


def enterprise_accepts(enterprise: Page, proposal: str) -> None:
    """HR finds it in the queue of the home page and takes all students."""
    enterprise.goto("/enterprise/")
    assert enterprise.locator(f"main a[href='{proposal}']").count()
    enterprise.goto(f"{proposal}accept/")
    save(enterprise, {})
    assert enterprise.locator("main .rh-tag--green").count()


def enterprise_declines_with_a_reason(cast: Cast, proposal: str) -> None:
    """HR says no, and the school reads why."""
    cast.enterprise.goto(f"{proposal}decline/")
    save(cast.enterprise, {"reason": "bad_time", "note": "三月正值盘点季"})
    cast.school.goto(proposal)
    assert "三月正值盘点季" in cast.school.locator("main").inner_text()


def both_sign(cast: Cast) -> str:
    """The school signs in the portal, the enterprise's boss by a link without an account, clicking twice."""
    cast.school.goto("/partnerships/")
    cast.school.locator("main tbody a[href^='/partnerships/']").first.click()
    partnership = path_of(cast.school)
    follow(cast.school, "/agreements/new/")
    terms = {"title": "校企合作协议", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=1094)}
    form_of_cooperation = cast.school.locator("main [name=forms_of]").first.get_attribute("value")
    save(cast.school, {**terms, "forms_of": [form_of_cooperation], "students_per_year": 20})
    press(cast.school, "/offer/")
    press(cast.school, "/sign/")
    agreement = path_of(cast.school)
    cast.enterprise.goto(agreement)
    follow(cast.enterprise, "/link/")
    save(cast.enterprise, {"person": "黄总", "side": "enterprise"})
    signed_by_link(cast, re.search(r"https?://\S+?/l/[\w-]+/", cast.enterprise.content()).group())
    cast.school.goto(agreement)
    assert cast.school.locator("main aside, main .rh-col-4").locator(".rh-tag--green").count() == 2
    return partnership


def signed_by_link(cast: Cast, link: str) -> None:
    """Two tabs with the same link: the second click finds it signed."""
    second = cast.stranger.context.new_page()
    for tab in (cast.stranger, second):
        tab.goto(link)
    press(cast.stranger, "/sign/")
    press(second, "/sign/")
    assert second.locator("h1").inner_text() == cast.stranger.locator("h1").inner_text()
    assert not second.locator("form[action$='/sign/']").count()


def activity_is_logged_and_confirmed(cast: Cast, partnership: str) -> str:
    """The school logs a joint course with a PDF, HR confirms it from the queue; its address."""
    cast.school.goto(f"/activities/new/?partnership={id_of(partnership)}&kind=joint_course")
    pdf = {"name": "课程方案.pdf", "mimeType": "application/pdf", "buffer": PDF}
    save(
        cast.school,
        {"title": "仓储实务课程共建", "happened_on": TODAY, "quantity": 2, "people": 4, "files": pdf},
    )
    activity = path_of(cast.school)
    cast.enterprise.goto("/activities/")
    press(cast.enterprise, f"{activity}confirm/")
    cast.enterprise.goto(activity)
    assert "课程方案.pdf" in cast.enterprise.locator("main").inner_text()
    assert cast.enterprise.locator("main .rh-tag--green").count()
    return activity


def depth_is_scored(school: Page, partnership: str, activity: str) -> float:
    """The depth job scores the partnership from the confirmed activity; the seconds it took."""
    seconds = look_until(school, f"{partnership}depth/", f"main a[href='{activity}']")
    school.goto(partnership)
    points = float(re.search(r"[\d.]+", school.locator(".rh-depthcard__number").first.inner_text()).group())
    assert points > 0
    return seconds


def bureau_sees_the_numbers(bureau: Page, partnership: str, plan: str) -> float:
    """The bureau's page says 120 due, 114 short, and names the partnership; the number leads to its rows."""
    due = "a:has-text('120')"
    seconds = look_until(bureau, "/bureau/", f".rh-tiles:has({due}):has(a:has-text('114'))")
    assert bureau.locator(f"main a[href^='{partnership}']").count()
    bureau.locator(f".rh-tiles {due}").first.click()
    bureau.wait_for_load_state()
    assert bureau.locator(f"main tbody a[href='{plan}']").count() == 1
    return seconds


def plan_says_who_is_short(school: Page, plan: str, *, due: int, secured: int) -> None:
    school.goto(plan)
    text = school.locator("main").inner_text()
    assert all(str(number) in text for number in (due, secured, due - secured))

"""What bureaus, schools and enterprises bring in from Excel: unverified firms, openings, refusals in words."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from enterprises.models import Enterprise, Opening
from enterprises.services import take_seats
from portal.accounts.models import Bureau
from portal.common.errors import DomainError
from portal.common.tabular.planning import Fate
from portal.common.tabular.speech import speak
from portal.records.imports.kinds import Scope, kind_of
from portal.records.workflow import history
from portal.reference.models import Industry, IndustryAlias
from tests.enterprises.conftest import SOUND
from tests.importing import brought_in, causes, compared, fates

LISTED = (
    "ts_code,name,area,industry,list_date\n"
    "900001.SZ,甲股份,广州,仓储物流,1991-04-03\n"
    "900002.SZ,乙科技,广州,综合类,1991-01-29\n"
)


@pytest.fixture
def bureau(guangzhou_bureau: Bureau, warehousing: Industry) -> Scope:
    IndustryAlias.objects.create(word="仓储物流", industry=warehousing)
    return Scope("bureau", guangzhou_bureau)


@pytest.fixture
def own(birch: Enterprise) -> Scope:
    return Scope("enterprise", birch)


def test_listed_firms_come_in_by_ticker_after_one_decision(bureau: Scope, gao: Any) -> None:
    asked = compared("enterprises", bureau, LISTED)
    assert [(word.column, word.word) for word in asked.unknown_words] == [("industry", "综合类")]

    brought_in("enterprises", bureau, LISTED, gao, words={"industry": {"综合类": ""}})
    again = compared("enterprises", bureau, LISTED, {"industry": {"综合类": ""}})

    rows = Enterprise.objects.order_by("number").values_list(
        "number_kind", "number", "name_zh", "industry", "vetting", "credit_code"
    )
    assert list(rows) == [
        ("ticker", "900001.SZ", "甲股份", "59", "approved", None),
        ("ticker", "900002.SZ", "乙科技", None, "approved", None),
    ]
    assert fates(again) == {"unchanged": 2}
    assert Enterprise.objects.get(number="900001.SZ").name_key == "甲股份"


def test_a_proposal_is_understood_as_it_is_shown(bureau: Scope) -> None:
    done = compared("enterprises", bureau, LISTED, {"industry": {"综合类": "装卸搬运和仓储业（G59）"}})

    assert fates(done) == {"new": 2}


def test_what_a_school_brings_in_waits_for_the_bureau(alder: Any, alice: Any, guangzhou: Any) -> None:
    text = f"统一社会信用代码,企业名称,所在地\n{SOUND},岭通供应链,广州市\n"

    brought_in("enterprises", Scope("school", alder), text, alice)

    assert Enterprise.objects.get(credit_code=SOUND).vetting == "pending"


def test_what_others_keep_is_refused(alder: Any, make_enterprise: Any, guangzhou: Any) -> None:
    make_enterprise("岭通", credit_code=SOUND)
    text = f"统一社会信用代码,企业名称,所在地\n{SOUND},改名,广州市\n"

    done = compared("enterprises", Scope("school", alder), text)

    assert fates(done) == {"rejected": 1}
    assert "in the register already" in causes(done)[0]


def test_wrong_codes_and_missing_numbers_say_why(bureau: Scope) -> None:
    wrong = SOUND[:17] + ("0" if SOUND[17] != "0" else "1")
    text = f"统一社会信用代码,企业名称,所在地\n{wrong},甲,广州市\n,乙,广州市\n"

    said = causes(compared("enterprises", bureau, text))

    assert "check character" in said[0]
    assert "cannot be told from another" in said[1]


def test_an_agency_is_not_approved(bureau: Scope, gao: Any) -> None:
    section = Industry.objects.create(code="L", level="section", section="L", name_zh="租赁和商务服务业")
    Industry.objects.create(code="7263", level="class", section="L", parent=section, name_zh="劳务派遣服务")
    text = f"统一社会信用代码,企业名称,所在地,所属行业\n{SOUND},某派遣,广州市,7263\n"

    brought_in("enterprises", bureau, text, gao)

    assert Enterprise.objects.get().vetting == "pending"


def test_a_known_name_under_another_number_is_remarked(bureau: Scope, make_enterprise: Any) -> None:
    make_enterprise("甲股份有限公司", credit_code=SOUND)
    done = compared(
        "enterprises", bureau, LISTED.replace("甲股份", "甲股份有限公司"), {"industry": {"综合类": ""}}
    )

    said = [speak(text) for text in kind_of("enterprises").effects(bureau, done)]

    assert said == [
        "1 new enterprises have a name that the register knows already, such as 甲股份有限公司. Please compare."
    ]


OPENINGS = (
    "岗位名称,席位,开始日期,结束日期,接受专业代码,月实习报酬,住宿,夜班\n"
    "仓储运营实习生,8,2040-03-02,2040-08-28,7308、730801,3200,免费,否\n"
    "旧岗位,2,2020-03-02,2020-08-28,,,,\n"
)


def test_an_enterprise_brings_in_its_openings(own: Scope, bob: Any) -> None:
    first = brought_in("openings", own, OPENINGS, bob)
    again = compared("openings", own, OPENINGS)

    new = Opening.objects.get(title="仓储运营实习生")
    effects = [speak(text) for text in kind_of("openings").effects(own, first)]
    assert (new.status, new.accepted_majors, str(new.pay_month), new.lodging) == (
        "open",
        ["7308", "730801"],
        "3200.00",
        "free",
    )
    assert new.confirmed_by == "Bob（HR）"
    assert Opening.objects.get(title="旧岗位").status == "draft"
    assert fates(again) == {"unchanged": 2}
    assert effects == [
        "1 new openings are published at once: schools see them.",
        "1 new openings become drafts: their enterprise is not vetted or their period is over.",
    ]


def test_openings_of_an_enterprise_that_waits_become_drafts(elm: Enterprise, erin: Any) -> None:
    brought_in("openings", Scope("enterprise", elm), OPENINGS, erin)

    assert set(Opening.objects.values_list("status", flat=True)) == {"draft"}


def test_a_forbidden_word_rejects_the_row(own: Scope) -> None:
    done = compared("openings", own, "岗位名称,席位,开始日期,工作任务\n仓管,1,2040-01-01,先交押金\n")

    assert fates(done) == {"rejected": 1}
    assert "押金" in causes(done)[0]


def test_dates_that_fall_reject_the_row(own: Scope) -> None:
    done = compared("openings", own, "岗位名称,席位,开始日期,结束日期\n仓管,1,2040-02-01,2040-01-01\n")

    assert "the last day is before the first" in causes(done)[0]


def test_fewer_seats_than_are_taken_give_the_import_back(own: Scope, bob: Any) -> None:
    brought_in("openings", own, OPENINGS, bob)
    take_seats(Opening.objects.get(title="仓储运营实习生"), 5)

    with pytest.raises(DomainError, match="5 seats are taken, the file leaves 4"):
        brought_in("openings", own, OPENINGS.replace(",8,2040", ",4,2040"), bob)

    assert Opening.objects.get(title="仓储运营实习生").seats == 8


def test_a_bureau_names_the_enterprise_and_only_of_its_territory(
    bureau: Scope, gao: Any, birch: Enterprise, dogwood: Enterprise
) -> None:
    text = (
        "企业,岗位名称,席位,开始日期\n"
        "Birch Engineering Ltd,仓管,2,2040-01-01\n"
        "Dogwood Logistics,仓管,2,2040-01-01\n"
    )

    done = brought_in("openings", bureau, text, gao)

    assert fates(done) == {"new": 1, "rejected": 1}
    assert list(Opening.objects.values_list("enterprise", "status")) == [(birch.pk, "open")]
    assert [row.fate for row in compared("openings", bureau, text).rows] == [Fate.UNCHANGED, Fate.REJECTED]


def test_an_opening_that_ended_is_not_written_over(own: Scope, bob: Any, make_opening: Any) -> None:
    ended = make_opening("仓管", status="closed", starts_on=timezone.localdate())
    text = f"岗位名称,席位,开始日期\n仓管,9,{timezone.localdate()}\n"

    done = brought_in("openings", own, text, bob)

    ended.refresh_from_db()
    assert fates(done) == {"new": 1}
    assert ended.seats == 4


CHANGED = "岗位名称,席位,开始日期,结束日期,夜班\n仓管,{seats},2040-03-02,{last},{night}\n"


@pytest.fixture
def guard_post(make_opening: Any) -> Any:
    def make(**values: Any) -> Opening:
        days = {"starts_on": date(2040, 3, 2), "ends_on": date(2040, 8, 28)}
        opening: Opening = make_opening("仓管", **days, **values)
        return opening

    return make


def changed(seats: int, last: str = "2040-08-28", night: str = "否") -> str:
    return CHANGED.format(seats=seats, last=last, night=night)


def test_seats_from_a_file_open_what_was_full_and_fill_what_has_none_left(
    own: Scope, bureau: Scope, bob: Any, gao: Any, guard_post: Any
) -> None:
    opening = guard_post(status="full", seats=4, seats_taken=4)
    states = []

    for seats in (9, 4):
        brought_in("openings", own, changed(seats), bob)
        opening.refresh_from_db()
        states.append(opening.status)
    by_bureau = changed(9).replace("岗位名称", "企业,岗位名称").replace("仓管", "Birch Engineering,仓管")
    brought_in("openings", bureau, by_bureau, gao)
    opening.refresh_from_db()

    assert [*states, opening.status] == ["open", "full", "open"]
    assert [move.user for move in history(opening)] == [bob, bob, None]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (changed(4, last="2040-09-28"), "in_review"),
        (changed(4, night="是"), "in_review"),
        (changed(5), "open"),
    ],
)
def test_key_facts_from_a_file_of_an_enterprise_that_waits_are_reviewed_again(
    elm: Enterprise, erin: Any, guard_post: Any, text: str, status: str
) -> None:
    opening = guard_post(enterprise=elm)

    brought_in("openings", Scope("enterprise", elm), text, erin)

    opening.refresh_from_db()
    assert opening.status == status


def test_key_facts_from_a_file_of_a_vetted_enterprise_stay_published(
    own: Scope, bob: Any, guard_post: Any
) -> None:
    opening = guard_post()

    brought_in("openings", own, changed(4, night="是"), bob)

    opening.refresh_from_db()
    assert (opening.status, opening.night_shift) == ("open", True)

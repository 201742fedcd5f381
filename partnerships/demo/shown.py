"""The school and the firms on which the demo is shown: the same numbers in every story, picture and test.

120 students are due out, 70 have places, 22 are in talks, 28 have none; 58 are deferred.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from enterprises.models import Enterprise, Opening, Site, StaffGroup
from partnerships.agreements.models import Proposal
from partnerships.demo.chance import Chance
from partnerships.demo.names import Name, NameMaker
from partnerships.demo.proposals import SeatMarket, take
from partnerships.demo.registry import (
    EnterpriseRows,
    SchoolRows,
    draw_enterprise,
    draw_opening,
    draw_plan,
    fill_school,
    scattered,
)
from partnerships.demo.stories import Story
from partnerships.demo.trades import Trade, trades
from partnerships.demo.worlds import Calendar
from portal.accounts.models import Bureau
from portal.reference.models import Region
from schools.models import School, Student

SCHOOL_NAME = Name("粤城商贸职业技术学校", "Yuecheng Commerce Vocational School")

WAITS_DAYS = 9  # longer than the week within which a firm should answer


@dataclass(frozen=True)
class Need:
    """A programme of the shown school: its students and how far their seats are secured."""

    code: str
    due: int
    deferred: int
    secured: int
    in_talks: int


NEEDS = (
    Need("730801", 30, 12, 11, 7),
    Need("730701", 36, 16, 22, 6),
    Need("730702", 16, 8, 8, 3),
    Need("730301", 18, 10, 13, 2),
    Need("710202", 20, 12, 16, 4),
)


@dataclass(frozen=True)
class Firm:
    """A firm of the shown school, in a district of Guangzhou, with the story it lives with the school."""

    zh: str
    en: str
    code: str
    district: str
    story: str
    staff: int


FIRMS = (
    Firm(
        "岭通供应链（广州）有限公司",
        "Lingtong Supply Chain (Guangzhou) Co., Ltd.",
        "730801",
        "440111",
        "growing",
        312,
    ),
    Firm("百禾商超连锁有限公司", "Baihe Retail Chain Co., Ltd.", "730701", "440113", "growing", 860),
    Firm("粤安仓配服务有限公司", "Yue'an Warehousing Co., Ltd.", "730801", "440111", "", 150),
    Firm("南沙港汇仓储服务有限公司", "Nansha Ganghui Storage Co., Ltd.", "730801", "440115", "", 210),
    Firm("南翼跨境电商有限公司", "Nanyi Cross-Border Trade Co., Ltd.", "730702", "440106", "steady", 120),
    Firm("穗丰财税服务有限公司", "Suifeng Tax Services Co., Ltd.", "730301", "440106", "cooling", 60),
    Firm("粤和酒店用品有限公司", "Yuehe Hotel Supplies Co., Ltd.", "730701", "440105", "cooling", 95),
    Firm("海心科技服务有限公司", "Haixin Technology Services Co., Ltd.", "710202", "440106", "deep", 260),
    Firm("云桥网络科技有限公司", "Yunqiao Network Technology Co., Ltd.", "710202", "440112", "cooling", 180),
    Firm(
        "广府印刷包装有限公司", "Guangfu Printing and Packaging Co., Ltd.", "730701", "440103", "paper", 140
    ),
)


def settled(story: Story) -> Story:
    """The story as the shown school lives it: what waits for it stands in shown_desks.py, and nothing else waits."""
    return replace(story, confirmed_share=1.0)


def trade_of(code: str) -> Trade:
    """The trade of a major code."""
    return next(trade for trade in trades() if trade.code == code)


def draw_shown_school(
    seed: int, bureaus: dict[str, Bureau], calendar: Calendar, names: NameMaker
) -> tuple[SchoolRows, list[Student]]:
    """The shown school with exactly the plans of NEEDS, and the students of its outgoing year by number."""
    chance = Chance(seed, "shown-school")
    names.taken.add(SCHOOL_NAME.zh)
    city, district = Region.objects.get(pk="440100"), Region.objects.get(pk="440111")
    school = School(
        public_id=chance.public_id(),
        name_zh=SCHOOL_NAME.zh,
        name_en=SCHOOL_NAME.en,
        code="9900999999",
        kind=School.Kind.SECONDARY,
        region=district,
        authority=bureaus["440100"],
        introduction="演示数据：本校为虚构。",
        is_demo=True,
        **scattered(chance, district, km=3),
    )
    rows = fill_school(chance, school, city, [trade_of(need.code) for need in NEEDS], calendar)
    groups = [group for group in rows.year_groups if group.entry_year == calendar.entry_year]
    rows.plans = []
    for need, programme, group in zip(NEEDS, rows.programmes, groups, strict=True):
        group.size = need.due + need.deferred
        rows.plans.append(draw_plan(chance, programme, rows.batches[0], group.size, calendar, due=need.due))
    return rows, _students(chance, rows, calendar)


def _students(chance: Chance, rows: SchoolRows, calendar: Calendar) -> list[Student]:
    students: list[Student] = []
    for plan in rows.plans:
        classes = [c for c in rows.classes if c.year_group.programme is plan.programme]
        classes = [c for c in classes if c.year_group.entry_year == calendar.entry_year]
        ways = ["placement"] * plan.students_due + ["further_study"] * plan.deferred_study
        ways += ["army"] * plan.deferred_army + ["leave"] * plan.deferred_other
        for index, way in enumerate(ways):
            students.append(
                Student(
                    public_id=chance.public_id(),
                    school=rows.school,
                    class_group=classes[index % len(classes)],
                    number=f"{calendar.entry_year}{len(students) + 1:04d}",
                    sex=chance.choice("fm"),
                    birth_date=calendar.today.replace(day=1, year=calendar.entry_year - 15)
                    + timedelta(days=chance.randint(-300, 60)),
                    pathway=way,
                )
            )
    return students


def draw_shown_firms(seed: int, calendar: Calendar, names: NameMaker) -> list[EnterpriseRows]:
    """The firms of FIRMS, each with two openings of its trade."""
    chance = Chance(seed, "shown-firms")
    city = Region.objects.get(pk="440100")
    rows = []
    for index, firm in enumerate(FIRMS):
        names.taken.add(firm.zh)
        district = Region.objects.get(pk=firm.district)
        row = draw_enterprise(chance, 9_000_000 + index, trade_of(firm.code), city, district, names)
        _dress(chance, row, firm)
        for post_index in range(len(row.trade.posts)):
            opening = draw_opening(chance, row, row.trade, post_index, calendar)
            opening.status = Opening.Status.OPEN
            opening.starts_on, opening.ends_on = calendar.batch_start, calendar.batch_end
            opening.site = row.sites[0]
            opening.accepted_majors = [row.trade.major_class]
            opening.seats = max(opening.seats, 16)
            row.openings.append(opening)
        rows.append(row)
    rows[0].contact.name = "林颖"
    return rows


def _dress(chance: Chance, row: EnterpriseRows, firm: Firm) -> None:
    enterprise = row.enterprise
    enterprise.name_zh, enterprise.name_en, enterprise.staff_total = firm.zh, firm.en, firm.staff
    enterprise.vetting = Enterprise.Vetting.APPROVED
    place = scattered(chance, enterprise.region, km=4)
    enterprise.longitude, enterprise.latitude = place["longitude"], place["latitude"]
    row.sites = [
        Site(
            public_id=chance.public_id(),
            enterprise=enterprise,
            name="总部园区",
            region=enterprise.region,
            **place,
        )
    ]
    posts = {
        row.trade.posts[-1].title: max(5, firm.staff // 13),
        row.trade.posts[0].title: firm.staff * 3 // 10,
    }
    row.staff_groups = [
        StaffGroup(public_id=chance.public_id(), enterprise=enterprise, name=name, staff=staff)
        for name, staff in posts.items()
    ]


def shown_proposals(
    market: SeatMarket, school: SchoolRows, firms: list[EnterpriseRows], need: Need
) -> list[Proposal]:
    """Proposals that secure and discuss exactly as many students as the need says."""
    plan = next(plan for plan in school.plans if plan.programme.major_code == need.code)
    own = [firm for firm in firms if firm.trade.major_class == plan.programme.major_class_id]
    openings = [(firm, opening) for firm in own for opening in firm.openings]
    made, left = [], need.secured
    for firm, opening in openings:
        students = min(left, opening.seats - opening.seats_taken, 8)
        if students > 0:
            take(opening, students)
            made.append(market.proposal(school, plan, firm, opening, students, Proposal.Status.ACCEPTED))
            left -= students
    if left:
        raise ValueError(f"the shown firms have no seats for {left} students of {need.code}")
    firm, opening = openings[0]
    waiting = market.proposal(school, plan, firm, opening, need.in_talks, Proposal.Status.SENT)
    waiting.sent_at = market.chance.moment_after(market.calendar.today, days=-WAITS_DAYS)
    return [*made, waiting]

"""What waits on the desks of the shown school and firm, and who is at the shown firms now, was there, or will be.

Days count from today, so that the desk of `make run` always has something late, something for today and something
for this week.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partnerships.activities.models import Activity
from partnerships.agreements.models import Agreement, Proposal, Side, Signature
from partnerships.demo.chance import Chance
from partnerships.demo.happenings import Happening
from partnerships.demo.proposals import SeatMarket, take
from partnerships.demo.registry import EnterpriseRows, SchoolRows
from partnerships.demo.stories import LOGGED_AFTER_DAYS, PartnershipRows, add_activity
from partnerships.demo.trades import Trade
from partnerships.demo.worlds import Calendar

Status = Activity.Status
LINGTONG, BAIHE, HAIXIN = "岭通供应链（广州）有限公司", "百禾商超连锁有限公司", "海心科技服务有限公司"
NANYI, SUIFENG = "南翼跨境电商有限公司", "穗丰财税服务有限公司"


@dataclass(frozen=True)
class Waiting:
    """An activity that one side logged so many days ago and the other has not settled."""

    firm: str
    logged_by: str
    days: int
    happening: Happening
    status: str = Status.LOGGED
    note: str = ""


WAITING = (
    Waiting(BAIHE, Side.ENTERPRISE, 16,
            Happening("mentor_teaching", "企业导师进校授课「直播电商」", (16, 16), (42, 42))),
    Waiting(LINGTONG, Side.ENTERPRISE, 14,
            Happening("teacher_practice", "仓储实训教师跟岗", (2, 2), (2, 2), (80, 80), files=("签到表.pdf",))),
    Waiting(HAIXIN, Side.ENTERPRISE, 11, Happening("real_project", "校园网改造真实项目进课堂", (1, 1))),
    Waiting(LINGTONG, Side.SCHOOL, 1, Happening("mentor_teaching", "企业导师进校授课「WMS 实操」", (8, 8), (42, 42))),
    Waiting(LINGTONG, Side.SCHOOL, 9, Happening("equipment_donation", "捐赠叉车模拟器 1 台", (1, 1), money=(860, 860)),
            Status.DISPUTED, "我方账面价值为 68,000.00 元"),
)  # fmt: skip


@dataclass(frozen=True)
class Stays:
    """Students that a firm accepted before the coming batch: whose, how many, from when to when (its eve at most).

    `school` counts the schools of the city, the shown one first.
    """

    firm: str
    school: int
    students: int
    first: int
    last: int


STAYS = (
    Stays(LINGTONG, 0, 8, -88, 91), Stays(LINGTONG, 1, 9, -74, 77), Stays(LINGTONG, 2, 8, -60, 46),
    Stays(LINGTONG, 0, 11, -271, -92), Stays(LINGTONG, 1, 10, -268, -89), Stays(LINGTONG, 0, 9, -636, -457),
    Stays(BAIHE, 0, 12, -88, 91), Stays(BAIHE, 0, 14, -271, -92),
    Stays(HAIXIN, 0, 6, -88, 91), Stays(HAIXIN, 0, 10, -271, -92),
    Stays(NANYI, 0, 4, -271, -92), Stays(SUIFENG, 0, 3, -636, -457),
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """What another school of the city asks of the shown firm for the coming batch: in which post, how it stands."""

    school: int
    post: str
    students: int
    status: str
    days: int


ASKS = (
    Ask(1, "配送调度文员", 6, Proposal.Status.ACCEPTED, 20),
    Ask(2, "国际货代操作助理", 4, Proposal.Status.ACCEPTED, 24),
    Ask(1, "叉车与设备维护", 5, Proposal.Status.SENT, 4),
)


def add_waiting(chance: Chance, rows: Sequence[PartnershipRows], calendar: Calendar) -> None:
    """Put what waits into the partnerships of the shown school, with an agreement that ends and one to be signed."""
    by_firm = {row.partnership.enterprise.name_zh: row for row in rows}
    for item in WAITING:
        add_activity(
            chance,
            by_firm[item.firm],
            item.happening,
            calendar.today - timedelta(days=item.days + LOGGED_AFTER_DAYS),
            side=item.logged_by,
            status=item.status,
            offered_at=chance.moment_after(calendar.today, days=-item.days),
            note=item.note,
        )
    last = calendar.today + timedelta(days=6)
    ending = _order_class(chance, by_firm[BAIHE], last - timedelta(days=364), last)
    _sign(chance, by_firm[BAIHE], ending, last - timedelta(days=370), (Side.SCHOOL, Side.ENTERPRISE))
    first = calendar.batch_start
    offered = _order_class(chance, by_firm[LINGTONG], first, first + timedelta(days=3 * 365 - 1))
    offered.status, offered.drafted_side = Agreement.Status.OFFERED, Side.ENTERPRISE
    _sign(chance, by_firm[LINGTONG], offered, calendar.today - timedelta(days=3), (Side.ENTERPRISE,))


def _order_class(chance: Chance, rows: PartnershipRows, first: date, last: date) -> Agreement:
    agreement = Agreement(
        public_id=chance.public_id(),
        partnership=rows.partnership,
        title=f"{rows.trade.zh}订单班协议",
        starts_on=first,
        ends_on=last,
        students_per_year=20,
        school_duties="组建订单班，按双方商定的课程授课。",
        enterprise_duties="提供岗位、师傅和真实项目，优先录用合格毕业生。",
        status=Agreement.Status.SIGNED,
        drafted_side=Side.SCHOOL,
    )
    rows.agreements.append(agreement)
    rows.forms[agreement.public_id] = ("order_class",)
    return agreement


def _sign(
    chance: Chance, rows: PartnershipRows, agreement: Agreement, on: date, sides: Iterable[Side]
) -> None:
    signers = {
        Side.SCHOOL: rows.partnership.school_contact,
        Side.ENTERPRISE: rows.partnership.enterprise_contact.split("（")[0],
    }
    rows.signatures += [
        Signature(
            public_id=chance.public_id(),
            agreement=agreement,
            party=side,
            method=Signature.Method.PORTAL,
            signer=signers[side],
            signed_on=on,
        )
        for side in sides
    ]


def schools_around(shown: SchoolRows, schools: Iterable[SchoolRows], trade: Trade) -> list[SchoolRows]:
    """The shown school and two more, of its city and with the trade where there are such."""
    others = [school for school in schools if school is not shown]
    others.sort(key=lambda school: (school.city != shown.city, trade not in school.trades))
    return [shown, *others[:2]]


def proposals(
    market: SeatMarket, schools: Sequence[SchoolRows], firms: Sequence[EnterpriseRows]
) -> list[Proposal]:
    """Stays, and what the other schools ask; `schools` as `schools_around` gives them."""
    by_name = {firm.enterprise.name_zh: firm for firm in firms}
    made = [_stay(market, schools[item.school], by_name[item.firm], item) for item in STAYS]
    return made + [_asked(market, schools[item.school], by_name[LINGTONG], item) for item in ASKS]


def _stay(market: SeatMarket, school: SchoolRows, firm: EnterpriseRows, item: Stays) -> Proposal:
    today = market.calendar.today
    programme = school.programmes[school.place_of(firm.trade)]
    sent = market.chance.moment_after(today, days=item.first - 60)
    made = market.asked(school, programme, firm, item.students, Proposal.Status.ACCEPTED, sent)
    day_before = market.calendar.batch_start - timedelta(days=1)
    made.starts_on = today + timedelta(days=item.first)
    made.ends_on = min(today + timedelta(days=item.last), day_before)
    return made


def _asked(market: SeatMarket, school: SchoolRows, firm: EnterpriseRows, item: Ask) -> Proposal:
    programme = school.programmes[school.place_of(firm.trade)]
    opening = next(opening for opening in firm.openings if opening.title == item.post)
    if item.status == Proposal.Status.ACCEPTED:
        take(opening, item.students)
    sent = market.chance.moment_after(market.calendar.today, days=-item.days)
    made = market.asked(school, programme, firm, item.students, item.status, sent)
    made.opening, made.starts_on, made.ends_on = opening, opening.starts_on, opening.ends_on
    return made

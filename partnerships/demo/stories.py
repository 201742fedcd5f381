"""Life stories of invented partnerships: deep, growing, steady, cooling, on paper only, in talks, ended."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle

from partnerships.activities.models import Activity, Confirmation
from partnerships.agreements.models import Agreement, Partnership, Side, Signature
from partnerships.demo.chance import Chance
from partnerships.demo.happenings import COMMON, DEEP, WORKING, Happening
from partnerships.demo.registry import EnterpriseRows, SchoolRows
from partnerships.demo.trades import Trade
from partnerships.demo.worlds import Calendar
from portal.records.models import Transition
from schools.models import Programme

Stage = Partnership.Stage


@dataclass(frozen=True)
class Story:
    """A kind of life: how old, how many activities of which pools, how long silent, how much is confirmed."""

    key: str
    weight: float
    age_days: tuple[int, int]
    activities: tuple[int, int]
    pools: tuple[tuple[Happening, ...], ...]
    silent_days: tuple[int, int]
    confirmed_share: float
    with_file_share: float
    stage: str
    forms: tuple[str, ...] = ()


STORIES = (
    Story("deep", 8, (1300, 2300), (34, 52), (COMMON, WORKING, DEEP, DEEP), (2, 45), 0.94, 0.9, Stage.ACTIVE,
          ("order_class", "enterprise_training_base", "joint_course", "student_placement", "teacher_practice_base")),
    Story("growing", 24, (450, 1100), (14, 26), (COMMON, WORKING, DEEP), (3, 70), 0.85, 0.75, Stage.ACTIVE,
          ("student_placement", "joint_course", "teacher_practice_base")),
    Story("steady", 22, (700, 1500), (10, 17), (COMMON, WORKING), (10, 100), 0.8, 0.6, Stage.ACTIVE,
          ("student_placement", "enterprise_training_base")),
    Story("cooling", 15, (700, 1600), (9, 16), (COMMON, WORKING), (125, 330), 0.75, 0.5, Stage.ACTIVE,
          ("student_placement", "named_class")),
    Story("paper", 9, (380, 1100), (0, 1), (COMMON,), (200, 700), 0.2, 0.1, Stage.AGREED,
          ("enterprise_training_base", "industrial_college")),
    Story("talks", 8, (10, 120), (0, 0), (COMMON,), (0, 1), 0, 0, Stage.IN_TALKS),
    Story("ended", 7, (900, 1900), (2, 6), (COMMON, WORKING), (400, 700), 0.7, 0.4, Stage.ENDED,
          ("student_placement",)),
)  # fmt: skip
# The moves of the partnership's table (partnerships.agreements.workflows) that lead to each stage.
MOVES = {
    Stage.IN_TALKS: "begin_talks",
    Stage.AGREED: "agree",
    Stage.ACTIVE: "activate",
    Stage.STRATEGIC: "agree_strategic",
    Stage.ENDED: "end",
}
LOGGED_AFTER_DAYS, ANSWERED_AFTER_DAYS = 2, 6
SETTLED_AFTER_DAYS, SETTLED_SHARE = 45, 0.97
DIFFERS = "数量与我方记录不一致"
BY_KEY = {story.key: story for story in STORIES}


@dataclass
class PartnershipRows:
    """A partnership with its whole life."""

    partnership: Partnership
    programme: Programme
    trade: Trade
    agreements: list[Agreement] = field(default_factory=list)
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    signatures: list[Signature] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    files: list[tuple[Activity, str]] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    moves: list[tuple[str, str, date, str]] = field(default_factory=list)

    def transitions(self) -> list[Transition]:
        """The moves as rows; the partnership must have its primary key."""
        return [
            Transition(
                actor="演示数据",
                model="agreements.Partnership",
                object_id=self.partnership.pk,
                object_public_id=self.partnership.public_id,
                field="stage",
                move=MOVES[Stage(to_state)],
                from_state=from_state,
                to_state=to_state,
                at=Chance(self.partnership.pk, to_state).moment(day),
                reason=reason,
            )
            for from_state, to_state, day, reason in self.moves
        ]


def tell(
    chance: Chance, story: Story, school: SchoolRows, firm: EnterpriseRows, calendar: Calendar
) -> PartnershipRows:
    """One partnership that lived the story until today."""
    started = chance.days_before(calendar.today, *story.age_days)
    index = school.place_of(firm.trade)
    rows = PartnershipRows(
        Partnership(
            public_id=chance.public_id(),
            school=school.school,
            enterprise=firm.enterprise,
            stage=story.stage,
            started_on=started,
            purpose=f"围绕{school.trades[index].zh}专业开展合作。",
            school_contact="校企合作办",
            enterprise_contact=f"{firm.contact.name}（人力资源部）",
        ),
        school.programmes[index],
        school.trades[index],
    )
    if story.stage != Stage.IN_TALKS:
        _sign(chance, rows, story, firm, calendar)
    _live(chance, rows, story, calendar)
    _climb(chance, rows, story, calendar)
    return rows


def _sign(
    chance: Chance, rows: PartnershipRows, story: Story, firm: EnterpriseRows, calendar: Calendar
) -> None:
    """Three-year agreements one after another, the last one in force unless the partnership ended."""
    start = rows.partnership.started_on + timedelta(days=chance.randint(30, 90))
    last = calendar.today if story.stage != Stage.ENDED else calendar.today - timedelta(days=400)
    while start <= last:
        end = start + timedelta(days=3 * 365 - 1)
        agreement = Agreement(
            public_id=chance.public_id(),
            partnership=rows.partnership,
            title=f"校企合作协议 {start.year}–{end.year}",
            starts_on=start,
            ends_on=end,
            students_per_year=chance.choice([10, 15, 20, 30]),
            school_duties="按教学计划组织学生实习，委派指导教师。",
            enterprise_duties="提供对口岗位和师傅，按月足额支付实习报酬。",
            status=Agreement.Status.SIGNED,
            drafted_side=Side.SCHOOL,
        )
        rows.agreements.append(agreement)
        rows.forms[agreement.public_id] = story.forms
        for side, signer in ((Side.SCHOOL, "校企合作办"), (Side.ENTERPRISE, firm.contact.name)):
            rows.signatures.append(
                Signature(public_id=chance.public_id(), agreement=agreement, party=side,
                          method=Signature.Method.PORTAL, signer=signer, signed_on=start - timedelta(days=5))
            )  # fmt: skip
        start = end + timedelta(days=1)


def _live(chance: Chance, rows: PartnershipRows, story: Story, calendar: Calendar) -> None:
    silent = chance.randint(*story.silent_days)
    last = calendar.today - timedelta(days=silent)
    span = max(1, min(1000, (last - rows.partnership.started_on).days - 40))
    # The story's newest activity is on the last day, the others lie before it.
    days = [last] + [
        last - timedelta(days=chance.randint(1, span)) for _n in range(chance.randint(*story.activities) - 1)
    ]
    if story.activities[1] == 0 or (story.activities[0] == 0 and chance.holds(0.5)):
        return
    # A living partnership does different things: kinds come round before one comes again.
    kinds = [happening for pool in story.pools for happening in pool]
    chance.shuffle(kinds)
    for day, happening in zip(sorted(days), cycle(kinds), strict=False):
        is_old = (calendar.today - day).days > SETTLED_AFTER_DAYS
        _add_activity(chance, rows, happening, day, confirmed_share=_share(story, is_old=is_old))
        if chance.holds(story.with_file_share):
            rows.files += [(rows.activities[-1], name) for name in happening.files]
    confirmed = [a.happened_on for a in rows.activities if a.status == Activity.Status.CONFIRMED]
    rows.partnership.last_activity_on = max(confirmed, default=None)


def _share(story: Story, *, is_old: bool) -> float:
    """How many activities are confirmed: what is old was answered long ago, unless nobody cares any more."""
    return (
        max(story.confirmed_share, SETTLED_SHARE)
        if is_old and story.key != "paper"
        else story.confirmed_share
    )


def _add_activity(
    chance: Chance, rows: PartnershipRows, happening: Happening, day: date, *, confirmed_share: float
) -> None:
    side = chance.weighted([Side.SCHOOL, Side.ENTERPRISE], [7, 3])
    confirmed = chance.holds(confirmed_share)
    status = Activity.Status.CONFIRMED if confirmed else chance.weighted(["logged", "disputed"], [9, 1])
    offered_at = chance.moment_after(day, days=LOGGED_AFTER_DAYS)
    add_activity(chance, rows, happening, day, side=side, status=status, offered_at=offered_at)


def add_activity(
    chance: Chance,
    rows: PartnershipRows,
    happening: Happening,
    day: date,
    *,
    side: str,
    status: str,
    offered_at: datetime,
    note: str = DIFFERS,
) -> None:
    """An activity that one side logged, with the answer of the other; `note` says why it was disputed."""
    activity = Activity(
        public_id=chance.public_id(),
        partnership=rows.partnership,
        agreement=rows.agreements[-1] if rows.agreements else None,
        programme=rows.programme,
        kind=happening.kind,
        title=happening.title_for(rows.trade, chance),
        happened_on=day,
        description="演示数据",
        status=status,
        logged_side=side,
        offered_at=offered_at,
        **happening.measures(chance),
    )
    rows.activities.append(activity)
    if status != Activity.Status.LOGGED:
        firm_side, school_side = rows.partnership.enterprise_contact, rows.partnership.school_contact
        rows.confirmations.append(
            Confirmation(
                public_id=chance.public_id(),
                activity=activity,
                side=Side(side).other,
                is_confirmed=status == Activity.Status.CONFIRMED,
                note="" if status == Activity.Status.CONFIRMED else note,
                person=(firm_side if side == Side.SCHOOL else school_side).split("（")[0],
            )
        )


def _climb(chance: Chance, rows: PartnershipRows, story: Story, calendar: Calendar) -> None:
    """The moves up the ladder with their days."""
    started = rows.partnership.started_on
    rows.moves.append((Stage.AWARE, Stage.IN_TALKS, started + timedelta(days=7), ""))
    if rows.agreements:
        rows.moves.append((Stage.IN_TALKS, Stage.AGREED, rows.agreements[0].starts_on, ""))
    if rows.activities and story.stage in {Stage.ACTIVE, Stage.ENDED}:
        day = max(min(a.happened_on for a in rows.activities), rows.agreements[0].starts_on)
        rows.moves.append((Stage.AGREED, Stage.ACTIVE, day, ""))
    if story.key == "deep" and chance.holds(0.3):
        rows.partnership.stage = Stage.STRATEGIC
        rows.moves.append((Stage.ACTIVE, Stage.STRATEGIC, calendar.today - timedelta(days=200), "双方提议"))
    if story.stage == Stage.ENDED:
        rows.partnership.ended_on = calendar.today - timedelta(days=chance.randint(60, 380))
        rows.moves.append((Stage.ACTIVE, Stage.ENDED, rows.partnership.ended_on, "企业搬迁，合作终止"))

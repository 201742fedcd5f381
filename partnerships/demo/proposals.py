"""Who asked whom for seats in the coming batch, and what was answered."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from enterprises.models import Opening
from partnerships.agreements.models import Proposal, Side
from partnerships.demo.chance import Chance
from partnerships.demo.registry import EnterpriseRows, SchoolRows
from partnerships.demo.worlds import Calendar
from schools.models import PlacementPlan, Programme

Status = Proposal.Status
BIG_CITIES = ("440100", "440300", "440600")
MOST_OFFERS = 10  # a school asks a handful of firms for each programme
MESSAGES = (
    "学生已完成校内实训，可先参加面试。",
    "我校派 1 名指导教师随队，每两周走访一次。",
    "希望安排在同一班组，便于统一管理。",
    "",
)


class SeatMarket:
    """Gives seats of the world's openings to plans, never more than there are."""

    def __init__(self, chance: Chance, firms: Iterable[EnterpriseRows], calendar: Calendar) -> None:
        self.chance = chance
        self.calendar = calendar
        self.by_place: dict[tuple[str, str], list[tuple[EnterpriseRows, Opening]]] = defaultdict(list)
        for firm in firms:
            for opening in firm.openings:
                if opening.status == Opening.Status.OPEN:
                    self.by_place[firm.city.code, firm.trade.major_class].append((firm, opening))

    def fill(self, school: SchoolRows) -> list[Proposal]:
        """Accepted, waiting and declined proposals for every plan of the school."""
        proposals = []
        for trade, plan in zip(school.trades, school.plans, strict=True):
            wanted = round(plan.students_due * self.chance.uniform(0.7, 1.05))
            offers = self.offers(school.city.code, trade.major_class)
            for firm, opening in offers[:MOST_OFFERS]:
                if wanted <= 0:
                    break
                proposal = self._propose(school, plan, firm, opening, wanted)
                wanted -= (proposal.students or 0) if proposal.status == Status.ACCEPTED else 0
                proposals.append(proposal)
        return proposals

    def offers(self, city: str, major_class: str) -> list[tuple[EnterpriseRows, Opening]]:
        """Openings for the class in the city, in chance order, then a few of the big cities nearby."""
        near = list(self.by_place[city, major_class])
        self.chance.shuffle(near)
        far = [offer for big in BIG_CITIES if big != city for offer in self.by_place[big, major_class]]
        return near + self.chance.some(far, 1, 4)

    def _propose(
        self, school: SchoolRows, plan: PlacementPlan, firm: EnterpriseRows, opening: Opening, wanted: int
    ) -> Proposal:
        status = self.chance.weighted([Status.ACCEPTED, Status.SENT, Status.DECLINED], [8.4, 0.9, 0.7])
        free = opening.seats - opening.seats_taken
        if not free and status == Status.ACCEPTED:
            status = Status.DECLINED
        students = max(1, min(wanted, free or 2))
        if status == Status.ACCEPTED:
            take(opening, students)
        return self.proposal(school, plan, firm, opening, students, status)

    def proposal(
        self,
        school: SchoolRows,
        plan: PlacementPlan,
        firm: EnterpriseRows,
        opening: Opening,
        students: int,
        status: str,
    ) -> Proposal:
        """A proposal for a plan, sent a while ago, with its answer, if there is one by now."""
        waited = self.chance.randint(1, 12) if status == Status.SENT else self.chance.randint(15, 60)
        sent = self.chance.moment(self.calendar.today - timedelta(days=waited))
        made = self.asked(school, plan.programme, firm, students, status, sent)
        made.plan, made.opening = plan, opening
        made.starts_on, made.ends_on = plan.starts_on, plan.ends_on
        return made

    def asked(
        self,
        school: SchoolRows,
        programme: Programme,
        firm: EnterpriseRows,
        students: int,
        status: str,
        sent: datetime,
    ) -> Proposal:
        """What the school asked at that moment and what the firm answered; without plan, opening and dates."""
        answered = status in {Status.ACCEPTED, Status.DECLINED}
        reasons = [reason.value for reason in Proposal.DeclineReason if reason != "other"]
        return Proposal(
            public_id=self.chance.public_id(),
            school=school.school,
            enterprise=firm.enterprise,
            from_side=Side.SCHOOL,
            programme=programme,
            students=students,
            message=self.chance.choice(MESSAGES),
            status=status,
            sent_at=sent,
            answered_at=sent + timedelta(days=self.chance.randint(1, 9)) if answered else None,
            decline_reason=self.chance.choice(reasons) if status == Status.DECLINED else "",
        )


def take(opening: Opening, students: int) -> None:
    """Count the seats as given, and the opening as full at the last one."""
    opening.seats_taken += students
    if opening.seats_taken == opening.seats:
        opening.status = Opening.Status.FULL

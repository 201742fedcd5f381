"""Loading and removing invented worlds.

A world is drawn row by row from seeded chance and written in bulk. Loading runs as a job in short transactions;
a load that was cut off starts again from an empty world, because the rows it left are removed first.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from enterprises.models import Enterprise
from partnerships.agreements.models import Partnership, Proposal
from partnerships.demo import removal, shown, shown_desks, writing
from partnerships.demo.chance import Chance
from partnerships.demo.models import DemoLoad
from partnerships.demo.names import NameMaker
from partnerships.demo.people import make_bureaus, make_people
from partnerships.demo.proposals import SeatMarket
from partnerships.demo.registry import EnterpriseRows, Places, SchoolRows, draw_enterprises, draw_schools
from partnerships.demo.stories import BY_KEY, STORIES, PartnershipRows, tell
from partnerships.demo.worlds import SCALES, Calendar, Scale, calendar_for
from partnerships.depth.models import DepthRun
from partnerships.depth.services import run_depth
from partnerships.matching.job import run_matching
from partnerships.matching.models import MatchRun
from partnerships.summaries.models import SummaryRun
from partnerships.summaries.services import run_recount
from portal.common.errors import DomainError
from portal.common.jobs import Job
from portal.records import audit
from schools.models import School, Student

SEED = 20260122
Progress = Callable[[int, int], None]


def holds_real_records() -> bool:
    """Whether anybody's own school or enterprise is in the database."""
    return School.objects.filter(is_demo=False).exists() or Enterprise.objects.filter(is_demo=False).exists()


def has_demo() -> bool:
    """Whether anything invented is there."""
    return School.objects.filter(is_demo=True).exists()


def demo_counts() -> dict[str, int]:
    """How many rows of the registers are invented."""
    return {
        "schools": School.objects.filter(is_demo=True).count(),
        "enterprises": Enterprise.objects.filter(is_demo=True).count(),
        "partnerships": Partnership.objects.filter(school__is_demo=True).count(),
        "proposals": Proposal.objects.filter(school__is_demo=True).count(),
    }


def is_empty() -> bool:
    """Whether the registers hold nothing at all."""
    return not (School.objects.exists() or Enterprise.objects.exists())


@transaction.atomic
def queue_demo() -> DemoLoad | None:
    """A job that loads the demo province, or None where the registers hold anything or a load is under way."""
    if DemoLoad.objects.open().exists() or not is_empty():
        return None
    return DemoLoad.objects.create()


def run_demo_load(job: DemoLoad) -> dict[str, Any]:
    """The job: remove what a cut-off load left, then load the demo province."""
    if holds_real_records():
        raise DomainError("the registers hold real records")
    removal.remove_demo(by=None)
    counts = load_world(
        SCALES["demo"], seed=SEED, today=timezone.localdate(), progress=job.advance, shown_story=True
    )
    compute_all(within=job)
    return counts


def compute_all(within: Job | None = None) -> None:
    """What the nightly jobs would find: depth with its past, suggestions, and the cells counted from both.

    They give signs of life for the job `within` which they run too: together they are longer than its lease.
    """
    do_now(DepthRun.objects.create(with_history=True), run_depth, within)
    do_now(MatchRun.objects.create(), run_matching, within)
    do_now(SummaryRun.objects.create(), run_recount, within)


def do_now(job: Job, run: Callable[[Any], dict[str, Any]], within: Job | None = None) -> None:
    """Run a job in this process, unless a worker was faster."""
    job.within = within
    if job.claim():
        result = run(job)
        if job.state == Job.State.RUNNING:
            job.finish(result)


def load_world(
    scale: Scale, *, seed: int, today: date, progress: Progress, shown_story: bool = False
) -> dict[str, int]:
    """Write a world of that scale; returns the numbers of rows. `progress(done, total)` is told as it goes."""
    World(scale, seed, calendar_for(today), progress).load(shown_story=shown_story)
    counts = demo_counts()
    audit.record_many(None, audit.CREATED, "demo", rows=sum(counts.values()), changes=counts)
    return counts


class World:
    """One loading, from bureaus to proposals."""

    def __init__(self, scale: Scale, seed: int, calendar: Calendar, progress: Progress) -> None:
        self.scale, self.seed, self.calendar, self.progress = scale, seed, calendar, progress
        self.total = scale.schools + 2 * scale.enterprises + scale.partnerships
        self.done = 0
        self.names = NameMaker(Chance(seed, "names"))

    def load(self, *, shown_story: bool) -> None:
        """Schools, enterprises, proposals with their openings, partnerships: in this order."""
        with transaction.atomic():
            bureaus = make_bureaus()
        self.places = Places.of_guangdong()
        shown_school: SchoolRows | None = None
        shown_firms: list[EnterpriseRows] = []
        students: list[Student] = []
        if shown_story:
            shown_school, students = shown.draw_shown_school(self.seed, bureaus, self.calendar, self.names)
            shown_firms = shown.draw_shown_firms(self.seed, self.calendar, self.names)
        drawn = draw_schools(self.scale, self.seed, self.places, bureaus, self.calendar, self.names)
        schools = self._written(([shown_school] if shown_school else []) + list(drawn), writing.write_schools)
        firms = list(draw_enterprises(self.scale, self.seed, self.places, self.calendar, self.names))
        self._written(shown_firms + firms, writing.write_enterprises)
        with transaction.atomic():
            Student.objects.bulk_create(students, batch_size=500)
        self._propose(schools, firms, shown_school, shown_firms)
        self._partner(schools, firms, shown_school, shown_firms)
        if shown_school:
            with transaction.atomic():
                make_people(shown_school.school, shown_firms[0].enterprise, bureaus)

    def _propose(
        self,
        schools: list[SchoolRows],
        firms: list[EnterpriseRows],
        shown_school: SchoolRows | None,
        shown_firms: list[EnterpriseRows],
    ) -> None:
        market = SeatMarket(Chance(self.seed, "proposals"), firms, self.calendar)
        proposals = [p for school in schools if school is not shown_school for p in market.fill(school)]
        if shown_school:
            for need in shown.NEEDS:
                proposals += shown.shown_proposals(market, shown_school, shown_firms, need)
            around = shown_desks.schools_around(shown_school, schools, shown_firms[0].trade)
            proposals += shown_desks.proposals(market, around, shown_firms)
        self._written(shown_firms + firms, writing.write_openings)
        for chunk in writing.in_chunks(proposals):
            with transaction.atomic():
                writing.bulk(Proposal, chunk)
            self.progress(self.done, self.total)

    def _partner(
        self,
        schools: list[SchoolRows],
        firms: list[EnterpriseRows],
        shown_school: SchoolRows | None,
        shown_firms: list[EnterpriseRows],
    ) -> None:
        chance = Chance(self.seed, "partnerships")
        rows: list[PartnershipRows] = []
        if shown_school:
            for firm, facts in zip(shown_firms, shown.FIRMS, strict=True):
                if facts.story:
                    rows.append(
                        tell(chance, shown.settled(BY_KEY[facts.story]), shown_school, firm, self.calendar)
                    )
            shown_desks.add_waiting(chance, rows, self.calendar)
        rows += self._drawn_partnerships(chance, schools, firms, self.scale.partnerships - len(rows))
        self._written(rows, lambda chunk: writing.write_partnerships(chunk, with_files=self.scale.with_files))

    def _drawn_partnerships(
        self, chance: Chance, schools: list[SchoolRows], firms: list[EnterpriseRows], count: int
    ) -> list[PartnershipRows]:
        """Mostly with firms of a trade that the school teaches, in its own city."""
        near: dict[tuple[str, str], list[EnterpriseRows]] = {}
        for firm in firms:
            near.setdefault((firm.city.code, firm.trade.major_class), []).append(firm)
        taken: set[tuple[str, str]] = set()
        rows: list[PartnershipRows] = []
        while len(rows) < count:
            school = chance.choice(schools)
            trade = chance.choice(school.trades)
            firm = chance.choice(near.get((school.city.code, trade.major_class)) or firms)
            pair = (school.school.public_id, firm.enterprise.public_id)
            if pair in taken:
                continue
            taken.add(pair)
            story = chance.weighted(STORIES, [story.weight for story in STORIES])
            if school.school.name_zh == shown.SCHOOL_NAME.zh:
                story = shown.settled(story)
            rows.append(tell(chance, story, school, firm, self.calendar))
        return rows

    def _written(self, rows: list[Any], write: Callable[[list[Any]], None]) -> list[Any]:
        """Write in chunks, telling progress between the transactions."""
        for chunk in writing.in_chunks(rows, 200):
            write(chunk)
            self.done += len(chunk)
            self.progress(self.done, self.total)
        return rows

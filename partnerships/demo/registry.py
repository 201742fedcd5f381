"""The register of the invented world: schools with what they teach, enterprises with their posts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from enterprises.models import Contact, Enterprise, Opening, Site, StaffGroup
from partnerships.demo.chance import Chance
from partnerships.demo.names import Name, NameMaker
from partnerships.demo.trades import Trade, trades
from partnerships.demo.worlds import Calendar, Scale
from portal.accounts.models import Bureau
from portal.reference.codes import make_credit_code
from portal.reference.models import Region
from schools.models import Batch, Campus, ClassGroup, PlacementPlan, Programme, School, YearGroup

# Roughly how industry and schools are spread over the province.
CITY_WEIGHTS = {
    "440100": 20, "440300": 18, "440600": 11, "441900": 11, "442000": 5, "440400": 5, "441300": 6, "440700": 4,
    "440800": 3, "440900": 3, "441200": 3, "440500": 4, "440200": 2, "441400": 2, "441500": 1.5, "441600": 1.5,
    "441700": 1.5, "441800": 2, "445100": 1.5, "445200": 2, "445300": 1.5,
}  # fmt: skip
SCHOOL_KIND_WEIGHTS = {"secondary": 55, "technician": 15, "college": 25, "bachelor": 5}


@dataclass
class Places:
    """The cities and districts to put organisations in."""

    cities: dict[str, Region]
    districts: dict[str, list[Region]]

    @classmethod
    def of_guangdong(cls) -> "Places":
        cities = {region.code: region for region in Region.objects.filter(pk__in=CITY_WEIGHTS)}
        districts: dict[str, list[Region]] = {code: [] for code in cities}
        for region in Region.objects.filter(parent__in=cities).order_by("code"):
            districts[str(region.parent_id)].append(region)
        return cls(cities, districts)

    def draw(self, chance: Chance) -> tuple[Region, Region]:
        """A city and one of its districts (the city itself where it has none)."""
        return self.draw_in(chance, chance.weighted(list(CITY_WEIGHTS), list(CITY_WEIGHTS.values())))

    def draw_in(self, chance: Chance, code: str) -> tuple[Region, Region]:
        """The city of that code and one of its districts."""
        return self.cities[code], chance.choice(self.districts[code] or [self.cities[code]])

    def draw_each(self, chance: Chance, count: int) -> Iterator[tuple[Region, Region]]:
        """`count` places, the first of them one in each city where there are enough of them to go round."""
        first = list(CITY_WEIGHTS) if count >= 2 * len(CITY_WEIGHTS) else []
        for index in range(count):
            yield self.draw_in(chance, first[index]) if index < len(first) else self.draw(chance)


@dataclass
class SchoolRows:
    """A school with everything it fills in alone."""

    school: School
    city: Region
    trades: list[Trade]
    campuses: list[Campus] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)
    year_groups: list[YearGroup] = field(default_factory=list)
    classes: list[ClassGroup] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    plans: list[PlacementPlan] = field(default_factory=list)

    def place_of(self, trade: Trade) -> int:
        """Where the trade stands among `trades`, `programmes` and `plans`; 0 where the school does not teach it."""
        return self.trades.index(trade) if trade in self.trades else 0


@dataclass
class EnterpriseRows:
    """An enterprise with everything it fills in alone."""

    enterprise: Enterprise
    city: Region
    trade: Trade
    contact: Contact
    sites: list[Site] = field(default_factory=list)
    staff_groups: list[StaffGroup] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)


def scattered(chance: Chance, region: Region, km: float = 12) -> dict[str, float]:
    """Coordinates near the seat of the region; a degree is taken as 111 km."""
    if region.point is None:
        return {}
    longitude, latitude = region.point
    spread = km / 111
    return {
        "longitude": round(longitude + chance.uniform(-spread, spread), 5),
        "latitude": round(latitude + chance.uniform(-spread, spread), 5),
    }


def draw_schools(
    scale: Scale, seed: int, places: Places, bureaus: dict[str, Bureau], calendar: Calendar, names: NameMaker
) -> Iterator[SchoolRows]:
    """The schools of the world, one after another."""
    chance = Chance(seed, "schools")
    for index, (city, district) in enumerate(places.draw_each(chance, scale.schools)):
        kind = chance.weighted(list(SCHOOL_KIND_WEIGHTS), list(SCHOOL_KIND_WEIGHTS.values()))
        name = names.school(kind)
        school = School(
            public_id=chance.public_id(),
            name_zh=name.zh,
            name_en=name.en,
            code=f"99{index:08d}",
            kind=kind,
            nature=chance.weighted(["public", "private"], [8, 2]),
            region=district,
            authority=authority_of(kind, city, bureaus, chance),
            introduction="演示数据：本校为虚构。",
            is_demo=True,
            **scattered(chance, district),
        )
        taught = draw_trades(chance, scale.programmes_per_school)
        yield fill_school(chance, school, city, taught, calendar)


def authority_of(kind: str, city: Region, bureaus: dict[str, Bureau], chance: Chance) -> Bureau:
    """Technician schools answer to the human-resources side, colleges mostly to the province."""
    if kind == "technician":
        return bureaus["hr"]
    provincial = chance.holds(0.8 if kind in {"college", "bachelor"} else 0.08)
    return bureaus["440000"] if provincial else bureaus[city.code]


def draw_trades(chance: Chance, count: int) -> list[Trade]:
    """About `count` different trades, the common ones more often."""
    wanted = min(len(trades()), max(2, count + chance.randint(-2, 2)))
    chosen: list[Trade] = []
    while len(chosen) < wanted:
        trade = chance.weighted(trades(), [trade.weight for trade in trades()])
        if trade not in chosen:
            chosen.append(trade)
    return chosen


def fill_school(
    chance: Chance, school: School, city: Region, taught: list[Trade], calendar: Calendar
) -> SchoolRows:
    """Campus, programmes, year groups, classes, the batch and its plans."""
    rows = SchoolRows(school, city, taught)
    rows.campuses = [
        Campus(public_id=chance.public_id(), school=school, name="本部", region=school.region,
               longitude=school.longitude, latitude=school.latitude)
    ]  # fmt: skip
    batch = Batch(
        public_id=chance.public_id(),
        school=school,
        name=calendar.batch_name,
        entry_year=calendar.entry_year,
        starts_on=calendar.batch_start,
        ends_on=calendar.batch_end,
        status=Batch.Status.OPEN,
    )
    rows.batches = [batch]
    for trade in taught:
        _add_programme(chance, rows, trade, batch, calendar)
    return rows


def _add_programme(chance: Chance, rows: SchoolRows, trade: Trade, batch: Batch, calendar: Calendar) -> None:
    abilities = chance.some(trade.abilities, max(3, len(trade.abilities) - 2), len(trade.abilities))
    programme = Programme(
        public_id=chance.public_id(),
        school=rows.school,
        campus=rows.campuses[0],
        major_code=trade.code_at(rows.school.kind),
        major_class_id=trade.major_class,
        name_zh=trade.zh,
        name_en=trade.en,
        abilities=abilities,
        courses=list(trade.courses),
        occupations=[post.title.removesuffix("实习生").removesuffix("实习") for post in trade.posts],
    )
    rows.programmes.append(programme)
    sizes = [chance.randint(18, 48) for _year in range(3)]
    for years_ago, size in enumerate(sizes):
        group = YearGroup(
            public_id=chance.public_id(),
            programme=programme,
            entry_year=calendar.entry_year + years_ago,
            size=size,
        )
        rows.year_groups.append(group)
        rows.classes += _classes(chance, group, trade)
    rows.plans.append(draw_plan(chance, programme, batch, sizes[0], calendar))


def _classes(chance: Chance, group: YearGroup, trade: Trade) -> list[ClassGroup]:
    count = max(1, round(group.size / 45))
    return [
        ClassGroup(
            public_id=chance.public_id(), year_group=group, name=f"{group.entry_year}级{trade.zh}{number}班"
        )
        for number in range(1, count + 1)
    ]


def draw_plan(
    chance: Chance,
    programme: Programme,
    batch: Batch,
    size: int,
    calendar: Calendar,
    *,
    due: int | None = None,
) -> PlacementPlan:
    """What the programme needs: who prepares for further study, joins the army or is on leave stays."""
    study = round(size * chance.uniform(0.1, 0.45)) if due is None else max(0, size - due - 1)
    army, other = (chance.randint(0, 2), chance.randint(0, 1)) if due is None else (1 if size > due else 0, 0)
    students = max(1, size - study - army - other) if due is None else due
    lodging = chance.randint(0, max(1, students // 3))
    return PlacementPlan(
        public_id=chance.public_id(),
        programme=programme,
        batch=batch,
        students_due=students,
        deferred_study=study,
        deferred_army=army,
        deferred_other=other,
        starts_on=batch.starts_on,
        ends_on=batch.ends_on,
        lodging_women=lodging // 2,
        lodging_men=lodging - lodging // 2,
        max_km=chance.choice([30, 40, 60, None]),
        status=PlacementPlan.Status.STATED,
        confirmed_at=chance.moment(chance.days_before(calendar.today, 0, 40)),
        confirmed_by="教务处",
    )


def draw_enterprises(
    scale: Scale, seed: int, places: Places, calendar: Calendar, names: NameMaker
) -> Iterator[EnterpriseRows]:
    """The enterprises of the world with their openings, one after another."""
    chance = Chance(seed, "enterprises")
    openings_each = scale.openings / scale.enterprises
    for index in range(scale.enterprises):
        trade = chance.weighted(trades(), [trade.weight for trade in trades()])
        city, district = places.draw(chance)
        rows = draw_enterprise(chance, index, trade, city, district, names)
        for post in chance.sample(trade.posts, min(len(trade.posts), _opening_count(chance, openings_each))):
            rows.openings.append(draw_opening(chance, rows, trade, trade.posts.index(post), calendar))
        yield rows


def _opening_count(chance: Chance, mean: float) -> int:
    """A fifth of the firms post nothing now; the others post one to as many posts as their trade has."""
    return 0 if chance.holds(0.2) else max(1, round(mean / 0.8 + chance.uniform(-0.8, 1.4)))


def draw_enterprise(
    chance: Chance, index: int, trade: Trade, city: Region, district: Region, names: NameMaker
) -> EnterpriseRows:
    """A firm of the trade: three of four known by credit code, a few still to be vetted."""
    staff = int(chance.lognormvariate(4.6, 1.0)) + 5
    enterprise = _enterprise(chance, index, trade, district, names.firm(trade.major_class, city), staff)
    contact = Contact(
        public_id=chance.public_id(),
        enterprise=enterprise,
        name=names.person(),
        job_title="人力资源部",
        is_main=True,
    )
    rows = EnterpriseRows(enterprise, city, trade, contact)
    rows.staff_groups = [
        StaffGroup(
            public_id=chance.public_id(),
            enterprise=enterprise,
            name="一线岗位",
            staff=max(1, staff * 3 // 10),
        )
    ]
    return rows


def _enterprise(
    chance: Chance, index: int, trade: Trade, district: Region, name: Name, staff: int
) -> Enterprise:
    known = chance.holds(0.94)
    pending = chance.holds(0.03)
    return Enterprise(
        public_id=chance.public_id(),
        name_zh=name.zh,
        name_en=name.en,
        credit_code=make_credit_code(district.code, index) if known else None,
        number_kind="" if known else Enterprise.NumberKind.REGISTER,
        number="" if known else f"DEMO{index:07d}",
        kind=Enterprise.Kind.INSTITUTION
        if trade.major_class in {"7202", "7701"}
        else Enterprise.Kind.COMPANY,
        region=district,
        industry_id=chance.choice(trade.industries),
        staff_total=staff if chance.holds(0.95) else None,
        introduction="演示数据：本单位为虚构。",
        vetting=Enterprise.Vetting.PENDING if pending else Enterprise.Vetting.APPROVED,
        is_demo=True,
        **scattered(chance, district),
    )


def _accepted(chance: Chance, trade: Trade) -> list[str]:
    """One firm in five names no class, a third of the others name a second one of the same category."""
    if chance.holds(0.2):
        return []
    kin = sorted({other.major_class for other in trades()} - {trade.major_class})
    kin = [code for code in kin if code[:2] == trade.major_class[:2]]
    return [trade.major_class, *(chance.some(kin, 1, 1) if chance.holds(0.35) else [])]


def _opening_status(enterprise: Enterprise, *, is_ready: bool) -> Opening.Status:
    """A firm that nobody vetted yet publishes nothing alone: its openings wait for the bureau."""
    if not is_ready:
        return Opening.Status.DRAFT
    is_vetted = enterprise.vetting == Enterprise.Vetting.APPROVED
    return Opening.Status.OPEN if is_vetted else Opening.Status.IN_REVIEW


def draw_opening(
    chance: Chance, rows: EnterpriseRows, trade: Trade, post_index: int, calendar: Calendar
) -> Opening:
    """An opening of the trade's post; most start with the coming batch, some firms keep no end."""
    post = trade.posts[post_index]
    start = calendar.batch_start + timedelta(days=chance.choice([-14, 0, 0, 0, 0, 7, 14, 45]))
    seats = max(1, min(60, int(chance.lognormvariate(1.7, 0.7))))
    lodging = chance.weighted(["none", "free", "paid"], [5, 3, 2])
    confirmed = chance.moment(chance.days_before(calendar.today, 0, 80))
    return Opening(
        public_id=chance.public_id(),
        enterprise=rows.enterprise,
        title=post.title,
        tasks=post.tasks,
        abilities=list(post.abilities),
        accepted_majors=_accepted(chance, trade),
        seats=seats,
        starts_on=start,
        ends_on=None if chance.holds(0.1) else start + timedelta(days=chance.choice([119, 150, 179])),
        pay_month=Decimal(chance.randrange(2000, 4600, 100)),
        hours_per_week=40,
        night_shift=chance.holds(0.12),
        lodging=lodging,
        mentor="",
        status=_opening_status(rows.enterprise, is_ready=chance.holds(0.93)),
        confirmed_at=confirmed,
        confirmed_by=f"{rows.contact.name}（人力资源部）",
    )

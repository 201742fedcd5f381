from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.urls import reverse

from enterprises.models import Enterprise, Opening
from partnerships.activities import waiting
from partnerships.activities.kinds import kinds
from partnerships.activities.models import Activity, Evidence
from partnerships.agreements import due
from partnerships.agreements.hosting import Hosting
from partnerships.agreements.models import Agreement, Partnership, Proposal
from partnerships.agreements.workflows import PARTNERSHIP
from partnerships.demo import people, removal, services, shown_desks
from partnerships.demo.happenings import COMMON, DEEP, WORKING
from partnerships.demo.models import DemoLoad
from partnerships.demo.stories import MOVES
from partnerships.demo.trades import trades
from partnerships.demo.worlds import SCALES, Scale, calendar_for
from partnerships.summaries.models import Fact
from portal.accounts.models import Bureau, User
from portal.accounts.services.bureaus import make_bureau
from portal.records.models import AuditEvent
from portal.reference.codes import parse_credit_code
from portal.reference.models import Industry, MajorClass, Region
from schools.models import PlacementPlan, School, SchoolMembership
from tests.conftest import PASSWORD, make_user

TINY = Scale(
    schools=4, programmes_per_school=3, enterprises=60, openings=90, partnerships=25, with_files=True
)
TODAY = date(2026, 1, 13)


@pytest.fixture
def reference(db: None) -> None:
    call_command("load_reference", stdout=StringIO())


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def load(seed: int = 1, *, shown_story: bool = False) -> dict[str, int]:
    return services.load_world(TINY, seed=seed, today=TODAY, progress=silent, shown_story=shown_story)


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (date(2026, 1, 13), "2023级 · 2026年春季"),
        (date(2026, 2, 20), "2024级 · 2026年秋季"),
        (date(2026, 11, 22), "2024级 · 2027年春季"),
        (date(2024, 2, 29), "2022级 · 2024年秋季"),
    ],
)
def test_the_world_prepares_the_next_round(today: date, name: str) -> None:
    assert calendar_for(today).batch_name == name


def test_every_happening_is_a_kind_of_activity() -> None:
    assert {happening.kind for pool in (COMMON, WORKING, DEEP) for happening in pool} <= set(kinds())


def test_every_move_of_a_story_stands_in_the_table() -> None:
    assert all(PARTNERSHIP.move(name).target == stage for stage, name in MOVES.items())


@pytest.mark.usefixtures("reference")
def test_every_trade_stands_in_the_reference_tables() -> None:
    assert {trade.major_class for trade in trades()} <= set(MajorClass.objects.values_list("code", flat=True))
    industries = {code for trade in trades() for code in trade.industries}
    assert industries <= set(Industry.objects.values_list("code", flat=True))


@pytest.mark.usefixtures("reference")
def test_a_world_has_its_numbers_and_is_marked_as_invented() -> None:
    counts = load()

    assert counts["schools"] == 4
    assert counts["enterprises"] == 60
    assert counts["partnerships"] == 25
    assert not School.objects.filter(is_demo=False).exists()
    assert not Enterprise.objects.filter(is_demo=False).exists()
    assert AuditEvent.objects.get(model="demo").rows == sum(counts.values())


@pytest.mark.usefixtures("reference")
def test_credit_codes_of_the_world_are_valid_and_invented() -> None:
    load()

    codes = list(Enterprise.objects.exclude(credit_code=None).values_list("credit_code", flat=True))

    assert len(codes) > 40
    assert all(parse_credit_code(code).is_invented for code in codes)


@pytest.mark.usefixtures("reference")
def test_seats_taken_are_the_students_of_accepted_proposals() -> None:
    load()

    taken = dict(
        Proposal.objects.filter(status="accepted")
        .values_list("opening")
        .annotate(total=Sum("students"))
        .order_by()
    )

    assert taken
    assert dict(Opening.objects.filter(seats_taken__gt=0).values_list("pk", "seats_taken")) == taken


@pytest.mark.usefixtures("reference")
def test_the_same_seed_gives_the_same_world() -> None:
    load()
    first = list(Activity.objects.order_by("public_id").values_list("public_id", "kind", "title", "status"))
    removal.remove_demo(by=None)

    load()

    assert (
        list(Activity.objects.order_by("public_id").values_list("public_id", "kind", "title", "status"))
        == first
    )


@pytest.mark.usefixtures("reference")
def test_no_agreement_or_activity_begins_after_today() -> None:
    load()

    assert not Activity.objects.filter(happened_on__gt=TODAY).exists()
    assert not Agreement.objects.filter(starts_on__gt=TODAY).exists()
    assert Evidence.objects.exists()


@pytest.mark.usefixtures("reference")
def test_the_shown_school_tells_its_exact_story() -> None:
    load(shown_story=True)

    school = School.objects.get(name_zh="粤城商贸职业技术学校")
    plans = PlacementPlan.objects.filter(programme__school=school)
    totals = dict(
        Proposal.objects.filter(school=school, plan__isnull=False)
        .values_list("status")
        .annotate(total=Sum("students"))
        .order_by()
    )
    assert plans.aggregate(total=Sum("students_due"))["total"] == 120
    assert sum(plan.deferred for plan in plans) == 58
    assert totals == {"accepted": 70, "sent": 22}


@pytest.mark.usefixtures("reference")
def test_the_desk_of_the_shown_school_has_something_late_for_today_and_for_this_week() -> None:
    load(shown_story=True)
    membership = SchoolMembership.objects.get(user__username=people.SCHOOL_ADMINISTRATOR.username)

    items = [item for room in (waiting, due) for item in room.due_items(membership.user, membership, TODAY)]

    days = sorted((item.due_on - TODAY).days for item in items)
    assert [day for day in days if day <= 7] == [-2, 0, 0, 3, 5, 6]


@pytest.mark.usefixtures("reference")
def test_the_shown_firm_hosts_students_of_three_schools_below_its_limit() -> None:
    load(shown_story=True)

    hosting = Hosting.of(Enterprise.objects.get(name_zh=shown_desks.LINGTONG))

    assert hosting.limits.enterprise == 31
    assert hosting.peak(TODAY, TODAY).people == 25
    assert hosting.peak(date(2026, 3, 2), date(2026, 8, 28)).people == 21
    assert len({spell.school_id for spell in hosting.spells}) == 3


@pytest.mark.usefixtures("reference")
def test_start_empty_leaves_nothing_invented_and_everything_real(
    make_school: Any, make_enterprise: Any
) -> None:
    real_school, real_firm = make_school("Real School"), make_enterprise("Real Firm")
    real = Partnership.objects.create(school=real_school, enterprise=real_firm, started_on=TODAY)
    load(shown_story=True)
    services.compute_all()

    removal.remove_demo(by=None)

    assert list(School.objects.all()) == [real_school]
    assert list(Enterprise.objects.all()) == [real_firm]
    assert list(Partnership.objects.all()) == [real]
    assert not Bureau.objects.filter(is_demo=True).exists()
    assert not User.objects.filter(username=people.SCHOOL_ADMINISTRATOR.username, is_active=True).exists()


@pytest.mark.usefixtures("reference")
@pytest.mark.django_db(transaction=True)
def test_start_empty_releases_what_is_real_and_counts_anew(
    make_school: Any, make_enterprise: Any, guangzhou: Region
) -> None:
    load()
    services.compute_all()
    invented = Bureau.objects.filter(is_demo=True).first()
    school = make_school("Real School", authority=invented)
    firm = make_enterprise("Real Firm", group=Enterprise.objects.filter(is_demo=True).first())
    bureau = make_bureau(by=None, name_zh="真局", region=guangzhou, parent=invented)
    low = make_bureau(by=None, name_zh="真分局", region=guangzhou, parent=bureau)

    removal.start_empty(by=None)
    call_command("drain_jobs", stdout=StringIO())

    for row in (school, firm, bureau, low):
        row.refresh_from_db()
    assert (school.authority, firm.group, bureau.parent) == (None, None, None)
    assert [bureau.path, low.path] == [f"/{bureau.pk}/", f"/{bureau.pk}/{low.pk}/"]
    assert not Bureau.objects.filter(is_demo=True).exists()
    assert not Fact.objects.filter(subject="partnership").exists()


@pytest.mark.usefixtures("reference")
def test_a_load_that_was_cut_off_starts_again_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCALES, "demo", TINY)
    load(seed=5)
    job = DemoLoad.objects.create()
    job.claim()

    services.run_demo_load(job)

    assert School.objects.filter(is_demo=True).count() == TINY.schools + 1


def test_the_demo_is_not_queued_beside_anything(alder: School) -> None:
    assert services.queue_demo() is None


@pytest.mark.django_db
def test_the_demo_is_queued_once() -> None:
    assert services.queue_demo() is not None
    assert services.queue_demo() is None


def test_load_world_refuses_a_database_with_real_records(alder: School) -> None:
    with pytest.raises(SystemExit) as refusal:
        call_command("load_world", scale="town", stderr=StringIO())

    assert refusal.value.code == 2
    assert School.objects.count() == 1


def test_only_the_operator_may_start_empty(client: Any, alice: User) -> None:
    School.objects.update(is_demo=True)
    client.force_login(alice)

    answer = client.post(reverse("demo_start_empty"))

    assert answer.status_code == 403
    assert School.objects.count() == 1


def test_the_operator_starts_empty_and_can_still_sign_in(client: Any, alder: School) -> None:
    School.objects.update(is_demo=True)
    operator = make_user("operator", is_superuser=True)
    client.force_login(operator)

    answer = client.post(reverse("demo_start_empty"), follow=True)

    assert answer.status_code == 200
    assert not School.objects.exists()
    assert client.login(username="operator", password=PASSWORD)


@pytest.mark.django_db
def test_the_page_of_the_demo_shows_progress_and_refreshes_itself(client: Any) -> None:
    DemoLoad.objects.create(progress_done=40, progress_total=200)

    answer = client.get(reverse("demo_status"))

    assert answer.status_code == 200
    assert answer["Refresh"] == "3"


def test_starting_empty_says_first_what_would_go(as_user: Any, alder: School) -> None:
    School.objects.update(is_demo=True)
    operator = make_user("operator", is_superuser=True)

    page = as_user(operator).get(reverse("demo_start_empty"))

    assert "1 schools, 0 enterprises and 0 partnerships" in page.content.decode()
    assert School.objects.count() == 1

"""Cells are the sums of the rows: after a recount, after a change, and for nobody but the bureaus concerned."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from enterprises.models import Opening
from enterprises.services.enterprises import refuse_enterprise
from partnerships.activities.models import Activity
from partnerships.agreements.models import Partnership, Proposal
from partnerships.summaries import services
from partnerships.summaries.measures import classes_accepted, cluster_of_industry, forget_reference
from partnerships.summaries.models import Cell, Fact, SummaryRun
from portal.accounts.models import Bureau, BureauMembership
from portal.common.jobs import Job
from portal.records import marks
from portal.records.tasks import run_job
from portal.reference.models import ClusterIndustry, IndustrialCluster, MajorClass
from schools.models import Programme
from tests.conftest import make_user
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def recount() -> dict[str, Any]:
    """Count everything as the nightly job does; its result."""
    job = SummaryRun.objects.create()
    run_job("summaries.summaryrun", job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return job.result


def totals() -> dict[str, int]:
    return {key[0]: value for key, value in Cell.objects.all().totals("measure").items()}


def send(plan: Any, opening: Any, students: int, status: str) -> Proposal:
    return Proposal.objects.create(
        school=plan.programme.school,
        enterprise=opening.enterprise,
        from_side="school",
        programme=plan.programme,
        plan=plan,
        opening=opening,
        students=students,
        status=status,
        sent_at=timezone.now(),
    )


@pytest.fixture(autouse=True)
def _reference_read_anew() -> Any:
    forget_reference()
    yield
    forget_reference()


def test_a_plan_counts_its_students_in_the_month_in_which_they_report(plan: Any, opening: Any) -> None:
    send(plan, opening, 11, "accepted")
    send(plan, opening, 7, "sent")

    recount()

    cells = Cell.objects.filter(
        region_path="/440000/440100/", major_class="7308", month="2026-03", cluster=""
    )
    assert dict(cells.values_list("measure", "value")) == {
        "due": 30, "deferred": 12, "secured": 11, "in_talks": 7, "short": 12,
        "class_seats": 8, "class_seats_free": 8,
    }  # fmt: skip


def test_a_plan_that_is_not_stated_counts_for_nothing(plan: Any) -> None:
    type(plan).objects.filter(pk=plan.pk).update(status="draft")

    recount()

    assert Cell.objects.all().total("due") == 0
    assert totals()["schools"] == 1
    assert "schools_with_plan" not in totals()


def test_seats_count_once_in_all_and_once_under_each_class_they_accept(
    opening: Any, logistics_class: Any
) -> None:
    opening.accepted_majors = ["7308", "5308", "99"]
    opening.seats_taken = 3
    opening.save()

    recount()

    assert (totals()["seats"], totals()["class_seats"], totals()["class_seats_free"]) == (8, 8, 5)
    assert "fresh_openings" not in totals()


def test_an_opening_counts_at_its_site_and_in_the_cluster_of_its_industry(
    opening: Any, shenzhen: Any
) -> None:
    cluster = IndustrialCluster.objects.create(code="C90", name_zh="仓储集群", rank=90)
    ClusterIndustry.objects.create(cluster=cluster, industry_id="59")
    opening.site = opening.enterprise.sites.create(name="Pier 4", region=shenzhen)
    opening.confirmed_at = timezone.now() - timedelta(days=29)
    opening.save()

    recount()

    cell = Cell.objects.get(measure="seats")
    assert (cell.region_path, cell.cluster, cell.month, cell.value) == (shenzhen.path, "C90", "2026-03", 8)
    assert totals()["fresh_openings"] == 1


@pytest.mark.parametrize("change", [{"status": "draft"}, {"status": "withdrawn"}])
def test_openings_that_take_no_students_count_for_nothing(opening: Any, change: dict[str, str]) -> None:
    type(opening).objects.filter(pk=opening.pk).update(**change)

    recount()

    assert "seats" not in totals()


def test_openings_of_a_refused_enterprise_count_for_nothing(opening: Any, birch: Any) -> None:
    type(birch).objects.filter(pk=birch.pk).update(vetting="refused")

    recount()

    assert "openings" not in totals()


def test_a_partnership_counts_its_standing_and_its_confirmed_activities(partnership: Any) -> None:
    for status in ("logged", "confirmed", "confirmed", "disputed", "withdrawn"):
        Activity.objects.create(
            partnership=partnership,
            kind="leadership_visit",
            title=status,
            happened_on=date(2026, 1, 5),
            status=status,
            logged_side="school",
        )

    recount()

    assert (totals()["partnerships"], totals()["activities"], totals()["confirmed_activities"]) == (1, 3, 2)


def test_an_ended_partnership_counts_no_more(partnership: Any) -> None:
    Partnership.objects.filter(pk=partnership.pk).update(stage="ended", ended_on=date(2026, 1, 1))

    recount()

    assert "partnerships" not in totals()


def test_an_enterprise_counts_its_code_its_staff_and_that_it_waits(make_enterprise: Any) -> None:
    make_enterprise("Known", credit_code="91440101MA59ABCD1X", staff_total=40)
    make_enterprise("New", vetting="pending")
    make_enterprise("Gone", closed_on=date(2026, 1, 1))

    recount()

    assert totals() == {
        "enterprises": 2, "verified_enterprises": 1, "staffed_enterprises": 1, "pending_enterprises": 1,
    }  # fmt: skip


def test_what_changed_is_summed_again_as_a_recount_would_count_it(
    plan: Any, opening: Any, make_school: Any
) -> None:
    recount()
    send(plan, opening, 9, "accepted")
    opening.accepted_majors, opening.seats = [], 20
    opening.save()
    school = make_school("New school")
    marks.changed("plan", [plan.pk])
    marks.changed("opening", [opening.pk])
    marks.changed("school", [school.pk])

    while services.refresh_marked():
        pass

    kept = sorted((*cell.key, cell.value) for cell in Cell.objects.all())
    assert recount()["mismatches"] == 0
    assert sorted((*cell.key, cell.value) for cell in Cell.objects.all()) == kept
    assert (totals()["secured"], totals()["seats"], totals()["schools"]) == (9, 20, 2)


def test_a_row_that_is_gone_leaves_no_cell_behind(opening: Any) -> None:
    recount()
    pk = opening.pk
    opening.delete()

    services.replace_facts("opening", [pk])

    assert not Cell.objects.filter(measure__in=["openings", "seats", "class_seats"]).exists()
    assert not Fact.objects.filter(subject="opening").exists()


def test_a_recount_says_which_cells_were_wrong_and_puts_them_right(plan: Any) -> None:
    recount()
    Cell.objects.filter(measure="due").update(value=99)

    result = recount()

    assert result["mismatches"] == 1
    assert result["examples"][0][-1] == "due"
    assert Cell.objects.all().total("due") == 30


def test_a_bureau_reads_the_cells_of_its_territory_and_no_others(
    plan: Any, gao: Any, cedar: Any, opening: Any, dogwood: Any
) -> None:
    recount()

    seen = Cell.objects.visible_to(gao)

    assert seen.total("schools") == 1  # Cedar stands in Shenzhen
    assert seen.total("enterprises") == 1  # so does Dogwood
    assert (seen.total("due"), seen.total("seats")) == (30, 8)


def test_a_bureau_by_authority_reads_the_schools_that_answer_to_it(
    make_school: Any, shenzhen: Any, guangdong: Any
) -> None:
    bureau = Bureau.objects.create(name_zh="人社厅", region=guangdong, follows="authority")
    Bureau.objects.filter(pk=bureau.pk).update(path=f"/{bureau.pk}/")
    bureau.refresh_from_db()
    other = Bureau.objects.create(name_zh="教育厅", region=guangdong, path=f"/{bureau.pk}9/")
    make_school("Answers here", region=shenzhen, authority=bureau)
    make_school("Answers elsewhere", region=shenzhen, authority=other)
    make_school("Answers to nobody", region=shenzhen)
    hua = make_user("hua")
    BureauMembership.objects.create(user=hua, bureau=bureau)

    recount()

    assert Cell.objects.visible_to(hua).total("schools") == 1
    assert Cell.objects.all().total("schools") == 3


def test_schools_and_enterprises_read_no_sums(plan: Any, alice: Any, bob: Any, mallory: Any) -> None:
    recount()

    assert Cell.objects.exists()
    for person in (alice, bob, mallory):
        assert not Cell.objects.visible_to(person).exists()
        assert not Cell.objects.managed_by(person).exists()


def test_classes_are_found_by_any_code_that_stands_for_them(logistics_class: Any) -> None:
    assert classes_accepted(["530801"]) == ["7308"]
    assert classes_accepted(["33"]) == ["7308"]
    assert classes_accepted(["61", ""]) == []


def test_the_longest_prefix_of_an_industry_says_its_cluster(warehousing: Any) -> None:
    wide = IndustrialCluster.objects.create(code="C91", name_zh="宽", rank=1)
    narrow = IndustrialCluster.objects.create(code="C92", name_zh="窄", rank=2)
    ClusterIndustry.objects.create(cluster=wide, industry=warehousing)
    child = type(warehousing).objects.create(
        code="5910", level="group", section="G", parent=warehousing, name_zh="多式联运"
    )
    ClusterIndustry.objects.create(cluster=narrow, industry=child)
    forget_reference()

    assert (cluster_of_industry("5990"), cluster_of_industry("5910"), cluster_of_industry("8211")) == (
        "C91",
        "C92",
        "",
    )


def test_one_recount_waits_at_a_time() -> None:
    assert services.queue_recount() == services.queue_recount()


def settled_alike() -> bool:
    """Whether the cells kept from marks are those that a recount finds."""
    while services.refresh_marked():
        pass
    return recount()["mismatches"] == 0


def test_the_openings_of_an_enterprise_follow_its_standing(opening: Any, birch: Any, gao: Any) -> None:
    recount()

    refuse_enterprise(birch, by=gao, reason="No such firm")

    assert settled_alike()
    assert "seats" not in totals()


def test_plans_and_partnerships_follow_the_place_of_the_school(
    plan: Any, partnership: Any, shenzhen: Any
) -> None:
    recount()
    school = plan.programme.school

    school.region = shenzhen
    school.save()
    marks.changed("school", [school.pk])

    assert settled_alike()
    assert set(Cell.objects.filter(measure="due").values_list("region_path", flat=True)) == {shenzhen.path}


def test_plans_follow_the_class_of_their_programme(plan: Any, logistics_class: MajorClass) -> None:
    recount()
    other = MajorClass.objects.create(
        code="7307", category=logistics_class.category, name_zh="电子商务类", name_en="E-commerce"
    )
    Programme.objects.filter(pk=plan.programme_id).update(major_class=other)
    marks.changed("programme", [plan.programme_id])

    assert settled_alike()
    assert set(Cell.objects.filter(measure="due").values_list("major_class", flat=True)) == {other.pk}


def test_what_ages_by_itself_is_no_mistake(opening: Any) -> None:
    Opening.objects.update(confirmed_at=timezone.now() - timedelta(days=1))
    recount()
    Opening.objects.update(confirmed_at=timezone.now() - timedelta(days=40))

    assert recount()["mismatches"] == 0
    assert "fresh_openings" not in totals()


@pytest.mark.django_db(transaction=True)
def test_two_who_sum_the_same_row_at_once_count_it_once(opening: Any) -> None:
    for _round in range(5):
        Fact.objects.all().delete()
        Cell.objects.all().delete()

        at_once(*[lambda: services.replace_facts("opening", [opening.pk])] * 4)

        assert Fact.objects.filter(measure="seats").count() == 1
        assert totals()["seats"] == opening.seats

"""Supply and demand: what is set against what, and that each field of the map opens into it."""

import pytest

from enterprises.models import Opening
from partnerships.dashboards.supply import OUTSIDE, ratio, shares
from partnerships.summaries.measures import forget_reference
from portal.reference.models import ClusterIndustry, ClusterMajorClass, IndustrialCluster, MajorClass
from tests.partnerships.dashboards.world import make_plan, recount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference_read_anew():
    forget_reference()
    yield
    forget_reference()


@pytest.fixture
def clusters(logistics_class, warehousing):
    """Two clusters that ask for logistics, one of them that of warehousing; accounting is asked for by none."""
    warehouses = IndustrialCluster.objects.create(code="C90", name_zh="仓储", name_en="Warehousing", rank=90)
    food = IndustrialCluster.objects.create(code="C91", name_zh="食品", name_en="Food", rank=91)
    ClusterIndustry.objects.create(cluster=warehouses, industry=warehousing)
    ClusterMajorClass.objects.create(cluster=warehouses, major_class=logistics_class, strength=0.9)
    ClusterMajorClass.objects.create(cluster=food, major_class=logistics_class, strength=0.3)
    return MajorClass.objects.create(
        code="7303", junior_college_code="5303", vocational_bachelor_code="3303",
        category=logistics_class.category, name_zh="财务会计类", name_en="Accounting",
    )  # fmt: skip


@pytest.fixture
def counted(clusters, alder, opening, birch, make_enterprise, logistics_class):
    make_plan(alder, logistics_class, 40)
    make_plan(alder, clusters, 30)
    loose = make_enterprise("Loose", industry=None)
    Opening.objects.create(
        enterprise=loose, title="Clerk", seats=6, status="open", accepted_majors=["7303", "7308"]
    )
    Opening.objects.create(
        enterprise=birch, title="Drafted", seats=99, status="draft", accepted_majors=["7308"]
    )
    recount()


def test_shares_of_a_class_add_up_to_one():
    found = shares([("C01", "7101", 1.0), ("C02", "7101", 0.25), ("C02", "7102", 0.4)])

    assert found == {"7101": {"C01": 0.8, "C02": 0.2}, "7102": {"C02": 1.0}}


def test_under_ten_students_no_ratio_is_said():
    assert (ratio(5, 9.999), ratio(5, 10), ratio(0, 10)) == (None, 0.5, 0.0)


def test_students_fall_to_clusters_as_strongly_as_these_ask(as_user, gao, counted):
    supply = as_user(gao).get("/bureau/").context["supply"]

    assert (supply.demand("C90", "7308"), supply.demand("C91", "7308")) == (30.0, 10.0)
    assert supply.demand(OUTSIDE, "7303") == 30.0
    assert supply.ratio("C90", "7308") == pytest.approx(8 / 30)
    assert supply.ratio("C91", "7308") == 0.0
    assert supply.ratio(OUTSIDE, "7303") == pytest.approx(6 / 30)


def test_the_map_shows_each_class_and_cluster_with_demand(as_user, gao, counted):
    context = as_user(gao).get("/bureau/").context

    assert context["heat_rows"] == ["Logistics", "Accounting"]
    assert context["heat_columns"] == ["Warehousing", "Food", "Outside clusters"]
    values = [[cell.value for cell in line] for line in context["heat_cells"]]
    assert values == [[pytest.approx(8 / 30), 0.0, None], [None, None, pytest.approx(0.2)]]


def test_each_field_opens_into_its_openings_and_plans(as_user, gao, counted, opening):
    client = as_user(gao)
    url = client.get("/bureau/").context["heat_cells"][0][0].url

    found = client.get(url)

    assert found.context["seats"] == 8
    assert (found.context["due"], found.context["share"]) == (40, 0.75)
    assert [row.name for row in found.context["openings"]["rows"]] == [opening.title]
    assert len(found.context["plans"]["rows"]) == 1
    assert "<h1>0.3 seats per student: Logistics, Warehousing</h1>" in found.content.decode()
    assert client.get(found.context["openings_url"]).context["number"] == 8
    assert client.get(found.context["plans_url"]).context["number"] == 40


def test_the_field_outside_the_clusters_opens_too(as_user, gao, counted):
    client = as_user(gao)

    found = client.get(client.get("/bureau/").context["heat_cells"][1][2].url)

    assert (found.context["seats"], found.context["share"]) == (6, 1.0)
    assert client.get(found.context["openings_url"]).context["number"] == 6


def test_the_table_by_class_links_to_its_rows(as_user, gao, counted):
    client = as_user(gao)

    rows = {row["name"]: row for row in client.get("/bureau/supply/").context["rows"]}

    assert (rows["Logistics"]["sums"]["class_seats"], rows["Logistics"]["per_student"]) == (14, "0.35")
    assert client.get(rows["Logistics"]["urls"]["class_seats"]).context["number"] == 14
    assert client.get(rows["Accounting"]["urls"]["short"]).context["number"] == 30


@pytest.mark.parametrize(
    "query",
    [
        {"class": "0000", "cluster": "C90"},
        {"class": "7308"},
        {"cluster": "C90"},
        {"class": "7308", "cluster": "C99"},
    ],
)
def test_a_field_that_does_not_exist_shows_the_table(as_user, gao, counted, query):
    answer = as_user(gao).get("/bureau/supply/", query)

    assert answer.status_code == 200
    assert "rows" in answer.context

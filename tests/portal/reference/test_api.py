"""The code lists over the API: everybody who is signed in reads, nobody writes."""

import pytest
from django.test import Client

from portal.reference.models import CooperationForm, Major

pytestmark = pytest.mark.usefixtures("loaded")

LISTS = [
    ("regions", 177, "440100"),
    ("industries", 1971, "3940"),
    ("clusters", 20, "C01"),
    ("major-categories", 19, "73"),
    ("major-classes", 97, "7308"),
    ("majors", 287, "730801"),
    ("cooperation-forms", 27, "order_class"),
]


@pytest.fixture
def reader(mallory):
    client = Client(headers={"accept-language": "en"})
    client.force_login(mallory)
    return client


def codes(response):
    return [row["code"] for row in response.json()["results"]]


@pytest.mark.parametrize(("name", "count", "code"), LISTS)
def test_whoever_is_signed_in_reads_lists_and_rows(reader, name, count, code):
    answer = reader.get(f"/api/v1/{name}/")
    row = reader.get(f"/api/v1/{name}/{code}/")

    assert answer.json()["count"] == count
    assert row.json()["code"] == code
    assert row.json()["name"] == row.json()["name_en"] or not row.json()["name_en"]


@pytest.mark.parametrize(("name", "count", "code"), LISTS)
def test_a_stranger_reads_nothing(client, name, count, code):
    assert client.get(f"/api/v1/{name}/").status_code in (401, 403)
    assert client.get(f"/api/v1/{name}/{code}/").status_code in (401, 403)


@pytest.mark.parametrize(("name", "count", "code"), LISTS)
def test_nobody_writes_a_code_list(reader, name, count, code):
    assert reader.post(f"/api/v1/{name}/", {"code": "x"}).status_code == 405
    assert reader.delete(f"/api/v1/{name}/{code}/").status_code == 405
    assert reader.get(f"/api/v1/{name}/").json()["count"] == count


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("regions/?level=city&q=珠", ["440400"]),
        ("regions/?parent=440400", ["440402", "440403", "440404"]),
        ("regions/?within=440400", ["440400", "440402", "440403", "440404"]),
        ("industries/?under=C394", ["394", "3940"]),
        ("industries/?level=section&q=教育", ["P"]),
        ("clusters/?kind=pillar&q=汽车", ["C04"]),
        ("major-classes/?category=74", ["7401", "7402"]),
        ("majors/?major_class=7402&level=secondary", ["740201", "740203"]),
        ("majors/?q=报关员&level=junior_college", ["530503"]),
        ("majors/?category=65&level=secondary", ["650201"]),
        ("cooperation-forms/?kind=standards", ["post_standards", "certificate_1x"]),
    ],
)
def test_lists_are_narrowed_by_filters_and_text(reader, address, expected):
    assert sorted(codes(reader.get(f"/api/v1/{address}"))) == sorted(expected)


@pytest.mark.parametrize(
    "address", ["industries/?under=A3940", "regions/?within=999999", "regions/?level=village"]
)
def test_a_wrong_filter_is_an_error_of_its_field_and_never_a_full_list(reader, address):
    answer = reader.get(f"/api/v1/{address}")

    field = address.split("?")[1].split("=")[0]
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_a_retired_code_is_shown_by_its_code_and_listed_for_its_days(reader):
    CooperationForm.objects.filter(code="named_class").update(retired_on="2026-01-01")

    today = codes(reader.get("/api/v1/cooperation-forms/"))
    before = codes(reader.get("/api/v1/cooperation-forms/?on=2025-12-31"))

    assert "named_class" not in today
    assert "named_class" in before
    assert reader.get("/api/v1/cooperation-forms/named_class/").json()["retired_on"] == "2026-01-01"


def test_a_major_is_shown_by_its_official_code_in_its_newest_year(reader):
    Major.objects.create(
        catalogue="national",
        year=2026,
        code="570102",
        level="junior_college",
        major_class_id="7701",
        name_zh="学前教育",
    )

    assert reader.get("/api/v1/majors/570102K/").json()["year"] == 2026
    assert reader.get("/api/v1/majors/999999/").status_code == 404


def test_a_major_shows_its_abilities_as_a_list(reader):
    row = reader.get("/api/v1/majors/730801/").json()

    assert row["name"] == "Logistics Services and Management"
    assert "叉车等设备使用" in row["abilities"]
    assert row["is_verified"] is False


def test_a_cluster_names_its_industries_and_classes_strongest_first(reader):
    row = reader.get("/api/v1/clusters/C11/").json()

    assert "652" in row["industries"]
    assert row["major_classes"][0] == "7104"


@pytest.mark.parametrize("size", [1, 3, 20])
def test_a_list_of_clusters_costs_the_same_at_any_length(reader, size, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        answer = reader.get(f"/api/v1/clusters/?page_size={size}")

    assert len(answer.json()["results"]) == size

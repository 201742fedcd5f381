"""Open data: sums by city, nothing small, nothing that could be had by subtracting."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.dashboards.open_data import COLUMNS, FEW, city_rows, guarded, suppressed
from schools.models import School
from tests.partnerships.dashboards.world import make_plan, propose, recount


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 40), max_size=8))
def test_no_small_number_stays_and_none_stands_alone(column):
    found = suppressed(column)
    gone = [key for key, value in found.items() if value is None]

    assert all(value is None or value == 0 or value >= FEW for value in found.values())
    assert all(found[key] == column[key] for key in column if found[key] is not None)
    if len(gone) == 1:
        assert not [key for key in column if key not in gone and column[key] >= FEW]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_a_left_out_part_cannot_be_subtracted_from_its_total(parts):
    names = [f"p{number}" for number in range(len(parts))]
    row = {name: None if 0 < value < FEW else value for name, value in zip(names, parts, strict=True)}
    row["all"] = sum(parts)

    found = guarded(row, "all", names)

    assert found["all"] is None or sum(found[name] is None for name in names) != 1


@pytest.mark.django_db
def test_a_city_with_few_students_is_left_out(alder, cedar, logistics_class, opening):
    propose(make_plan(alder, logistics_class, 40), opening, 35, "accepted")
    make_plan(cedar, logistics_class, 9)
    recount()

    rows = {row.city.name_en: dict(zip(COLUMNS, row.values, strict=True)) for row in city_rows()}

    assert rows["Shenzhen"]["due"] is None
    assert rows["Guangzhou"]["due"] is None  # or Shenzhen's could be had from a total
    assert rows["Guangzhou"]["short"] is None


@pytest.mark.django_db
def test_the_file_says_the_same_as_the_page_and_marks_the_demo(client, alder, cedar, logistics_class):
    make_plan(alder, logistics_class, 40)
    make_plan(cedar, logistics_class, 60)
    School.objects.update(is_demo=True)
    recount()
    client.cookies["django_language"] = "en"

    body = b"".join(client.get("/open-data/cities.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))

    assert [(row["Code"], row["City"], row["Due out"], row["Schools"]) for row in rows] == [
        ("440100", "Guangzhou", "40", "1"),
        ("440300", "Shenzhen", "60", "1"),
    ]
    assert {row["Remark"] for row in rows} == {"Demo data, all invented"}
    page = client.get("/open-data/").content.decode()
    assert "Demo data, all invented" in page
    assert alder.name not in page + body

"""Bad input through the pages: a clear sentence, nothing stored, never an error page.

The pages are asked without a browser, so that this runs wherever the suite runs, on each engine.
"""

import io
import random
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.common.tabular.writing import write_csv, write_xlsx
from portal.records.models import ImportBatch
from portal.records.table_hashes import table_hashes
from schools.models import Batch, ClassGroup, PlacementPlan, Programme, School, YearGroup

REGISTERS = ("schools_", "enterprises_", "agreements_", "activities_")
SCHOOL_HEADER = ["学校名称", "办学层次", "所在地"]
TEN_MEGABYTES = 10 * 1024 * 1024


def stored() -> dict[str, str]:
    """A hash of each register's table."""
    return {table: value for table, value in table_hashes().items() if table.startswith(REGISTERS)}


def text_of(answer: Any) -> str:
    """What the page says."""
    return unescape(answer.content.decode())


def says_no(client: Any, address: str, values: dict[str, Any], sentence: str) -> None:
    """The form comes back with the sentence, and the registers are as they were."""
    before = stored()

    answer = client.post(address, values)

    assert answer.status_code in {200, 400, 409, 422}
    assert sentence in text_of(answer)
    assert stored() == before


def address(name: str, *args: Any, **query: str) -> str:
    """The address of a page, with its query."""
    words = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(name, args=args) + (f"?{words}" if words else "")


ENTERPRISE = {"name_zh": "榆木物流", "kind": "company", "region": "440100"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"credit_code": "91440300708461136X"}, "check character"),
        ({"credit_code": "91440300"}, "18 characters"),
        ({"region": "999999"}, "Select a valid choice"),
        ({"industry": "无此行业"}, "No industry is known by this"),
        ({"longitude": "113.2"}, "Give both longitude and latitude"),
        ({"longitude": "400", "latitude": "23"}, "Longitude runs from -180 to 180"),
    ],
)
def test_an_enterprise_with_a_wrong_fact_is_not_entered(
    as_user: Any, gao: Any, values: dict[str, str], sentence: str
) -> None:
    says_no(as_user(gao), address("enterprise_create"), {**ENTERPRISE, **values}, sentence)


BATCH = {"name": "spring", "entry_year": "2023", "starts_on": "2026-03-02", "ends_on": "2026-08-28"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_on": "2026-02-30"}, "Enter a valid date"),
        ({"ends_on": "2026-03-01"}, "day"),
        ({"starts_on": "明年三月"}, "Enter a valid date"),
        ({"entry_year": "23"}, "2000"),
        ({"starts_on": "0000-00-00"}, "Enter a valid date"),
    ],
)
def test_a_batch_with_impossible_dates_is_not_made(
    as_user: Any, alice: Any, values: dict[str, str], sentence: str
) -> None:
    says_no(as_user(alice), address("batch_create"), {**BATCH, **values}, sentence)


OPENING = {
    "title": "仓储实习生",
    "seats": "4",
    "starts_on": "2026-03-02",
    "ends_on": "2026-08-28",
    "lodging": "none",
    "tasks": "入库",
}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_on": "2026-03-01"}, "day"),
        ({"ends_on": "2026-13-01"}, "Enter a valid date"),
        ({"seats": "-3"}, "greater than or equal"),
        ({"pay_month": "1e999"}, "digits"),
        ({"accepted_majors": "物流"}, "物流"),
    ],
)
def test_an_opening_with_impossible_facts_is_not_posted(
    as_user: Any, bob: Any, values: dict[str, str], sentence: str
) -> None:
    says_no(as_user(bob), address("opening_create"), {**OPENING, **values}, sentence)


def uploaded(client: Any, kind: str, name: str, content: bytes) -> Any:
    """The answer to uploading this file."""
    return client.post(reverse("import_upload"), {"kind": kind, "file": SimpleUploadedFile(name, content)})


def previewed(client: Any, content: bytes, name: str = "学校.csv") -> tuple[ImportBatch, str]:
    """A list of schools, uploaded and compared: the batch and its preview."""
    assert uploaded(client, "schools", name, content).status_code == 302
    batch = ImportBatch.objects.get()
    places = {f"place-{column}": "" if place is None else place for column, place in batch.places.items()}
    client.post(reverse("import_match", args=[batch.public_id]), places)
    batch.refresh_from_db()
    return batch, text_of(client.get(batch.get_absolute_url()))


def csv_of(*rows: list[str]) -> bytes:
    """A CSV of schools, in UTF-8."""
    out = io.BytesIO()
    write_csv(out, SCHOOL_HEADER, rows)
    return out.getvalue()


def test_ten_megabytes_of_nonsense_are_no_workbook(as_user: Any, gao: Any) -> None:
    before = stored()

    answer = uploaded(as_user(gao), "schools", "学校.xlsx", random.Random(7).randbytes(TEN_MEGABYTES - 512))

    assert answer.status_code == 400
    assert "not an Excel workbook" in text_of(answer)
    assert not ImportBatch.objects.exists()
    assert stored() == before


def test_more_than_ten_megabytes_are_not_even_read(as_user: Any, gao: Any) -> None:
    answer = uploaded(as_user(gao), "schools", "学校.csv", b"x" * (TEN_MEGABYTES + 1))

    assert answer.status_code == 400
    assert "10 MB" in text_of(answer)
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_of_any_usual_encoding_is_read(as_user: Any, gao: Any, encoding: str) -> None:
    text = csv_of(["镕树职业技术学校", "中等职业学校", "广州市"]).decode("utf-8-sig")
    client = as_user(gao)

    batch, _page = previewed(client, text.encode(encoding))
    client.post(reverse("import_commit", args=[batch.public_id]), {"digest": batch.plan_digest})

    assert [school.name_zh for school in School.objects.all()] == ["镕树职业技术学校"]


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ([["甲校", "中等职业学校", "东京都"]], "东京都"),
        ([["甲校", "大学堂", "广州市"]], "大学堂"),
        ([["", "中等职业学校", "广州市"]], "cannot be told from another"),
        ([["甲校", "#REF!", "广州市"]], "#REF!"),
    ],
)
def test_a_wrong_row_is_rejected_with_its_cause(
    as_user: Any, gao: Any, rows: list[list[str]], cause: str
) -> None:
    before = stored()
    client = as_user(gao)

    batch, page = previewed(client, csv_of(*rows))
    client.post(reverse("import_commit", args=[batch.public_id]), {"digest": batch.plan_digest})

    assert batch.counts["rejected"] == len(rows)
    assert cause in page
    assert stored() == before


def test_of_two_equal_rows_the_second_is_rejected(as_user: Any, gao: Any) -> None:
    row = ["甲校", "中等职业学校", "广州市"]

    batch, page = previewed(as_user(gao), csv_of(row, row))

    assert (batch.counts["new"], batch.counts["rejected"]) == (1, 1)
    assert "row 2" in page


def test_a_schools_file_cannot_name_another_schools_programme(
    as_user: Any, alice: Any, logistics: Programme, foreign_programme: Programme
) -> None:
    before, out = stored(), io.BytesIO()
    write_xlsx(out, ["专业", "年级", "人数"], [[foreign_programme.name_zh, 2023, 42]])
    client = as_user(alice)

    uploaded(client, "year_groups", "年级.xlsx", out.getvalue())
    batch = ImportBatch.objects.get()
    places = {f"place-{column}": "" if place is None else place for column, place in batch.places.items()}
    client.post(reverse("import_match", args=[batch.public_id]), places)
    batch.refresh_from_db()
    client.post(reverse("import_commit", args=[batch.public_id]), {"digest": batch.plan_digest})

    batch.refresh_from_db()
    assert batch.counts["rejected"] == 1
    assert stored() == before


@pytest.fixture
def foreign_programme(cedar: School, logistics_class: Any) -> Programme:
    """A programme of Cedar, with a year group, a class and an open batch."""
    programme = Programme.objects.create(
        school=cedar, major_code="730802", major_class=logistics_class, name_zh="雪松冷链物流"
    )
    group = YearGroup.objects.create(programme=programme, entry_year=2023, size=30)
    ClassGroup.objects.create(year_group=group, name="雪松1班")
    batch = Batch.objects.create(
        school=cedar,
        name="雪松批次",
        entry_year=2023,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 8, 28),
        status="open",
    )
    PlacementPlan.objects.create(
        programme=programme, batch=batch, students_due=30, starts_on=batch.starts_on, ends_on=batch.ends_on
    )
    return programme


@pytest.fixture
def foreign_ids(foreign_programme: Programme) -> dict[str, Any]:
    """The ids of what belongs to Cedar, by the field that would take them."""
    group = foreign_programme.year_groups.get()
    return {
        "programme": foreign_programme.public_id,
        "programme_of": foreign_programme.public_id,
        "programmes_of": foreign_programme.public_id,
        "year_group": group.pk,
        "class_group": group.classes.get().pk,
        "campus": 999999,
        "batch": foreign_programme.school.batches.get().public_id,
        "plan": foreign_programme.plans.get().public_id,
    }


AGREEMENT = {
    "title": "协议",
    "starts_on": "2026-01-01",
    "ends_on": "2028-12-31",
    "school_duties": "",
    "enterprise_duties": "",
}
ACTIVITY = {"title": "课程", "happened_on": "2026-01-05", "quantity": "2", "people": "4"}


@pytest.mark.parametrize(
    ("page", "field", "values"),
    [
        ("year_group_create", "programme", {"entry_year": "2023", "size": "30"}),
        ("class_create", "year_group", {"name": "1班"}),
        (
            "student_create",
            "class_group",
            {"number": "1", "sex": "f", "birth_date": "2009-01-01", "pathway": "placement"},
        ),
        ("programme_create", "campus", {"major_code": "730801", "name_zh": "物流"}),
        ("agreement_create", "programmes_of", AGREEMENT),
        ("activity_create", "programme_of", ACTIVITY),
        ("proposal_create", "programme", {"students": "3"}),
        ("proposal_create", "plan", {"students": "3"}),
    ],
)
def test_an_id_of_another_school_is_no_choice(
    as_user: Any,
    alice: Any,
    partnership: Any,
    plan: PlacementPlan,
    foreign_ids: dict[str, Any],
    page: str,
    field: str,
    values: dict[str, str],
) -> None:
    addresses = {
        "agreement_create": address(page, partnership.public_id) if page == "agreement_create" else "",
        "activity_create": address("activity_create", partnership=partnership.public_id, kind="joint_course"),
        "proposal_create": address("proposal_create", partner=partnership.enterprise.public_id),
    }

    where = addresses.get(page) or address(page)
    says_no(as_user(alice), where, {**values, field: str(foreign_ids[field])}, "Select a valid choice")


def test_a_plan_cannot_be_begun_for_another_schools_programme(
    as_user: Any, alice: Any, batch: Batch, foreign_programme: Programme
) -> None:
    where = address("plan_create", programme=foreign_programme.public_id, batch=batch.public_id)
    numbers = {"students_due": "30", "starts_on": "2026-03-02", "ends_on": "2026-08-28"}

    says_no(as_user(alice), where, numbers, "Select a valid choice")

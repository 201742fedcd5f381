"""The API of schools: the same rows, rules and sentences as the pages."""

from typing import Any

import pytest

from portal.records.models import AuditEvent
from schools.models import Batch, ClassGroup, PlacementPlan, Programme, School, Student, YearGroup

API = "/api/v1"
JSON = "application/json"


def test_the_bureau_enters_and_changes_a_school(as_user: Any, gao: Any, guangzhou: Any) -> None:
    client = as_user(gao)
    sent = {"name_zh": "番山职校", "kind": "secondary", "region": "440100", "code": "4144010558"}

    made = client.post(f"{API}/schools/", sent, JSON)
    url = f"{API}/schools/{made.json()['public_id']}/"
    changed = client.patch(url, {"version": 1, "website": "https://example.org/"}, JSON)

    assert (made.status_code, made.json()["page"]) == (201, School.objects.get().get_absolute_url())
    assert changed.json()["website"] == "https://example.org/"


def test_a_school_outside_the_jurisdiction_is_a_conflict(as_user: Any, gao: Any, shenzhen: Any) -> None:
    sent = {"name_zh": "深职", "kind": "college", "region": "440300"}

    answer = as_user(gao).post(f"{API}/schools/", sent, JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "outside_jurisdiction")
    assert not School.objects.exists()


def test_the_school_does_not_rename_itself(as_user: Any, alice: Any, alder: School) -> None:
    sent = {"version": 1, "name_zh": "大学"}

    assert as_user(alice).patch(f"{API}/schools/{alder.public_id}/", sent, JSON).status_code == 403
    alder.refresh_from_db()
    assert alder.name_zh == "Alder Vocational School"


def test_a_programme_is_written_by_its_school_alone(
    as_user: Any, alice: Any, carol: Any, alder: School, logistics_class: Any
) -> None:
    sent = {"school": alder.public_id, "major_code": "730801", "name_zh": "物流", "abilities": ["盘点"]}

    assert as_user(carol).post(f"{API}/programmes/", sent, JSON).status_code == 403
    made = as_user(alice).post(f"{API}/programmes/", sent, JSON)

    assert (made.status_code, made.json()["major_class"]) == (201, "7308")
    url = f"{API}/programmes/{made.json()['public_id']}"
    assert as_user(alice).post(f"{url}/close/").json()["closed_on"]
    assert as_user(alice).post(f"{url}/reopen/").json()["closed_on"] is None


def test_from_batch_to_stated_plan(as_user: Any, alice: Any, alder: School, logistics: Programme) -> None:
    client = as_user(alice)
    sent = {
        "school": alder.public_id,
        "name": "2023级",
        "entry_year": 2023,
        "starts_on": "2026-03-02",
        "ends_on": "2026-08-28",
    }

    batch = client.post(f"{API}/batches/", sent, JSON).json()
    opened = client.post(f"{API}/batches/{batch['public_id']}/open/").json()["status"]
    need = {"programme": logistics.public_id, "batch": batch["public_id"], "students_due": 30}
    plan = client.post(f"{API}/plans/", need, JSON).json()
    url = f"{API}/plans/{plan['public_id']}"
    stated = client.post(f"{url}/state/").json()
    revised = client.post(f"{url}/revise/", {"reason": "人数有变"}, JSON).json()["status"]

    assert (opened, plan["starts_on"], stated["status"], revised) == ("open", "2026-03-02", "stated", "draft")
    assert stated["confirmed_by"] == "Alice（Cooperation office）"


def test_a_plan_for_a_foreign_programme_is_refused(
    as_user: Any, carol: Any, cedar: School, logistics: Programme
) -> None:
    own = Batch.objects.create(
        school=cedar, name="X", entry_year=2023, starts_on="2026-03-01", ends_on="2026-08-01"
    )
    need = {"programme": logistics.public_id, "batch": own.public_id, "students_due": 30}

    assert as_user(carol).post(f"{API}/plans/", need, JSON).status_code == 403
    assert not PlacementPlan.objects.exists()


def test_the_plan_of_another_school_is_as_missing(as_user: Any, carol: Any, plan: PlacementPlan) -> None:
    client = as_user(carol)

    assert client.get(f"{API}/plans/{plan.public_id}/").status_code == 404
    assert client.post(f"{API}/plans/{plan.public_id}/close/").status_code == 404
    assert client.get(f"{API}/plans/").json()["count"] == 0


@pytest.fixture
def class_1(logistics: Programme) -> ClassGroup:
    group = YearGroup.objects.create(programme=logistics, entry_year=2023, size=42)
    return ClassGroup.objects.create(year_group=group, name="1班")


def test_students_are_written_read_and_every_look_is_noted(
    as_user: Any, alice: Any, class_1: ClassGroup
) -> None:
    client = as_user(alice)
    sent = {"class_group": class_1.public_id, "number": "20230101", "sex": "f"}

    made = client.post(f"{API}/students/", sent, JSON).json()
    listed = client.get(f"{API}/students/").json()
    moved = client.post(
        f"{API}/students/{made['public_id']}/pathway/", {"pathway": "army", "reason": "入伍"}, JSON
    )
    client.get(f"{API}/students/{made['public_id']}/")

    assert listed["count"] == 1
    assert moved.json()["pathway"] == "army"
    assert AuditEvent.objects.filter(model="schools.Student", verb="read").count() == 2


def test_the_pathway_is_not_written_by_a_patch(
    as_user: Any, alice: Any, alder: School, class_1: ClassGroup
) -> None:
    student = Student.objects.create(school=alder, class_group=class_1, number="1")
    sent = {"version": 1, "pathway": "army", "sex": "m"}

    as_user(alice).patch(f"{API}/students/{student.public_id}/", sent, JSON)

    student.refresh_from_db()
    assert (student.pathway, student.sex) == ("placement", "m")


def test_the_class_of_another_school_is_not_known(as_user: Any, carol: Any, class_1: ClassGroup) -> None:
    sent = {"class_group": class_1.public_id, "number": "1"}

    answer = as_user(carol).post(f"{API}/students/", sent, JSON)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["class_group"])


def test_year_groups_classes_and_campuses_are_written(
    as_user: Any, alice: Any, alder: School, logistics: Programme
) -> None:
    client = as_user(alice)

    group = client.post(
        f"{API}/year-groups/", {"programme": logistics.public_id, "entry_year": 2024, "size": 40}, JSON
    )
    row = client.post(f"{API}/classes/", {"year_group": group.json()["public_id"], "name": "1班"}, JSON)
    campus = client.post(
        f"{API}/campuses/", {"school": alder.public_id, "name": "北校区", "region": "440100"}, JSON
    )
    again = client.post(
        f"{API}/campuses/", {"school": alder.public_id, "name": "北校区", "region": "440100"}, JSON
    )

    assert [answer.status_code for answer in (group, row, campus, again)] == [201, 201, 201, 409]

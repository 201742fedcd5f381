"""Students by number: the school's alone, every look noted, every change of pathway with its reason."""

from typing import Any

import pytest
from django.urls import reverse

from portal.common.errors import DomainError
from portal.records import marks
from portal.records.models import AuditEvent
from schools.models import ClassGroup, Programme, Student, YearGroup
from schools.services import students as services
from tests.counting import queries_of

OVERVIEW, LIST = reverse("student_overview"), reverse("student_list")


@pytest.fixture
def year_group(logistics: Programme) -> YearGroup:
    return YearGroup.objects.create(programme=logistics, entry_year=2023, size=42)


@pytest.fixture
def class_1(year_group: YearGroup) -> ClassGroup:
    return ClassGroup.objects.create(year_group=year_group, name="物流1班")


@pytest.fixture
def student(class_1: ClassGroup, alder: Any) -> Student:
    return Student.objects.create(school=alder, class_group=class_1, number="20230101", sex="f")


def test_the_overview_counts_students_and_classes(
    as_user: Any, alice: Any, year_group: YearGroup, student: Student
) -> None:
    page = as_user(alice).get(OVERVIEW).content.decode()

    assert "<h1>42 students in 1 classes</h1>" in page
    assert "20230101" not in page


def test_the_list_shows_numbers_and_notes_the_look(as_user: Any, alice: Any, student: Student) -> None:
    page = as_user(alice).get(LIST, {"pathway": "placement"}).content.decode()

    look = AuditEvent.objects.get(model="schools.Student", verb="read")
    assert "20230101" in page
    assert (look.rows, look.user) == (1, alice)
    assert look.changes["filters"] == {"pathway": "placement"}


@pytest.mark.parametrize(("who", "status"), [("carol", 404), ("gao", 404), ("bob", 404), ("mallory", 404)])
def test_nobody_else_sees_a_student(
    as_user: Any, request: Any, student: Student, who: str, status: int
) -> None:
    client = as_user(request.getfixturevalue(who))

    assert client.get(reverse("student_edit", args=[student.public_id])).status_code == status
    assert client.post(reverse("student_pathway", args=[student.public_id])).status_code == status
    assert "20230101" not in client.get(LIST).content.decode()


def test_a_bureau_sees_the_numbers_of_a_programme_never_the_rows(
    as_user: Any, gao: Any, student: Student, logistics: Programme
) -> None:
    client = as_user(gao)

    assert "42 students" in client.get(logistics.get_absolute_url()).content.decode()
    assert client.get("/api/v1/students/").json()["results"] == []


def test_a_class_of_another_school_filters_nothing(
    as_user: Any, carol: Any, student: Student, class_1: ClassGroup
) -> None:
    page = as_user(carol).get(LIST, {"class_group": class_1.public_id}).content.decode()

    assert "物流1班" not in page


def test_a_number_is_given_once(as_user: Any, alice: Any, student: Student, class_1: ClassGroup) -> None:
    sent = {"class_group": class_1.pk, "number": "20230101", "pathway": "placement"}

    answer = as_user(alice).post(reverse("student_create"), sent)

    assert answer.status_code == 409
    assert "already given this student number" in answer.content.decode()


def test_the_class_of_another_school_is_no_choice(
    as_user: Any, carol: Any, cedar: Any, class_1: ClassGroup
) -> None:
    sent = {"class_group": class_1.pk, "number": "1", "pathway": "placement"}

    answer = as_user(carol).post(reverse("student_create"), sent)

    assert answer.status_code == 200
    assert not Student.objects.exists()


def test_changing_the_pathway_takes_a_reason_and_leaves_it(
    as_user: Any, alice: Any, student: Student, plan_marks: list[Any]
) -> None:
    url = reverse("student_pathway", args=[student.public_id])
    client = as_user(alice)

    assert client.post(url, {"pathway": "army", "reason": ""}).status_code == 200
    assert client.post(url, {"pathway": "army", "reason": "应征入伍"}).status_code == 302

    student.refresh_from_db()
    event = AuditEvent.objects.get(verb="pathway_changed")
    assert student.pathway == "army"
    assert (event.changes, event.reason) == ({"pathway": ["placement", "army"]}, "应征入伍")


@pytest.fixture
def plan_marks(monkeypatch: Any) -> list[Any]:
    said: list[Any] = []
    monkeypatch.setattr(marks, "changed", lambda subject, ids: said.append((subject, list(ids))))
    return said


def test_a_changed_pathway_marks_the_plan_of_the_year_group(
    alice: Any, plan: Any, plan_marks: list[Any]
) -> None:
    group = plan.programme.year_groups.get()
    class_group = ClassGroup.objects.create(year_group=group, name="1班")
    student = Student.objects.create(school=plan.batch.school, class_group=class_group, number="1")

    services.change_pathway(student, pathway="leave", reason="休学", by=alice)

    assert plan_marks == [("plan", [plan.pk])]


def test_the_same_pathway_again_is_refused(alice: Any, student: Student) -> None:
    with pytest.raises(DomainError, match="on this pathway already"):
        services.change_pathway(student, pathway="placement", reason="x", by=alice)


def test_editing_does_not_touch_the_pathway(
    as_user: Any, alice: Any, student: Student, class_1: ClassGroup
) -> None:
    url = reverse("student_edit", args=[student.public_id])
    sent = {"version": 1, "class_group": class_1.pk, "number": "20230102", "sex": "m", "pathway": "army"}

    assert as_user(alice).post(url, sent).status_code == 302

    student.refresh_from_db()
    assert (student.number, student.sex, student.pathway) == ("20230102", "m", "placement")


def test_a_year_group_is_entered_once(
    as_user: Any, alice: Any, logistics: Programme, year_group: YearGroup
) -> None:
    sent = {"programme": logistics.public_id, "entry_year": 2023, "size": 10}

    answer = as_user(alice).post(reverse("year_group_create"), sent)

    assert answer.status_code == 409
    assert "already has a year group" in answer.content.decode()
    assert YearGroup.objects.get().size == 42


def test_year_group_and_class_are_edited(
    as_user: Any, alice: Any, year_group: YearGroup, class_1: ClassGroup
) -> None:
    client = as_user(alice)

    client.post(
        reverse("year_group_edit", args=[year_group.public_id]),
        {"version": 1, "entry_year": 2023, "size": 45},
    )
    client.post(
        reverse("class_edit", args=[class_1.public_id]),
        {"version": 1, "name": "物流A班", "head_teacher": "陈敏"},
    )

    year_group.refresh_from_db()
    class_1.refresh_from_db()
    assert (year_group.size, class_1.name, class_1.head_teacher) == (45, "物流A班", "陈敏")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_at_any_length(
    as_user: Any, alice: Any, alder: Any, year_group: YearGroup, rows: int
) -> None:
    for number in range(rows):
        row = ClassGroup.objects.create(year_group=year_group, name=f"{number}班")
        Student.objects.create(school=alder, class_group=row, number=f"2023{number}")
    client = as_user(alice)

    assert queries_of(client, OVERVIEW) == 7
    assert queries_of(client, LIST) == 9


def test_a_student_is_begun_from_the_empty_class(as_user: Any, alice: Any, class_1: ClassGroup) -> None:
    client = as_user(alice)
    begin = f"{reverse('student_create')}?class_group={class_1.public_id}"

    assert begin in client.get(reverse("student_overview")).content.decode()
    assert client.get(begin).context["form"]["class_group"].value() == class_1.pk

"""What schools and bureaus bring in from Excel: nothing lost, nothing twice, nothing foreign."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.accounts.models import Bureau
from portal.common.tabular.speech import speak
from portal.records.imports.kinds import Scope
from portal.records.models import AuditEvent, ImportBatch
from portal.reference.models import Major
from schools.models import ClassGroup, Programme, School, Student, YearGroup
from schools.services.programmes import advice
from tests.importing import brought_in, causes, compared, fates

COLLEGES = (
    "moe_code,name,city,level,type,nature,affiliation,website\n"
    "4144010001,甲职业技术大学,广州市,本科,综合,private,广东省教育厅,\n"
    "4144010002,乙职业技术学院,广州市,专科,综合,public,广东省,https://example.org/\n"
)


@pytest.fixture
def bureau(guangzhou_bureau: Bureau) -> Scope:
    return Scope("bureau", guangzhou_bureau)


@pytest.fixture
def school(alder: School) -> Scope:
    return Scope("school", alder)


def test_a_list_of_colleges_comes_in_whole_and_once(bureau: Scope, gao: Any) -> None:
    first = brought_in("schools", bureau, COLLEGES, gao)
    again = compared("schools", bureau, COLLEGES)

    rows = list(School.objects.order_by("code").values_list("code", "kind", "nature", "region", "website"))
    assert fates(first) == {"new": 2}
    assert fates(again) == {"unchanged": 2}
    assert rows == [
        ("4144010001", "bachelor", "private", "440100", ""),
        ("4144010002", "college", "public", "440100", "https://example.org/"),
    ]
    assert AuditEvent.objects.filter(model="schools.School", verb="created", user=gao).count() == 2


def test_a_changed_row_says_old_and_new_and_is_written(bureau: Scope, gao: Any) -> None:
    brought_in("schools", bureau, COLLEGES, gao)

    done = brought_in("schools", bureau, COLLEGES.replace("乙职业技术学院", "乙职业学院"), gao)

    changed = [row for row in done.rows if row.changes]
    assert [(c.column, c.old, c.new) for c in changed[0].changes] == [
        ("name_zh", "乙职业技术学院", "乙职业学院")
    ]
    assert School.objects.get(code="4144010002").version == 2


def test_without_a_code_name_and_place_identify(bureau: Scope, gao: Any) -> None:
    text = "学校名称,所在地,办学层次\n丙中等专业学校,广州,中专\n"

    brought_in("schools", bureau, text, gao)
    again = compared("schools", bureau, text)

    assert fates(again) == {"unchanged": 1}
    assert School.objects.get().kind == "secondary"


def test_a_place_outside_the_territory_is_refused(bureau: Scope, shenzhen: Any) -> None:
    done = compared("schools", bureau, COLLEGES.replace("广州市", "深圳市"))

    assert fates(done) == {"rejected": 2}
    assert "lies outside your jurisdiction" in causes(done)[0]


def test_a_school_that_another_bureau_keeps_is_refused(bureau: Scope, cedar: School) -> None:
    School.objects.filter(pk=cedar.pk).update(code="4144010001")

    done = compared("schools", bureau, COLLEGES)

    assert fates(done) == {"rejected": 1, "new": 1}
    assert "outside your jurisdiction has this code" in causes(done)[0]


def test_bad_rows_say_why(bureau: Scope) -> None:
    text = (
        "moe_code,name,city,level\n12,甲,广州市,本科\n4144010001,乙,火星市,本科\n4144010003,丙,广州市,博士\n"
    )

    done = compared("schools", bureau, text)

    said = causes(done)
    assert fates(done) == {"rejected": 3}
    assert "is not a code of 10 digits" in said[0]
    assert "火星市" in said[1]
    assert "is not one of the choices" in said[2]


def test_programmes_are_filled_from_the_catalogue(school: Scope, alice: Any, logistics_class: Any) -> None:
    Major.objects.create(
        catalogue="national", year=2021, code="730801", level="secondary", major_class=logistics_class,
        name_zh="物流服务与管理", abilities="盘点\n出库",
    )  # fmt: skip
    text = "专业代码,专业名称,专业能力\n730801,物流服务与管理,\n730802,冷链物流,分拣；装车\n"

    brought_in("programmes", school, text, alice)
    again = compared("programmes", school, "专业代码,专业名称\n730801,物流服务与管理\n730802,冷链物流\n")

    abilities = dict(Programme.objects.values_list("major_code", "abilities"))
    assert abilities == {"730801": ["盘点", "出库"], "730802": ["分拣", "装车"]}
    assert fates(again) == {"unchanged": 2}


def test_a_programme_needs_a_class(school: Scope, logistics_class: Any) -> None:
    done = compared("programmes", school, "专业代码,专业名称\n739901,不存在\n7308,只有类\n")

    assert fates(done) == {"rejected": 2}
    assert "no class for the code 739901" in causes(done)[0]


def test_year_groups_bring_their_classes(school: Scope, alice: Any, logistics: Programme) -> None:
    text = "专业,年级,人数,班级\n物流服务与管理,2023级,84,物流1班、物流2班\n"

    brought_in("year_groups", school, text, alice)
    again = compared("year_groups", school, text)
    brought_in("year_groups", school, text.replace("物流2班", "物流3班").replace("84", "85"), alice)

    assert fates(again) == {"unchanged": 1}
    assert YearGroup.objects.get().size == 85
    assert sorted(ClassGroup.objects.values_list("name", flat=True)) == ["物流1班", "物流3班"]


def test_a_class_with_students_is_not_dropped(school: Scope, alice: Any, logistics: Programme) -> None:
    text = "专业,年级,人数,班级\n730801,2023级,84,物流1班\n"
    brought_in("year_groups", school, text, alice)
    row = ClassGroup.objects.get()
    Student.objects.create(school=school.organisation, class_group=row, number="1")

    brought_in("year_groups", school, text.replace("物流1班", "物流2班"), alice)

    assert sorted(ClassGroup.objects.values_list("name", flat=True)) == ["物流1班", "物流2班"]


def test_the_programme_of_another_school_is_not_known(cedar: School, logistics: Programme) -> None:
    done = compared("year_groups", Scope("school", cedar), "专业,年级,人数\n物流服务与管理,2023级,84\n")

    assert fates(done) == {"rejected": 1}


def test_students_come_in_by_number(school: Scope, alice: Any, logistics: Programme) -> None:
    brought_in("year_groups", school, "专业,年级,人数,班级\n730801,2023,2,物流1班\n", alice)
    text = (
        "学号,班级,性别,出生日期,毕业去向\n20230101,物流1班,女,2008-05-01,\n20230102,2023级物流1班,男,,参军\n"
    )

    brought_in("students", school, text, alice)
    again = compared("students", school, text)

    rows = list(Student.objects.order_by("number").values_list("number", "sex", "pathway"))
    assert rows == [("20230101", "f", "placement"), ("20230102", "m", "army")]
    assert fates(again) == {"unchanged": 2}


def test_a_number_twice_in_the_file_is_refused_the_second_time(
    school: Scope, alice: Any, logistics: Programme
) -> None:
    brought_in("year_groups", school, "专业,年级,人数,班级\n730801,2023,2,物流1班\n", alice)

    done = compared("students", school, "学号,班级\n1,物流1班\n1,物流1班\n")

    assert fates(done) == {"new": 1, "rejected": 1}
    assert "the same as in row" in causes(done)[0]


def test_a_number_of_another_school_is_another_student(
    school: Scope, cedar: School, alice: Any, logistics: Programme, logistics_class: Any
) -> None:
    other = Programme.objects.create(
        school=cedar, major_code="730801", major_class=logistics_class, name_zh="P"
    )
    group = YearGroup.objects.create(programme=other, entry_year=2023)
    foreign = ClassGroup.objects.create(year_group=group, name="物流1班")
    Student.objects.create(school=cedar, class_group=foreign, number="1", pathway="leave")
    brought_in("year_groups", school, "专业,年级,人数,班级\n730801,2023,2,物流1班\n", alice)

    brought_in("students", school, "学号,班级\n1,物流1班\n", alice)

    assert set(Student.objects.values_list("school", "pathway")) == {
        (cedar.pk, "leave"),
        (school.organisation.pk, "placement"),
    }


UNUSUAL = "专业代码,专业名称\n530801,五年制物流\n730801,物流服务与管理\n"


def test_a_level_unusual_for_the_school_is_remarked_and_comes_in(
    school: Scope, alice: Any, logistics_class: Any
) -> None:
    done = brought_in("programmes", school, UNUSUAL, alice)

    remarks = {row.number: [speak(remark.sentence) for remark in row.remarks] for row in done.rows}
    assert fates(done) == {"new": 2}
    assert "Column 1 “专业代码”: 530801 is a code of the level" in remarks[2][0]
    assert not any("level" in remark for remark in remarks[3])
    assert Programme.objects.filter(major_code="530801").exists()


def test_the_remarks_of_a_file_are_those_of_the_form(school: Scope, alice: Any, logistics_class: Any) -> None:
    done = brought_in("programmes", school, UNUSUAL, alice)

    for row in done.rows:
        programme = Programme.objects.get(major_code=row.values["major_code"])
        assert [speak(remark.cause) for remark in row.remarks] == advice(programme)


def test_a_row_that_changes_nothing_is_not_remarked(school: Scope, alice: Any, logistics_class: Any) -> None:
    brought_in("programmes", school, UNUSUAL, alice)

    assert [row.remarks for row in compared("programmes", school, UNUSUAL).rows] == [(), ()]


def test_remarks_are_shown_in_the_preview_and_do_not_stop_the_import(
    as_user: Any, alice: Any, logistics_class: Any
) -> None:
    client = as_user(alice)
    file = SimpleUploadedFile("专业.csv", UNUSUAL.encode())
    client.post(reverse("import_upload"), {"kind": "programmes", "file": file})
    batch = ImportBatch.objects.get()
    places = {f"place-{name}": "" if place is None else place for name, place in batch.places.items()}
    client.post(reverse("import_match", args=[batch.public_id]), places)
    batch.refresh_from_db()

    text = client.get(batch.get_absolute_url(), {"show": "remarked"}).content.decode()
    client.post(reverse("import_commit", args=[batch.public_id]), {"digest": batch.plan_digest})

    assert batch.result["remarked"] >= 1
    assert "unusual; please check" in text
    assert "530801 is a code of the level" in text
    assert Programme.objects.count() == 2

"""Students by number, into the school's own classes; no names."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.accounts.models import User
from portal.common.tabular.cells import Day, PlainText
from portal.common.tabular.columns import Column, ImportSpec, Key, Values
from portal.common.tabular.sentences import Label
from portal.common.tabular.words import KnownWord, choice
from portal.records import marks
from portal.records.bulk import BulkRegister, in_batches
from portal.records.imports.kinds import Scope
from schools.models import ClassGroup, PlacementPlan, School, Student

KEY = ("number",)
COLUMNS = ("number", "class_group", "sex", "birth_date", "pathway")
SEX_WORDS = [("f", Label("女", "Female")), ("m", Label("男", "Male"))]
PATHWAY_WORDS = [
    ("placement", Label("岗位实习", "Placement")),
    ("own_placement", Label("自主实习", "Own placement")),
    ("further_study", Label("升学（缓出）", "Further study (deferred)")),
    ("leave", Label("请假休学", "On leave")),
    ("army", Label("参军", "Army")),
    ("withdrawn", Label("退学", "Withdrawn")),
]
PATHWAY_ALIASES = {
    "placement": ("实习", "顶岗实习", "学校安排"),
    "further_study": ("升学", "升学备考", "高职高考"),
    "leave": ("休学", "请假"),
    "army": ("入伍", "应征入伍"),
}


def class_word(school: School) -> KnownWord:
    """The school's own classes by name, with year and programme in front where the name alone is shared."""
    rows = ClassGroup.objects.filter(year_group__programme__school=school)
    words = {}
    for row in rows.select_related("year_group__programme"):
        group = row.year_group
        programme, year = group.programme.name_zh, f"{group.entry_year}级"
        words[row.pk] = (
            row.name,
            f"{year}{row.name}",
            f"{programme}{row.name}",
            f"{year}{programme}{row.name}",
        )
    return KnownWord(words)


def spec(scope: Scope) -> ImportSpec:
    """The columns of a list of students."""
    columns = (
        Column(
            "number", "学号", "Student number", aliases=("学籍号", "学生编号"), required=True,
            parse=PlainText(30, pattern=r"[0-9A-Za-z\-]+"), example="2023010101",
        ),
        Column(
            "class_group", "班级", "Class", aliases=("行政班", "所在班级", "班级名称"), required=True,
            parse=class_word(scope.organisation), example="2023级物流1班",
        ),
        Column("sex", "性别", "Sex", parse=choice(SEX_WORDS), example="女"),
        Column(
            "birth_date", "出生日期", "Birth date", aliases=("出生年月", "生日"), is_private=True,
            parse=Day(date(1970, 1, 1), date(2030, 12, 31)), example="2008-05-01",
        ),
        Column(
            "pathway", "毕业去向", "Pathway", aliases=("去向", "实习去向"),
            parse=choice(PATHWAY_WORDS, PATHWAY_ALIASES), example="岗位实习",
        ),
    )  # fmt: skip
    return ImportSpec("students", "学生（仅学号）", "Students (numbers only)", columns, (KEY,))


def find(scope: Scope, keys: Sequence[Key], lock: bool) -> Mapping[Key, Student]:  # noqa: FBT001
    """The school's own students."""
    rows = Student.objects.filter(school=scope.organisation)
    rows = rows.select_for_update() if lock else rows
    found: dict[Key, Student] = {}
    for some in in_batches(keys):
        for row in rows.filter(number__in=[key.values[0] for key in some]):
            found[Key(KEY, (row.number,))] = row
    return found


def values_of(student: Student) -> Values:
    """The row as the readers would give it."""
    values = {name: getattr(student, name) for name in COLUMNS}
    return {**values, "class_group": student.class_group_id}


def build(scope: Scope, values: Values) -> Student:
    """A new student of the school."""
    student = Student(school=scope.organisation, pathway=Student.Pathway.PLACEMENT)
    fill(scope, student, values)
    return student


def fill(scope: Scope, student: Student, values: Values) -> None:
    """Put the file's values into the row."""
    for name, value in values.items():
        if value in (None, ""):
            continue
        setattr(student, "class_group_id" if name == "class_group" else name, value)


def finish(scope: Scope, rows: Sequence[tuple[Any, Values]], by: User | None) -> None:
    """Plans of the school count from these rows."""
    plans = PlacementPlan.objects.filter(programme__school=scope.organisation)
    marks.changed("plan", plans.values_list("pk", flat=True))


REGISTER = BulkRegister(Student, find, values_of, build, fill, COLUMNS[1:], "", finish)

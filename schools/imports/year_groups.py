"""Year groups with their classes: one row per programme and entry year."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.accounts.models import User
from portal.common.bounds import MOST_STUDENTS
from portal.common.tabular.cells import PlainText, Several, WholeNumber
from portal.common.tabular.columns import Column, ImportSpec, Key, Values
from portal.common.tabular.words import KnownWord
from portal.records import audit, marks
from portal.records.bulk import IMPORTED, BulkRegister
from portal.records.imports.kinds import Scope
from schools.models import ClassGroup, Programme, School, YearGroup

KEY = ("programme", "entry_year")


def programme_word(school: School) -> KnownWord:
    """The school's own programmes by name, code or both."""
    rows = Programme.objects.filter(school=school, closed_on=None)
    return KnownWord(
        {row.pk: (row.name_zh, row.name_en, row.major_code, f"{row.major_code}{row.name_zh}") for row in rows}
    )


def spec(scope: Scope) -> ImportSpec:
    """The columns of a list of year groups."""
    columns = (
        Column(
            "programme", "专业", "Programme", aliases=("专业名称", "专业代码"), required=True,
            parse=programme_word(scope.organisation), example="物流服务与管理",
        ),
        Column(
            "entry_year", "年级", "Entry year", aliases=("入学年份", "入学年", "届别", "级"), required=True,
            parse=WholeNumber(2000, 2100), example="2023级",
        ),
        Column(
            "size", "人数", "Students", aliases=("学生人数", "在校生数", "在籍人数"), required=True,
            parse=WholeNumber(0, MOST_STUDENTS.limit_value), example="84",
        ),
        Column(
            "classes", "班级", "Classes", aliases=("行政班", "班级名称"), parse=Several(PlainText(60), most=60),
            example="物流1班、物流2班", help_zh="用顿号隔开；未列出的空班级会删除",
            help_en="Parted by semicolons; empty classes that are not named are removed",
        ),
    )  # fmt: skip
    return ImportSpec("year_groups", "年级与班级", "Year groups and classes", columns, (KEY,))


def find(scope: Scope, keys: Sequence[Key], lock: bool) -> Mapping[Key, YearGroup]:  # noqa: FBT001
    """The school's own year groups."""
    rows = YearGroup.objects.filter(programme__school=scope.organisation).prefetch_related("classes")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = {Key(KEY, (row.programme_id, row.entry_year)): row for row in rows}
    return {key: found[key] for key in keys if key in found}


def values_of(group: YearGroup) -> Values:
    """The row as the readers would give it; classes in the order of their names."""
    return {
        "programme": group.programme_id,
        "entry_year": group.entry_year,
        "size": group.size,
        "classes": tuple(row.name for row in group.classes.all()),
    }


def build(scope: Scope, values: Values) -> YearGroup:
    """A new year group."""
    return YearGroup(
        programme_id=values["programme"], entry_year=values["entry_year"], size=values.get("size") or 0
    )


def fill(scope: Scope, group: YearGroup, values: Values) -> None:
    """Put the file's number into the row."""
    if values.get("size") is not None:
        group.size = values["size"]


def finish(scope: Scope, rows: Sequence[tuple[Any, Values]], by: User | None) -> None:
    """Add the classes named, drop empty ones that are not, and say that the programmes changed."""
    stated = {group.pk: tuple(values["classes"]) for group, values in rows if values.get("classes")}
    present = ClassGroup.objects.filter(year_group__in=stated)
    known = {(row.year_group_id, row.name) for row in present}
    empty = present.filter(students=None)
    gone = [row for row in empty if row.name not in stated[row.year_group_id]]
    audit.record_bulk(by, audit.DELETED, gone, reason=IMPORTED)
    ClassGroup.objects.filter(pk__in=[row.pk for row in gone]).delete()
    new = [
        ClassGroup(year_group_id=pk, name=name)
        for pk, names in stated.items()
        for name in names
        if (pk, name) not in known
    ]
    ClassGroup.objects.bulk_create(new)
    audit.record_bulk(by, audit.CREATED, new, reason=IMPORTED)
    marks.changed("programme", {group.programme_id for group, _values in rows})


REGISTER = BulkRegister(YearGroup, find, values_of, build, fill, ("size",), "", finish)

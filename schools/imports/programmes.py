"""A school's programmes: by major code and name; lists left empty are filled from the catalogue."""

from collections.abc import Iterator, Mapping, Sequence

from portal.common.tabular.cells import PlainText, Several
from portal.common.tabular.columns import Column, ImportSpec, Key, Values
from portal.common.tabular.sentences import CellError, Message, gettext_noop
from portal.common.tabular.words import KnownWord
from portal.records.bulk import BulkRegister
from portal.records.imports.kinds import Scope
from portal.reference.cells import Code
from portal.reference.codes import parse_major_code
from portal.reference.models import Major, MajorClass
from schools.models import Programme
from schools.services.programmes import remarks_on

NO_CLASS = gettext_noop("the catalogue has no class for the code %(code)s")
LISTS = ("abilities", "occupations", "courses")
COLUMNS = ("major_code", "name_zh", "name_en", "campus", *LISTS, "description")


class MajorCell(Code):
    """The code of a major whose class the catalogue knows."""

    def __init__(self) -> None:
        super().__init__(lambda text: parse_major_code(text).value)
        self.classes = set(MajorClass.objects.values_list("pk", flat=True))

    def __call__(self, text: str) -> str:
        value = super().__call__(text)
        if parse_major_code(value).equated_class not in self.classes or len(value) < 6:
            raise CellError(NO_CLASS, code=value)
        return value


class UnusualMajors:
    """Remarks on major codes at the school's kind; the codes of the catalogue are read once, when first asked."""

    def __init__(self, scope: Scope) -> None:
        self.kind: str = scope.organisation.kind
        self.codes: set[str] | None = None

    def __call__(self, values: Values) -> Iterator[tuple[str, Message]]:
        if self.codes is None:
            national = Major.objects.filter(catalogue=Major.Catalogue.NATIONAL)
            self.codes = set(national.values_list("code", flat=True))
        code = values["major_code"]
        is_known = code.removesuffix("K") in self.codes
        for remark in remarks_on(code, self.kind, is_in_catalogue=is_known):
            yield "major_code", remark


def spec(scope: Scope) -> ImportSpec:
    """The columns of a list of programmes."""
    campuses = KnownWord({row.pk: (row.name,) for row in scope.organisation.campuses.all()})
    names = Several(PlainText(80), most=60)
    columns = (
        Column(
            "major_code", "专业代码", "Major code", aliases=("专业编码", "代码", "major"),
            required=True, parse=MajorCell(), example="730801",
        ),
        Column(
            "name_zh", "专业名称", "Programme", aliases=("专业", "专业点", "专业点名称", "name"),
            required=True, parse=PlainText(120), example="物流服务与管理",
        ),
        Column("name_en", "英文名称", "English name", parse=PlainText(160)),
        Column("campus", "校区", "Campus", aliases=("教学点",), parse=campuses),
        Column(
            "abilities", "专业能力", "Abilities taught", aliases=("能力", "主要专业能力", "技能"), parse=names,
            example="仓储作业、货物盘点", help_zh="用顿号或分号隔开；留空则取目录内容",
            help_en="Parted by semicolons; empty: from the catalogue",
        ),
        Column("occupations", "职业面向", "Occupations", aliases=("就业岗位", "面向岗位"), parse=names),
        Column("courses", "主要课程", "Courses", aliases=("课程", "核心课程", "专业课程"), parse=names),
        Column(
            "description", "专业介绍", "Description", aliases=("简介", "备注"),
            parse=PlainText(2000, many_lines=True),
        ),
    )  # fmt: skip
    return ImportSpec(
        "programmes",
        "专业",
        "Programmes",
        columns,
        (("major_code", "name_zh"),),
        remarks=(UnusualMajors(scope),),
    )


def find(scope: Scope, keys: Sequence[Key], lock: bool) -> Mapping[Key, Programme]:  # noqa: FBT001
    """The school's own programmes."""
    rows = Programme.objects.filter(school=scope.organisation)
    rows = rows.select_for_update() if lock else rows
    found = {Key(("major_code", "name_zh"), (row.major_code, row.name_zh)): row for row in rows}
    return {key: found[key] for key in keys if key in found}


def values_of(programme: Programme) -> Values:
    """The row as the readers would give it."""
    values = {name: getattr(programme, name) for name in COLUMNS}
    return {**values, "campus": programme.campus_id}


def build(scope: Scope, values: Values) -> Programme:
    """A new programme of the school."""
    programme = Programme(school=scope.organisation)
    fill(scope, programme, values)
    programme.major_class_id = parse_major_code(programme.major_code).equated_class or ""
    major = Major.objects.of_code(programme.major_code).first()
    if major is not None:
        programme.name_en = programme.name_en or major.name_en
        known = (major.ability_phrases, major.occupation_phrases, major.course_names)
        for name, phrases in zip(LISTS, known, strict=True):
            setattr(programme, name, getattr(programme, name) or phrases)
    return programme


def fill(scope: Scope, programme: Programme, values: Values) -> None:
    """Put the file's values into the row."""
    for name, value in values.items():
        if name == "campus":
            programme.campus_id = value
        elif name in LISTS:
            setattr(programme, name, list(value or ()))
        else:
            setattr(programme, name, value or "")


REGISTER = BulkRegister(Programme, find, values_of, build, fill, COLUMNS, "programme")

"""Schools from a bureau's list: by code, or by name and place where there is none."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from portal.accounts.jurisdiction import reach_of
from portal.accounts.models import Bureau
from portal.common.tabular.cells import PlainText
from portal.common.tabular.columns import Column, ImportSpec, Key, Values
from portal.common.tabular.sentences import CellError, Label, gettext_noop
from portal.common.tabular.words import KnownWord, choice
from portal.records.bulk import BulkRegister, in_batches
from portal.records.imports.kinds import Scope
from portal.reference.cells import RegionWord, school_code
from schools.models import School

KIND_WORDS = [
    (School.Kind.SECONDARY.value, Label("中等职业学校", "Secondary vocational school")),
    (School.Kind.TECHNICIAN.value, Label("技工院校", "Technician school")),
    (School.Kind.COLLEGE.value, Label("高等职业学校（专科）", "Higher vocational college")),
    (School.Kind.BACHELOR.value, Label("职业本科大学", "Vocational university")),
]
KIND_ALIASES = {
    "secondary": ("中职", "中专", "职高", "职业高中", "中等专业学校"),
    "technician": ("技工", "技工学校", "技师学院", "高级技工学校"),
    "college": ("专科", "高职", "高职专科", "高职（专科）", "大专"),
    "bachelor": ("本科", "职业本科", "本科层次职业学校"),
}
NATURE_WORDS = [
    (School.Nature.PUBLIC.value, Label("公办", "Public")),
    (School.Nature.PRIVATE.value, Label("民办", "Private")),
]
NATURE_ALIASES = {"public": ("公立", "国有"), "private": ("私立", "中外合作办学")}
ELSEWHERE = gettext_noop("a school outside your jurisdiction has this code already")
COLUMNS = ("code", "name_zh", "name_en", "kind", "nature", "region", "authority", "address", "website")


def spec(scope: Scope) -> ImportSpec:
    """The columns of a list of schools."""
    bureau: Bureau = scope.organisation
    follows_territory = bureau.follows != Bureau.Follows.AUTHORITY
    region = RegionWord(bureau.region if follows_territory else None)
    bureaus = Bureau.objects.filter(path__startswith=bureau.path).order_by("path")
    authority = KnownWord({row.pk: (row.name_zh, row.name_en) for row in bureaus})
    columns = (
        Column(
            "code", "学校标识码", "School code",
            aliases=("moe_code", "学校代码", "院校代码", "办学代码", "标识码"),
            parse=school_code(), example="4144010558",
            help_zh="10 位数字；没有代码时按名称和所在地识别", help_en="10 digits; without it, name and place identify",
        ),
        Column(
            "name_zh", "学校名称", "School", aliases=("name", "学校", "院校名称", "校名", "中文名称"),
            required=True, parse=PlainText(120), example="粤城商贸职业技术学校",
        ),
        Column("name_en", "英文名称", "English name", aliases=("english_name",), parse=PlainText(160)),
        Column(
            "kind", "办学层次", "Kind", aliases=("level", "层次", "学校类别", "办学类型", "学校类型"),
            required=True, parse=choice(KIND_WORDS, KIND_ALIASES), example="中等职业学校",
        ),
        Column(
            "nature", "办学性质", "Nature", aliases=("性质", "举办者类型", "公民办"),
            parse=choice(NATURE_WORDS, NATURE_ALIASES), example="公办",
        ),
        Column(
            "region", "所在地", "Territory", aliases=("city", "城市", "所在市", "地市", "属地", "所在城市", "地区"),
            required=True, parse=region, example="广州市",
        ),
        Column(
            "authority", "主管教育行政部门", "Competent authority", aliases=("authority_bureau",), parse=authority,
        ),
        Column("address", "地址", "Address", aliases=("学校地址", "办学地址"), parse=PlainText(200)),
        Column("website", "网址", "Website", aliases=("官网", "学校网站"), parse=PlainText(200, pattern=r"https?://\S+")),
    )  # fmt: skip
    return ImportSpec(
        "schools", "学校", "Schools", columns, (("code",), ("name_zh", "region")), (KeptElsewhere(scope),)
    )


class KeptElsewhere:
    """A row whose code belongs to a school outside the jurisdiction is refused; the codes are read once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.codes: set[str | None] | None = None

    def __call__(self, values: Values) -> None:
        if self.codes is None:
            others = School.objects.exclude(code=None).exclude(
                pk__in=School.objects.filter(_reach(self.scope)).values("pk")
            )
            self.codes = set(others.values_list("code", flat=True))
        if values.get("code") in self.codes:
            raise CellError(ELSEWHERE, column="code")


def _reach(scope: Scope) -> Q:
    return reach_of(scope.organisation, region="region", authority="authority")


def find(scope: Scope, keys: Sequence[Key], lock: bool) -> Mapping[Key, School]:  # noqa: FBT001
    """Schools of the jurisdiction by code, or by name and place."""
    rows = School.objects.filter(_reach(scope))
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found: dict[Key, School] = {}
    for some in in_batches(keys):
        codes = [key.values[0] for key in some if key.columns == ("code",)]
        names = [key.values[0] for key in some if key.columns != ("code",)]
        for school in rows.filter(Q(code__in=codes) | Q(name_zh__in=names)):
            found[Key(("code",), (school.code,))] = school
            found[Key(("name_zh", "region"), (school.name_zh, school.region_id))] = school
    return {key: found[key] for key in keys if key in found}


def values_of(school: School) -> Values:
    """The row as the readers would give it."""
    values = {name: getattr(school, name) for name in COLUMNS}
    return {**values, "region": school.region_id, "authority": school.authority_id}


def build(scope: Scope, values: Values) -> School:
    """A new school; one that follows authority alone belongs to the importing bureau."""
    school = School(nature=School.Nature.PUBLIC)
    fill(scope, school, values)
    if school.authority_id is None and scope.organisation.follows == Bureau.Follows.AUTHORITY:
        school.authority = scope.organisation
    return school


def fill(scope: Scope, school: School, values: Values) -> None:
    """Put the file's values into the row."""
    for name, value in values.items():
        attribute = f"{name}_id" if name in {"region", "authority"} else name
        setattr(school, attribute, _stored(name, value))


def _stored(name: str, value: Any) -> Any:
    return value if value is not None or name in {"code", "authority"} else ""


REGISTER = BulkRegister(School, find, values_of, build, fill, COLUMNS, "school")

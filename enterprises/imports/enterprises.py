"""Enterprises by credit code, or unverified by ticker or register number until their code is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from enterprises.models import Alias, Enterprise
from enterprises.models.enterprise import AGENCY_INDUSTRIES
from enterprises.names import name_key
from portal.accounts.jurisdiction import reach_of
from portal.common.bounds import MOST_STAFF
from portal.common.tabular.cells import Day, PlainText, WholeNumber
from portal.common.tabular.columns import Column, ImportSpec, Key, Values
from portal.common.tabular.planning import Fate, Plan
from portal.common.tabular.sentences import CellError, Label, Text, gettext_noop, say
from portal.common.tabular.words import choice
from portal.common.wording import grouped
from portal.records.bulk import BulkRegister, in_batches
from portal.records.imports.kinds import Scope
from portal.reference.cells import IndustryWord, RegionWord, credit_code

NUMBERS = ("ticker", "register_number")
NUMBER_KIND = {"ticker": Enterprise.NumberKind.TICKER, "register_number": Enterprise.NumberKind.REGISTER}
KEYS = (("credit_code",), ("ticker",), ("register_number",))
PLAIN = ("name_zh", "name_en", "kind", "address", "website", "staff_total", "staff_as_of")
FIELDS = (*PLAIN, "region", "industry", "credit_code", "number_kind", "number", "name_key")
KIND_WORDS = [
    ("company", Label("企业", "Company")),
    ("sole_trader", Label("个体工商户", "Sole trader")),
    ("institution", Label("事业单位", "Public institution")),
    ("school_base", Label("学校自有基地", "Base of a school")),
    ("other", Label("其他", "Other")),
]
KIND_ALIASES = {
    "company": ("公司", "有限公司", "股份公司", "合伙企业"),
    "sole_trader": ("个体户", "个体"),
    "institution": ("医院", "幼儿园", "机关事业单位"),
}
ELSEWHERE = gettext_noop("this enterprise is in the register already and kept by its own bureau")
SAME_NAMES = gettext_noop(
    "%(n)s new enterprises have a name that the register knows already, such as %(names)s. Please compare."
)
MOST_NAMES = 3
STAFF = WholeNumber(0, MOST_STAFF.limit_value)


def spec(scope: Scope) -> ImportSpec:
    """The columns of a list of enterprises."""
    within = scope.organisation.region if scope.kind == "bureau" else None
    columns = (
        Column(
            "credit_code", "统一社会信用代码", "Unified social credit code",
            aliases=("信用代码", "社会信用代码", "code", "税号"), parse=credit_code(), example="91440300708461136T",
            help_zh="18 位；没有时填股票代码或注册号", help_en="18 characters; else a ticker or register number",
        ),
        Column(
            "ticker", "股票代码", "Stock ticker", aliases=("ts_code", "证券代码", "股票编号"),
            parse=PlainText(40, pattern=r"[0-9A-Za-z.]+"), example="000001.SZ",
        ),
        Column(
            "register_number", "注册号", "Register number", aliases=("工商注册号", "登记号"),
            parse=PlainText(40, pattern=r"[0-9A-Za-z\-]+"),
        ),
        Column(
            "name_zh", "企业名称", "Enterprise", aliases=("name", "公司名称", "单位名称", "名称", "企业"),
            required=True, parse=PlainText(120), example="岭通供应链（广州）有限公司",
        ),
        Column("name_en", "英文名称", "English name", parse=PlainText(160)),
        Column(
            "region", "所在地", "Region", aliases=("area", "city", "地区", "城市", "属地", "所在市", "区域", "注册地"),
            required=True, parse=RegionWord(within), example="广州市白云区",
        ),
        Column(
            "industry", "所属行业", "Industry", aliases=("行业", "行业代码", "国民经济行业"), parse=IndustryWord(),
            example="G59 装卸搬运和仓储业",
        ),
        Column(
            "kind", "单位类型", "Kind", aliases=("企业类型", "性质"), parse=choice(KIND_WORDS, KIND_ALIASES),
            example="企业",
        ),
        Column("address", "地址", "Address", aliases=("注册地址", "经营地址", "详细地址"), parse=PlainText(200)),
        Column("website", "网址", "Website", aliases=("官网",), parse=PlainText(200, pattern=r"https?://\S+")),
        Column("staff_total", "职工人数", "Staff", aliases=("员工人数", "从业人数"), parse=STAFF),
        Column("staff_as_of", "人数截至", "Staff counted on", aliases=("统计日期",), parse=Day()),
    )  # fmt: skip
    return ImportSpec("enterprises", "企业", "Enterprises", columns, KEYS, (KeptElsewhere(scope),))


def kept_by(scope: Scope) -> QuerySet[Enterprise]:
    """The enterprises that the importing organisation may change: those of a bureau's territory."""
    if scope.kind != "bureau":
        return Enterprise.objects.none()
    return Enterprise.objects.filter(reach_of(scope.organisation, region="region"))


class KeptElsewhere:
    """A row of an enterprise that others keep is refused; their codes and numbers are read once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.known: set[tuple[str, str]] | None = None

    def __call__(self, values: Values) -> None:
        if self.known is None:
            others = Enterprise.objects.exclude(pk__in=kept_by(self.scope).values("pk"))
            self.known = {
                pair
                for row in others.values_list("credit_code", "number_kind", "number")
                for pair in _ids(row)
            }
        for (name,) in KEYS:
            if values.get(name) and (name, values[name]) in self.known:
                raise CellError(ELSEWHERE, column=name)


def _ids(row: tuple[str | None, str, str]) -> list[tuple[str, str]]:
    code, kind, number = row
    pairs = [("credit_code", code)] if code else []
    column = {value: name for name, value in NUMBER_KIND.items()}.get(kind)  # type: ignore[call-overload]
    return [*pairs, (column, number)] if column and number else pairs


def find(scope: Scope, keys: Sequence[Key], lock: bool) -> Mapping[Key, Enterprise]:  # noqa: FBT001
    """Enterprises that the organisation keeps, by any of their numbers."""
    rows = kept_by(scope)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found: dict[Key, Enterprise] = {}
    for some in in_batches(keys):
        wanted = Q(pk__in=[])
        for (name,) in KEYS:
            values = [key.values[0] for key in some if key.columns == (name,)]
            kind = NUMBER_KIND.get(name)
            wanted |= Q(number_kind=kind, number__in=values) if kind else Q(credit_code__in=values)
        for enterprise in rows.filter(wanted):
            ids = _ids((enterprise.credit_code, enterprise.number_kind, enterprise.number))
            found.update({Key((name,), (value,)): enterprise for name, value in ids})
    return {key: found[key] for key in keys if key in found}


def values_of(enterprise: Enterprise) -> Values:
    """The row as the readers would give it."""
    numbers = {
        name: enterprise.number if enterprise.number_kind == kind else ""
        for name, kind in NUMBER_KIND.items()
    }
    plain = {name: getattr(enterprise, name) for name in PLAIN}
    codes = {"region": enterprise.region_id, "industry": enterprise.industry_id}
    return {**plain, **codes, **numbers, "credit_code": enterprise.credit_code}


def build(scope: Scope, values: Values) -> Enterprise:
    """A new enterprise: approved where its bureau brings it in, else to be vetted; an agency is never approved."""
    is_vouched = scope.kind == "bureau" and values.get("industry") not in AGENCY_INDUSTRIES
    state = Enterprise.Vetting.APPROVED if is_vouched else Enterprise.Vetting.PENDING
    enterprise = Enterprise(vetting=state)
    fill(scope, enterprise, values)
    return enterprise


def fill(scope: Scope, enterprise: Enterprise, values: Values) -> None:
    """Put the file's values into the row."""
    for name, value in values.items():
        if name in NUMBER_KIND:
            if value:
                enterprise.number_kind, enterprise.number = NUMBER_KIND[name], value
        elif name in {"region", "industry"}:
            setattr(enterprise, f"{name}_id", value)
        else:
            setattr(enterprise, name, _stored(name, value))
    enterprise.name_key = name_key(enterprise.name_zh)


def _stored(name: str, value: Any) -> Any:
    empty = {"credit_code": None, "staff_total": None, "staff_as_of": None, "kind": Enterprise.Kind.COMPANY}
    return empty.get(name, "") if value in (None, "") else value


def effects(scope: Scope, plan: Plan) -> Sequence[Text]:
    """New rows that the register knows by name or alias: perhaps the same firm under another number."""
    names = {name_key(str(row.values["name_zh"])): str(row.values["name_zh"]) for row in plan.of(Fate.NEW)}
    known: set[str] = set()
    for some in in_batches(names):
        known.update(Enterprise.objects.filter(name_key__in=some).values_list("name_key", flat=True))
        known.update(Alias.objects.filter(normalised__in=some).values_list("normalised", flat=True))
    if not known:
        return ()
    shown = "、".join(names[key] for key in sorted(known)[:MOST_NAMES])
    return (say(SAME_NAMES, n=grouped(len(known)), names=shown),)


REGISTER = BulkRegister(Enterprise, find, values_of, build, fill, FIELDS, "enterprise")

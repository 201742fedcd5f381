"""Openings by enterprise, post and first day; an enterprise brings in its own, a bureau those of its territory."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.imports.enterprises import kept_by
from enterprises.models import Enterprise, Opening
from enterprises.names import name_key
from enterprises.screening import first_forbidden
from enterprises.services.openings import ENDED, key_facts, settle
from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.common.tabular.cells import Amount, Day, PlainText, Several, WholeNumber
from portal.common.tabular.columns import Column, ImportSpec, Key, Values
from portal.common.tabular.planning import Fate, Plan
from portal.common.tabular.sentences import CellError, Label, Text, gettext_noop, say
from portal.common.tabular.words import KnownWord, Looked, YesNo, choice
from portal.common.wording import grouped
from portal.records import changes
from portal.records.bulk import BulkRegister, in_batches
from portal.records.imports.kinds import Scope
from portal.reference.cells import Code
from portal.reference.codes import parse_major_code

LODGING_WORDS = [
    ("none", Label("不提供住宿", "No lodging")),
    ("free", Label("免费住宿", "Free lodging")),
    ("paid", Label("收费住宿", "Lodging at cost")),
]
LODGING_ALIASES = {"none": ("无", "否", "不提供"), "free": ("免费", "包住", "是"), "paid": ("收费", "有偿")}
PLAIN = (
    "title",
    "starts_on",
    "ends_on",
    "seats",
    "tasks",
    "pay_month",
    "hours_per_week",
    "night_shift",
    "lodging",
    "mentor",
    "hazards",
)
LISTS = ("abilities", "accepted_majors")
FIELDS = (*PLAIN, *LISTS, "site")
# What the field holds: nine digits, two of them after the point.
PAY = Amount(most=Decimal("9999999.99"))
NEVER_EMPTY = {"title", "seats", "night_shift", "lodging"}
NULL_WHEN_EMPTY = {"starts_on", "ends_on", "pay_month", "hours_per_week"}
FORBIDDEN = gettext_noop("“%(value)s” may not stand in an opening")
BACKWARDS = gettext_noop("the last day is before the first")
SEEN = gettext_noop("%(n)s new openings are published at once: schools see them.")
DRAFTS = gettext_noop(
    "%(n)s new openings become drafts: their enterprise is not vetted or their period is over."
)


def spec(scope: Scope) -> ImportSpec:
    """The columns of a list of openings; a bureau's names the enterprise."""
    own = _own_columns(scope)
    columns = (
        *own,
        Column(
            "title", "岗位名称", "Post", aliases=("岗位", "实习岗位", "职位"), required=True,
            parse=PlainText(120), example="仓储运营实习生",
        ),
        Column(
            "seats", "席位", "Seats", aliases=("人数", "需求人数", "招收人数", "名额"), required=True,
            parse=WholeNumber(1, 5000), example="8",
        ),
        Column(
            "starts_on", "开始日期", "First day", aliases=("报到日期", "实习开始", "开始时间"), required=True,
            parse=Day(), example="2026-03-02",
        ),
        Column("ends_on", "结束日期", "Last day", aliases=("实习结束", "结束时间"), parse=Day()),
        Column(
            "tasks", "工作任务", "Work tasks", aliases=("岗位职责", "工作内容"),
            parse=PlainText(4000, many_lines=True),
        ),
        Column(
            "abilities", "能力要求", "Abilities wanted", aliases=("任职要求", "技能要求"),
            parse=Several(PlainText(80), most=60),
        ),
        Column(
            "accepted_majors", "接受专业代码", "Accepted majors", aliases=("专业代码", "接受专业"),
            parse=Several(Code(_stored_major), most=60), example="7308、730801",
        ),
        Column("pay_month", "月实习报酬", "Pay a month", aliases=("报酬", "月津贴", "薪资", "工资"), parse=PAY),
        Column("hours_per_week", "每周工时", "Hours a week", aliases=("周工时",), parse=WholeNumber(0, 84)),
        Column("night_shift", "夜班", "Night shifts", aliases=("是否夜班",), parse=YesNo()),
        Column("lodging", "住宿", "Lodging", aliases=("食宿",), parse=choice(LODGING_WORDS, LODGING_ALIASES)),
        Column("mentor", "企业指导人员", "Mentor", aliases=("师傅", "导师"), parse=PlainText(60)),
        Column("hazards", "安全风险", "Hazards", aliases=("危险因素",), parse=PlainText(200)),
    )  # fmt: skip
    return ImportSpec(
        "openings", "实习岗位", "Openings", columns, (_key(scope),), (_words_are_fit, _dates_rise)
    )


def _stored_major(text: str) -> str:
    """A code of a major, class or category without K."""
    return parse_major_code(text).value.removesuffix("K")


def _key(scope: Scope) -> tuple[str, ...]:
    return ("enterprise", "title", "starts_on") if scope.kind == "bureau" else ("title", "starts_on")


def _own_columns(scope: Scope) -> tuple[Column, ...]:
    if scope.kind == "bureau":
        finder = EnterpriseWord(kept_by(scope))
        return (
            Column(
                "enterprise", "企业", "Enterprise", aliases=("企业名称", "单位名称", "统一社会信用代码", "公司"),
                required=True, help_zh="名称或统一社会信用代码", help_en="name or credit code",
                parse=Looked(finder.find, show_value=finder.show),
            ),
        )  # fmt: skip
    sites = KnownWord({row.pk: (row.name,) for row in scope.organisation.sites.all()})
    return (Column("site", "工作地点", "Site", aliases=("经营场所", "地点"), parse=sites),)


class EnterpriseWord:
    """An enterprise of the territory by code, number or name; one query per distinct word."""

    def __init__(self, rows: QuerySet[Enterprise]) -> None:
        self.rows = rows
        self.known: dict[str, int | None] = {}
        self.names: dict[int, str] = {}

    def find(self, text: str) -> int | None:
        """The primary key, or None where none or several fit."""
        if text not in self.known:
            same = list(
                (
                    self.rows.filter(credit_code=text.upper())
                    | self.rows.filter(number=text)
                    | self.rows.filter(name_key=name_key(text))
                )[:2]
            )
            self.known[text] = same[0].pk if len(same) == 1 else None
            self.names.update({row.pk: row.name_zh for row in same})
        return self.known[text]

    def show(self, value: Any) -> Text:
        """The name of an enterprise that was found."""
        return self.names.get(value, str(value))


def _words_are_fit(values: Values) -> None:
    for name in ("title", "tasks", "hazards", "abilities"):
        value = values.get(name) or ""
        found = first_forbidden(*(value if isinstance(value, tuple) else (str(value),)))
        if found:
            raise CellError(FORBIDDEN, column=name, value=found.word)


def _dates_rise(values: Values) -> None:
    first, last = values.get("starts_on"), values.get("ends_on")
    if first and last and last < first:
        raise CellError(BACKWARDS, column="ends_on")


def find(scope: Scope, keys: Sequence[Key], lock: bool) -> Mapping[Key, Opening]:  # noqa: FBT001
    """Openings that have not ended, of the own enterprise or of the territory."""
    owners = kept_by(scope) if scope.kind == "bureau" else [scope.organisation]
    rows = Opening.objects.filter(enterprise__in=owners).exclude(status__in=ENDED)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    columns = _key(scope)
    found: dict[Key, Opening] = {}
    for some in in_batches(keys):
        titles = {key.values[columns.index("title")] for key in some}
        for row in rows.filter(title__in=titles).select_related("enterprise"):
            own = (row.title, row.starts_on)
            values = (row.enterprise_id, *own) if scope.kind == "bureau" else own
            found[Key(columns, values)] = row
    return {key: found[key] for key in keys if key in found}


def values_of(opening: Opening) -> Values:
    """The row as the readers would give it."""
    plain = {name: getattr(opening, name) for name in PLAIN}
    lists = {name: tuple(getattr(opening, name)) for name in LISTS}
    return {**plain, **lists, "site": opening.site_id, "enterprise": opening.enterprise_id}


def build(scope: Scope, values: Values) -> Opening:
    """A new opening: published where somebody vouches for it, else a draft."""
    opening = Opening(lodging=Opening.Lodging.NONE)
    if scope.kind == "enterprise":
        opening.enterprise = scope.organisation
    fill(scope, opening, values)
    if _is_published(scope, opening):
        opening.status = Opening.Status.OPEN
    return opening


def _is_published(scope: Scope, opening: Opening) -> bool:
    enterprise = opening.enterprise
    is_vetted = enterprise.vetting == Enterprise.Vetting.APPROVED or (
        scope.kind == "bureau" and enterprise.vetting == Enterprise.Vetting.PENDING
    )
    is_over = opening.ends_on is not None and opening.ends_on < timezone.localdate()
    return is_vetted and not enterprise.is_agency and enterprise.closed_on is None and not is_over


FACTS_BEFORE = "_facts_before"
"""Where `fill` leaves the key facts of a stored row, for `finish` to compare."""


def fill(scope: Scope, opening: Opening, values: Values) -> None:
    """Put the file's values into the row; DomainError where more seats are taken than the file leaves."""
    if opening.pk is not None:
        setattr(opening, FACTS_BEFORE, key_facts(opening))
    for name, value in values.items():
        if name in {"enterprise", "site"}:
            setattr(opening, f"{name}_id", value)
        elif name in LISTS:
            setattr(opening, name, list(value or ()))
        elif value not in (None, "") or name not in NEVER_EMPTY:
            setattr(opening, name, value if value is not None or name in NULL_WHEN_EMPTY else "")
    if opening.seats < opening.seats_taken:
        raise DomainError(
            _("“%(title)s”: %(taken)s seats are taken, the file leaves %(seats)s.")
            % {"title": opening.title, "taken": opening.seats_taken, "seats": opening.seats}
        )


def finish(scope: Scope, rows: Sequence[tuple[Any, Values]], by: User | None) -> None:
    """Whoever brings in published openings vouches for them; their state follows as after an edit by hand."""
    published = [row for row, _values in rows if row.is_published]
    for some in in_batches([row.pk for row in published]):
        Opening.objects.filter(pk__in=some).update(**changes.vouched(by, timezone.now()))
    # What a bureau brings in it has reviewed, and the portal moves; an enterprise that is not vetted asks it again.
    is_own = scope.kind == "enterprise"
    for row in published:
        before = getattr(row, FACTS_BEFORE, None)
        is_key_change = is_own and before is not None and before != key_facts(row)
        settle(row, by if is_own else None, is_key_change=is_key_change)


def effects(scope: Scope, plan: Plan) -> Sequence[Text]:
    """How many of the new openings schools would see."""
    new = [build(scope, row.values) for row in plan.of(Fate.NEW)]
    seen = sum(row.is_published for row in new)
    said = [say(SEEN, n=grouped(seen))] if seen else []
    return [*said, say(DRAFTS, n=grouped(len(new) - seen))] if len(new) > seen else said


REGISTER = BulkRegister(Opening, find, values_of, build, fill, FIELDS, "opening", finish)

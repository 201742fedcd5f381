"""A kind of import for the tests: year groups of the own school, keyed by programme and year of entry."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.accounts.models import User
from portal.common.tabular.cells import PlainText, WholeNumber
from portal.common.tabular.columns import Column, ImportSpec, Key
from portal.common.tabular.planning import Fate
from portal.common.tabular.sentences import Label, say
from portal.common.tabular.words import KnownWord
from portal.common.tabular.writing import write_xlsx
from portal.records import audit
from portal.records.imports import kinds, services
from portal.records.imports.kinds import ImportKind, Scope
from portal.records.imports.steps import go_on
from schools.models import Programme, YearGroup

HEADER = ["专业", "年级", "人数"]
CODE = "year_groups_in_test"


def spec(scope: Scope) -> ImportSpec:
    programmes = Programme.objects.filter(school=scope.organisation)
    words = {row.pk: [row.name_zh, row.major_code] for row in programmes}
    return ImportSpec(
        CODE,
        "年级",
        "Year groups",
        (
            Column(
                "programme",
                "专业",
                "Programme",
                required=True,
                parse=KnownWord(words),
                example="物流服务与管理",
            ),
            Column(
                "entry_year",
                "年级",
                "Entered in",
                required=True,
                parse=WholeNumber(2000, 2030),
                example="2023",
            ),
            Column("size", "人数", "Students", required=True, parse=WholeNumber(0, 5000), example="42"),
            Column("remark", "备注", "Remark", parse=PlainText(20), is_private=True),
        ),
        keys=(("programme", "entry_year"),),
    )


def existing(scope: Scope, keys: Any, lock: bool) -> dict[Key, dict[str, Any]]:
    groups = YearGroup.objects.filter(programme__school=scope.organisation)
    groups = groups.select_for_update() if lock else groups
    names = ("programme", "entry_year")
    return {
        Key(names, (group.programme_id, group.entry_year)): {
            "programme": group.programme_id,
            "entry_year": group.entry_year,
            "size": group.size,
        }
        for group in groups
    }


def commit(scope: Scope, rows: Any, by: User | None) -> dict[str, int]:
    for row in rows:
        programme, year = row.key.values
        YearGroup.objects.update_or_create(
            programme_id=programme, entry_year=year, defaults={"size": row.values["size"]}
        )
        if row.values["size"] == 666:
            raise RuntimeError("the power fails in the middle of the commit")
    audit.record_many(by, audit.CHANGED, "schools.YearGroup", rows=len(rows))
    return {"written": len(rows)}


def effects(scope: Scope, plan: Any) -> list[Any]:
    added = sum(row.values["size"] for row in plan.of(Fate.NEW))
    return [say("%(label)s +%(n)s", label=Label("学生", "Students"), n=added)]


@pytest.fixture(autouse=True)
def kind() -> Any:
    kind = ImportKind(
        CODE, "Year groups", ("school",), spec, existing, commit, effects, list_url_name="import_list"
    )
    kinds.register(kind)
    yield kind
    kinds._kinds.pop(CODE)


def xlsx_file(*rows: Any, header: Any = HEADER, name: str = "年级.xlsx") -> SimpleUploadedFile:
    out = io.BytesIO()
    write_xlsx(out, header, rows)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def school(alder: Any, logistics: Programme) -> Scope:
    return Scope("school", alder)


@pytest.fixture
def uploaded(school: Scope, alice: User, kind: ImportKind) -> Any:
    """`uploaded(row, row)` is a batch that was read and waits for its columns."""

    def upload(*rows: Any, **values: Any) -> Any:
        batch = services.upload(xlsx_file(*rows, **values), kind=kind, scope=school, by=alice)
        go_on(batch)
        batch.refresh_from_db()
        return batch

    return upload


@pytest.fixture
def previewed(uploaded: Any, alice: User) -> Any:
    """`previewed(row, row)` is a batch that was compared."""

    def preview(*rows: Any, **values: Any) -> Any:
        batch = uploaded(*rows, **values)
        batch = services.match_columns(batch, batch.places, by=alice)
        go_on(batch)
        batch.refresh_from_db()
        return batch

    return preview


@pytest.fixture
def imported(previewed: Any, alice: User) -> Any:
    """`imported(row, row)` is a batch whose commit was tried."""

    def run(*rows: Any, **values: Any) -> Any:
        batch = previewed(*rows, **values)
        batch = services.begin(batch, by=alice, digest=batch.plan_digest)
        go_on(batch)
        batch.refresh_from_db()
        return batch

    return run

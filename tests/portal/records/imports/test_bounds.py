"""What a file may say reaches no further than what a form may: a slip of the pen is a rejected row."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from enterprises.models import Enterprise, Opening
from portal.common.bounds import EARLIEST, LATEST
from portal.common.tabular.cells import Amount, Day, WholeNumber
from portal.records.imports.kinds import Scope, kind_of
from schools.models import Student, YearGroup
from tests.importing import causes, compared, fates

MODELS: dict[str, type[Model]] = {
    "enterprises": Enterprise,
    "openings": Opening,
    "year_groups": YearGroup,
    "students": Student,
}
HEADING = "统一社会信用代码,企业名称,地区,职工人数,人数截至\n"


@pytest.fixture
def bureau(guangzhou_bureau: Any) -> Scope:
    return Scope("bureau", guangzhou_bureau)


def scope_of_kind(code: str, school: Any, bureau: Scope) -> Scope:
    return bureau if "bureau" in kind_of(code).organisations else Scope("school", school)


@pytest.mark.parametrize("code", MODELS)
def test_the_readers_of_days_and_numbers_give_only_what_the_fields_take(
    code: str, alder: Any, bureau: Scope
) -> None:
    for column in kind_of(code).spec(scope_of_kind(code, alder, bureau)).columns:
        reader: Any = column.parse
        if isinstance(reader, Day):
            assert EARLIEST <= reader.first <= reader.last <= LATEST
        if isinstance(reader, WholeNumber | Amount):
            field: Any = MODELS[code]._meta.get_field(column.name)
            field.run_validators(reader.least)
            field.run_validators(reader.most)


@pytest.mark.parametrize("day", ["0999-01-01", "1949-12-31", "2151-01-01", "9999-12-31", "99991231"])
def test_a_day_beyond_all_plans_rejects_its_row(bureau: Scope, day: str) -> None:
    done = compared("enterprises", bureau, f"{HEADING}91440300708461136T,白桦,广州市,5,{day}\n")

    assert fates(done) == {"rejected": 1}
    assert "is not between 1950-01-01 and 2150-12-31" in causes(done)[0]


@pytest.mark.parametrize("number", ["5000001", "9" * 40, "1e999999999", "-1"])
def test_a_number_beyond_all_enterprises_rejects_its_row(bureau: Scope, number: str) -> None:
    done = compared("enterprises", bureau, f"{HEADING}91440300708461136T,白桦,广州市,{number},2026-01-01\n")

    assert fates(done) == {"rejected": 1}


@pytest.mark.parametrize("pay", ["10000000", "1e999999999万", "1000万"])
def test_pay_that_no_field_holds_rejects_its_row(birch: Any, pay: str) -> None:
    text = f"岗位名称,席位,开始日期,月实习报酬\n仓储,5,2026-03-02,{pay}\n"

    assert fates(compared("openings", Scope("enterprise", birch), text)) == {"rejected": 1}


def test_a_model_refuses_what_a_file_may_not_say_either() -> None:
    with pytest.raises(ValidationError):
        Opening._meta.get_field("starts_on").run_validators(date(999, 1, 1))

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.common.tabular.mapping import guess
from portal.common.tabular.planning import Fate, plan
from portal.common.tabular.reading import read_table
from portal.common.tabular.templates import rejected_headings, rejected_row, write_template
from portal.common.tabular.writing import FORMULA_STARTS, csv_chunks, write_csv, write_xlsx, written

from .books import STUDENTS, xlsx

DANGEROUS = ["=1+1", "+86 139", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://x")']


def chinese(text):
    return getattr(text, "zh", str(getattr(text, "text", text)))


def as_xlsx(headings, rows):
    out = io.BytesIO()
    write_xlsx(out, headings, rows, title="学生")
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


def test_no_text_starts_a_formula_in_a_workbook():
    sheet = as_xlsx(["=a"], [[text] for text in DANGEROUS]).active

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=5)] == DANGEROUS[:4]


def test_numbers_and_days_stay_what_they_are():
    sheet = as_xlsx(["a"], [[-5], [Decimal("-2.50")], [date(2026, 3, 2)], [None], [True]]).active

    assert [row[0].value for row in sheet.iter_rows(min_row=2)][:2] == [-5, -2.5]
    assert sheet["A4"].value.date() == date(2026, 3, 2)
    assert sheet.freeze_panes == "A2"


@given(st.lists(st.text(st.characters(exclude_characters="\r")), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_is_an_inert_text_of_a_workbook(texts):
    cells = as_xlsx(["a"] * len(texts), [texts]).active[2] if any(map(written, texts)) else []

    assert [cell.value or "" for cell in cells] == [written(text) for text in texts][: len(cells)]
    assert {cell.data_type for cell in cells if cell.value} <= {"s"}


def test_a_row_may_be_wider_than_the_head_and_hold_an_error_word():
    sheet = as_xlsx(["a"], [["#N/A", "b"], [float("nan"), datetime(2026, 3, 2, 8, 30, tzinfo=UTC)]]).active

    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("#N/A", "s"), ("b", "s")]
    assert [cell.value for cell in sheet[3]] == [None, datetime(2026, 3, 2, 8, 30)]  # noqa: DTZ001


def test_a_value_that_no_cell_holds_is_a_fault_and_not_a_blank():
    with pytest.raises((TypeError, ValueError)):
        as_xlsx(["a"], [[["a list"]]])


def test_a_csv_opens_in_excel_in_chinese_and_starts_nothing():
    out = io.BytesIO()
    write_csv(
        out, ["学号", "值"], [["1", text] for text in DANGEROUS] + [["2", -5], ["3", "-5"], ["4", None]]
    )
    text = out.getvalue().decode("utf-8-sig")

    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    assert text.startswith("学号,值\r\n")
    cells = [row[1] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert all(cell.startswith("'") for cell in cells[: len(DANGEROUS) - 4])
    assert cells[-3:] == ["-5", "-5", ""]


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_text_at_all_starts_a_formula_in_a_csv(texts):
    data = b"".join(csv_chunks(["a"] * len(texts), [texts])).decode("utf-8-sig")

    cells = list(csv.reader(io.StringIO(data, newline="")))[-1] if any(texts) else []
    assert not any(cell and cell[0] in FORMULA_STARTS and not cell[1:2].isdigit() for cell in cells)


def test_a_csv_comes_in_pieces():
    chunks = list(csv_chunks(["n"], ([n] for n in range(1200)), every=500))

    assert len(chunks) == 3
    assert b"".join(chunks).count(b"\r\n") == 1201


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_goes_out_comes_in_again(write):
    rows = [["=1+1", "周欣", -5, Decimal("2.50"), date(2026, 3, 2)], ["'x", "a\nb", 0, Decimal(0), None]]
    out = io.BytesIO()
    write(out, ["a", "b", "c", "d", "e"], rows)

    table = read_table(out.getvalue(), "a.csv" if write is write_csv else "a.xlsx")

    assert [row.cells[:3] for row in table.rows] == [("=1+1", "周欣", "-5"), ("'x", "a\nb", "0")]
    assert table.rows[0].cells[4] == "2026-03-02"


def test_the_template_can_be_filled_in_and_its_example_is_skipped():
    out = io.BytesIO()
    write_template(out, STUDENTS, chinese)
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    sheet = book.active
    sheet.append(["2023", "20230799", "会计事务", "升学备考"])
    filled = io.BytesIO()
    book.save(filled)

    table = read_table(filled.getvalue(), "模板.xlsx", known=STUDENTS.headings)
    done = plan(table, guess(table, STUDENTS), STUDENTS, lambda _keys: {})

    assert table.header[:2] == ("年级*", "学号*")
    assert [dict(row.values) for row in done.rows] == [
        {"year": 2023, "number": "20230799", "programme": 2, "pathway": "study", "end": None}
    ]
    assert book["选项"].sheet_state == "hidden"
    assert [cell.value for cell in book["选项"]["D"]][:3] == ["去向", "岗位实习", "升学备考"]
    assert book["填写说明"]["C7"].value == "如 2026-03-02"
    assert len(sheet.data_validations.dataValidation) == 2


def test_rejected_rows_can_be_mended_and_imported_again():
    table = read_table(
        xlsx([["年级", "学号", "专业"], [2023, "1", "物流管理"], [2023, "2", "会计事务"]]), "a.xlsx"
    )
    done = plan(table, guess(table, STUDENTS), STUDENTS, lambda _keys: {})

    out = io.BytesIO()
    rows = [rejected_row(row.number, row.cells, row.problems, chinese) for row in done.of(Fate.REJECTED)]
    write_xlsx(out, rejected_headings(table.header, chinese), rows)
    again = read_table(out.getvalue(), "退回.xlsx", known=STUDENTS.headings)

    assert again.header == ("年级", "学号", "专业", "退回原因", "原行号")
    assert again.rows[0].cells[:3] == ("2023", "1", "物流管理")
    assert again.rows[0].cells[4] == "2"
    assert guess(again, STUDENTS) == guess(table, STUDENTS)

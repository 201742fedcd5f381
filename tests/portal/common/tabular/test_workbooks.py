import io
import time
import tracemalloc
import zipfile
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from portal.common.tabular.limits import Limits
from portal.common.tabular.reading import read_table
from portal.common.tabular.sentences import TableError

from .books import MAIN, RELS, bare_xlsx, saved, sheet_xml, xlsx


def table(data, **values):
    return read_table(data, "名册.xlsx", **values)


def rows(data, **values):
    return [row.cells for row in table(data, **values).rows]


def refusal(data, **values):
    with pytest.raises(TableError) as refused:
        table(data, **values)
    return str(refused.value)


def test_values_come_out_as_a_person_reads_them():
    data = xlsx(
        [
            ["a", "b", "c", "d", "e", "f"],
            [
                3.0,
                0.1,
                True,
                date(2026, 3, 2),
                datetime(2026, 3, 2, 8, 30, tzinfo=UTC).replace(tzinfo=None),
                "甲",
            ],
        ]
    )

    assert rows(data) == [("3", "0.1", "TRUE", "2026-03-02", "2026-03-02 08:30", "甲")]


def test_number_formats_mean_something():
    book = Workbook()
    sheet = book.active
    sheet.append(["份额", "代码", "月", "时"])
    sheet.append([0.85, 42, 46082, 0.5])
    for cell, code in zip(sheet[2], ["0%", "000000", 'yyyy"年"m"月"', "h:mm"], strict=True):
        cell.number_format = code

    assert rows(saved(book)) == [("85%", "000042", "2026-03-01", "12:00")]


def test_the_first_visible_sheet_with_rows_is_read_and_any_can_be_chosen():
    book = Workbook()
    book.active.title = "隐藏"
    book.active.append(["x", "y"])
    book.active.sheet_state = "hidden"
    book.create_sheet("空")
    book.create_sheet("在籍").append(["学号", "姓名"])
    book.create_sheet("离校").append(["学号", "去向"])

    assert table(saved(book)).sheet == "在籍"
    assert table(saved(book)).sheets == ("空", "在籍", "离校")
    assert table(saved(book), sheet="离校").header == ("学号", "去向")
    assert "“没有”" in refusal(saved(book), sheet="没有")


def test_a_value_merged_over_rows_belongs_to_each_of_them():
    book = Workbook()
    for row in [["专业", "班级"], ["物流", "1班"], [None, "2班"], [None, "3班"], ["会计", "1班"]]:
        book.active.append(row)
    book.active.merge_cells("A2:A4")

    assert rows(saved(book)) == [("物流", "1班"), ("物流", "2班"), ("物流", "3班"), ("会计", "1班")]


def test_formulas_give_their_stored_value_and_a_missing_one_is_a_problem():
    data = bare_xlsx(
        sheet_xml(
            '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>',
            '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>1+1</f><v></v></c></row>',
            '<row r="3"><c r="A3" t="str"><f>T("")</f><v></v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
        )
    )

    read = table(data)

    assert [row.cells for row in read.rows] == [("2", "="), ("", "#DIV/0!")]
    assert set(read.problems) == {(2, 1), (3, 1)}


def test_a_code_that_excel_cut_to_fifteen_digits_is_a_problem():
    read = table(xlsx([["代码", "名称"], [914401010000000123, "甲"], ["914401010000000123", "乙"]]))

    assert set(read.problems) == {(2, 0)}


def test_rich_text_is_joined_and_phonetic_hints_are_left_out():
    strings = "<sst><si><r><t>物流</t></r><r><t>管理</t></r><rPh><t>wuliu</t></rPh></si></sst>"
    data = bare_xlsx(
        sheet_xml('<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>', "<row><c><v>1</v></c></row>"),
        sharedStrings=strings,
    )

    assert table(data).header == ("物流管理", "物流管理")
    assert rows(data) == [("1", "")]


def test_element_names_may_carry_a_prefix():
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )

    assert table(bare_xlsx(sheet)).header == ("", "7")


def test_a_title_above_the_header_is_passed_over():
    data = xlsx([["粤城商贸职业技术学校"], ["2026年3月"], ["学号", "姓名"], ["1", "周欣"]])

    assert (table(data).header, table(data).header_row) == (("学号", "姓名"), 3)
    assert table(data, known=["学号"]).header_row == 3


def test_known_headings_find_the_header_below_a_wide_title():
    data = xlsx([["学校", "粤城", "日期", "3月"], ["年级", "学号", "姓名"], ["2023", "1", "周欣"]])

    assert table(data, known=["学号", "年级"]).header == ("年级", "学号", "姓名")


def test_the_example_row_of_the_template_is_not_a_record():
    assert rows(xlsx([["学号", "姓名"], ["例：1", "周欣"], ["2", "陈宇"]])) == [("2", "陈宇")]


# --- what is refused, and at what cost ------------------------------------------------------------------------------


def test_ten_megabytes_of_nonsense_are_refused_in_a_sentence():
    assert "not an Excel workbook" in refusal(b"\x8b\x13nonsense" * 1_000_000)
    assert "larger than 10 MB" in refusal(b"x" * (10 * 1024 * 1024 + 1))


def test_a_web_page_under_the_name_of_a_workbook_is_told_what_to_do():
    with pytest.raises(TableError, match="is a web page or XML"):
        read_table(b"\r\n<html><table><tr><td>1</td></tr></table></html>", "report.xls")


def test_a_damaged_workbook_is_refused():
    data = xlsx([["学号", "姓名"], ["1", "周欣"]])

    assert "damaged" in refusal(data[: len(data) // 2])
    assert "damaged" in refusal(bare_xlsx("<worksheet><sheetData><row>"))
    assert "damaged" in refusal(bare_xlsx(sheet_xml('<row><c t="s"><v>5</v></c></row>')))


def bomb(sheet, **parts):
    return bare_xlsx(sheet, **parts)


BOMBS = {
    "a sheet that unpacks a thousandfold": bomb(sheet_xml("<row/>" * 2_000_000)),
    "a text that unpacks a thousandfold": bomb(
        sheet_xml("<row><c/></row>"), sharedStrings="<sst><si><t>" + "A" * 60_000_000
    ),
    "a billion laughs": bomb(
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    ),
    "a cell in the last column": bomb(sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
    "a cell as long as a book": bomb(
        sheet_xml(f'<row><c t="inlineStr"><is><t>{"长" * 40_000}</t></is></c></row>')
    ),
    "a merge over everything": bomb(
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="B9"><v>1</v></c></row>').replace(
            "</worksheet>", '<mergeCells><mergeCell ref="A1:A99999999"/></mergeCells></worksheet>'
        )
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_little_memory_and_time(name):
    tracemalloc.start()
    began = time.perf_counter()

    try:
        table(BOMBS[name])
    except TableError:
        refused = True
    else:
        refused = name == "a merge over everything"

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused
    assert peak < 64 * 1024 * 1024
    assert time.perf_counter() - began < 20


def test_one_shared_text_in_many_cells_is_counted_as_often_as_it_is_used():
    text = "长" * 30_000
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 3000))

    assert "too much text" in refusal(
        bare_xlsx(sheet_xml(cells), sharedStrings=f"<sst><si><t>{text}</t></si></sst>")
    )


def test_rows_and_cells_are_limited():
    data = xlsx([["a", "b"], *[[1, 2]] * 20])

    assert "too large" in refusal(data, limits=Limits(rows=20))
    assert "too large" in refusal(data, limits=Limits(cells=41))
    assert len(rows(data, limits=Limits(rows=21, cells=42))) == 20


def test_too_many_parts_and_odd_packing_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", f'<workbook xmlns:r="{RELS}"/>')

    assert "packed in a way" in refusal(out.getvalue())
    assert "unpacks" in refusal(xlsx([["a"]]), limits=Limits(archive_entries=3))

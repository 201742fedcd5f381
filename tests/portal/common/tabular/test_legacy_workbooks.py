import pytest

from portal.common.tabular.limits import Limits
from portal.common.tabular.reading import read_table
from portal.common.tabular.sentences import TableError

from .old_excel import write_xls

ROWS = [["学号", "姓名", "分数"], ["2023", "梁怡", 3.0], ["2024", "", 0.5]]


def test_an_old_workbook_is_read_with_its_row_numbers():
    table = read_table(write_xls(ROWS, first_row=2), "成绩.xls")

    assert (table.header, table.header_row, table.sheet) == (("学号", "姓名", "分数"), 3, "在籍")
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ("2023", "梁怡", "3")),
        (5, ("2024", "", "0.5")),
    ]


def test_an_empty_first_column_keeps_the_others_in_their_place():
    table = read_table(write_xls([["", *row] for row in ROWS]), "成绩.xls")

    assert table.header == ("", "学号", "姓名", "分数")


def test_the_content_decides_whatever_the_file_is_called():
    assert read_table(write_xls(ROWS), "成绩.csv").header == ("学号", "姓名", "分数")


def test_an_unknown_sheet_is_refused():
    with pytest.raises(TableError, match="no sheet named “二月”"):
        read_table(write_xls(ROWS), "成绩.xls", sheet="二月")


def test_a_password_is_named():
    with pytest.raises(TableError, match="password"):
        read_table(write_xls(ROWS, stream="EncryptedPackage"), "成绩.xlsx")


@pytest.mark.parametrize("cut", [8, 600, 1600, 3000])
def test_a_cut_workbook_is_refused(cut):
    with pytest.raises(TableError):
        read_table(write_xls(ROWS)[:cut], "成绩.xls")


def test_two_cells_at_opposite_corners_die_apart_from_us():
    corners = [["a"] + [""] * 254 + ["b"]] + [[]] * 65_000 + [[""] * 255 + ["c"]]

    with pytest.raises(TableError, match="too large"):
        read_table(write_xls(corners), "成绩.xls", limits=Limits(reader_memory_bytes=400 * 1024 * 1024))

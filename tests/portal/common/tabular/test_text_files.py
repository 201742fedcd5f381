import pytest

from portal.common.tabular.reading import read_table
from portal.common.tabular.sentences import TableError
from portal.common.tabular.text_files import separator_of

TEXT = "学号,姓名\r\n20230719,周欣\r\n"
CELLS = [("20230719", "周欣")]


def rows(data, **values):
    return [row.cells for row in read_table(data, "名册.csv", **values).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_same_rows_come_out_of_every_encoding(encoding):
    assert rows(TEXT.encode(encoding)) == CELLS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator):
    assert rows(TEXT.replace(",", separator).encode()) == CELLS


def test_a_comma_inside_cells_does_not_beat_the_true_separator():
    assert separator_of("学号;备注\n1;甲, 乙, 丙\n2;丁\n") == ";"


def test_excels_own_line_about_the_separator_decides_and_counts_as_a_row():
    table = read_table("sep=;\r\n学号;姓名\r\n1;a,b\r\n".encode(), "a.csv")

    assert table.header == ("学号", "姓名")
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("1", "a,b"))]


def test_quotes_hold_separators_and_line_breaks():
    assert rows('学号,备注\n1,"a,b\nc ""d"""\n'.encode()) == [("1", 'a,b\nc "d"')]


def test_a_quotation_mark_within_a_cell_is_taken_as_it_is():
    assert rows('学号,备注\n1,"甲"乙\n'.encode()) == [("1", "甲乙")]


def test_a_quotation_mark_that_never_closes_is_refused_and_names_its_row():
    with pytest.raises(TableError) as refused:
        rows('学号,备注\n1,a\n2,"b\n3,c\n'.encode())

    assert dict(refused.value.message.args) == {"row": 3}


@pytest.mark.parametrize(
    "data", [b"\x00" * 99, bytes(range(256)) * 9, b"a,b\n\x00\x01\x02,\x03\n", b"\xff\xfe\x00\xd8"]
)
def test_what_is_not_text_is_refused(data):
    with pytest.raises(TableError):
        rows(data)


@pytest.mark.parametrize("data", [b"", b" \r\n ", b"\xef\xbb\xbf", b",,\n,\n"])
def test_nothing_is_refused(data):
    with pytest.raises(TableError):
        rows(data)


def test_the_apostrophe_of_our_own_export_is_taken_off_again():
    assert rows("说明\n'=1+1\n'quoted\n".encode()) == [("=1+1",), ("'quoted",)]


def test_wide_spaces_and_control_characters_vanish():
    assert rows("姓名,班\n\u3000周\x07欣\u00a0,1\n".encode()) == [("周欣", "1")]

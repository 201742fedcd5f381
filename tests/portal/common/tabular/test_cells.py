from datetime import date
from decimal import Decimal

import pytest

from portal.common.tabular.cells import Amount, Day, PlainText, Several, WholeNumber
from portal.common.tabular.sentences import CellError, Label
from portal.common.tabular.words import KnownWord, Looked, YesNo, choice

CITIES = KnownWord({"440100": ["广州市", "广州"], "440300": ["深圳市", "深圳"], "445100": ["潮州市", "潮州"]})


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02",
        "2026/3/2",
        "2026.3.2",
        "2026年3月2日",
        "2026 年 3 月 2 日",
        "20260302",
        "46083",
        "2026-03-02 08:30",
    ],
)
def test_a_day_is_understood_however_it_is_written(text):
    assert Day()(text) == date(2026, 3, 2)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "3月2日", "soon", "2026-13-01", "1899-01-01", "2026年3月", "-1"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(CellError):
        Day()(text)


def test_a_month_may_stand_for_its_first_day():
    assert Day(month_means=1)("2026年3月") == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "number"), [("42", 42), ("1,200", 1200), ("3.0", 3), ("120人", 120), ("１２", 12)]
)
def test_whole_numbers(text, number):
    assert WholeNumber()(text) == number


@pytest.mark.parametrize("text", ["3.5", "-1", "many", "1e99", "nan", "inf", "", "人"])
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(CellError):
        WholeNumber()(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("2400", "2400.00"), ("¥2,400.50", "2400.50"), ("1.2万", "12000.00"), ("1.2万元", "12000.00")],
)
def test_amounts_are_exact(text, amount):
    assert Amount()(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["0.001", "-1", "free", "NaN", "1e30"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(CellError):
        Amount()(text)


def test_text_is_one_line_of_limited_length_in_the_expected_form():
    assert PlainText()("a\n b") == "a b"
    assert PlainText(many_lines=True)("a\n b") == "a\n b"
    with pytest.raises(CellError):
        PlainText(3)("abcd")
    with pytest.raises(CellError):
        PlainText(pattern=r"\d{6}")("73080")


def test_a_word_is_known_by_each_of_its_names():
    assert [CITIES(text) for text in ("广州", "广 州 市")] == ["440100", "440100"]
    assert CITIES.show("440300") == "深圳市"


def test_an_unknown_word_gets_the_nearest_ones():
    with pytest.raises(CellError) as refused:
        CITIES("广洲市")

    assert refused.value.proposals[0] == "广州市"
    assert refused.value.word == "广洲市"


def test_a_name_that_two_share_is_known_to_neither():
    shared = KnownWord({1: ["朝阳区", "110105"], 2: ["朝阳区", "220104"]})

    assert shared("220104") == 2
    with pytest.raises(CellError, match="more than one"):
        shared("朝阳区")


def test_choices_are_understood_in_both_languages_and_by_code():
    sex = choice([("f", Label("女", "female")), ("m", Label("男", "male"))], {"f": ["女生"]})

    assert [sex(text) for text in ("女", "Female", "f", "女生")] == ["f"] * 4
    assert sex.show("m") == Label("男", "male")


def test_yes_and_no():
    assert [YesNo()(text) for text in ("是", "Yes", "否", "0")] == [True, True, False, False]
    with pytest.raises(CellError):
        YesNo()("也许")


def test_a_looked_up_value():
    firms = Looked(find={"000001.SZ": 7}.get, near=lambda _text: ["000001.SZ"])

    assert firms("000001.SZ") == 7
    with pytest.raises(CellError) as refused:
        firms("1")
    assert refused.value.proposals == ("000001.SZ",)


def test_a_list_in_one_cell():
    assert Several()("叉车；盘点、 出库|盘点，入库") == ("叉车", "盘点", "出库", "入库")
    assert Several(CITIES)("广州、深圳") == ("440100", "440300")
    assert Several(CITIES).show(("440100", "440300")) == "广州市、深圳市"

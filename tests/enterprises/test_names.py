"""Names that mean the same firm, and words that no opening may hold."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises import names, screening
from enterprises.names import name_key, place_free_key
from enterprises.screening import first_forbidden


def test_the_examples_in_the_text_hold() -> None:
    assert doctest.testmod(names).failed == 0
    assert doctest.testmod(screening).failed == 0


@pytest.mark.parametrize(
    "written",
    [
        "岭通供应链（广州）有限公司",
        "岭通供应链(广州)有限公司",
        "岭通供应链（广州）股份有限公司",
        "岭通　供应链 广州 有限责任公司",
        "岭通供应链广州",
    ],
)
def test_the_same_firm_has_one_key(written: str) -> None:
    assert name_key(written) == "岭通供应链广州"


def test_other_firms_have_other_keys() -> None:
    assert name_key("岭通供应链有限公司") != name_key("岭南供应链有限公司")


def test_a_bracketed_place_may_be_left_out() -> None:
    assert place_free_key("岭通供应链（广州）有限公司") == name_key("岭通供应链有限公司")


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("入职需交押金 500 元", "押金"),
        ("由中介统一安排", "中介"),
        ("收取培训费", "培训费"),
        ("每人人头费 300", "人头费"),
        ("A deposit of 500 yuan", "deposit"),
        ("Pay a training fee first", "training fee"),
        ("agent fee included", "agent fee"),
        ("离职不退押金", "押金"),
    ],
)
def test_forbidden_words_are_found(text: str, word: str) -> None:
    found = first_forbidden(text)

    assert found is not None
    assert found.word == word


@pytest.mark.parametrize(
    "text",
    [
        "不收取任何押金",
        "无需缴纳培训费",
        "免服务费",
        "房产中介门店带看",
        "No deposit",
        "Counting bank deposits",
        "仓库盘点",
    ],
)
def test_harmless_words_pass(text: str) -> None:
    assert first_forbidden(text) is None

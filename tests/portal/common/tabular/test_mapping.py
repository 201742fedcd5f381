from portal.common.tabular.mapping import checked, guess
from portal.common.tabular.reading import read_table

from .books import STUDENTS, xlsx


def table(*header):
    return read_table(xlsx([header, ["1"] * len(header)]), "a.xlsx")


def places(*header, **values):
    return {
        name: place for name, place in guess(table(*header), STUDENTS, **values).items() if place is not None
    }


def test_headings_are_found_in_any_order_language_and_dress():
    assert places("学 号（必填）", "Year Group", "专业名称*") == {"number": 0, "year": 1, "programme": 2}


def test_a_heading_that_is_nearly_the_same_is_guessed():
    assert places("学生学号", "入学年级") == {"number": 0, "year": 1}


def test_each_heading_is_used_once_and_the_best_pair_wins():
    assert places("学号", "学籍号") == {"number": 0}


def test_what_is_unlike_stays_open():
    assert places("电话", "学号") == {"number": 1}


def test_what_was_chosen_before_is_remembered_for_the_same_headings():
    remembered = {"number": 1, "year": 0}

    assert places("甲", "乙", remembered=remembered) == remembered
    assert table("甲", "乙").signature == table("甲 ", "乙*").signature
    assert table("甲", "乙").signature != table("乙", "甲").signature


def test_a_remembered_place_beyond_the_file_is_guessed_anew():
    assert places("学号", remembered={"number": 7}) == {"number": 0}


def test_one_column_cannot_be_two_things():
    wrong = checked({"number": 0, "year": 0}, table("学号"), STUDENTS)

    assert [message.text for message in wrong] == [
        "Column %(number)s is chosen for both “%(first)s” and “%(second)s”."
    ]


def test_the_key_must_be_mapped():
    assert len(checked({"year": 0}, table("年级"), STUDENTS)) == 1
    assert checked({"number": 0}, table("学号"), STUDENTS) == []
    assert len(checked({"number": 5}, table("学号"), STUDENTS)) == 1

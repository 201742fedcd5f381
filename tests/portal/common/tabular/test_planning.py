from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from portal.common.tabular.cells import Several
from portal.common.tabular.columns import Column, Key
from portal.common.tabular.mapping import guess
from portal.common.tabular.planning import Change, Fate, UnknownWord, plan, shown
from portal.common.tabular.reading import read_table
from portal.common.tabular.row_reading import Problem
from portal.common.tabular.sentences import Label
from portal.common.tabular.speech import speak
from portal.common.tabular.words import KnownWord

from .books import STUDENTS, xlsx

HEADER = ["年级", "学号", "专业", "去向"]
ZHOU = {"year": 2023, "number": "20230701", "programme": 1, "pathway": "placement", "end": None}


def planned(*rows, header=HEADER, existing=(), words=None, spec=STUDENTS):
    table = read_table(xlsx([header, *rows]), "a.xlsx", known=spec.headings)
    records = {Key(("number",), (record["number"],)): record for record in existing}
    return plan(
        table, guess(table, spec), spec, lambda keys: {k: records[k] for k in keys if k in records}, words
    )


def causes(plan):
    with override("en"):
        return [[speak(problem.sentence) for problem in row.problems] for row in plan.of(Fate.REJECTED)]


def test_each_row_has_one_fate():
    done = planned(
        [2023, "20230701", "物流服务与管理", "升学备考"],
        [2023, "20230702", "会计事务", "岗位实习"],
        [2023, "20230703", "会计事务", "岗位实习"],
        ["2032级", "20230704", "会计事务", "岗位实习"],
        existing=[ZHOU, {"year": 2023, "number": "20230703", "programme": 2, "pathway": "placement"}],
    )

    assert [row.fate for row in done.rows] == [Fate.CHANGED, Fate.NEW, Fate.UNCHANGED, Fate.REJECTED]
    assert done.rows[0].changes == (Change("pathway", "placement", "study"),)
    assert done.counts == {Fate.NEW: 1, Fate.CHANGED: 1, Fate.UNCHANGED: 1, Fate.REJECTED: 1}
    assert [row.number for row in done.in_order_of_concern()] == [5, 2, 3, 4]


def test_a_rejected_row_names_the_column_of_the_file_and_the_cause():
    done = planned(["2032级", "1", "物流管理", "岗位实习"])

    assert causes(done) == [
        ["Column 1 “年级”: 2032级 is not between 2000 and 2030", "Column 3 “专业”: “物流管理” is not known"]
    ]
    assert done.rows[0].problems[1].proposals == ("物流服务与管理",)


def test_a_repeated_key_is_rejected_and_names_the_first_row():
    done = planned([2023, "1", "会计事务", ""], [2023, "2", "", ""], [2023, "1", "会计事务", ""])

    assert causes(done) == [["Column 2 “学号”: the same as in row 2"]]


def test_an_empty_cell_leaves_an_existing_value_as_it_is():
    done = planned(["", "20230701", "", ""], existing=[ZHOU])

    assert [row.fate for row in done.rows] == [Fate.UNCHANGED]


def test_an_empty_cell_clears_where_the_column_says_so():
    ended = {**ZHOU, "end": date(2026, 1, 1)}
    done = planned(["20230701", ""], header=["学号", "结束日期"], existing=[ended])

    assert done.rows[0].changes == (Change("end", date(2026, 1, 1), None),)


def test_a_new_row_needs_what_is_required():
    assert causes(planned(["", "9", "", ""])) == [["Column 1 “年级”: is empty, and a new row needs it"]]
    assert causes(planned(["9"], header=["学号"])) == [
        ["“Year group”: the file has no such column, and a new row needs it"]
    ]


def test_a_row_without_key_is_rejected():
    assert causes(planned([2023, "", "", "岗位实习"])) == [
        ["Column 2 “学号”: is empty, and without it the row cannot be told from another"]
    ]


def test_a_row_that_contradicts_itself_is_rejected():
    done = planned([2023, "1", "2026-03-02", "2026-03-01"], header=["年级", "学号", "开始日期", "结束日期"])

    assert causes(done) == [["Column 4 “结束日期”: the end is before the start"]]


def test_a_cell_that_the_reader_could_not_trust_is_rejected():
    done = planned([2023, 914401010000000123, "", ""])

    assert "more digits than Excel keeps" in causes(done)[0][0]


def test_a_word_is_decided_once_for_all_its_rows():
    rows = [[2023, str(n), "物流管理", ""] for n in range(3)]

    assert planned(*rows).unknown_words == (UnknownWord("programme", "物流管理", 3, ("物流服务与管理",)),)
    decided = planned(*rows, words={"programme": {"物流管理": "物流服务与管理"}})
    emptied = planned(*rows, words={"programme": {"物流管理": ""}})
    assert [row.values["programme"] for row in decided.rows] == [1, 1, 1]
    assert [row.fate for row in emptied.rows] == [Fate.NEW] * 3
    assert "programme" not in emptied.rows[0].values


def test_a_word_within_a_list_is_decided_too():
    cities = Column("cities", "城市", "Cities", parse=Several(KnownWord({1: ["广州市"], 2: ["深圳市"]})))
    spec = replace(STUDENTS, columns=(*STUDENTS.columns, cities))
    header = ["年级", "学号", "城市"]

    first = planned([2023, "1", "广州市、鹏城"], header=header, spec=spec)
    second = planned(
        [2023, "1", "广州市、鹏城"], header=header, spec=spec, words={"cities": {"鹏城": "深圳市"}}
    )

    assert [word.word for word in first.unknown_words] == ["鹏城"]
    assert second.rows[0].values["cities"] == (1, 2)


def test_one_of_several_keys_identifies_a_row_and_none_may_repeat():
    spec = replace(STUDENTS, keys=(("number",), ("fee", "year")))
    done = planned(
        [2023, "", "7"],
        [2023, "5", "7"],
        [2023, "6", "8"],
        header=["年级", "学号", "费用"],
        spec=replace(spec, columns=tuple(replace(c, required=False) for c in spec.columns)),
    )

    assert [row.fate for row in done.rows] == [Fate.NEW, Fate.REJECTED, Fate.NEW]
    assert done.rows[0].key.columns == ("fee", "year")


def test_planning_what_was_written_changes_nothing():
    first = planned([2023, "1", "会计事务", "岗位实习"], [2024, "2", "", ""])

    again = planned(
        [2023, "1", "会计事务", "岗位实习"],
        [2024, "2", "", ""],
        existing=[dict(row.values) for row in first.rows],
    )

    assert again.counts[Fate.UNCHANGED] == 2


def test_the_digest_differs_where_anything_else_would_be_written():
    rows = [[2023, "20230701", "会计事务", "岗位实习"]]

    assert planned(*rows).digest == planned(*rows).digest
    assert (
        len(
            {
                planned(*rows).digest,
                planned(*rows, existing=[ZHOU]).digest,
                planned([2024, *rows[0][1:]]).digest,
            }
        )
        == 3
    )


def test_problems_survive_being_kept():
    problem = planned(["", "9", "物流管理", ""]).rows[0].problems[0]

    assert Problem.from_json(problem.as_json()) == problem


@pytest.mark.parametrize(("language", "label"), [("zh-hans", "岗位实习"), ("en", "Placement")])
def test_values_are_shown_in_the_language_of_the_reader(language, label):
    with override(language):
        assert speak(shown(STUDENTS.column("pathway"), "placement")) == label


def test_private_values_are_not_shown():
    column = Column("phone", "电话", "Phone", is_private=True)

    assert (shown(column, "13800000000"), shown(column, None)) == ("***", "")
    assert column.label == Label("电话", "Phone")

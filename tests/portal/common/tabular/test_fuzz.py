"""Mutated files: whatever arrives, the answer is a plan or a TableError, within bounded memory."""

import random
import re
import tracemalloc

import pytest
from openpyxl import Workbook

from portal.common.tabular.limits import Limits
from portal.common.tabular.mapping import guess
from portal.common.tabular.planning import Plan, plan
from portal.common.tabular.reading import read_table
from portal.common.tabular.sentences import TableError

from .books import STUDENTS, bare_xlsx, saved, sheet_xml, xlsx
from .old_excel import write_xls

HEADER = ["年级", "学号", "专业", "去向", "费用", "开始日期", "结束日期"]
ROWS = [
    [2023, f"2023{n:04d}", "会计事务", "岗位实习", "12.50", "2026-03-02", "2026年8月1日"] for n in range(30)
]
MOST_MEMORY = 96 * 1024 * 1024
LIMITS = Limits(rows=5_000, cells=50_000, text_characters=2_000_000, reader_memory_bytes=512 * 1024 * 1024)


def csv_text():
    return "\r\n".join(",".join(map(str, row)) for row in [HEADER, *ROWS])


def merged_and_formulas():
    book = Workbook()
    for row in [["粤城商贸"], HEADER, *ROWS]:
        book.active.append(row)
    book.active.merge_cells("A1:G1")
    book.active.merge_cells("C3:C9")
    book.active["E5"] = "=SUM(E3:E4)"
    return saved(book)


SEEDS = [
    ("a.csv", csv_text().encode()),
    ("a.csv", csv_text().encode("gb18030")),
    ("a.csv", csv_text().encode("utf-16")),
    ("a.xlsx", xlsx([HEADER, *ROWS])),
    ("a.xlsx", merged_and_formulas()),
    ("a.xls", write_xls([HEADER, *[list(map(str, row)) for row in ROWS]])),
]
SHEET = sheet_xml(
    *(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(1, 9))
)
STRINGS = "<sst><si><t>年级</t></si></sst>"


def cut(chance, data):
    return data[: chance.randrange(len(data))]


def flip(chance, data):
    spoilt = bytearray(data)
    for _n in range(chance.choice([1, 3, 30])):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def splice(chance, data):
    start, end = sorted(chance.randrange(len(data)) for _n in range(2))
    return data[:start] + data[start:end] * chance.choice([0, 2, 5]) + data[end:]


def salt(chance, data):
    at = chance.randrange(len(data))
    return (
        data[:at]
        + chance.choice([b'"', b"\x00", b"\xff\xfe", b"\n", b",,,", b"=1+1", "年".encode()])
        + data[at:]
    )


def recode(chance, data):
    return data.decode("latin-1").encode(chance.choice(["utf-8", "utf-16", "utf-16-be", "utf-7"]))


def number_storm(chance, _data):
    """A well-formed zip whose sheet has odd numbers, references and kinds."""
    odd = ["-1", "1e400", "99999999999", "NaN", "", "1.5", "XFE1", "A0", "é", "&lt;", "]]>", "\u0661"]

    def oddly(match):
        return match.group(0) if chance.random() > 0.2 else f'{match.group(1)}="{chance.choice(odd)}"'

    sheet = re.sub(r'\b(r|t|s)="[^"]*"', oddly, SHEET)
    sheet = re.sub(r"<v>[^<]*", lambda found: f"<v>{chance.choice([*odd, found.group(0)[3:]])}", sheet)
    return bare_xlsx(sheet, sharedStrings=STRINGS)


MUTATIONS = [cut, flip, flip, splice, salt, recode, number_storm]


def outcome(name, data):
    """The plan or the refusal of a file; any other exception fails the test."""
    try:
        table = read_table(data, name, known=STUDENTS.headings, limits=LIMITS)
        return plan(table, guess(table, STUDENTS), STUDENTS, lambda _keys: {})
    except TableError as error:
        return error


def storm(seed, count):
    chance = random.Random(seed)
    plans = refusals = 0
    for _n in range(count):
        name, data = chance.choice(SEEDS)
        for mutate in chance.choices(MUTATIONS, k=chance.choice([1, 1, 2])):
            data = mutate(chance, data) or b" "
        result = outcome(name, data)
        plans += isinstance(result, Plan)
        refusals += isinstance(result, TableError)
    return plans, refusals


def test_the_unmutated_files_are_read_alike():
    plans = [outcome(name, data) for name, data in SEEDS]

    assert [len(plan.rows) for plan in plans] == [30] * 6
    assert {plan.counts["rejected"] for plan in plans[:4]} == {0}


def test_two_hundred_mutated_files_end_in_a_plan_or_a_refusal_in_bounded_memory():
    tracemalloc.start()
    plans, refusals = storm(seed=20261122, count=200)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert plans + refusals == 200
    assert plans > 20
    assert refusals > 20
    assert peak < MOST_MEMORY


@pytest.mark.prove
def test_two_thousand_mutated_files_end_in_a_plan_or_a_refusal():
    assert sum(storm(seed=7, count=2000)) == 2000

"""Small workbooks for the tests: ordinary ones by openpyxl, odd ones by their bare XML."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from portal.common.tabular.cells import Amount, Day, PlainText, WholeNumber
from portal.common.tabular.columns import Column, ImportSpec
from portal.common.tabular.sentences import CellError, Label
from portal.common.tabular.words import KnownWord, choice

RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = f'<workbook xmlns:r="{RELS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
LINKS = (
    f'<Relationships><Relationship Id="r1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>"
)


def xlsx(rows: Iterable[Sequence[Any]], title: str = "在籍") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bare_xlsx(sheet: str, **parts: str) -> bytes:
    """A workbook of one sheet given as XML; further parts by name (`sharedStrings`, `styles`)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", parts.pop("workbook", WORKBOOK))
        archive.writestr("xl/_rels/workbook.xml.rels", LINKS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, xml in parts.items():
            archive.writestr(f"xl/{name}.xml", xml)
    return out.getvalue()


def sheet_xml(*rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def end_after_start(values: Any) -> None:
    if values.get("start") and values.get("end") and values["end"] < values["start"]:
        raise CellError("the end is before the start", column="end")


def year_of(text: str) -> int:
    return WholeNumber(2000, 2100)(text.removesuffix("级"))


STUDENTS = ImportSpec(
    kind="students",
    label_zh="学生",
    label_en="Students",
    columns=(
        Column("year", "年级", "Year group", parse=WholeNumber(2000, 2030), required=True, example="2023"),
        Column(
            "number",
            "学号",
            "Student number",
            ("学籍号",),
            required=True,
            parse=PlainText(20),
            example="20230701",
        ),
        Column(
            "programme",
            "专业",
            "Programme",
            ("专业名称",),
            parse=KnownWord({1: ["物流服务与管理", "730801"], 2: ["会计事务"]}),
        ),
        Column(
            "pathway",
            "去向",
            "Pathway",
            parse=choice(
                [("placement", Label("岗位实习", "Placement")), ("study", Label("升学备考", "Further study"))]
            ),
            example="岗位实习",
        ),
        Column("fee", "费用", "Fee", parse=Amount()),
        Column(
            "start",
            "开始日期",
            "Start",
            parse=Day(last=date(2030, 1, 1)),
            help_zh="如 2026-03-02",
            help_en="Such as 2026-03-02",
        ),
        Column("end", "结束日期", "End", parse=Day(), clears_when_empty=True),
    ),
    keys=(("number",),),
    checks=(end_after_start,),
)

"""The empty workbook that people fill in, and the file of rejected rows that they mend and upload again."""

from collections.abc import Callable, Iterable, Sequence
from typing import IO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from portal.common.tabular.columns import Column, ImportSpec
from portal.common.tabular.row_reading import Problem
from portal.common.tabular.sentences import Label, Text, say
from portal.common.tabular.writing import (
    HEAD_ALIGNMENT,
    HEAD_FILL,
    HEAD_FONT,
    NARROWEST,
    WIDEST,
    sheet_name,
    shown_width,
    written,
)

Speak = Callable[[Text], str]
LONGEST_LIST = 500  # longer lists are looked up by name; a drop-down of them helps nobody
ROWS_WITH_LIST = 2000
EXAMPLE_MARK = Label("例：", "Example: ")
HELP_HEADINGS = (
    Label("列", "Column"),
    Label("必填", "Required"),
    Label("填写说明", "How to fill it in"),
    Label("示例", "Example"),
)
HELP_SHEET = Label("填写说明", "Help")
LIST_SHEET = Label("选项", "Choices")
REQUIRED = Label("必填", "required")
CAUSE = Label("退回原因", "Why rejected")
ROW_NUMBER = Label("原行号", "Row in your file")


def write_template(out: IO[bytes], spec: ImportSpec, speak: Speak) -> None:
    """A workbook to fill in.

    Headings with an example row (skipped on import), choices to pick, a sheet of help.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name(speak(spec.label))
    choices = book.create_sheet(sheet_name(speak(LIST_SHEET)))
    for place, column in enumerate(spec.columns, start=1):
        _write_column(sheet, place, column, speak)
        words = _words_to_pick(column, speak)
        if words:
            _offer(sheet, choices, place, [speak(column.label), *words])
    sheet.freeze_panes = "A2"
    choices.sheet_state = "hidden"
    _write_help(book.create_sheet(sheet_name(speak(HELP_SHEET)), 1), spec, speak)
    book.save(out)


def _write_column(sheet: Worksheet, place: int, column: Column, speak: Speak) -> None:
    head = sheet.cell(1, place, speak(column.label) + ("*" if column.required else ""))
    head.font, head.fill, head.alignment = HEAD_FONT, HEAD_FILL, HEAD_ALIGNMENT
    note = speak(column.help)
    if note:
        head.comment = Comment(note, "Ronghe")
    example = (speak(EXAMPLE_MARK) if place == 1 else "") + column.example
    cell = sheet.cell(2, place)
    cell.value = written(example)
    cell.data_type, cell.number_format = "s", "@"
    cell.font = Font(italic=False, color="FF566372")
    width = max(shown_width(speak(column.label)), shown_width(example)) + 4
    sheet.column_dimensions[get_column_letter(place)].width = min(max(width, NARROWEST), WIDEST)


def _words_to_pick(column: Column, speak: Speak) -> list[str]:
    words: Sequence[Text] = getattr(column.parse, "words", ())
    return [speak(word) for word in words] if len(words) <= LONGEST_LIST else []


def _offer(sheet: Worksheet, choices: Worksheet, place: int, words: list[str]) -> None:
    """A drop-down under a column.

    The words stand on the hidden sheet, since a rule holds only 255 characters.
    """
    letter = get_column_letter(place)
    for row, word in enumerate(words, start=1):
        cell = choices.cell(row, place, written(word))
        cell.data_type = "s"
    source = f"{quote_sheetname(choices.title)}!${letter}$2:${letter}${len(words)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS_WITH_LIST}")


def _write_help(sheet: Worksheet, spec: ImportSpec, speak: Speak) -> None:
    for place, (heading, width) in enumerate(
        zip(HELP_HEADINGS, (22, 10, WIDEST + 16, 28), strict=True), start=1
    ):
        head = sheet.cell(1, place, speak(heading))
        head.font, head.fill, head.alignment = HEAD_FONT, HEAD_FILL, HEAD_ALIGNMENT
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row, column in enumerate(spec.columns, start=2):
        required = speak(REQUIRED) if column.required else ""
        for place, text in enumerate(
            (speak(column.label), required, speak(column.help), column.example), start=1
        ):
            cell = sheet.cell(row, place)
            cell.value = written(text)
            cell.data_type, cell.number_format = "s", "@"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"


def rejected_headings(header: Sequence[str], speak: Speak) -> list[str]:
    """The headings of the file of rejected rows: those of the user's file, then cause and row number."""
    return [*header, speak(CAUSE), speak(ROW_NUMBER)]


def rejected_row(
    number: int, cells: Sequence[str], problems: Iterable[Problem], speak: Speak
) -> list[str | int | None]:
    """A rejected row as the user wrote it, with every cause in words and its row number."""
    return [*cells, "\n".join(causes(problems, speak)), number]


def causes(problems: Iterable[Problem], speak: Speak) -> list[str]:
    """Each cause as a sentence, with what is proposed instead."""
    return [
        speak(problem.sentence)
        if not problem.proposals
        else speak(
            say(
                "%(sentence)s. Near: %(proposals)s",
                sentence=problem.sentence,
                proposals=Label("、".join(problem.proposals), ", ".join(problem.proposals)),
            )
        )
        for problem in problems
    ]

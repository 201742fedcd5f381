"""What the import pages show.

Rows with their cells, words that wait, columns with their samples. Ready for templates.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.common.tabular.columns import Column, ImportSpec
from portal.common.tabular.planning import Fate
from portal.common.tabular.row_reading import Problem
from portal.common.tabular.sentences import from_json
from portal.common.tabular.speech import speak
from portal.common.tabular.templates import causes
from portal.records.imports.memory import is_word
from portal.records.imports.work import REMARKED
from portal.records.models import ImportBatch, ImportRow

MOST_COLUMNS = 7
MOST_WORDS = 40
MOST_DECIDED = 200
TONES = {Fate.NEW: "green", Fate.CHANGED: "blue", Fate.UNCHANGED: "grey", Fate.REJECTED: "red"}


def fate_label(fate: Fate) -> str:
    """The word for what becomes of a row."""
    return {
        Fate.NEW: pgettext("import rows", "New"),
        Fate.CHANGED: pgettext("import rows", "Changed"),
        Fate.UNCHANGED: pgettext("import rows", "Unchanged"),
        Fate.REJECTED: pgettext("import rows", "Rejected"),
    }[fate]


def all_label() -> str:
    """The word for every row."""
    return pgettext("import rows", "All")


def remarked(batch: ImportBatch) -> int:
    """How many rows would be written and are unusual."""
    return int(batch.result.get(REMARKED, 0))


def rows_to_show(batch: ImportBatch, show: str) -> QuerySet[ImportRow]:
    """The rows of the newest comparison: of one outcome, those remarked, or all."""
    rows = batch.rows.filter(plan_number=batch.plan_number).order_by("place")
    if show == REMARKED:
        return rows.exclude(fate=Fate.REJECTED).exclude(problems=[])
    return rows.filter(fate=show) if show in set(Fate) else rows


def remarked_label() -> str:
    """The word for rows that would be written and are unusual."""
    return pgettext("import rows", "To check")


@dataclass(frozen=True)
class Cause:
    """Why a row is rejected, and the words it could say instead; or what is unusual in a row to be written."""

    sentence: str
    column: str = ""
    word: str = ""
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownCell:
    """A cell of the preview: as in the file, changed from old to new, or wrong."""

    label: str
    text: str
    old: str = ""
    new: str = ""
    is_changed: bool = False
    is_wrong: bool = False


@dataclass(frozen=True)
class ShownRow:
    """A row of the preview."""

    number: int
    fate: str
    label: str
    tone: str
    cells: list[ShownCell]
    causes: list[Cause] = field(default_factory=list)

    @property
    def is_remarked(self) -> bool:
        """Whether its causes are only remarks: it would be written."""
        return bool(self.causes) and self.fate != Fate.REJECTED


def shown_columns(batch: ImportBatch, spec: ImportSpec, rows: Sequence[ImportRow]) -> list[Column]:
    """The columns worth showing.

    What identifies a row, what these rows change or get wrong, then the first others.
    """
    mapped = [column for column in spec.columns if batch.places.get(column.name) is not None]
    concerned = {change[0] for row in rows for change in row.changes}
    concerned |= {problem["column"] for row in rows for problem in row.problems}
    keys = {name for key in spec.keys for name in key}
    ranked = sorted(mapped, key=lambda column: (column.name not in keys, column.name not in concerned))
    kept = {column.name for column in ranked[:MOST_COLUMNS]}
    return sorted(
        (column for column in mapped if column.name in kept), key=lambda column: batch.places[column.name]
    )


def shown_rows(batch: ImportBatch, columns: Sequence[Column], rows: Iterable[ImportRow]) -> list[ShownRow]:
    """The rows of one page."""
    return [_shown_row(batch, columns, row) for row in rows]


def _shown_row(batch: ImportBatch, columns: Sequence[Column], row: ImportRow) -> ShownRow:
    fate = Fate(row.fate)
    changes = {name: (speak(from_json(old)), speak(from_json(new))) for name, old, new in row.changes}
    problems = [Problem.from_json(problem) for problem in row.problems]
    wrong = {problem.column for problem in problems} if fate is Fate.REJECTED else set()
    cells = [
        _cell(column, row.cells[batch.places[column.name]], changes, is_wrong=column.name in wrong)
        for column in columns
    ]
    causes = [
        Cause(
            speak(problem.sentence),
            problem.column,
            problem.word if is_word(problem.word) else "",
            problem.proposals,
        )
        for problem in problems
    ]
    return ShownRow(row.number, fate.value, fate_label(fate), TONES[fate], cells, causes)


def shown_problems(row: ImportRow) -> list[str]:
    """Why a row is rejected or what is remarked of it, each as a sentence."""
    return causes([Problem.from_json(problem) for problem in row.problems], speak)


def _cell(column: Column, text: str, changes: dict[str, tuple[str, str]], *, is_wrong: bool) -> ShownCell:
    label = speak(column.label)
    old, new = changes.get(column.name, ("", ""))
    shown = "***" if column.is_private and text else text
    return ShownCell(label, shown, old, new, is_changed=column.name in changes, is_wrong=is_wrong)


@dataclass(frozen=True)
class WordQuestion:
    """A word that no list has, or one already decided.

    Its column, rows, proposals, and what it means so far.
    """

    column: str
    label: str
    word: str
    rows: int = 0
    proposals: tuple[str, ...] = ()
    meaning: str = ""
    is_empty: bool = False


def open_words(batch: ImportBatch, spec: ImportSpec) -> list[WordQuestion]:
    """The words that wait for a decision, those of most rows first."""
    return [
        WordQuestion(
            entry["column"],
            speak(spec.column(entry["column"]).label),
            entry["word"],
            entry["rows"],
            tuple(entry["proposals"]),
        )
        for entry in batch.unknown_words[:MOST_WORDS]
    ]


def decided_words(batch: ImportBatch, spec: ImportSpec) -> list[WordQuestion]:
    """The words whose meaning was decided, now or for an earlier file."""
    labels = {column.name: speak(column.label) for column in spec.columns}
    decided = (
        WordQuestion(name, labels[name], word, meaning=meaning, is_empty=not meaning)
        for name, words in sorted(batch.words.items())
        if name in labels
        for word, meaning in sorted(words.items())
    )
    return list(islice(decided, MOST_DECIDED))  # a form of all of them would be more fields than a site takes


@dataclass(frozen=True)
class WordList:
    """The closed list of a column, for its drop-down."""

    column: str
    words: list[str]


def word_lists(spec: ImportSpec, questions: Iterable[WordQuestion]) -> list[WordList]:
    """The lists of those columns that have a question."""
    names = dict.fromkeys(question.column for question in questions)
    return [
        WordList(name, [speak(word) for word in getattr(spec.column(name).parse, "words", ())])
        for name in names
    ]


@dataclass(frozen=True)
class ColumnChoice:
    """A column on the matching page: where it is in the file so far, and whether it must be somewhere."""

    name: str
    label: str
    help: str
    place: int | None
    is_key: bool
    is_required: bool
    samples: list[str]


def column_choices(batch: ImportBatch, spec: ImportSpec) -> list[ColumnChoice]:
    """Every column of the kind with its likely heading and what stands there."""
    keys = set(spec.keys[0])
    return [
        ColumnChoice(
            column.name,
            speak(column.label),
            speak(column.help),
            place := batch.places.get(column.name),
            column.name in keys,
            column.required,
            [row[place] for row in batch.samples if place is not None and row[place]],
        )
        for column in spec.columns
    ]


def headings(batch: ImportBatch) -> list[tuple[int, str]]:
    """The headings of the file with their places; one without a name is called by its number."""
    return [
        (place, heading or _("Column %(number)s") % {"number": place + 1})
        for place, heading in enumerate(batch.header)
    ]


@dataclass(frozen=True)
class OpenColumn:
    """A column with words that wait: how many, so that all of them can be left empty at once."""

    column: str
    label: str
    words: int


def open_columns(batch: ImportBatch, spec: ImportSpec) -> list[OpenColumn]:
    """The columns with more than one word that waits."""
    counts = Counter(entry["column"] for entry in batch.unknown_words)
    return [OpenColumn(name, speak(spec.column(name).label), n) for name, n in counts.items() if n > 1]


def words_posted(batch: ImportBatch, post: Any) -> dict[str, dict[str, str | None]]:
    """The decisions of the words form: fields `column-n`, `word-n`, `meaning-n`, `empty-n`; an untouched word is none.

    A word that was decided before and is emptied is forgotten (None). `rest` names columns whose other unknown words
    are all left empty.
    """
    decisions: dict[str, dict[str, str | None]] = {}
    for number in (key.removeprefix("word-") for key in post if key.startswith("word-")):
        column, word = post.get(f"column-{number}", ""), post[f"word-{number}"]
        meaning = post.get(f"meaning-{number}", "").strip()
        was = post.get(f"was-{number}")
        if post.get(f"empty-{number}"):
            decisions.setdefault(column, {})[word] = ""
        elif meaning:
            decisions.setdefault(column, {})[word] = meaning
        elif was:
            decisions.setdefault(column, {})[word] = None
    for entry in batch.unknown_words:
        if entry["column"] in post.getlist("rest"):
            decisions.setdefault(entry["column"], {}).setdefault(entry["word"], "")
    return decisions

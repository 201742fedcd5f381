"""What the tables say to people, kept apart from the language it is said in.

A core that knows no user cannot translate. It answers with a `Message` (an English sentence and its values)
or a `Label` (a name in both languages); `speech.speak` turns them into words where the reader is known.
Both can be kept as JSON, so that a stored preview speaks the language of whoever opens it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Label:
    """A name in both languages, such as the heading of a column."""

    zh: str
    en: str


@dataclass(frozen=True)
class Message:
    """A sentence in English, which is also its message id, and the values it names."""

    text: str
    args: tuple[tuple[str, "Text"], ...] = ()


Text = str | int | Label | Message


def say(text: str, **args: Text) -> Message:
    """A message with its values.

    >>> say("No “%(value)s” here.", value="物流管理").args
    (('value', '物流管理'),)
    """
    return Message(text, tuple(sorted(args.items())))


def as_json(text: Text) -> Any:
    """The text as JSON values: a string or number as it is, a label or message as an object.

    >>> as_json(Label("年级", "Year group"))
    {'zh': '年级', 'en': 'Year group'}
    """
    if isinstance(text, Label):
        return {"zh": text.zh, "en": text.en}
    if isinstance(text, Message):
        return {"text": text.text, "args": {name: as_json(value) for name, value in text.args}}
    return text


def from_json(stored: Any) -> Text:
    """The inverse of `as_json`.

    >>> from_json({"text": "Row %(n)s", "args": {"n": 3}})
    Message(text='Row %(n)s', args=(('n', 3),))
    """
    if isinstance(stored, dict) and "text" in stored:
        return say(stored["text"], **{name: from_json(value) for name, value in stored["args"].items()})
    if isinstance(stored, dict):
        return Label(stored["zh"], stored["en"])
    return stored if isinstance(stored, int) else str(stored)


def gettext_noop(text: str) -> str:
    """The text itself; the name marks a sentence that is kept in a constant for those who collect messages."""
    return text


class TableError(Exception):
    """The file cannot be read as a table; `message` says why and what to do."""

    def __init__(self, text: str, **args: Text) -> None:
        self.message = say(text, **args)
        super().__init__(text % dict(self.message.args))


class CellError(Exception):
    """A cell does not hold what its column asks for.

    `cause` says what is wrong; `proposals` are words that would have been understood, nearest first; `word` is
    the one that is in no closed list, so that it can be mapped once for all rows; `column` is named by checks
    of a whole row, which belong to no cell.
    """

    def __init__(
        self, text: str, proposals: Sequence[str] = (), word: str = "", column: str = "", **args: Text
    ) -> None:
        self.cause = say(text, **args)
        self.proposals = tuple(proposals)
        self.word = word
        self.column = column
        super().__init__(text)

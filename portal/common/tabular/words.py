"""Cells that hold a word of a closed list.

A word outside it may be mapped by the user, once, to one inside or to nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.common.tabular.cells import shortened
from portal.common.tabular.headings import plain
from portal.common.tabular.near_words import NearWords
from portal.common.tabular.sentences import CellError, Label, Text, gettext_noop

YES_WORDS = {"是", "有", "yes", "y", "true", "1", "√", "✓", "对"}
NO_WORDS = {"否", "无", "no", "n", "false", "0", "×", "没有", "✗"}
YES, NO = Label("是", "Yes"), Label("否", "No")
NOT_KNOWN = gettext_noop("“%(value)s” is not known")


@dataclass(frozen=True)
class YesNo:
    """是 or 否, yes or no."""

    words: tuple[Label, ...] = (YES, NO)

    def __call__(self, text: str) -> bool:
        word = text.casefold()
        if word in YES_WORDS:
            return True
        if word in NO_WORDS:
            return False
        raise CellError("“%(value)s” is neither yes nor no", word=text, value=shortened(text))

    def show(self, value: Any) -> Text:
        """The value as a person reads it."""
        return "" if value is None else YES if value else NO


class KnownWord:
    """A word of a closed list: codes of a table, choices of a field, rows of the own organisation.

    `words_of` maps each value to its names, the first of which is shown; a code among them is a name
    too. A name
    that two values share is known to neither, so that nothing is chosen by chance. `missing` is the
    sentence for
    an unknown word; it may name `%(value)s`. `labels` show a value in both languages.
    """

    def __init__(
        self,
        words_of: Mapping[Any, Sequence[str]],
        *,
        missing: str = NOT_KNOWN,
        labels: Mapping[Any, Label] | None = None,
    ) -> None:
        self.words_of = words_of
        self.missing = missing
        self.labels = labels or {}
        self.by_word: dict[str, Any] = {}
        self.shared: set[str] = set()
        for value, names in words_of.items():
            for word in {plain(name) for name in names if name}:
                if word in self.by_word:
                    self.shared.add(word)
                self.by_word[word] = value
        self.near = NearWords([names[0] for names in words_of.values() if names])

    @property
    def words(self) -> list[Text]:
        """What is shown for each value, in the order of the list."""
        return [self.show(value) for value in self.words_of]

    def __call__(self, text: str) -> Any:
        word = plain(text)
        if word in self.shared:
            raise CellError(
                "“%(value)s” is the name of more than one; write the code", word=text, value=shortened(text)
            )
        if word in self.by_word:
            return self.by_word[word]
        raise CellError(self.missing, self.near.to(text), word=text, value=shortened(text))

    def show(self, value: Any) -> Text:
        """The word of a value; a value that is no longer listed shows itself."""
        if value in self.labels:
            return self.labels[value]
        names = self.words_of.get(value)
        return names[0] if names else "" if value is None else str(value)


def choice(
    options: Iterable[tuple[Any, Label]], aliases: Mapping[Any, Sequence[str]] | None = None
) -> KnownWord:
    """A reader for the choices of a field: `(value, label)`; value, both labels and aliases are understood.

    >>> choice([("f", Label("女", "female"))])("Female")
    'f'
    """
    labels = dict(options)
    more = aliases or {}
    return KnownWord(
        {value: (label.zh, label.en, str(value), *more.get(value, ())) for value, label in labels.items()},
        missing=gettext_noop("“%(value)s” is not one of the choices"),
        labels=labels,
    )


def _nothing_near(_text: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Looked:
    """A value found by a function, where a closed list would be too long to hold: an enterprise by its code.

    `find` answers None for an unknown text, `near` proposes texts it would find.
    """

    find: Callable[[str], Any]
    near: Callable[[str], Sequence[str]] = _nothing_near
    missing: str = NOT_KNOWN
    show_value: Callable[[Any], Text] = str

    def __call__(self, text: str) -> Any:
        found = self.find(text)
        if found is None:
            raise CellError(self.missing, self.near(text), word=text, value=shortened(text))
        return found

    def show(self, value: Any) -> Text:
        """The value as a person reads it."""
        return "" if value is None else self.show_value(value)

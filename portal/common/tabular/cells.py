"""How a cell is read: text in, value out, or a CellError that says what to write instead.

Each reader is a frozen dataclass that is called with a non-empty, cleaned text. `show` is the inverse for
people: the value as it stands in a preview or an export. Closed lists are in `words`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation, Overflow
from typing import Any, Protocol

from portal.common.bounds import EARLIEST, LATEST
from portal.common.tabular.number_formats import serial_text
from portal.common.tabular.sentences import CellError, Label, Text

DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL_DAY = re.compile(r"[2-6]\d{4}(\.\d+)?")
LIST_MARKS = re.compile(r"[;；,，、|｜\n]+")
MONEY_SIGNS = str.maketrans("", "", ",，¥￥ \u00a0")
TEN_THOUSAND = Decimal(10000)


class Parser(Protocol):
    """Reads a non-empty cell and shows a value."""

    def __call__(self, text: str) -> Any:
        """The value of a cell. Raises CellError."""

    def show(self, value: Any) -> Text:
        """The value as a person reads it."""


class Shown:
    """Shows a value as it prints; nothing as nothing."""

    def show(self, value: Any) -> Text:
        """The value as a person reads it."""
        return "" if value is None else str(value)


@dataclass(frozen=True)
class PlainText(Shown):
    """Text of at most `most` characters, on one line unless `many_lines`; `pattern` must fit all of it."""

    most: int = 200
    many_lines: bool = False
    pattern: str = ""

    def __call__(self, text: str) -> str:
        if not self.many_lines:
            text = " ".join(text.split())
        if len(text) > self.most:
            raise CellError("longer than %(most)s characters (%(length)s)", most=self.most, length=len(text))
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise CellError("“%(value)s” does not have the expected form", value=shortened(text))
        return text


@dataclass(frozen=True)
class WholeNumber(Shown):
    """A whole number from `least` to `most`; 1,200 and 1200人 are understood."""

    least: int = 0
    most: int = 1_000_000_000

    def __call__(self, text: str) -> int:
        number = decimal_of(text.translate(MONEY_SIGNS).rstrip("人名个家所级年月小时天"))
        if not number.is_finite() or number != number.to_integral_value():
            raise CellError("“%(value)s” is not a whole number", value=shortened(text))
        if not self.least <= number <= self.most:
            raise CellError(
                "%(value)s is not between %(least)s and %(most)s",
                value=shortened(text),
                least=self.least,
                most=self.most,
            )
        return int(number)


@dataclass(frozen=True)
class Amount(Shown):
    """A decimal number, such as money in yuan: exact, two places unless said otherwise; 1.2万 is 12000."""

    least: Decimal = Decimal(0)
    most: Decimal = Decimal(1_000_000_000_000)
    places: int = 2

    def __call__(self, text: str) -> Decimal:
        digits = text.translate(MONEY_SIGNS).removesuffix("元")
        factor = TEN_THOUSAND if digits.endswith("万") else Decimal(1)
        number = decimal_of(digits.removesuffix("万"), factor)
        if not number.is_finite():
            raise CellError("“%(value)s” is not an amount", value=shortened(text))
        if not self.least <= number <= self.most:
            raise CellError(
                "%(value)s is not between %(least)s and %(most)s",
                value=shortened(text),
                least=str(self.least),
                most=str(self.most),
            )
        rounded = number.quantize(Decimal(1).scaleb(-self.places))
        if rounded != number:
            raise CellError(
                "%(value)s has more than %(places)s decimal places", value=shortened(text), places=self.places
            )
        return rounded


@dataclass(frozen=True)
class Day(Shown):
    """A day: 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302 or Excel's serial number.

    Days reach as far as those of forms and models (`portal.common.bounds`) unless a column asks for less.
    `month_means` 1 reads 2026年3月 as its first day; None asks for the day.
    """

    first: date = EARLIEST
    last: date = LATEST
    month_means: int | None = None

    def __call__(self, text: str) -> date:
        day = self._day(text)
        if day is None:
            raise CellError("“%(value)s” is not a day; write it like 2026-03-02", value=shortened(text))
        if not self.first <= day <= self.last:
            raise CellError(
                "%(value)s is not between %(least)s and %(most)s",
                value=day.isoformat(),
                least=self.first.isoformat(),
                most=self.last.isoformat(),
            )
        return day

    def _day(self, text: str) -> date | None:
        if SERIAL_DAY.fullmatch(text):
            text = serial_text(text)
        match = DAY.fullmatch(text) or COMPACT_DAY.fullmatch(text)
        parts = [int(part) for part in match.groups()] if match else []
        if not match and self.month_means and (month := MONTH.fullmatch(text)):
            parts = [*map(int, month.groups()), self.month_means]
        try:
            return date(*parts) if parts else None
        except ValueError:
            raise CellError("there is no day %(value)s in the calendar", value=shortened(text)) from None


@dataclass(frozen=True)
class Several:
    """A list in one cell, parted by ； ， 、 or |.

    The value is a tuple without repetitions, in the order given.
    """

    each: Parser = field(default_factory=PlainText)
    most: int = 50

    def __call__(self, text: str) -> tuple[Any, ...]:
        parts = [part.strip() for part in LIST_MARKS.split(text) if part.strip()]
        values = tuple(dict.fromkeys(self.each(part) for part in parts))
        if len(values) > self.most:
            raise CellError("more than %(most)s entries", most=self.most)
        return values

    @property
    def words(self) -> Sequence[Text]:
        """The words of the closed list that the entries come from; none where they are free."""
        return getattr(self.each, "words", ())

    def replaced(self, text: str, choices: Mapping[str, str]) -> str:
        """The cell with the user's words for its entries; an entry mapped to nothing is left out."""
        parts = (part.strip() for part in LIST_MARKS.split(text))
        return "、".join(word for part in parts if (word := choices.get(part, part)))

    def show(self, value: Any) -> Text:
        """The entries parted by 、 (names in both languages by their Chinese)."""
        shown = [self.each.show(entry) for entry in value or ()]
        if any(isinstance(entry, Label) for entry in shown):
            labels = [entry if isinstance(entry, Label) else Label(str(entry), str(entry)) for entry in shown]
            return Label("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
        return "、".join(map(str, shown))


@dataclass(frozen=True)
class Checked:
    """Another reader's value that must also pass a check, such as the check digit of a code.

    `check` raises CellError.
    """

    inner: Parser
    check: Callable[[Any], None]

    def __call__(self, text: str) -> Any:
        value = self.inner(text)
        self.check(value)
        return value

    def show(self, value: Any) -> Text:
        """The value as a person reads it."""
        return self.inner.show(value)


def decimal_of(digits: str, factor: Decimal = Decimal(1)) -> Decimal:
    """The number times the factor; NaN for what is no number or lies beyond all numbers.

    >>> decimal_of("1.2", Decimal(10000)), decimal_of("1e999999999", Decimal(10000))
    (Decimal('12000.0'), Decimal('NaN'))
    """
    try:
        number = Decimal(digits)
        return number if factor == 1 else number * factor  # a product is rounded, what was written is not
    except (InvalidOperation, Overflow):
        return Decimal("NaN")


def shortened(text: str, most: int = 40) -> str:
    """The text, cut for a sentence."""
    return text if len(text) <= most else f"{text[: most - 1]}…"

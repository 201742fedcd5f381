"""Reading JSON-like documents strictly, with errors that name the place and the cure.

Both documents of this package, the facts of a partnership and the rubric, come from outside (a file, a form, a
database field). A `Record` wraps one JSON object and its path; every getter checks type and range and raises a
`DocumentError` such as ``activities[3].quantity: must not be negative; give 0 or more``. Absent and null mean the
same. Keys nobody asked for are remembered, so that a caller can warn of a misspelt one.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DECIMAL_TEXT = re.compile(r"[0-9]+(\.[0-9]+)?")
LONGEST_NUMBER = 40
LARGEST_WHOLE = 10**9


class DocumentError(ValueError):
    """A document breaks its form.

    `path` is the place (``activities[3].unit``, empty for the whole); `message` says what is wrong and what to do.
    """

    def __init__(self, path: str, message: str) -> None:
        """Keep path and message apart, and join them for the reader."""
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}" if path else message)


def shown(value: object) -> str:
    """Return `value` as short ASCII JSON, safe to print on any terminal.

    >>> shown("课")
    '"\\\\u8bfe"'
    """
    text = json.dumps(value, default=str)
    return text if len(text) <= LONGEST_NUMBER else f"{text[:LONGEST_NUMBER]}..."


class Record:
    """One JSON object of a document, the path that leads to it, and the error to raise."""

    def __init__(self, value: object, path: str, error: type[DocumentError]) -> None:
        """Wrap `value`; raise `error` when it is not an object."""
        self.path = path
        self.error = error
        self._asked: set[str] = set()
        self._inner: list[Record] = []
        if not isinstance(value, Mapping):
            raise error(path, f"must be an object in braces, not {shown(value)}")
        self._value: Mapping[str, Any] = value

    def at(self, key: str) -> str:
        """Return the path of `key`."""
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str, message: str) -> DocumentError:
        """Return the error for `key`, to be raised by the caller."""
        return self.error(self.at(key), message)

    def get(self, key: str) -> Any:
        """Return the bare value, None when absent."""
        self._asked.add(key)
        return self._value.get(key)

    def needed(self, key: str) -> Any:
        """Return the bare value; it must be there."""
        value = self.get(key)
        if value is None:
            raise self.refuse(key, "is missing; add it")
        return value

    def names(self) -> list[str]:
        """Return the keys of the object, all of them counting as known."""
        self._asked.update(self._value)
        return list(self._value)

    def text(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self.needed(key)
        if not isinstance(value, str) or not value:
            raise self.refuse(key, f"must be a text that is not empty, not {shown(value)}")
        return value

    def optional_text(self, key: str) -> str:
        """Return a text, "" when absent."""
        value = self.get(key)
        if value is not None and not isinstance(value, str):
            raise self.refuse(key, f"must be a text, not {shown(value)}")
        return value or ""

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        """Return a text that is among `allowed`."""
        value = self.text(key)
        choices = list(allowed)
        if value not in choices:
            raise self.refuse(key, f"{shown(value)} is not known; use one of {', '.join(choices)}")
        return value

    def truth(self, key: str) -> bool:
        """Return true or false; absent is false."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.refuse(key, f"must be true or false, not {shown(value)}")
        return bool(value)

    def day(self, key: str) -> date:
        """Return a date written as YYYY-MM-DD."""
        value = self.needed(key)
        if not isinstance(value, str) or not DAY.fullmatch(value):
            raise self.refuse(key, f"must be a date such as 2026-11-22, not {shown(value)}")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.refuse(key, f"{shown(value)} is not a day of the calendar; correct it") from None

    def optional_day(self, key: str) -> date | None:
        """Return a date or None."""
        return None if self.get(key) is None else self.day(key)

    def amount(self, key: str) -> Decimal:
        """Return a finite number of 0 or more; absent is 0."""
        value = self.get(key)
        if value is None:
            return Decimal(0)
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise self.refuse(key, f"must be a number, not {shown(value)}")
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not number.is_finite():
            raise self.refuse(key, "must be a finite number; give an ordinary number")
        if number < 0:
            raise self.refuse(key, "must not be negative; give 0 or more")
        return number

    def money(self, key: str) -> Decimal:
        """Return an amount of money, best written as a text such as "1200.50"; absent is 0."""
        value = self.get(key)
        if not isinstance(value, str):
            return self.amount(key)
        if not DECIMAL_TEXT.fullmatch(value):
            raise self.refuse(key, f'must be yuan such as "1200.50", not {shown(value)}')
        return Decimal(value)

    def whole(self, key: str) -> int:
        """Return a whole number of 0 or more; absent is 0."""
        number = self.amount(key)
        if number > LARGEST_WHOLE or number != number.to_integral_value():
            raise self.refuse(key, f"must be a whole number of at most {LARGEST_WHOLE}")
        return int(number)

    def items(self, key: str) -> list[Any]:
        """Return a list, empty when absent."""
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise self.refuse(key, f"must be a list in square brackets, not {shown(value)}")
        return list(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them empty."""
        values = self.items(key)
        for place, value in enumerate(values):
            if not isinstance(value, str) or not value:
                raise self.refuse(f"{key}[{place}]", f"must be a text that is not empty, not {shown(value)}")
        return tuple(values)

    def records(self, key: str) -> list["Record"]:
        """Return the objects of a list."""
        found = [Record(v, self.at(f"{key}[{n}]"), self.error) for n, v in enumerate(self.items(key))]
        self._inner.extend(found)
        return found

    def record(self, key: str) -> "Record":
        """Return the object under `key`, an empty one when absent."""
        value = self.get(key)
        found = Record({} if value is None else value, self.at(key), self.error)
        self._inner.append(found)
        return found

    def unknown(self) -> list[str]:
        """Return the paths of keys nobody asked for, here and below, in the order of the document."""
        own = [self.at(key) for key in self._value if key not in self._asked]
        return own + [path for inner in self._inner for path in inner.unknown()]

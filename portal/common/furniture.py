"""What a view hands to the components of templates/components: small frozen rows, ready to show.

Texts are plain strings in the reader's language or SafeString; the components escape the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["grey", "blue", "warm", "green", "red", "plain"]
ButtonTone = Literal["", "solid", "brand", "quiet", "danger"]


@dataclass(frozen=True)
class Act:
    """One thing to do: a link, or with `is_post` a form of one button. Labels are verbs."""

    label: str
    url: str
    is_post: bool = False
    tone: ButtonTone = ""
    fields: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class QueueRow:
    """What waits: when (words), the date under it, one sentence, why it matters, the acts."""

    when: str
    sentence: str
    on: str = ""
    url: str = ""
    note: str = ""
    warning: str = ""
    acts: Sequence[Act] = ()
    is_late: bool = False
    is_due: bool = False


@dataclass(frozen=True)
class LadderStep:
    """A rung of the partnership ladder: done, now or next, with its date or what it takes."""

    label: str
    state: Literal["done", "now", "next"]
    note: str = ""


@dataclass(frozen=True)
class TimelineRow:
    """What happened on a day, its state and who said so, and one act."""

    on: str
    what: str
    note: str = ""
    url: str = ""
    state: str = ""
    tone: Tone = "grey"
    state_note: str = ""
    acts: Sequence[Act] = ()


@dataclass(frozen=True)
class ScorePart:
    """A part of a score: points of at most `maximum`; the parts add up to the score."""

    label: str
    points: float
    maximum: float


@dataclass(frozen=True)
class Tab:
    """A tab or segment: a link with its count; exactly one is current."""

    label: str
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True)
class NextStep:
    """A cheap step to do next: what, of which kind, its gain in words, one act."""

    what: str
    note: str = ""
    gain: str = ""
    acts: Sequence[Act] = field(default=())

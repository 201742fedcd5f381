"""The trades of the invented world: a major, what it teaches, the industries it feeds and their posts."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TRADES = Path(__file__).parent / "data" / "trades.json"
# The same field has another first digit pair at each level: 71 = 51 = 31 (GB: catalogue of 2021).
LEVEL_SHIFT = {"secondary": 0, "technician": 0, "college": -20, "bachelor": -40}


@dataclass(frozen=True)
class Post:
    """A kind of opening of the trade."""

    title: str
    tasks: str
    abilities: tuple[str, ...]


@dataclass(frozen=True)
class Trade:
    """A major with its class, abilities, courses, industries and posts; `weight` is how common it is."""

    code: str
    major_class: str
    zh: str
    en: str
    weight: int
    industries: tuple[str, ...]
    abilities: tuple[str, ...]
    courses: tuple[str, ...]
    posts: tuple[Post, ...]

    def code_at(self, school_kind: str) -> str:
        """The major's code at the level of that kind of school."""
        return f"{int(self.code[:2]) + LEVEL_SHIFT[school_kind]}{self.code[2:]}"


@cache
def trades() -> tuple[Trade, ...]:
    """All trades of the file, in its order."""
    rows = json.loads(TRADES.read_text(encoding="utf-8"))
    return tuple(
        Trade(
            code=row["code"],
            major_class=row["class"],
            zh=row["zh"],
            en=row["en"],
            weight=row["weight"],
            industries=tuple(row["industries"]),
            abilities=tuple(row["abilities"]),
            courses=tuple(row["courses"]),
            posts=tuple(Post(title, tasks, tuple(abilities)) for title, tasks, abilities in row["posts"]),
        )
        for row in rows
    )

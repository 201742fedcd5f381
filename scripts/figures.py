"""Gathers the figures that long proofs print into docs/reliability.md, so that nobody types them by hand."""

import json
import platform
from datetime import date
from pathlib import Path

HEAD = """# Reliability: the figures of the long proofs

Written by `make prove` on {day}, Python {python}, {machine}; never by hand. docs/security.md and the tests say what
each figure means.

| proof | engine | figure |
|---|---|---|
"""


def gathered(lines: Path) -> list[dict[str, str]]:
    """The figures of all runs, one JSON object a line; [] where no test printed one."""
    if not lines.exists():
        return []
    return [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]


def page(figures: list[dict[str, str]], day: date) -> str:
    """The page as Markdown, ordered by proof and engine."""
    rows = sorted((row["name"], row["engine"], row["value"]) for row in figures)
    head = HEAD.format(day=day.isoformat(), python=platform.python_version(), machine=platform.machine())
    return head + "".join(f"| {name} | {engine} | {value} |\n" for name, engine, value in rows)

"""`make bench`: every benchmark beside its baseline in one run; prints one table, writes benchmarks/latest.json.

A run of all of them also writes docs/benchmarks.md, so that nobody types a figure by hand. Each module named in MODULES
has `rows() -> {"name": {"value", "unit", "better", "baseline", "ratio"}}`. Machines are noisy: read ratios, not single
times.
"""

import importlib
import json
import os
import platform
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MODULES = ("match_dev", "matching_world", "matching_job", "home_pages", "depth_scoring")
OUTPUT = Path(__file__).parent / "latest.json"
PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks: what was measured

Written by `make bench` on {day}, Python {python}, {machine}, {cores} cores; never by hand. Machines are noisy:
read the ratio to what was measured beside it in the same run. [matching.md](matching.md) explains those of matching.

| figure | value | better | beside it, same run | ratio |
|---|---|---|---|---|
"""


def main(wanted: list[str]) -> int:
    """Run the named benchmarks, or all; 2 for an unknown name."""
    unknown = sorted(set(wanted) - set(MODULES))
    if unknown:
        sys.stderr.write(f"unknown benchmark {', '.join(unknown)}; there are {', '.join(MODULES)}\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    found: dict[str, dict[str, Any]] = {}
    for name in MODULES:
        if not wanted or name in wanted:
            found |= importlib.import_module(f"benchmarks.{name}").rows()
    OUTPUT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not wanted:
        PAGE.write_text(page(found, datetime.now(UTC).date()), encoding="utf-8")
    sys.stdout.write(table(found))
    return 0


def page(found: dict[str, dict[str, Any]], day: date) -> str:
    """The figures as a page of the docs, in the order of the benchmarks."""
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    lines = [
        f"| {name} | {row['value']:,.4g} {row['unit']}".rstrip()
        + f" | {row['better']} | {_beside(row)} | {'' if row.get('ratio') is None else row['ratio']} |\n"
        for name, row in found.items()
    ]
    return HEAD.format(day=day.isoformat(), **machine) + "".join(lines)


def _beside(row: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in (row.get("baseline") or {}).items())


def table(found: dict[str, dict[str, Any]]) -> str:
    """One line a figure: value, unit, which way is better, what it is measured against."""
    lines = [f"{'benchmark':<46} {'value':>10} {'unit':<10} {'better':<7} {'ratio':>7}  beside"]
    for name, row in found.items():
        ratio = "" if row.get("ratio") is None else f"{row['ratio']:.2f}"
        lines.append(
            f"{name:<46} {row['value']:>10.4g} {row['unit']:<10} {row['better']:<7} {ratio:>7}  {_beside(row)}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`make bench`: every benchmark beside its baseline in one run; prints one table, writes benchmarks/latest.json.

Each module named in MODULES has `rows() -> {"name": {"value", "unit", "better", "baseline", "ratio"}}`. Machines are
noisy: read ratios, not single times.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MODULES = ("match_dev", "matching_world", "matching_job", "home_pages", "depth_scoring")
OUTPUT = Path(__file__).parent / "latest.json"


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
    sys.stdout.write(table(found))
    return 0


def table(found: dict[str, dict[str, Any]]) -> str:
    """One line a figure: value, unit, which way is better, what it is measured against."""
    lines = [f"{'benchmark':<46} {'value':>10} {'unit':<10} {'better':<7} {'ratio':>7}  beside"]
    for name, row in found.items():
        ratio = "" if row.get("ratio") is None else f"{row['ratio']:.2f}"
        beside = ", ".join(f"{key} {value}" for key, value in (row.get("baseline") or {}).items())
        lines.append(
            f"{name:<46} {row['value']:>10.4g} {row['unit']:<10} {row['better']:<7} {ratio:>7}  {beside}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

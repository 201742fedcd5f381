"""The matching job end to end on a database: read both registers, rank, explain, write.

The demo province is filled up with copies of its own rows to 500 programmes that look for seats and 3,000 openings that
take students. Measured: the first run, which writes everything; a second one, which writes nothing; and how long after
a change its result stands, counting the wait of the clock (15 s), the pause (5 s), the sweep (10 s) and the run.
"""

import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.demo_database import demo_database

PROGRAMMES, OPENINGS = 500, 3000
CLOCK, PAUSE, SWEEP = 15.0, 5.0, 10.0


def rows() -> dict[str, dict[str, Any]]:
    """Seconds of a full run, of a run that finds everything as it was, and until a change stands at the latest."""
    with tempfile.TemporaryDirectory() as folder, demo_database(Path(folder)) as run:
        found = run("benchmarks.matching_job", "measured")
    size = f"{found['programmes']:,} x {found['openings']:,}"
    latest = CLOCK + PAUSE + SWEEP + found["again"]
    return {
        f"matching job {size}, all new": _row(found["first"], 10.0),
        f"matching job {size}, nothing new": _row(found["again"], 10.0),
        "a change stands after, at the latest": _row(latest, 60.0),
    }


def _row(seconds: float, promised: float) -> dict[str, Any]:
    return {
        "value": round(seconds, 2),
        "unit": "s",
        "better": "lower",
        "baseline": {"promised": promised},
        "ratio": round(seconds / promised, 3),
    }


def measured() -> dict[str, float]:
    """Run inside a process that has Django and the demo."""
    from django.utils import timezone

    from partnerships.matching import gathering
    from partnerships.matching.models import Funnel, Suggestion

    on = timezone.localdate()
    _fill_up(len(gathering.demand(on).rows), len(gathering.supply(on).rows))
    Suggestion.objects.all().delete()
    Funnel.objects.all().delete()
    first, again = _seconds(), _seconds()
    return {
        "first": first,
        "again": again,
        "programmes": len(gathering.demand(on).rows),
        "openings": len(gathering.supply(on).rows),
    }


def _seconds() -> float:
    """How long one run takes, from claim to end."""
    from partnerships.matching.job import run_matching
    from partnerships.matching.services import queue_run

    run = queue_run()
    started = time.perf_counter()
    if not run.claim():
        raise RuntimeError("another worker has the run")
    run_matching(run)
    return time.perf_counter() - started


def _fill_up(programmes: int, openings: int) -> None:
    """Copies of the demo's own programmes and openings, until there are as many as promised."""
    from django.utils import timezone

    from enterprises.models import Opening
    from partnerships.matching import gathering
    from schools.models import Programme

    offered = gathering.supply(timezone.localdate()).rows
    copies = zip(range(OPENINGS - openings), cycle(offered), strict=False)
    Opening.objects.bulk_create([_copy(row, title=f"{row.title} {number}") for number, row in copies])
    taught = list(Programme.objects.offered().order_by("pk"))
    copies = zip(range(PROGRAMMES - programmes), cycle(taught), strict=False)
    Programme.objects.bulk_create([_copy(row, name_zh=f"{row.name_zh}{number}") for number, row in copies])


def _copy(row: Any, **changed: Any) -> Any:
    """A new row with the facts of this one."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for name in ("id", "public_id", "created_at", "updated_at"):
        del kept[name]
    return type(row)(**{**kept, **changed})


if __name__ == "__main__":
    print(rows())

"""The three home pages of the demo province: queries and time to answer, beside the page that is missing (404)."""

import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.demo_database import demo_database

REPEATS = 7
PAGES = {"school": "chenmin", "enterprise": "linying", "bureau": "gaowei"}


def rows() -> dict[str, dict[str, Any]]:
    """Median milliseconds and the number of queries of each home page."""
    with tempfile.TemporaryDirectory() as folder, demo_database(Path(folder)) as run:
        found = run("benchmarks.home_pages", "measured")
    figures: dict[str, dict[str, Any]] = {}
    for page, values in found.items():
        beside = {"404 page": values["missing_ms"]}
        ratio = round(values["ms"] / values["missing_ms"], 2)
        figures[f"home page of the {page}: time"] = _row(values["ms"], "ms", beside, ratio)
        figures[f"home page of the {page}: queries"] = _row(
            values["queries"], "queries", {"promised": 15}, None
        )
    return figures


def _row(value: float, unit: str, baseline: dict[str, Any], ratio: float | None) -> dict[str, Any]:
    return {"value": value, "unit": unit, "better": "lower", "baseline": baseline, "ratio": ratio}


def measured() -> dict[str, dict[str, float]]:
    """Run inside a process that has Django and the demo; the pages in turn with the missing one."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from portal.accounts.models import User

    found = {}
    for page, username in PAGES.items():
        client = Client()
        client.force_login(
            User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
        )
        client.get(f"/{page}/")
        times, missing = [], []
        for _turn in range(REPEATS):
            times.append(_milliseconds(client, f"/{page}/"))
            missing.append(_milliseconds(client, "/there-is-no-such-page/"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/{page}/")
        found[page] = {"ms": median(times), "missing_ms": median(missing), "queries": len(queries)}
    return found


def _milliseconds(client: Any, address: str) -> float:
    import time

    began = time.perf_counter()
    client.get(address)
    return round((time.perf_counter() - began) * 1000, 1)

"""The three home pages of the demo province: queries and time to answer, beside the page that is missing (404)."""

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.demo_database import demo_database

REPEATS = 7
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
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
        client.force_login(User.objects.get(username=username), backend=BACKEND)
        times, missing = [], []
        for _turn in range(REPEATS + 1):  # the first fills caches and is left out
            times.append(_milliseconds(client, f"/{page}/", 200))
            missing.append(_milliseconds(client, "/there-is-no-such-page/", 404))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{page}/")
        del times[0], missing[0]
        found[page] = {"ms": median(times), "missing_ms": median(missing), "queries": len(queries)}
    return found


def _milliseconds(client: Any, address: str, status: int) -> float:
    """How long the answer took; RuntimeError for another status than the one that is measured."""
    began = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != status:
        raise RuntimeError(f"{address} answered {answer.status_code}, not {status}")
    return round((time.perf_counter() - began) * 1000, 1)

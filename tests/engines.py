"""What the suite needs from the machine: engines, services, long proofs, and the figures that tests print.

`scripts/run_tests.py` finds the services and says so by environment; a bare `pytest` runs on SQLite and names what
it skips. A test says what it needs by a marker:

    redis          a Redis at TEST_REDIS_URL (fixture `redis_url`)
    postgres       PostgreSQL only; left out on SQLite
    browser        Chromium at PORTAL_CHROMIUM; runs on SQLite only, unless marked `every_engine` too
    prove          a long proof: runs with --prove
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

from portal.records import append_only

NEEDS = {
    "postgres": "PostgreSQL: apt-get install postgresql, then `make test`",
    "redis": "Redis: apt-get install redis-server, then `make test`",
    "browser": "Chromium: apt-get install chromium fonts-noto-cjk, then `make test`",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="run the long proofs too")
    parser.addoption("--figures", help="append the figures of this run to this file, one JSON object a line")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "every_engine: a browser test that runs on each database engine")


def engine() -> str:
    """The database engine of this run: `sqlite` or `postgres`."""
    return "sqlite" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgres"


def found(need: str) -> bool:
    """Whether this run can give what a marker asks for."""
    if need == "postgres":
        return engine() == "postgres"
    return bool(os.environ.get({"redis": "TEST_REDIS_URL", "browser": "PORTAL_CHROMIUM"}[need]))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what another run of this suite does, and skip by name what the machine cannot do."""
    left_out = [item for item in items if _belongs_elsewhere(item, prove=config.getoption("--prove"))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    for item in items:
        for need in ("postgres", "redis", "browser"):
            if item.get_closest_marker(need) and not found(need):
                item.add_marker(_skip(need))


def _belongs_elsewhere(item: pytest.Item, *, prove: bool) -> bool:
    engines = os.environ.get("PORTAL_TEST_ENGINES", "sqlite").split(",")
    if item.get_closest_marker("prove") and not prove:
        return True
    if item.get_closest_marker("postgres") and engine() == "sqlite" and "postgres" in engines:
        return True
    once = item.get_closest_marker("browser") and not item.get_closest_marker("every_engine")
    return bool(once and engine() == "postgres" and "sqlite" in engines)


def _skip(need: str) -> pytest.MarkDecorator:
    if need in os.environ.get("PORTAL_TEST_REQUIRE", "").split(","):
        return pytest.mark.usefixtures("_required_but_missing")
    return pytest.mark.skip(reason=f"needs {NEEDS[need]}")


@pytest.fixture
def _required_but_missing() -> None:
    pytest.fail("PORTAL_TEST_REQUIRE asks for a service that is not here")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database of this run alone: two suites may run on one server.

    SQLite tests use a file, as the portal does: threads share a database in memory only with other locks.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"test_ronghe_{run}_{worker}"
    if engine() == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    connections["default"].settings_dict["TEST"]["NAME"] = name


@pytest.fixture
def redis_url() -> str:
    """Where the Redis of this run answers."""
    return os.environ["TEST_REDIS_URL"]


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """`figure("matrix", "120 routes, 0 leaks")` prints a measured figure at the end of the run."""

    def note(name: str, value: str) -> None:
        record_property(f"figure:{name}", value)

    return note


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The figures of this run, gathered from all workers: printed, and kept where --figures says."""
    if hasattr(config, "workerinput"):
        return  # what a worker found is gathered by the process that started it
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    notes = [
        (name.removeprefix("figure:"), value)
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name.startswith("figure:")
    ]
    if notes:
        terminalreporter.section(f"figures on {engine()}")
    for name, value in sorted(notes):
        terminalreporter.write_line(f"{name}: {value}")
    if config.getoption("--figures"):
        with Path(config.getoption("--figures")).open("a", encoding="utf-8") as file:
            for name, value in sorted(notes):
                file.write(json.dumps({"engine": engine(), "name": name, "value": value}) + "\n")


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Limits on sign-in count in the cache; one test's failures are not the next one's."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _flush_empties_the_trail_too() -> None:
    """SQLite's flush deletes row by row, which the trail refuses: tests that commit take the triggers off for it."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        return
    flush = connection.ops.execute_sql_flush

    def without_triggers(sql_list: list[str]) -> None:
        append_only.release(connection)
        flush(sql_list)
        append_only.protect(connection)

    connection.ops.execute_sql_flush = without_triggers

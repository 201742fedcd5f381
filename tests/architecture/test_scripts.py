"""The scripts behind make say what they need, in a sentence."""

import os
import subprocess
import sys
from datetime import date

from benchmarks import run
from tests.architecture import sources
from tests.architecture.test_migrations_and_messages import _script


def test_a_requirement_that_nobody_knows_is_named() -> None:
    result = subprocess.run(
        [sys.executable, "scripts/run_tests.py"],
        cwd=sources.ROOT,
        env={**os.environ, "PORTAL_TEST_REQUIRE": "magic"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 2
    assert "does not know magic" in result.stdout


def test_figures_become_a_table_in_order() -> None:
    figures = _script("figures")

    page = figures.page(
        [
            {"name": "seats", "engine": "sqlite", "value": "3 of 3"},
            {"name": "matrix", "engine": "postgres", "value": "0 leaks"},
        ],
        date(2026, 3, 2),
    )

    assert page.splitlines()[-2:] == ["| matrix | postgres | 0 leaks |", "| seats | sqlite | 3 of 3 |"]


def test_benchmarks_become_a_table_in_the_order_of_their_run() -> None:
    found = {
        "hit@1": {
            "value": 0.666,
            "unit": "",
            "better": "higher",
            "baseline": {"plain": 0.536},
            "ratio": 1.243,
        },
        "job": {"value": 2.7, "unit": "s", "better": "lower", "baseline": {}, "ratio": None},
    }

    page = run.page(found, date(2026, 3, 2))

    assert page.splitlines()[-2:] == [
        "| hit@1 | 0.666 | higher | plain 0.536 | 1.243 |",
        "| job | 2.7 s | lower |  |  |",
    ]


def test_the_ci_script_is_sound_bash_and_runs_without_input() -> None:
    path = sources.ROOT / ".ci" / "run"

    subprocess.run(["bash", "-n", str(path)], check=True)

    assert os.access(path, os.X_OK)
    assert "PORTAL_TEST_REQUIRE=postgres,redis,browser make test" in path.read_text(encoding="utf-8")

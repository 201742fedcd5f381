"""The one-process mode, as a real process: it answers, works, and stops within 5 seconds."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run(folder: Path, *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=_environment(folder), check=True)


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "REDIS_URL", "PORTAL_MODE"}
    }
    return {**kept, "PORTAL_VAR": str(folder), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[tuple[subprocess.Popen, int]]:
    """A running portal on an empty database of its own, and its port."""
    _run(tmp_path, "migrate", "--verbosity", "0")
    with _served(tmp_path) as (process, port):
        yield process, port


@contextmanager
def _served(folder: Path) -> Iterator[tuple[subprocess.Popen, int]]:
    """A running portal on the database in that folder, and its port."""
    port = _free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _wait_until_ready(port, process)
        yield process, port
    finally:
        process.kill()
        process.communicate()


def _wait_until_ready(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, process.stdout.read()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                if b'"ready"' in answer.read():
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.2)
    pytest.fail("the portal was not ready within 60 seconds")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_is_ready_with_worker_and_beat_and_stops_within_five_seconds(
    portal: tuple[subprocess.Popen, int], stop: signal.Signals
) -> None:
    process, _port = portal

    began = time.monotonic()
    process.send_signal(stop)
    output, _errors = process.communicate(timeout=10)

    assert time.monotonic() - began < 5
    assert process.returncode == 0
    assert "Stopped." in output


def _asked(folder: Path, statement: str) -> list[tuple]:
    with sqlite3.connect(folder / "ronghe.sqlite3", timeout=20) as database:
        return database.execute(statement).fetchall()


def test_a_missed_night_is_made_up_for_at_the_start(tmp_path: Path) -> None:
    _run(tmp_path, "migrate", "--verbosity", "0")
    with _served(tmp_path):
        pass
    runs_of_a_first_start = _asked(tmp_path, "SELECT * FROM summaries_summaryrun")
    _asked(tmp_path, "UPDATE records_heartbeat SET at = '2026-01-01 00:00:00'")

    late = "SELECT part FROM records_heartbeat WHERE at < '2026-01-02'"
    with _served(tmp_path):
        until = time.monotonic() + 60
        while _asked(tmp_path, late) and time.monotonic() < until:
            time.sleep(0.2)

    assert runs_of_a_first_start == []
    assert _asked(tmp_path, late) == []
    assert len(_asked(tmp_path, "SELECT * FROM summaries_summaryrun")) == 1


def test_a_port_that_is_taken_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "manage.py", "serve", "--port", str(taken.getsockname()[1])]

        result = subprocess.run(
            command,
            cwd=ROOT,
            env=_environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert result.returncode == 2
    assert "choose another with --port" in result.stderr

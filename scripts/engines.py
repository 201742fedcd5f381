"""Finds what the tests can use on this machine, and starts what is installed but not running.

A private PostgreSQL or Redis lives in a temporary folder, listens on 127.0.0.1 only, and ends with the tests.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from redis import Redis
from redis.exceptions import RedisError

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
LOCAL_POSTGRES = ("postgres://test:test@127.0.0.1:5432/test", "postgres://postgres@127.0.0.1:5432/test")
LOCAL_REDIS = "redis://127.0.0.1:6379/15"
START_SECONDS = 30


@dataclass(frozen=True)
class Found:
    """A service that answers at `url`, and how it was found."""

    url: str
    how: str


HOW_TO_GET = {
    "postgres": "apt-get install postgresql (or set TEST_POSTGRES_URL=postgres://...)",
    "redis": "apt-get install redis-server (or set TEST_REDIS_URL=redis://...)",
    "browser": "apt-get install chromium fonts-noto-cjk (or set PORTAL_CHROMIUM=/path/to/chromium)",
}


def find_chromium() -> str | None:
    """Path of a Chromium: PORTAL_CHROMIUM, or the first usual name on the PATH."""
    named = os.environ.get("PORTAL_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@contextlib.contextmanager
def postgres() -> Iterator[Found | None]:
    """A PostgreSQL in which this user may create databases: named, running, or started for the tests."""
    for url, how in _named_postgres():
        if _answers_postgres(url):
            yield Found(url, how)
            return
    binaries = _postgres_binaries()
    if binaries is None:
        yield None
        return
    with _private_folder("ronghe-postgres-") as folder:
        yield from _run_postgres(binaries, folder)


def _named_postgres() -> Iterator[tuple[str, str]]:
    for name in ("TEST_POSTGRES_URL", "DATABASE_URL"):
        url = os.environ.get(name, "")
        if url.startswith("postgres"):
            yield url, name
    for url in LOCAL_POSTGRES:
        yield url, "running service"


def _answers_postgres(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def _postgres_binaries() -> Path | None:
    """The folder that holds initdb and pg_ctl: Debian keeps them off the PATH; the newest wins."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    candidates = [*reversed(folders), *([Path(on_path).parent] if on_path else [])]
    return next(
        (path for path in candidates if (path / "initdb").exists() and (path / "pg_ctl").exists()), None
    )


def _run_postgres(binaries: Path, folder: Path) -> Iterator[Found]:
    cluster, port = folder / "cluster", free_port()
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off "
        "-c full_page_writes=off -c max_connections=200"
    )
    _as_nobody(binaries / "initdb", "-D", cluster, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync")
    _as_nobody(binaries / "pg_ctl", "-D", cluster, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield Found(f"postgres://test@127.0.0.1:{port}/postgres", f"started from {binaries}")
    finally:
        _as_nobody(binaries / "pg_ctl", "-D", cluster, "-m", "immediate", "stop")


@contextlib.contextmanager
def redis() -> Iterator[Found | None]:
    """A Redis: named, running, or started for the tests."""
    named = os.environ.get("TEST_REDIS_URL") or os.environ.get("REDIS_URL")
    for url, how in ((named, "environment"), (LOCAL_REDIS, "running service")):
        if url and _answers_redis(url):
            yield Found(url, how)
            return
    binary = shutil.which("redis-server")
    if binary is None:
        yield None
        return
    with _private_folder("ronghe-redis-") as folder:
        yield from _run_redis(binary, folder)


def _run_redis(binary: str, folder: Path) -> Iterator[Found]:
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
    where = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
    process = subprocess.Popen([binary, *where, *quiet], stdout=subprocess.DEVNULL)
    try:
        _wait_for(lambda: _answers_redis(url))
        yield Found(url, f"started from {binary}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def _answers_redis(url: str) -> bool:
    try:
        with Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            return bool(client.ping())
    except RedisError:
        return False


def _wait_for(answers: Callable[[], bool]) -> None:
    until = time.monotonic() + START_SECONDS
    while not answers():
        if time.monotonic() > until:
            raise TimeoutError(f"the service did not answer within {START_SECONDS} s")
        time.sleep(0.1)


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _private_folder(prefix: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, _unprivileged())
        yield Path(folder)


def _unprivileged() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as_nobody(*command: object) -> None:
    """Run a PostgreSQL tool, which refuses to be root, as an unprivileged user."""
    user = _unprivileged() if os.geteuid() == 0 else None
    words = [str(word) for word in command]
    result = subprocess.run(
        words,
        user=user,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{result.stderr}")

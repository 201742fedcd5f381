"""The portal as a newcomer runs it: commands, then one process with server, worker and beat, on its own database."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_SECONDS = 60


@dataclass
class PortalProcess:
    """A running portal: its address, its environment, and the process that serves it."""

    base_url: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the server; its output."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def start(self) -> None:
        """Serve, and wait for the first answer."""
        port = str(urlsplit(self.base_url).port)
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", port],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(lambda: _answers(f"{self.base_url}/livez"), within=STARTS_WITHIN_SECONDS)

    def stop(self) -> None:
        """SIGTERM, and no mercy after ten seconds."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()


def wait_for(condition: Callable[[], object], *, within: float, every: float = 0.25) -> None:
    """Return once `condition()` holds; TimeoutError when it does not in time."""
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {within} s")
        time.sleep(every)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 (our own server on this machine)
            return answer.status == 200
    except (URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_portal(
    folder: Path, *commands: tuple[str, ...], database_url: str = ""
) -> Iterator[PortalProcess]:
    """A portal on a fresh database (SQLite in `folder`, or a new PostgreSQL database beside `database_url`'s),
    migrated, with reference data and after `commands`; everything is removed afterwards."""
    with _fresh_database(folder, database_url) as url:
        base_url = f"http://127.0.0.1:{free_port()}"
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
        environment |= {
            "DATABASE_URL": url,
            "PORTAL_VAR": str(folder),
            "PORTAL_MODE": "embedded",
            "PUBLIC_URL": base_url,
            "REDIS_URL": "",
        }
        portal = PortalProcess(base_url, environment)
        for command in (("migrate", "--verbosity", "0"), ("load_reference",), *commands):
            portal.manage(*command)
        portal.start()
        try:
            yield portal
        finally:
            portal.stop()


@contextmanager
def _fresh_database(folder: Path, database_url: str) -> Iterator[str]:
    if not database_url.startswith("postgres"):
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    name = f"ronghe_{secrets.token_hex(6)}"
    _on_server(database_url, f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
    finally:
        _on_server(database_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _on_server(database_url: str, statement: str) -> None:
    connection = psycopg2.connect(database_url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()

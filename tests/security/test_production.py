"""Production as a real process: it checks itself clean, and refuses to start unsafe."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "q8-V!x2 0s9d7fk3lwm4npz6rtb5vcyhgj1ae&*uio(QWERTYUIOP)asdfg",
    "ALLOWED_HOSTS": "ronghe.example",
    "DATABASE_URL": "postgres://ronghe:secret@127.0.0.1:1/ronghe",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "PUBLIC_URL": "https://ronghe.example",
}


def _check(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    return _python(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **changes)


def _python(tmp_path: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Python with the environment of a safe production site, but for the changes."""
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**kept, **SAFE, "PORTAL_VAR": str(tmp_path), **changes},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_check_deploy_is_clean(tmp_path: Path) -> None:
    result = _check(tmp_path)

    assert (result.returncode, result.stderr) == (0, "")


def test_without_a_secret_it_does_not_start(tmp_path: Path) -> None:
    result = _check(tmp_path, SECRET_KEY="")

    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_on_sqlite_and_without_redis_it_does_not_start(tmp_path: Path) -> None:
    result = _check(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'x.sqlite3'}", REDIS_URL="")

    assert result.returncode != 0
    assert "ronghe.E004" in result.stderr
    assert "ronghe.E005" in result.stderr


PARTS = {
    "web": ("-c", "import portal.wsgi"),
    "worker": ("-m", "celery", "-A", "portal", "worker"),
    "beat": ("-m", "celery", "-A", "portal", "beat", "--schedule", "{tmp_path}/beat"),
}


def test_the_site_starts_where_it_is_safe(tmp_path: Path) -> None:
    result = _python(tmp_path, *PARTS["web"])

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("part", PARTS)
def test_no_part_starts_unsafe(tmp_path: Path, part: str) -> None:
    unsafe = {"DEBUG": "1", "ALLOWED_HOSTS": "*", "SECRET_KEY": "short", "REDIS_URL": ""}
    words = [word.format(tmp_path=tmp_path) for word in PARTS[part]]

    result = _python(tmp_path, *words, DATABASE_URL=f"sqlite:///{tmp_path / 'x.sqlite3'}", **unsafe)

    assert result.returncode != 0
    assert [code for code in range(1, 6) if f"ronghe.E00{code}" in result.stderr] == [1, 2, 3, 4, 5]


def test_the_address_of_the_database_keeps_its_options(tmp_path: Path) -> None:
    script = "import json, portal.settings as s; print(json.dumps(s.DATABASES['default']['OPTIONS']))"

    result = _python(
        tmp_path, "-c", script, DATABASE_URL=f"{SAFE['DATABASE_URL']}?sslmode=verify-full&connect_timeout=9"
    )

    options = json.loads(result.stdout)
    assert (options["sslmode"], str(options["connect_timeout"])) == ("verify-full", "9")
    assert "lock_timeout" in options["options"]

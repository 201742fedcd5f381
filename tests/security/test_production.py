"""Production as a real process: it checks itself clean, and refuses to start unsafe."""

import os
import subprocess
import sys
from pathlib import Path

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
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**kept, **SAFE, "PORTAL_VAR": str(tmp_path), **changes},
        capture_output=True,
        text=True,
        check=False,
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

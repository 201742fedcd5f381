"""A scratch database with the demo province, and a way to measure inside a process that uses it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def demo_database(folder: Path) -> Iterator[Callable[[str, str], Any]]:
    """Yields `run(module, function)`: the JSON answer of the function, called in a process with the demo loaded."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "PORTAL_VAR": str(folder),
        "PORTAL_MODE": "embedded",
        "ALLOWED_HOSTS": "testserver",
    }

    def python(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    for command in (["migrate", "--verbosity", "0"], ["load_reference"], ["load_demo", "--now"]):
        python("manage.py", *command)

    def run(module: str, function: str) -> Any:
        load = f"from {module} import {function} as work"
        script = f"import django, json; django.setup(); {load}; print(json.dumps(work()))"
        environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        return json.loads(python("-c", script).splitlines()[-1])

    yield run

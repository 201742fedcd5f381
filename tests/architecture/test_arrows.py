"""The arrows of docs/architecture.md hold, pure cores are pure, and nothing grows beyond its size."""

import subprocess
import sys

import pytest

from tests.architecture import sources

PURE_CORES = [
    "partnerships.matching.engine",
    "partnerships.depth.scoring",
    "portal.reference.codes",
    "portal.common.tabular",
    "portal.common.charts",
]
FUNCTION_LINES, MODULE_LINES = 40, 400
# What is longer today. The list may only shrink: a name that is no longer too long must go.
LONG_FUNCTIONS: dict[str, int] = {}
LONG_MODULES: dict[str, int] = {}


def test_imports_point_down_as_the_contracts_say() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
    ]

    result = subprocess.run(command, cwd=sources.ROOT, capture_output=True, text=True, check=False)

    assert "0 broken" in result.stdout, result.stdout


@pytest.mark.parametrize("core", PURE_CORES)
def test_a_pure_core_loads_neither_django_nor_celery(core: str) -> None:
    script = (
        f"import sys, {core}; "
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'celery', 'rest_framework'}))"
    )

    result = subprocess.run(
        [sys.executable, "-c", script], cwd=sources.ROOT, capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{sources.name_of(path)}:{name}": lines
        for path in sources.modules()
        for name, lines in sources.functions(sources.tree_of(path))
        if lines > FUNCTION_LINES
    }

    assert long == LONG_FUNCTIONS


def test_no_module_is_too_long_to_read_in_one_sitting() -> None:
    lines = {sources.name_of(path): len(path.read_text("utf-8").splitlines()) for path in sources.modules()}

    assert {name: count for name, count in lines.items() if count > MODULE_LINES} == LONG_MODULES


def test_services_never_import_tasks() -> None:
    services = [
        path for path in sources.modules() if "services" in path.stem or "services" in path.parent.parts
    ]

    guilty = [
        sources.name_of(path)
        for path in services
        for name in sources.imports(sources.tree_of(path))
        if "tasks" in name.split(".")
    ]

    assert len(services) > 5
    assert guilty == []


def test_nobody_imports_inside_a_function_without_need() -> None:
    """AppConfig.ready must; two loops between models and memberships may."""
    allowed = {"portal/accounts/models.py"}

    guilty = {
        sources.name_of(path)
        for path in sources.modules("portal", "schools", "enterprises", "partnerships")
        if path.name != "apps.py" and sources.late_imports(sources.tree_of(path))
    }

    assert guilty <= allowed

"""docs/depth.md says what the code does, the doctests hold, and the core stays pure."""

import doctest
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

from partnerships.depth import scoring
from partnerships.depth.scoring.flags import FLAG_CODES
from partnerships.depth.scoring.report import kinds_tables, read_document, score_text
from partnerships.depth.scoring.scorer import NO_AGREEMENT_IN_FORCE
from partnerships.depth.scoring.tally import UNEARNED_REASONS
from tests.partnerships.depth.scoring.made import RUBRIC

ROOT = Path(__file__).parents[4]
DOCUMENT = (ROOT / "docs" / "depth.md").read_text(encoding="utf-8")
MODULES = [f"{scoring.__name__}.{module.name}" for module in pkgutil.iter_modules(scoring.__path__)]


def block(name: str) -> str:
    """Return what stands between the marks of that name."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end of {name} -->", DOCUMENT, re.DOTALL)
    assert found, name
    return found.group(1)


def json_of(name: str) -> bytes:
    return re.sub(r"^```(json)?$", "", block(name), flags=re.MULTILINE).encode()


def test_the_tables_of_kinds_are_those_of_the_rubric():
    assert block("kinds") == kinds_tables(RUBRIC)


def test_every_flag_gate_and_reason_is_explained():
    for code in (*FLAG_CODES, NO_AGREEMENT_IN_FORCE, *UNEARNED_REASONS):
        assert f"`{code}`" in DOCUMENT


def test_every_level_is_listed_with_its_points():
    for level in RUBRIC.levels:
        row = f"| {level.level} | {level.names.zh_hans} | {level.full_names.en} | {level.from_points} |"
        assert row in DOCUMENT


def test_the_worked_example_comes_out_as_written():
    answer, unknown = score_text(read_document(json_of("example facts")), RUBRIC)

    assert unknown == ()
    assert json.loads(answer) == json.loads(json_of("example answer"))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_code_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_core_needs_neither_django_nor_celery():
    code = (
        f"import sys, importlib; [importlib.import_module(m) for m in {MODULES!r}];"
        "sys.exit(bool({'django', 'celery'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")

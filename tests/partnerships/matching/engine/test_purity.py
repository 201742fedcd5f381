import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

from partnerships.matching import engine

MODULES = sorted(f"{engine.__name__}.{module.name}" for module in pkgutil.iter_modules(engine.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name):
    result = doctest.testmod(importlib.import_module(name))

    assert result.failed == 0


def test_the_engine_has_examples():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) > 30


def test_the_engine_needs_neither_django_nor_celery():
    imports = "; ".join(f"import {name}" for name in MODULES)
    check = f"import sys; {imports}; print([m for m in ('django', 'celery', 'rest_framework') if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"

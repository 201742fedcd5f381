import doctest
import importlib
import pkgutil

import pytest

from portal.common import tabular

MODULES = [module.name for module in pkgutil.iter_modules(tabular.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name):
    module = importlib.import_module(f"portal.common.tabular.{name}")

    assert doctest.testmod(module).failed == 0

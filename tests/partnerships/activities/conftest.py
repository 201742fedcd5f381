"""Sentences are read in English here, whatever has been translated meanwhile."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield

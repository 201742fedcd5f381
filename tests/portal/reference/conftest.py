"""The whole reference data, loaded once a test module that asks for it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from django.db import DEFAULT_DB_ALIAS
from pytest_django import DjangoDbBlocker

from portal.reference.services import DATA_DIRECTORY, load_reference
from portal.reference.tables import TABLES

FIRST_DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def _loaded_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loading for every test would cost half a second each; tests change rows within their own transaction."""
    with django_db_blocker.unblock():
        load_reference(on=FIRST_DAY)
    yield
    with django_db_blocker.unblock():
        for table in reversed(TABLES):
            table.model.objects.all()._raw_delete(DEFAULT_DB_ALIAS)


@pytest.fixture
def loaded(_loaded_tables: None, db: None) -> None:
    """All reference data, as the first load left it."""


@pytest.fixture
def own_files(tmp_path: Path) -> Path:
    """A copy of the portal's files that a test may change."""
    return Path(copytree(DATA_DIRECTORY, tmp_path / "data"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")

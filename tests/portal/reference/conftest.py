"""The whole reference data, loaded once a test module that asks for it."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from portal.reference.services import DATA_DIRECTORY, load_reference

FIRST_DAY = date(2026, 3, 2)


@pytest.fixture
def loaded(db: None) -> None:
    load_reference(on=FIRST_DAY)


@pytest.fixture
def own_files(tmp_path: Path) -> Path:
    """A copy of the portal's files that a test may change."""
    return Path(copytree(DATA_DIRECTORY, tmp_path / "data"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")

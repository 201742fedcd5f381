"""docs/reference.md names what exists and counts what the files hold."""

import re
from pathlib import Path

from django.urls import reverse

from portal.reference import codes, lookup
from portal.reference.services import DATA_DIRECTORY, read_tables

DOCS = (Path(__file__).resolve().parents[3] / "docs" / "reference.md").read_text(encoding="utf-8")


def test_every_file_is_described_and_every_described_file_exists():
    described = set(re.findall(r"`(\w+\.csv)`", DOCS))

    assert described == {file.name for file in DATA_DIRECTORY.glob("*.csv")}


def test_the_counts_in_the_docs_are_those_of_the_files():
    for table, rows in read_tables():
        line = next(
            line for line in DOCS.splitlines() if line.startswith("|") and f"`{table.layout.file}`" in line
        )
        said = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", line.split("|")[2])]
        assert len(rows) in (sum(said), *said), table.layout.file


def test_the_functions_named_in_the_docs_exist():
    for name in re.findall(r"`((?:parse|make|is)_\w+|haversine_km)`", DOCS):
        assert hasattr(codes, name) or name in {"is_invented", "is_verified"}, name
    for name in ("region_for", "industry_for", "major_for", "RegionFinder", "IndustryFinder", "MajorFinder"):
        assert name in DOCS
        assert hasattr(lookup, name)


def test_the_addresses_named_in_the_docs_exist():
    for name in (
        "region",
        "industry",
        "cluster",
        "major-category",
        "major-class",
        "major",
        "cooperation-form",
    ):
        address = reverse(f"{name}-list")
        assert address.removeprefix("/api/v1/") in DOCS

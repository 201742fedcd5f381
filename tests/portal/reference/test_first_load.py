"""The first load into an empty database: what it says, how fast it is, and that a bad file writes nothing."""

import time
from io import StringIO

import pytest
from django.core.management import call_command

from portal.reference.models import (
    Major,
    Region,
)
from portal.reference.reading import BadTable
from portal.reference.services import load_reference
from tests.portal.reference.conftest import FIRST_DAY, edit


def test_a_load_takes_less_than_five_seconds(db):
    start = time.monotonic()

    load_reference(on=FIRST_DAY)

    assert time.monotonic() - start < 5


def test_a_technician_catalogue_of_its_own_survives_a_load(db):
    Major.objects.create(
        catalogue="technician", year=2018, code="0203-4", level="technician", name_zh="数控加工"
    )

    load_reference(on=FIRST_DAY)

    assert Major.objects.get(catalogue="technician").retired_on is None


def test_the_command_prints_what_it_did_and_a_check_writes_nothing(db):
    dry, first, second = StringIO(), StringIO(), StringIO()

    call_command("load_reference", "--check", stdout=dry)
    rows_after_check = Region.objects.count()
    call_command("load_reference", stdout=first)
    call_command("load_reference", stdout=second)

    assert rows_after_check == 0
    assert dry.getvalue() == first.getvalue()
    assert (
        "regions.csv                           177          0          0          0          0"
        in first.getvalue()
    )
    assert (
        "regions.csv                             0          0        177          0          0"
        in second.getvalue()
    )


BAD = [
    (
        "regions.csv",
        "440103,district,440100,",
        "44010,district,440100,",
        "code",
        "is not a code of this kind",
    ),
    (
        "regions.csv",
        "440103,district,440100,",
        "440103,district,440199,",
        "parent",
        "“440199” does not stand in",
    ),
    ("regions.csv", "440103,district,440100,", "440103,village,440100,", "level", "“village” is not one of"),
    ("regions.csv", "440103,district,440100,", "440103,district,440000,", "code", "must stand below a city"),
    ("regions.csv", "Liwan District,113.", "Liwan District,east of 113.", "lon", "is no number"),
    ("regions.csv", "荔湾区,Liwan District", ",Liwan District", "name_zh", "is empty"),
    ("industries.csv", "011,group,01,A,", "011,group,01,B,", "code", "011 does not belong to section B"),
    (
        "industries.csv",
        "011,group,01,A,",
        "011,group,02,A,",
        "parent",
        "“02” does not stand in industries.csv",
    ),
    ("clusters.csv", "C02,pillar", "C01,pillar", "code", "stands twice"),
    (
        "majors.csv",
        "610102,secondary,6101,",
        "610102,secondary,6102,",
        "code",
        "is of class 6101, level secondary",
    ),
    ("majors.csv", "610102,secondary,6101,", "990102,secondary,6101,", "code", "begins with no category"),
    ("holidays.csv", "2025-01-01,", "2025-13-01,", "day", "“2025-13-01” is no day"),
    ("clusters.csv", "Green petrochemicals,2", "Green petrochemicals,second", "rank", "is no whole number"),
    ("industry_major_relations.csv", "7308,58,1\n", "7308,58,1.5\n", "strength", "is not between 0 and 1"),
    ("industry_major_relations.csv", "7308,58,1\n", "7308,58,0\n", "strength", "0 says nothing"),
    ("industry_aliases.csv", "word,industry", "word,branch", "industry", "the column is missing"),
    ("industry_aliases.csv", "银行,662\n", "银行,662,extra\n", "word", "has 3 cells, the heading 2"),
]


@pytest.mark.parametrize(("file", "old", "new", "column", "fault"), BAD)
def test_a_bad_file_is_refused_with_file_row_and_column_and_nothing_is_written(
    db, own_files, file, old, new, column, fault
):
    row = (own_files / file).read_text(encoding="utf-8").split(old)[0].count("\n") + 1
    edit(own_files / file, old, new)

    with pytest.raises(BadTable) as caught:
        load_reference(on=FIRST_DAY, directory=own_files)

    assert (caught.value.file, caught.value.row, caught.value.column) == (file, row, column)
    assert fault in caught.value.fault
    assert not Region.objects.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes("名".encode("gb18030") * 5),
        lambda file: file.write_text("code,kind,name_zh,name_en,rank\n", encoding="utf-8"),
    ],
)
def test_a_missing_foreign_or_empty_file_ends_the_command_with_exit_2(db, own_files, spoil):
    spoil(own_files / "cooperation_forms.csv")
    told = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("load_reference", "--directory", str(own_files), stderr=told)

    assert end.value.code == 2
    assert told.getvalue().startswith("cooperation_forms.csv, row 1, column code: ")
    assert "Nothing was written" in told.getvalue()
    assert not Region.objects.exists()

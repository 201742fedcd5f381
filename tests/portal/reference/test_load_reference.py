"""Loading the portal's own files: twice changes nothing, what vanished is retired, a bad file writes nothing."""

import time
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from portal.reference.models import (
    CooperationForm,
    Holiday,
    IndustrialCluster,
    Industry,
    IndustryMajorRelation,
    Major,
    MajorClass,
    Region,
)
from portal.reference.reading import BadTable
from portal.reference.services import load_reference
from portal.reference.tables import TABLES
from tests.portal.reference.conftest import FIRST_DAY, edit

LATER = date(2026, 9, 1)


def counts_of(file, counts):
    return next(count for count in counts if count.file == file)


@pytest.mark.usefixtures("loaded")
def test_the_tables_hold_what_the_standards_count():
    assert Region.objects.filter(path__startswith="/440000/").count() == 144
    assert Industry.objects.count() == 1971
    assert MajorClass.objects.count() == 97
    assert IndustrialCluster.objects.count() == 20
    assert Major.objects.filter(is_verified=False).count() == Major.objects.count() == 287


@pytest.mark.usefixtures("loaded")
def test_loading_twice_changes_nothing():
    before = {table.layout.file: list(table.model.objects.order_by("pk").values()) for table in TABLES}

    counts = load_reference(on=LATER)

    assert all(count.is_still and count.kept == 0 for count in counts)
    assert {
        table.layout.file: list(table.model.objects.order_by("pk").values()) for table in TABLES
    } == before


def test_a_load_takes_less_than_five_seconds(db):
    start = time.monotonic()

    load_reference(on=FIRST_DAY)

    assert time.monotonic() - start < 5


@pytest.mark.usefixtures("loaded")
def test_a_code_that_vanished_is_retired_on_the_day_and_not_deleted(own_files):
    edit(own_files / "cooperation_forms.csv", "named_class,people,冠名班,Named class,4\n", "")

    counts = load_reference(on=LATER, directory=own_files)

    form = CooperationForm.objects.get(code="named_class")
    assert form.retired_on == LATER
    assert counts_of("cooperation_forms.csv", counts).withdrawn == 1
    assert form in CooperationForm.objects.in_force(date(2026, 8, 31))
    assert form not in CooperationForm.objects.in_force(LATER)


@pytest.mark.usefixtures("loaded")
def test_a_retired_code_stays_retired_on_its_day_and_returns_when_the_file_names_it_again(own_files):
    edit(own_files / "cooperation_forms.csv", "named_class,people,冠名班,Named class,4\n", "")
    load_reference(on=LATER, directory=own_files)

    again = load_reference(on=date(2027, 1, 1), directory=own_files)
    retired_on = CooperationForm.objects.get(code="named_class").retired_on
    back = load_reference(on=date(2027, 2, 1))

    assert counts_of("cooperation_forms.csv", again).is_still
    assert retired_on == LATER
    assert counts_of("cooperation_forms.csv", back).changed == 1
    assert CooperationForm.objects.get(code="named_class").retired_on is None


@pytest.mark.usefixtures("loaded")
def test_a_changed_cell_changes_its_row_alone(own_files):
    edit(own_files / "regions.csv", "荔湾区,Liwan District", "荔湾新区,Liwan New District")

    counts = load_reference(on=LATER, directory=own_files)

    assert counts_of("regions.csv", counts).changed == 1
    assert sum(count.changed + count.created + count.withdrawn for count in counts) == 1
    assert Region.objects.get(code="440103").name_zh == "荔湾新区"


@pytest.mark.usefixtures("loaded")
def test_two_rows_may_change_places_in_the_order(own_files):
    edit(own_files / "clusters.csv", "electronic information,1\n", "electronic information,2\n")
    edit(own_files / "clusters.csv", "Green petrochemicals,2\n", "Green petrochemicals,1\n")

    load_reference(on=LATER, directory=own_files)

    assert list(IndustrialCluster.objects.values_list("code", flat=True))[:2] == ["C02", "C01"]


@pytest.mark.usefixtures("loaded")
def test_a_relation_that_vanished_is_removed_and_a_new_strength_is_taken(own_files):
    relation = IndustryMajorRelation.objects.get(major_class="7308", industry="58")
    edit(own_files / "industry_major_relations.csv", "7308,58,1\n", "7308,58,0.5\n")
    edit(own_files / "industry_major_relations.csv", "7308,53,0.4\n", "")

    counts = load_reference(on=LATER, directory=own_files)

    relation.refresh_from_db()
    assert relation.strength == 0.5
    assert counts_of("industry_major_relations.csv", counts).withdrawn == 1
    assert not IndustryMajorRelation.objects.filter(major_class="7308", industry="53").exists()


@pytest.mark.usefixtures("loaded")
def test_what_a_bureau_has_made_its_own_is_kept():
    Major.objects.filter(code="730801").update(abilities="叉车驾驶", is_verified=True, is_shipped=False)
    Holiday.objects.create(day=date(2027, 2, 4), name_zh="春节", kind="exchanged", confidence="announced")

    counts = load_reference(on=LATER)

    assert counts_of("majors.csv", counts).kept == 1
    assert counts_of("holidays.csv", counts).kept == 1
    assert Major.objects.get(code="730801").ability_phrases == ["叉车驾驶"]
    assert Holiday.objects.filter(day=date(2027, 2, 4)).exists()


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

"""Loading again: the same files change nothing, what vanished is retired, what a bureau owns is kept."""

from datetime import date

import pytest

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
from portal.reference.services import load_reference
from portal.reference.tables import TABLES
from tests.portal.reference.conftest import edit

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

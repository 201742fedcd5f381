"""What a bureau reaches, checked against an oracle that climbs parents one by one, on more than 10,000 random pairs."""

import random

import pytest

from portal.accounts.jurisdiction import reach_of
from portal.accounts.models import Bureau
from portal.accounts.services.bureaus import make_bureau, place_bureau
from portal.common.errors import DomainError
from portal.reference.models import Region
from schools.models import School
from tests.conftest import make_region

REGIONS, LEVELS, BUREAUS, SCHOOLS = 40, 3, 30, 120


def _above(row: Region | Bureau | None) -> set[int | str]:
    """Primary keys of the row and all its parents, one query a step."""
    found: set[int | str] = set()
    while row is not None:
        found.add(row.pk)
        row = row.parent
    return found


def _should_reach(bureau: Bureau, school: School) -> bool:
    by_territory = bureau.follows != "authority" and bureau.region_id in _above(school.region)
    by_authority = bureau.follows != "territory" and bureau.pk in _above(school.authority)
    return by_territory or by_authority


def _regions(chance: random.Random) -> list[Region]:
    """A tree whose codes are prefixes of each other where they must not count: 4401, 44011, 440110 ..."""
    made = [make_region("44", "省", "Province", "province")]
    for number in range(REGIONS - 1):
        parent = chance.choice([region for region in made if region.path.count("/") < LEVELS])
        code = f"{chance.choice(made).code[:4]}{number}"[:6]
        made.append(make_region(code, f"区{number}", f"Region {number}", "district", parent))
    return made


def _bureaus(chance: random.Random, regions: list[Region]) -> list[Bureau]:
    made: list[Bureau] = []
    for number in range(BUREAUS):
        made.append(
            make_bureau(
                by=None,
                name_zh=f"局{number}",
                region=chance.choice(regions),
                parent=chance.choice([None, *made]),
                follows=chance.choice(Bureau.Follows.values),
            )
        )
    return made


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_bureau_reaches_exactly_what_stands_in_its_region_or_answers_to_it(db: None, seed: int) -> None:
    chance = random.Random(seed)
    regions = _regions(chance)
    bureaus = _bureaus(chance, regions)
    for number in range(SCHOOLS):
        authority = chance.choice([None, *bureaus])
        School.objects.create(
            name_zh=f"校{number}", kind="college", region=chance.choice(regions), authority=authority
        )

    schools = list(School.objects.select_related("region", "authority"))
    wrong = 0
    for bureau in bureaus:
        reached = School.objects.filter(reach_of(bureau, region="region", authority="authority"))
        expected = {school.pk for school in schools if _should_reach(bureau, school)}
        wrong += expected != set(reached.values_list("pk", flat=True))

    assert len(bureaus) * len(schools) * 3 > 10_000
    assert wrong == 0


def test_a_bureau_that_moves_takes_those_below_along(db: None, guangzhou: Region) -> None:
    top, other = (make_bureau(by=None, name_zh=name, region=guangzhou) for name in ("甲", "乙"))
    middle = make_bureau(by=None, name_zh="丙", region=guangzhou, parent=top)
    low = make_bureau(by=None, name_zh="丁", region=guangzhou, parent=middle)

    place_bureau(middle, parent=other, by=None)

    low.refresh_from_db()
    assert low.path == f"/{other.pk}/{middle.pk}/{low.pk}/"


def test_a_bureau_cannot_stand_below_itself(db: None, guangzhou: Region) -> None:
    top = make_bureau(by=None, name_zh="甲", region=guangzhou)
    low = make_bureau(by=None, name_zh="乙", region=guangzhou, parent=top)

    with pytest.raises(DomainError):
        place_bureau(top, parent=low, by=None)

    top.refresh_from_db()
    assert top.path == f"/{top.pk}/"

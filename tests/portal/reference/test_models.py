"""What the tables promise whatever is written into them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.reference.models import Holiday, Industry, IndustryMajorRelation, Major, MajorClass, Region
from tests.portal.reference.conftest import FIRST_DAY

pytestmark = pytest.mark.usefixtures("loaded")


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_within_follows_the_path_and_not_the_digits():
    guangzhou = Region.objects.get(code="440100")
    stranger = Region.objects.create(
        code="440199", name_zh="外", level="district", parent_id="440300", path="/440000/440300/440199/"
    )

    inside = Region.objects.within(guangzhou)

    assert inside.count() == 12
    assert stranger not in inside
    assert not guangzhou.covers(stranger)


def test_a_city_that_begins_like_another_is_not_within_it():
    Region.objects.create(code="44010", name_zh="短", level="city", parent_id="440000", path="/440000/44010/")

    inside = Region.objects.within(Region.objects.get(code="44010"))

    assert [region.code for region in inside] == ["44010"]


def test_a_region_filters_relations_of_other_tables():
    guangdong = Region.objects.get(code="440000")

    children = Region.objects.filter(guangdong.as_filter("parent"))

    assert children.count() == 143


def test_a_region_knows_its_line():
    liwan = Region.objects.get(code="440103")

    assert liwan.codes_in_path == ("440000", "440100", "440103")
    assert (liwan.province_code, liwan.city_code) == ("440000", "440100")
    assert Region.objects.get(code="440000").city_code is None
    assert liwan.point == (113.244258, 23.125863)


def test_a_full_name_is_read_in_the_order_of_the_language(django_assert_num_queries):
    with django_assert_num_queries(1):
        liwan = Region.objects.with_ancestors().get(code="440103")
        with translation.override("zh-hans"):
            assert liwan.full_name() == "广东省广州市荔湾区"
        with translation.override("en"):
            assert liwan.full_name() == "Liwan District, Guangzhou, Guangdong"


def test_names_follow_the_language_and_fall_back_to_chinese():
    division, group = Industry.objects.get(code="39"), Industry.objects.get(code="394")

    with translation.override("en"):
        assert str(division) == "Computers, communication and other electronic equipment"
        assert group.name == "雷达及配套设备制造"
    with translation.override("zh-hans"):
        assert division.name == "计算机、通信和其他电子设备制造业"


def test_industries_under_a_code_are_its_whole_branch():
    assert set(Industry.objects.under("C394").values_list("code", flat=True)) == {"394", "3940"}
    assert Industry.objects.under("P").count() == Industry.objects.filter(section="P").count() == 25
    assert Industry.objects.get(code="3940").official_code == "C3940"


def test_a_major_is_found_by_its_code_with_or_without_k_newest_year_first():
    Major.objects.create(
        catalogue="national",
        year=2026,
        code="570102",
        level="junior_college",
        major_class_id="7701",
        name_zh="学前教育",
    )

    years = [major.year for major in Major.objects.of_code("570102K")]

    assert years == [2026, 2021]
    assert Major.objects.newest_year().filter(code="570102").get().year == 2026


def test_a_class_has_a_code_on_every_level():
    computing = MajorClass.objects.get(code="7102")

    assert [computing.code_at(level) for level in ("secondary", "junior_college", "vocational_bachelor")] == [
        "7102",
        "5102",
        "3102",
    ]


def test_holidays_off_leave_out_days_worked_in_exchange():
    may = Holiday.objects.between(date(2026, 5, 1), date(2026, 5, 31))

    assert may.count() == 6
    assert may.off().count() == 5


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("provinces_alone_have_no_parent", {"level": "province", "parent_id": "440000"}),
        ("provinces_alone_have_no_parent", {"level": "city", "parent_id": None}),
        ("no_region_is_its_own_parent", {"level": "city", "parent_id": "449900"}),
        ("region_coordinates_come_in_pairs", {"level": "city", "parent_id": "440000", "longitude": 113.0}),
        (
            "region_coordinates_come_in_pairs",
            {"level": "city", "parent_id": "440000", "longitude": 113.0, "latitude": 123.0},
        ),
    ],
)
def test_a_place_that_cannot_be_is_refused_by_the_database(constraint, values):
    with refused(constraint), transaction.atomic():
        Region.objects.create(code="449900", name_zh="某市", path="/440000/449900/", **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("national_majors_have_a_class", {"major_class_id": None}),
        ("technician_majors_stand_in_their_own_catalogue", {"level": "technician"}),
        ("technician_majors_stand_in_their_own_catalogue", {"catalogue": "technician"}),
    ],
)
def test_a_major_that_cannot_be_is_refused_by_the_database(constraint, values):
    right = {
        "catalogue": "national",
        "year": 2026,
        "code": "710201",
        "level": "secondary",
        "major_class_id": "7102",
    }

    with refused(constraint), transaction.atomic():
        Major.objects.create(name_zh="某专业", **(right | values))


@pytest.mark.parametrize("strength", [0, -0.1, 1.1])
def test_a_strength_is_a_share(strength):
    with refused("relation_strength_is_a_share"), transaction.atomic():
        IndustryMajorRelation.objects.create(major_class_id="6101", industry_id="C", strength=strength)


def test_nothing_is_retired_on_the_first_day():
    assert Major.objects.in_force(FIRST_DAY).count() == Major.objects.count()

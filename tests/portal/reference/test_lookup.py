"""What people write, and the row that they mean."""

import pytest

from portal.reference.lookup import (
    IndustryFinder,
    MajorFinder,
    MajorPrefixFinder,
    RegionFinder,
    industry_for,
    major_for,
    region_for,
)
from portal.reference.models import Region
from portal.reference.naming import Entry, NameIndex, fold, place_spellings

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("广州市", "440100"),
        ("广州", "440100"),
        (" 广 州 ", "440100"),
        ("深圳", "440300"),
        ("Guangzhou", "440100"),
        ("foshan city", "440600"),
        ("440103", "440103"),
        ("４４０１０３", "440103"),
        ("广东", "440000"),
        ("广东省广州市荔湾区", "440103"),
        ("广东广州荔湾", "440103"),
        ("广州荔湾", "440103"),
        ("荔湾区", "440103"),
        ("Liwan District, Guangzhou", "440103"),
        ("乳源", "440232"),
        ("乳源瑶族自治县", "440232"),
        ("连山", "441825"),
        ("汕尾市城区", "441502"),
        ("东莞", "441900"),
        ("广西", "450000"),
        ("新疆", "650000"),
        ("香港", "810000"),
    ],
)
def test_a_place_is_found_however_it_is_written(text, code):
    answer = region_for(text)

    assert answer.row is not None
    assert answer.row.code == code


@pytest.mark.parametrize("text", ["广洲", "城区", "大亚湾", "999999", "", "区", "x" * 500])
def test_an_unknown_place_is_not_guessed(text):
    assert region_for(text).row is None


def test_a_slip_gets_near_suggestions():
    assert "广州市（440100）" in region_for("广洲").suggestions


def test_a_name_of_two_places_is_ambiguous_until_the_city_is_known():
    finder = RegionFinder()
    yunfu = Region.objects.get(code="445300")

    answer = finder.find("Yunan")

    assert answer.row is None
    assert answer.is_ambiguous
    assert answer.suggestions == ("云安区（445303）", "郁南县（445322）")
    assert finder.find("Yunan", within=yunfu).row is None
    assert finder.find("Yunan", within=Region.objects.get(code="445322")).row.code == "445322"


def test_a_retired_place_is_not_found(loaded):
    Region.objects.filter(code="440103").update(retired_on="2026-01-01")

    assert region_for("荔湾区").row is None
    assert region_for("440103").row is None


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("广东省深圳市南山区科技园南路1号", "440305"),
        ("东莞市长安镇振安路", "441900"),
        ("广州市天河区", "440106"),
        ("深圳南山区西丽", "440305"),
        ("城区中山路", None),
        ("", None),
    ],
)
def test_an_address_lies_in_the_smallest_place_that_it_begins_with(address, code):
    region = RegionFinder().in_address(address)

    assert (region.code if region else None) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C3940", "3940"),
        ("3921 通信系统设备制造", "3921"),
        ("c39", "39"),
        ("软件开发", "651"),
        ("软件服务", "65"),
        ("汽修", "8111"),
        ("教育", "83"),
        ("国际组织", "97"),
        ("房地产业", "70"),
        ("其他采矿业", "12"),
        ("Textiles", "17"),
        ("批发业", "51"),
        ("造纸", "222"),
    ],
)
def test_an_industry_is_found_by_code_name_or_everyday_word(text, code):
    answer = industry_for(text)

    assert answer.row is not None
    assert answer.row.code == code


@pytest.mark.parametrize("text", ["A3940", "综合类", "99", "", "Z12"])
def test_an_unknown_industry_is_not_guessed(text):
    assert industry_for(text).row is None


def test_an_unknown_class_suggests_its_group():
    assert industry_for("3999").suggestions == ("其他电子设备制造（C399）",)


def test_a_part_of_a_name_gets_suggestions():
    assert "工业机器人制造（C3491）" in industry_for("工业机器人制造企业").suggestions


def test_a_major_is_found_by_code_or_by_name_and_level():
    finder = MajorFinder()

    assert finder.find("570102").row.official_code == "570102K"
    assert finder.find("570102K").row.name_zh == "学前教育"
    assert finder.find("护理", level="secondary").row.code == "720201"
    assert finder.find("Nursing", level="junior_college").row.code == "520201"


def test_a_major_on_three_levels_is_ambiguous_without_its_level():
    answer = major_for("护理")

    assert answer.row is None
    assert answer.suggestions == ("护理（320201）", "护理（520201）", "护理（720201）")


def test_an_unknown_major_gets_near_names():
    answer = major_for("电子商物")

    assert answer.row is None
    assert "电子商务（730701）" in answer.suggestions


def test_a_finder_reads_its_tables_once_for_any_number_of_texts(django_assert_num_queries):
    with django_assert_num_queries(4):
        finders = RegionFinder(), IndustryFinder(), MajorFinder()
        for text in ("广州", "深圳", "佛山", "软件", "护理"):
            for finder in finders:
                finder.find(text)


def test_every_place_is_found_by_its_full_name_in_both_languages():
    finder = RegionFinder()

    for region in Region.objects.all():
        line = [Region.objects.get(code=code) for code in region.codes_in_path]
        assert finder.find("".join(place.name_zh for place in line)).row == region
        assert finder.find(", ".join(place.name_en for place in reversed(line))).row == region


def test_the_order_of_entries_decides_nothing():
    entries = [
        Entry("1", "甲（1）", frozenset({"甲乙"})),
        Entry("2", "乙（2）", frozenset({"甲乙", "乙丙"})),
        Entry("3", "丙（3）", frozenset({"丙丁"})),
    ]

    for text in ("甲乙", "乙丙", "乙", "丁", "甲丁", ""):
        assert NameIndex(entries).find(text) == NameIndex(reversed(entries)).find(text)


def test_a_district_of_one_character_needs_its_city():
    spellings = place_spellings(
        [("城区", "Chengqu District"), ("汕尾市", "Shanwei"), ("广东省", "Guangdong")]
    )

    assert "城区" not in spellings
    assert {"汕尾城区", "汕尾市城区", "广东省汕尾市城区"} <= spellings


def test_folding_ignores_width_case_spaces_and_signs():
    assert fold("Ｇuang－zhou, 市") == "guangzhou市"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7308", "7308"),
        ("物流类", "7308"),
        ("7308 物流类", "7308"),
        ("财经商贸大类", "73"),
        ("730801", "730801"),
    ],
)
def test_what_an_opening_accepts_is_found_by_code_or_name(text, code):
    assert MajorPrefixFinder().find(text).code == code


def test_an_unknown_major_has_near_ones():
    found = MajorPrefixFinder().find("物流")

    assert found.code is None
    assert any("物流" in label for label in found.suggestions)

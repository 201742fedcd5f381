"""The portal's own files against the standards they tell."""

from collections import Counter
from datetime import date

import pytest

from portal.reference.codes import parse_industry_code, parse_major_code
from portal.reference.models import CooperationForm, Holiday
from portal.reference.services import read_tables

# domain_rules: codes believed right by whoever wrote down the law.
NAMED_MAJORS = {
    "660103": "数控技术应用", "660301": "机电技术应用", "660303": "工业机器人技术应用", "700206": "汽车运用与维修",
    "710201": "计算机应用", "710202": "计算机网络技术", "710103": "电子技术应用", "720201": "护理",
    "730301": "会计事务", "730701": "电子商务", "730801": "物流服务与管理", "770101": "幼儿保育",
    "410101": None, "460301": "机电一体化技术", "530701": "电子商务", "570102": "学前教育",
}  # fmt: skip


@pytest.fixture(scope="module")
def files():
    return {table.layout.file: list(rows.values()) for table, rows in read_tables()}


def counted(rows, attribute="level"):
    return dict(Counter(row[attribute] for row in rows))


def test_guangdong_has_its_cities_and_districts_beside_the_other_provinces(files):
    guangdong = [row for row in files["regions.csv"] if str(row["code"]).startswith("44")]

    assert counted(guangdong) == {"province": 1, "city": 21, "district": 122}
    assert counted(files["regions.csv"])["province"] == 34


def test_dongguan_and_zhongshan_have_no_districts(files):
    parents = {row["parent_id"] for row in files["regions.csv"] if row["level"] == "district"}
    cities = {row["code"] for row in files["regions.csv"] if row["level"] == "city"}

    assert cities - parents == {"441900", "442000"}


def test_every_place_has_two_names_and_stands_where_it_should(files):
    for row in files["regions.csv"]:
        assert row["name_zh"]
        assert str(row["name_en"]).isascii()
        assert 73 < row["longitude"] < 136
        assert 3 < row["latitude"] < 54


def test_paths_are_the_chain_of_parents_with_separators(files):
    by_code = {row["code"]: row for row in files["regions.csv"]}

    for row in by_code.values():
        above = by_code[row["parent_id"]]["path"] if row["parent_id"] else "/"
        assert row["path"] == f"{above}{row['code']}/"


def test_industries_are_those_of_the_standard_and_one_class_more(files):
    assert counted(files["industries.csv"]) == {"section": 20, "division": 97, "group": 473, "class": 1381}


def test_sections_and_divisions_have_english_names(files):
    for row in files["industries.csv"]:
        assert bool(row["name_en"]) == (row["level"] in ("section", "division"))


def test_every_industry_stands_below_the_code_that_it_begins_with(files):
    for row in files["industries.csv"]:
        code = parse_industry_code(str(row["code"]))
        expected = code.digits[:-1] if len(code.digits) > 2 else code.section if code.digits else None
        assert row["parent_id"] == expected


def test_the_catalogue_frame_is_complete_and_its_levels_differ_by_twenty(files):
    rows = files["major_categories.csv"] + files["major_classes.csv"]

    assert (len(files["major_categories.csv"]), len(files["major_classes.csv"])) == (19, 97)
    for row in rows:
        for attribute in ("junior_college_code", "vocational_bachelor_code"):
            parsed = parse_major_code(row[attribute])
            assert (parsed.equated_class or parsed.equated_category) == row["code"]


def test_majors_cover_every_class_and_all_levels(files):
    majors = files["majors.csv"]

    assert len(majors) == 287
    assert counted(majors) == {"secondary": 90, "junior_college": 164, "vocational_bachelor": 33}
    assert {row["major_class_id"] for row in majors} == {row["code"] for row in files["major_classes.csv"]}


def test_majors_say_what_their_graduates_do_can_and_learn(files):
    for row in files["majors.csv"]:
        assert len(str(row["occupations"]).splitlines()) >= 3, row["code"]
        assert 4 <= len(str(row["abilities"]).splitlines()) <= 8, row["code"]
        assert len(str(row["courses"]).splitlines()) >= 4, row["code"]
        assert str(row["name_en"]).isascii()


def test_no_major_claims_to_be_verified(files):
    assert not any(row["is_verified"] for row in files["majors.csv"])


def test_the_majors_named_by_the_domain_rules_have_those_codes(files):
    names = {row["code"]: row["name_zh"] for row in files["majors.csv"]}

    for code, name in NAMED_MAJORS.items():
        if name is not None:
            assert names[code] == name


def test_state_controlled_majors_lose_their_letter_and_keep_their_mark(files):
    controlled = {row["code"] for row in files["majors.csv"] if row["is_state_controlled"]}

    assert "570102" in controlled
    assert all(str(row["code"]).isdigit() for row in files["majors.csv"])


def test_there_are_twenty_clusters_ten_of_each_kind_all_linked(files):
    clusters = {row["code"] for row in files["clusters.csv"]}

    assert counted(files["clusters.csv"], "kind") == {"pillar": 10, "emerging": 10}
    assert {row["cluster_id"] for row in files["cluster_industries.csv"]} == clusters
    assert {row["cluster_id"] for row in files["cluster_major_classes.csv"]} == clusters


def test_every_class_of_majors_leads_clearly_into_some_industry(files):
    strongest = {}
    for row in files["industry_major_relations.csv"]:
        code = row["major_class_id"]
        strongest[code] = max(row["strength"], strongest.get(code, 0))

    assert set(strongest) == {row["code"] for row in files["major_classes.csv"]}
    assert min(strongest.values()) >= 0.6


def test_no_major_leads_into_forbidden_venues_or_agencies(files):
    forbidden = ("9011", "9012", "9013", "6233", "8051", "7262", "7263")
    relations = {row["industry_id"] for row in files["industry_major_relations.csv"]}

    assert relations.isdisjoint(forbidden)


def test_everyday_words_never_contradict_an_official_name(files):
    official = {}
    for row in files["industries.csv"]:
        official.setdefault(row["name_zh"], set()).add(row["code"])

    for alias in files["industry_aliases.csv"]:
        named = official.get(alias["word"], {alias["industry_id"]})
        assert alias["industry_id"] in named, alias["word"]


def test_the_forms_of_cooperation_cover_the_seven_kinds_of_the_rules(files):
    kinds = {row["kind"] for row in files["cooperation_forms.csv"]}
    codes = {row["code"] for row in files["cooperation_forms.csv"]}

    assert kinds == set(CooperationForm.Kind.values)
    assert {"order_class", "modern_apprenticeship", "industrial_college", "city_consortium"} <= codes


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_every_year_has_thirteen_statutory_days(files, year):
    days = [row["day"] for row in files["holidays.csv"] if row["kind"] == Holiday.Kind.STATUTORY]

    assert len([day for day in days if day.year == year]) == 13


def test_days_worked_in_exchange_are_weekend_days(files):
    days = [row["day"] for row in files["holidays.csv"] if row["kind"] == Holiday.Kind.WORKDAY]

    assert len(days) == 11
    assert all(day.weekday() >= 5 for day in days)


def test_weekdays_given_off_are_paid_back_by_weekend_days(files):
    for year in (2025, 2026):
        rows = [row for row in files["holidays.csv"] if row["day"].year == year]
        exchanged = [r["day"] for r in rows if r["kind"] == Holiday.Kind.EXCHANGED and r["day"].weekday() < 5]
        weekend = [r for r in rows if r["kind"] == Holiday.Kind.STATUTORY and r["day"].weekday() >= 5]
        worked = [r for r in rows if r["kind"] == Holiday.Kind.WORKDAY]
        assert len(exchanged) == len(weekend) + len(worked)


def test_what_is_not_announced_is_marked_as_expected(files):
    for row in files["holidays.csv"]:
        assert row["confidence"] == ("announced" if row["day"] < date(2027, 1, 1) else "expected")

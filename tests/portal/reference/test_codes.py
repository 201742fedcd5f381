"""Codes by themselves: what is right, what is wrong, and in which words."""

import doctest
import subprocess
import sys
from importlib import import_module

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from portal.reference.codes import (
    CharacterError,
    CheckCharacterError,
    CodeError,
    DigitsError,
    IndustryCodeError,
    LengthError,
    LevelError,
    LookAlikeError,
    MajorCodeError,
    MajorLevel,
    SectionError,
    SerialError,
    errors,
    haversine_km,
    is_same_category,
    is_under_industry,
    make_credit_code,
    normalise,
    parse_credit_code,
    parse_industry_code,
    parse_major_code,
    parse_school_code,
    province_of,
)
from portal.reference.codes.credit import CREDIT_ALPHABET, INVENTED_SERIALS

PUBLISHED = ["914403001922038216", "9144030071526726XG", "91330100799655058B", "91440300708461136T"]
regions = st.from_regex(r"\A[1-8][0-9]{5}\Z")
invented = st.builds(make_credit_code, regions, st.integers(0, INVENTED_SERIALS - 1))


@pytest.mark.parametrize("name", ["credit", "catalogue", "places", "errors"])
def test_the_examples_in_the_documentation_are_true(name):
    result = doctest.testmod(import_module(f"portal.reference.codes.{name}"))

    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("name", ["codes", "naming", "reading"])
def test_the_pure_parts_load_neither_django_nor_celery(name):
    script = (
        "import sys, portal; before = set(sys.modules)\n"
        f"import portal.reference.{name}\n"
        "print([m for m in set(sys.modules) - before if m.startswith(('django', 'celery'))])"
    )

    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_credit_codes_are_right_inside_and_outside(code):
    found = parse_credit_code(code)

    assert found.value == code
    assert found.kind == "company"
    assert found.is_organisation_code_sound


@given(invented, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_any_single_wrong_character_is_noticed(code, place, character):
    if code[place] == character:
        return

    with pytest.raises(CodeError):
        parse_credit_code(code[:place] + character + code[place + 1 :])


@given(regions, st.integers(0, INVENTED_SERIALS - 1), st.sampled_from(["91", "92", "12", "52"]))
def test_invented_codes_are_valid_and_say_that_they_are_invented(region, serial, kind):
    code = parse_credit_code(make_credit_code(region, serial, kind=kind))

    assert code.is_invented
    assert code.is_organisation_code_sound
    assert code.region_code == region


@given(invented)
def test_a_code_typed_in_full_width_and_lower_case_with_spaces_is_the_same(code):
    typed = " ".join(chr(ord(character) + 0xFEE0) for character in code.lower())

    assert parse_credit_code(typed).value == code


def test_different_serials_give_different_codes():
    codes = {make_credit_code("440100", serial) for serial in range(2000)}

    assert len(codes) == 2000


def test_a_wrong_inner_check_is_a_warning_only():
    right = parse_credit_code(PUBLISHED[0])
    body = right.value[:16] + ("7" if right.value[16] != "7" else "8")
    from_outside = next(body + last for last in CREDIT_ALPHABET if _is_valid(body + last))

    assert parse_credit_code(from_outside).is_organisation_code_sound is False


def _is_valid(code):
    try:
        parse_credit_code(code)
    except CheckCharacterError:
        return False
    return True


@pytest.mark.parametrize(
    ("code", "error", "sentence"),
    [
        ("9144", LengthError, "“9144” has 4 characters; this code has 18."),
        (
            "91440300192203821O",
            LookAlikeError,
            "“O” at place 18 cannot stand in this code; did you mean “0”?",
        ),
        ("9144A3001922038216", CharacterError, "“A” at place 5 cannot stand in this code."),
        ("91440300192203821é", CharacterError, "“É” at place 18 cannot stand in this code."),
        (
            "914403001922038217",
            CheckCharacterError,
            (
                "The check character of “914403001922038217” does not fit: "
                "please compare all 18 characters with the licence."
            ),
        ),
    ],
)
def test_a_wrong_credit_code_is_refused_with_a_sentence(code, error, sentence):
    with pytest.raises(error) as caught:
        parse_credit_code(code)

    assert str(caught.value) == sentence
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("region", "serial", "error"), [("4401", 1, DigitsError), ("440100", -1, SerialError)]
)
def test_no_code_is_invented_for_a_wrong_region_or_serial(region, serial, error):
    with pytest.raises(error):
        make_credit_code(region, serial)


@given(st.text(max_size=30), st.sampled_from([parse_credit_code, parse_school_code, parse_major_code]))
def test_nonsense_is_refused_with_a_code_error_and_nothing_else(text, parse):
    if normalise(text)[:2].isdigit():
        return

    with pytest.raises(CodeError) as caught:
        parse(text)

    assert str(caught.value) == caught.value.sentence % caught.value.facts


@given(st.text("０1９aＡzＺ KⅨ-－—_\u3000\t"))
def test_tidying_a_code_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


def test_a_higher_education_code_says_its_province_and_institution():
    school = parse_school_code("41110 10001")

    assert (school.is_higher, school.province_code, school.institution_code) == (True, "110000", "10001")


def test_a_secondary_school_code_is_opaque():
    school = parse_school_code("3644010123")

    assert (school.is_higher, school.province_code) == (False, None)


@pytest.mark.parametrize("code", ["414401055", "41440105588", "4144O10558"])
def test_a_school_code_has_ten_digits(code):
    with pytest.raises(DigitsError):
        parse_school_code(code)


def test_a_region_code_knows_its_province():
    assert province_of("440106") == "440000"
    with pytest.raises(DigitsError):
        province_of("44")


@pytest.mark.parametrize(
    ("code", "level", "equated_class"),
    [
        ("710201", MajorLevel.SECONDARY, "7102"),
        ("510201", MajorLevel.JUNIOR_COLLEGE, "7102"),
        ("310201", MajorLevel.VOCATIONAL_BACHELOR, "7102"),
        ("570102k", MajorLevel.JUNIOR_COLLEGE, "7701"),
        ("61", MajorLevel.SECONDARY, None),
    ],
)
def test_a_major_code_says_level_and_class(code, level, equated_class):
    found = parse_major_code(code)

    assert (found.level, found.equated_class) == (level, equated_class)


@pytest.mark.parametrize(
    ("code", "error"),
    [("7102011", MajorCodeError), ("71K", MajorCodeError), ("400101", LevelError), ("80", LevelError)],
)
def test_a_code_outside_the_catalogue_is_refused(code, error):
    with pytest.raises(error):
        parse_major_code(code)


def test_categories_are_equated_across_levels():
    assert is_same_category("710201", "510203")
    assert is_same_category("71", "31")
    assert not is_same_category("710201", "720201")


@pytest.mark.parametrize(
    ("text", "value", "with_section"),
    [("C3940", "3940", "C3940"), ("7262", "7262", "L7262"), ("g", "G", "G"), ("０１", "01", "A01")],
)
def test_an_industry_code_is_read_with_or_without_its_letter(text, value, with_section):
    code = parse_industry_code(text)

    assert (code.value, code.with_section) == (value, with_section)


@pytest.mark.parametrize(
    ("text", "error"),
    [("A3940", SectionError), ("98", IndustryCodeError), ("U", IndustryCodeError), ("", IndustryCodeError)],
)
def test_a_wrong_industry_code_is_refused(text, error):
    with pytest.raises(error):
        parse_industry_code(text)


def test_a_class_stands_under_its_group_division_and_section_only():
    assert all(is_under_industry("3940", above) for above in ("3940", "394", "39", "C", "C39"))
    assert not any(is_under_industry("3940", above) for above in ("38", "395", "3941", "I"))


longitudes, latitudes = st.floats(-180, 180), st.floats(-90, 90)
points = st.tuples(longitudes, latitudes)


@given(points, points, points)
def test_distance_is_a_metric_on_the_sphere(a, b, c):
    assert haversine_km(a, a) == 0
    assert haversine_km(a, b) == pytest.approx(haversine_km(b, a))
    assert 0 <= haversine_km(a, b) <= 20015.2
    assert haversine_km(a, c) <= haversine_km(a, b) + haversine_km(b, c) + 1e-3


def test_every_refusal_of_a_code_is_said_in_chinese_too() -> None:
    kinds = [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, CodeError)
    ]

    with translation.override("zh-hans"):
        assert [kind.sentence for kind in kinds if gettext(kind.sentence) == kind.sentence] == []

"""The kinds that a form asks for are exactly the kinds that the rubric weighs."""

import pytest

from partnerships.activities.kinds import MEASURE_FIELDS, dimensions, kind_of, kinds
from partnerships.depth.scoring.rubric import ACTIVITIES
from partnerships.depth.scoring.rubric_reading import built_in


@pytest.fixture(scope="module")
def rubric():
    return built_in()


def test_both_lists_name_the_same_kinds(rubric):
    weighed = {kind.code for kind in rubric.kinds if kind.fed_by == ACTIVITIES}

    assert set(kinds()) == weighed


def test_both_lists_say_the_same_of_each_kind(rubric):
    for kind in rubric.kinds:
        if kind.fed_by != ACTIVITIES:
            continue
        mine = kind_of(kind.code)
        assert (mine.measure, mine.unit, mine.dimension) == (kind.measure, kind.unit, kind.dimension)
        assert (mine.name_en, mine.name_zh) == (kind.names.en, kind.names.zh_hans)
        people = ("", "") if kind.people is None else (kind.people.en, kind.people.zh_hans)
        assert (mine.people_en, mine.people_zh) == people


def test_the_dimensions_are_the_rubrics_in_its_order(rubric):
    assert [row.code for row in dimensions()] == [row.code for row in rubric.dimensions]
    assert [row.name_zh for row in dimensions()] == [row.names.zh_hans for row in rubric.dimensions]


def test_every_kind_asks_for_what_it_measures():
    for kind in kinds().values():
        assert (
            set(MEASURE_FIELDS[kind.measure]) <= set(kind.fields) <= {"quantity", "people", "hours", "money"}
        )


def test_an_unknown_kind_is_a_key_error():
    with pytest.raises(KeyError):
        kind_of("witchcraft")

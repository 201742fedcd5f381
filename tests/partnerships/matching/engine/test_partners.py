from dataclasses import replace

import numpy as np
import pytest

from partnerships.matching.engine.industry import canonical_class, industry_value, standing_prior
from partnerships.matching.engine.partners import Firms, Seekers, rank_partners
from partnerships.matching.engine.score import total_score
from partnerships.matching.engine.tables import PairFacts

NOTHING = float("nan")
SCHOOL = Seekers(
    ids=("school",),
    classes=(("7308", "7303"),),
    words=("物流服务与管理 会计事务",),
    longitude=np.array([113.0]),
    latitude=np.array([23.0]),
    students=np.array([30.0]),
)


def firms(*rows):
    """(id, trade, industry code, longitude, staff, reliability) each."""
    ids, trade, code, longitude, staff, reliability = zip(*rows, strict=True)
    return Firms(
        ids, trade, code, np.array(longitude), np.full(len(ids), 23.0), np.array(staff), np.array(reliability)
    )


def ranked(table, **more):
    ranking, facts = rank_partners(SCHOOL, table, top=9, **more)
    return [table.ids[row] for row in ranking.opening], ranking, facts


def test_the_industry_of_a_major_comes_first_and_agencies_never():
    table = firms(
        ("hospital", "", "Q8411", 113.0, 400.0, NOTHING),
        ("carrier", "", "G5432", 113.0, 400.0, NOTHING),
        ("agency", "", "L7262", 113.0, 400.0, NOTHING),
        ("dispatch", "", "7263", 113.0, 400.0, NOTHING),
    )

    assert ranked(table)[0] == ["carrier", "hospital"]


def test_place_size_and_words_of_the_trade_count():
    table = firms(
        ("a-far", "", "G5990", 115.0, 400.0, NOTHING),
        ("b-tiny", "", "G5990", 113.0, 11.0, NOTHING),
        ("c-good", "", "G5990", 113.0, 400.0, NOTHING),
        ("d-named", "物流", "G5990", 113.0, 400.0, NOTHING),
        ("e-other", "医药", "G5990", 113.0, 400.0, NOTHING),
    )

    found, _, facts = ranked(table)

    assert found[0] == "d-named"
    assert found.index("c-good") < found.index("b-tiny") < found.index("a-far")
    assert facts.likely_seats.tolist()[0] == 40


def test_what_is_not_known_of_a_firm_counts_as_the_median():
    table = firms(
        ("a", "", "", NOTHING, NOTHING, NOTHING),
        ("b", "", "Q8411", 116.0, 20.0, 0.2),
        ("c", "", "G5990", 113.0, 400.0, 0.9),
    )

    assert ranked(table)[0] == ["c", "a", "b"]


def test_parts_add_up_and_time_adds_nothing():
    table = firms(("a", "医药", "Q8411", 114.0, 40.0, 0.4), ("b", "", "G5990", 113.2, 90.0, 0.8))

    _, ranking, _ = ranked(table)

    assert ranking.score == pytest.approx(total_score(ranking.parts), abs=1e-6)
    assert ranking.parts[2].tolist() == [0.0, 0.0]
    assert (ranking.parts[[0, 1, 3, 4], 1] < 0).all()


def test_partners_already_and_declined_ones_are_left_out():
    table = firms(("a", "", "G5990", 113.0, 400.0, NOTHING), ("b", "", "G5990", 113.0, 400.0, NOTHING))
    excluded = PairFacts(declined_programme=np.array([0]), declined_opening=np.array([0]))

    assert ranked(table, excluded=excluded)[0] == ["b"]


def test_the_order_of_the_firms_changes_nothing():
    rows = [
        (f"f{at}", "", "G5990" if at % 2 else "J6610", 113 + at / 50, 50.0 * at, NOTHING) for at in range(20)
    ]

    assert ranked(firms(*rows))[0] == ranked(firms(*reversed(rows)))[0]


def test_without_seekers_or_firms_nothing_is_ranked():
    nobody = Seekers((), (), (), *(np.zeros(0),) * 3)
    table = firms(("a", "", "G5990", 113.0, 400.0, NOTHING))
    none = Firms((), (), (), *(np.zeros(0),) * 4)

    assert len(rank_partners(nobody, table, top=3)[0].rank) == 0
    assert len(rank_partners(SCHOOL, none, top=3)[0].rank) == 0


def test_a_school_without_classes_is_ranked_by_place_alone():
    table = firms(
        ("a-far", "", "G5990", 115.0, 400.0, NOTHING), ("b-near", "", "Q8411", 113.0, 400.0, NOTHING)
    )

    ranking, _ = rank_partners(replace(SCHOOL, classes=((),)), table, top=2)

    assert ranking.opening.tolist() == [1, 0]


def test_the_three_levels_of_the_catalogue_are_one_field():
    assert {canonical_class(code) for code in ("730801", "530802", "330801")} == {"7308"}


def test_the_longest_named_prefix_of_an_industry_decides():
    prior = standing_prior()

    assert industry_value("7202", "Q8411", prior) == 1.0
    assert industry_value("7202", "G5990", prior) == 0.3
    assert np.isnan(industry_value("7202", "", prior))
    assert np.isnan(industry_value("", "Q8411", prior))


def test_every_class_of_the_catalogue_has_a_value():
    categories = [f"{number}" for number in range(61, 80)]

    assert all(industry_value(f"{category}01", "C3911", standing_prior()) > 0 for category in categories)

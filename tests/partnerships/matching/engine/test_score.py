from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.matching.engine.reference import match_all
from partnerships.matching.engine.scene import Settings
from partnerships.matching.engine.score import (
    FACTORS,
    group_parts,
    part_bounds,
    points,
    row_medians,
    total_score,
)
from partnerships.matching.engine.tables import GROUPS, PairFacts
from partnerships.matching.engine.weights import STANDARD
from tests.partnerships.matching.engine.rows import openings, programmes

NEAR = {"longitude": 113.0, "latitude": 23.0}
losses = st.lists(st.floats(0, 12), min_size=5, max_size=5)


def parts_of(group_losses):
    columns = [np.array([loss]) for loss in group_losses]
    return group_parts(np.zeros(1), {}, tuple(columns), STANDARD)


def part(result, opening, group):
    at = [result.scene.openings.ids[row] for row in result.ranking.opening].index(opening)
    return float(result.ranking.parts[GROUPS.index(group), at])


@given(losses)
def test_points_shown_add_up_to_a_figure_that_the_score_alone_decides(group_losses):
    parts = parts_of(group_losses)
    shown = points(parts, STANDARD)

    assert shown.sum() == pytest.approx(100 + total_score(parts)[0] / STANDARD.nats_per_point, abs=1e-9)
    assert (shown >= 0).all()
    assert (shown[:, 0] <= STANDARD.points).all()


@given(losses, losses)
def test_the_better_score_never_shows_fewer_points(first, second):
    scores = [total_score(parts_of(one))[0] for one in (first, second)]
    shown = [points(parts_of(one), STANDARD).sum() for one in (first, second)]

    if scores[0] > scores[1] + 1e-9:
        assert shown[0] > shown[1]


@given(losses, st.integers(0, 4), st.floats(0.001, 1))
def test_a_loss_more_lowers_its_own_part_and_no_other(group_losses, group, more):
    worse = list(group_losses)
    worse[group] += more

    before, after = parts_of(group_losses)[:, 0], parts_of(worse)[:, 0]

    assert after[group] <= before[group]
    assert [after[at] for at in range(5) if at != group] == [before[at] for at in range(5) if at != group]
    assert (after >= -np.array(part_bounds(STANDARD))).all()


def test_small_losses_of_two_groups_multiply_as_factors():
    parts = parts_of([0.1, 0.05, 0.0, 0.0, 0.0])

    assert np.exp(total_score(parts)[0]) == pytest.approx(np.exp(-0.1) * np.exp(-0.05), rel=1e-4)


def test_the_median_leaves_out_what_is_dropped_or_unknown():
    loss = np.array([[3.0, 1.0, np.nan, 100.0], [np.nan, np.nan, 2.0, 5.0]])
    allowed = np.array([[True, True, True, False], [True, True, False, False]])

    assert row_medians(loss, allowed)[0] == 2.0
    assert np.isnan(row_medians(loss, allowed)[1])


@pytest.mark.parametrize(
    ("group", "programme", "good", "middle", "bad"),
    [
        ("seats", {"students": 20}, {"seats": 20}, {"seats": 8}, {"seats": 1}),
        (
            "distance",
            NEAR,
            {"longitude": 113.0, "latitude": 23.0},
            {"longitude": 113.3, "latitude": 23.0},
            {"longitude": 115.0, "latitude": 23.0},
        ),
        (
            "time",
            {"start": "2026-03-01", "end": "2026-08-31"},
            {"start": "2026-03-01", "end": "2026-08-31"},
            {"start": "2026-05-01", "end": "2026-08-31"},
            {"start": "2026-08-01", "end": "2026-08-31"},
        ),
        (
            "major",
            {"abilities": ["仓储作业", "叉车操作"]},
            {"abilities": ["仓储作业", "叉车操作"]},
            {"abilities": ["仓储作业", "英语口语"]},
            {"abilities": ["英语口语", "钢琴伴奏"]},
        ),
    ],
)
def test_an_empty_cell_counts_as_the_median_of_its_factor(group, programme, good, middle, bad):
    facts = {"g": good, "m": middle, "b": bad, "e": {}}
    rows = [{"id": name, "title": "仓管", **stated} for name, stated in facts.items()]

    result = match_all(programmes({"id": "p", "title": "仓管", **programme}), openings(*rows), top=4)

    if group != "major":  # the words of abilities are read as words too
        assert part(result, "e", group) == pytest.approx(part(result, "m", group), abs=1e-12)
    assert part(result, "b", group) < part(result, "e", group) < part(result, "g", group)


@pytest.mark.parametrize("group", ["distance", "time", "seats", "reliability"])
def test_a_missing_column_adds_nothing(group):
    result = match_all(
        programmes({"id": "p", "title": "物流"}), openings({"id": "o", "title": "物流"}), top=1
    )

    assert part(result, "o", group) == 0.0


def test_a_penalty_taught_by_a_decline_lowers_its_group_for_that_pair_alone():
    tables = (
        programmes({"id": "p", "title": "物流"}),
        openings({"id": "a", "title": "物流"}, {"id": "b", "title": "物流"}),
    )
    pairs = PairFacts(
        penalty_programme=np.array([0]),
        penalty_opening=np.array([0]),
        penalty_group=np.array([GROUPS.index("distance")]),
        penalty_loss=np.array([0.7]),
    )

    result = match_all(*tables, top=2, pairs=pairs)

    assert [result.scene.openings.ids[row] for row in result.ranking.opening] == ["b", "a"]
    assert part(result, "a", "distance") == pytest.approx(-3 * np.tanh(0.7 / 3))
    assert part(result, "b", "distance") == 0.0


def test_an_agreement_in_force_halves_what_an_unreliable_partner_costs():
    tables = (
        programmes({"id": "p", "title": "物流"}),
        openings(
            {"id": "a", "title": "物流", "reliability": 0.5}, {"id": "b", "title": "物流", "reliability": 0.5}
        ),
    )
    pairs = PairFacts(agreement_programme=np.array([0]), agreement_opening=np.array([1]))

    result = match_all(*tables, top=2, pairs=pairs)

    assert [result.scene.openings.ids[row] for row in result.ranking.opening] == ["b", "a"]
    assert part(result, "b", "reliability") == pytest.approx(part(result, "a", "reliability") / 2, rel=0.02)


def test_a_perfect_post_far_away_loses_to_a_good_one_next_door():
    rows = (
        {"id": "far", "title": "物流服务与管理", "text": "仓储作业", "longitude": 116.0, "latitude": 23.0},
        {"id": "near", "title": "仓储作业员", "text": "仓储作业", **NEAR},
        {"id": "other", "title": "护士", "text": "输液", **NEAR},
    )

    programme = {"id": "p", "title": "物流服务与管理", "text": "仓储作业", **NEAR}

    result = match_all(programmes(programme), openings(*rows), top=1)

    assert result.scene.openings.ids[result.ranking.opening[0]] == "near"


def test_lodging_makes_a_far_post_acceptable_also_when_only_its_words_say_so():
    far = {"longitude": 114.2, "latitude": 23.0}
    rows = [
        {"id": "a", "title": "仓管", "text": "两班倒", **far},
        {"id": "b", "title": "仓管", "text": "包住宿", **far},
    ]

    result = match_all(programmes({"id": "p", "title": "仓管", **NEAR}), openings(*rows), top=2)

    assert part(result, "b", "distance") > part(result, "a", "distance") + 1


def test_every_factor_belongs_to_a_group_with_points():
    assert set(FACTORS.values()) == set(range(len(GROUPS)))
    assert sum(STANDARD.points) == 100


def test_weights_are_what_decides():
    blind = replace(
        STANDARD, points=(40.0, 20.0, 15.0, 10.0, 15.0), seats=replace(STANDARD.seats, sharpness=0.0)
    )
    tables = (
        programmes({"id": "p", "students": 9}),
        openings({"id": "a", "seats": 1}, {"id": "b", "seats": 9}),
    )

    assert match_all(*tables, top=1).ranking.opening.tolist() == [1]
    assert match_all(*tables, top=1, settings=Settings(weights=blind)).ranking.opening.tolist() == [0]

import random
from dataclasses import replace

import numpy as np
import pytest

from partnerships.matching.engine.reference import match_all, score_openings
from partnerships.matching.engine.scene import Settings
from partnerships.matching.engine.tables import PairFacts, take
from partnerships.matching.engine.weights import STANDARD
from tests.partnerships.matching.engine.rows import openings, programmes, small_world

SHORT = Settings(weights=replace(STANDARD, second_stage=15))


def lines(result):
    """The ranking as written lines: equal lines are equal bytes."""
    scene, ranking = result.scene, result.ranking
    return [
        (
            scene.programmes.ids[ranking.programme[at]],
            int(ranking.rank[at]),
            scene.openings.ids[ranking.opening[at]],
            ranking.score[at].hex(),
            ranking.parts[:, at].tobytes(),
        )
        for at in range(len(ranking.rank))
    ]


def world(seed, **sizes):
    programme_rows, opening_rows = small_world(seed, **sizes)
    return programmes(*programme_rows), openings(*opening_rows)


@pytest.mark.parametrize("chunk_pairs", [1, 130, 100_000])
def test_the_size_of_the_chunks_changes_nothing(chunk_pairs):
    tables = world(1)

    whole = match_all(*tables, top=8, settings=SHORT)
    chunked = match_all(*tables, top=8, settings=replace(SHORT, chunk_pairs=chunk_pairs))

    assert lines(chunked) == lines(whole)
    assert (chunked.remaining == whole.remaining).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_rows_changes_nothing(seed):
    programme_rows, opening_rows = small_world(seed)
    before = match_all(programmes(*programme_rows), openings(*opening_rows), top=8, settings=SHORT)

    chance = random.Random(seed)
    chance.shuffle(programme_rows)
    chance.shuffle(opening_rows)
    after = match_all(programmes(*programme_rows), openings(*opening_rows), top=8, settings=SHORT)

    assert lines(after) == lines(before)


def test_the_same_run_twice_gives_the_same_bytes():
    assert lines(match_all(*world(4), top=5)) == lines(match_all(*world(4), top=5))


@pytest.mark.parametrize("seed", [1, 5, 9])
def test_one_opening_scored_later_gets_the_score_of_the_full_run(seed):
    tables = world(seed)
    full = match_all(*tables, top=60)
    at = {
        (full.scene.programmes.ids[p], full.scene.openings.ids[o]): (score, parts.tobytes())
        for p, o, score, parts in zip(
            full.ranking.programme,
            full.ranking.opening,
            full.ranking.score,
            full.ranking.parts.T,
            strict=True,
        )
    }

    found = {}
    for row in range(60):
        scene, ranking = score_openings(tables[0], take(tables[1], np.array([row])), full.statistics)
        for p, score, parts in zip(ranking.programme, ranking.score, ranking.parts.T, strict=True):
            found[scene.programmes.ids[p], scene.openings.ids[0]] = (score, parts.tobytes())

    assert len(found) > 100
    assert found == at


def test_the_best_are_the_best_of_all_pairs():
    tables = world(2, opening_count=90)
    full = match_all(*tables, top=7)
    scene, every = score_openings(*tables, full.statistics)

    for row in range(12):
        mine = every.programme == row
        pairs = sorted(zip(-every.score[mine], every.opening[mine], strict=True))[:7]
        assert full.ranking.opening[full.ranking.programme == row].tolist() == [
            opening for _, opening in pairs
        ]
    assert scene.openings.ids == full.scene.openings.ids


def test_a_longer_list_begins_with_the_shorter_one():
    tables = world(3)

    short, long = match_all(*tables, top=3), match_all(*tables, top=30)

    assert lines(short) == [line for line in lines(long) if line[1] <= 3]


def test_equal_openings_stand_in_code_point_order_of_their_ids():
    rows = [{"id": name, "title": "仓管"} for name in ("b", "a", "Z", "10", "9", "甲")]

    result = match_all(programmes({"id": "p", "title": "仓管"}), openings(*rows), top=6)

    assert [result.scene.openings.ids[row] for row in result.ranking.opening] == [
        "10",
        "9",
        "Z",
        "a",
        "b",
        "甲",
    ]
    assert result.ranking.rank.tolist() == [1, 2, 3, 4, 5, 6]


def test_a_list_of_all_keywords_does_not_win():
    programme_rows, opening_rows = small_world(6, opening_count=30)
    every_word = "、".join(sorted({word for row in programme_rows for word in row["text"]})) + "".join(
        row["text"] + row["title"] for row in programme_rows + opening_rows
    )
    honest = {
        "id": "honest",
        "title": "仓库管理员",
        "text": "负责仓储作业、叉车操作",
        "abilities": ["仓储作业"],
    }
    stuffed = {
        "id": "stuffed",
        "title": "储备干部",
        "text": every_word,
        "abilities": [row["title"] for row in opening_rows],
    }
    programme = {
        "id": "p",
        "title": "物流服务与管理",
        "text": "培养掌握仓储作业、叉车操作的人才",
        "abilities": ["仓储作业"],
    }

    result = match_all(programmes(programme), openings(honest, stuffed, *opening_rows), top=40)
    found = [result.scene.openings.ids[row] for row in result.ranking.opening]

    assert found.index("honest") < found.index("stuffed")


def test_other_names_of_a_post_find_it():
    rows = (
        {"id": "a", "title": "店员", "aliases": ["导购", "收银员"]},
        {"id": "b", "title": "后勤", "aliases": ["仓管员", "理货员"]},
    )

    result = match_all(programmes({"id": "p", "title": "仓管理货"}), openings(*rows), top=1)

    assert result.scene.openings.ids[result.ranking.opening[0]] == "b"


def test_accepted_majors_teach_what_firms_call_the_work():
    labelled = [
        {"id": f"l{at}", "title": "储运岗", "text": "理货与拣选", "majors": ["7308"]} for at in range(20)
    ] + [{"id": f"m{at}", "title": "柜面岗", "text": "对账与开票", "majors": ["7303"]} for at in range(20)]
    silent = [{"id": "x", "title": "文员", "text": "对账"}, {"id": "y", "title": "文员", "text": "拣选"}]
    tables = (
        programmes(
            {"id": "p", "title": "物流", "major_code": "730801"},
            {"id": "q", "title": "会计", "major_code": "730301"},
        ),
        openings(*labelled, *silent),
    )

    result = match_all(*tables, top=42)
    first = {row: [] for row in (0, 1)}
    for p, o in zip(result.ranking.programme, result.ranking.opening, strict=True):
        if result.scene.openings.ids[o] in {"x", "y"}:
            first[p].append(result.scene.openings.ids[o])

    assert first == {0: ["y", "x"], 1: ["x", "y"]}
    relation = result.statistics.relation
    assert relation.strongest("7303", result.statistics.language, 3)[0][1] > 0


def test_a_programme_that_no_run_knew_is_named():
    tables = world(1)
    full = match_all(*tables, top=1)

    with pytest.raises(KeyError, match="new"):
        score_openings(programmes({"id": "new"}), tables[1], full.statistics)


def test_without_programmes_or_openings_there_is_nothing_to_rank():
    some = world(1)

    nobody = match_all(take(some[0], np.zeros(0, np.int64)), some[1], top=3)
    nothing = match_all(some[0], take(some[1], np.zeros(0, np.int64)), top=3)

    assert len(nobody.ranking.rank) == len(nothing.ranking.rank) == 0
    assert nothing.remaining.tolist() == [[0] * 7] * 12


def test_facts_about_pairs_follow_their_rows():
    tables = world(8)
    pairs = PairFacts(
        penalty_programme=np.array([3]),
        penalty_opening=np.array([7]),
        penalty_group=np.array([4]),
        penalty_loss=np.array([1.0]),
    )
    turned = take(tables[0], np.arange(12)[::-1]), take(tables[1], np.arange(60)[::-1])
    moved = replace(pairs, penalty_programme=np.array([8]), penalty_opening=np.array([52]))

    assert lines(match_all(*turned, top=60, pairs=moved)) == lines(match_all(*tables, top=60, pairs=pairs))


def test_columns_of_unequal_length_and_repeated_ids_are_refused():
    with pytest.raises(ValueError, match="twice"):
        openings({"id": "a"}, {"id": "a"})
    with pytest.raises(ValueError, match="rows"):
        replace(openings({"id": "a"}, {"id": "b"}), seats=np.array([1.0]))
    with pytest.raises(ValueError, match="at least 1"):
        match_all(*world(1), top=0)

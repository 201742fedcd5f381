import numpy as np

from partnerships.matching.engine.reasons import CONCERN_CODES, REASON_CODES, explain
from partnerships.matching.engine.reference import match_all
from partnerships.matching.engine.tables import GROUPS, PairFacts
from tests.partnerships.matching.engine.rows import openings, programmes, small_world

SCHOOL = {
    "id": "p",
    "title": "物流服务与管理",
    "text": "仓储作业与叉车操作",
    "abilities": ["仓储作业", "叉车驾驶操作"],
    "major_code": "730801",
    "longitude": 113.0,
    "latitude": 23.0,
    "students": 10,
    "start": "2026-03-01",
    "end": "2026-08-31",
}
GOOD = {
    "id": "good",
    "title": "仓库管理员",
    "text": "负责仓储作业",
    "abilities": ["仓储作业", "叉车操作", "英语口语"],
    "majors": ["7308"],
    "industry_code": "G5990",
    "longitude": 113.01,
    "latitude": 23.0,
    "seats": 12,
    "start": "2026-02-01",
    "end": "2026-12-31",
    "reliability": 0.95,
}
POOR = {
    "id": "poor",
    "title": "护工",
    "text": "照护",
    "abilities": ["静脉输液"],
    "majors": ["73"],
    "industry_code": "Q8411",
    "longitude": 114.0,
    "latitude": 23.0,
    "seats": 2,
    "start": "2026-07-01",
    "end": "2026-12-31",
    "reliability": 0.1,
}


def explained(*rows, pairs=None):
    result = match_all(programmes(SCHOOL), openings(*rows), top=9, pairs=pairs)
    names = [result.scene.openings.ids[row] for row in result.ranking.opening]
    return dict(zip(names, explain(result.scene, result.ranking, result.statistics), strict=True))


def values(reasons, code):
    return next(reason.values for reason in reasons if reason.code == code)


def test_what_speaks_for_a_pair_is_named_with_its_facts():
    reasons = explained(GOOD, POOR)["good"].reasons

    assert values(reasons, "abilities_covered") == {
        "covered": 2,
        "wanted": 3,
        "names": ("仓储作业", "叉车操作"),
        "missing": ("英语口语",),
    }
    assert values(reasons, "near") == {"km": 1.0}
    assert values(reasons, "seats_fit") == {"seats": 12, "students": 10}
    assert values(reasons, "dates_cover") == {"days": 184, "needed": 184}
    assert values(reasons, "accepts_major") == {"prefix": "7308"}
    assert values(reasons, "industry_related") == {"value": 1.0}
    assert values(reasons, "partner_reliable") == {"value": 0.95}
    assert "仓储作业" in values(reasons, "same_words")["words"]


def test_what_speaks_against_a_pair_is_named_with_its_facts():
    concerns = explained(GOOD, POOR)["poor"].concerns

    assert values(concerns, "abilities_missing")["missing"] == ("静脉输液",)
    assert values(concerns, "far_without_lodging") == {"km": 102.4}
    assert values(concerns, "seats_short") == {"seats": 2, "students": 10}
    assert values(concerns, "dates_partial") == {"days": 62, "needed": 184}
    assert values(concerns, "industry_unusual") == {"value": 0.3}
    assert values(concerns, "partner_unreliable") == {"value": 0.1}
    assert values(concerns, "accepts_widely") == {"prefix": "73"}
    assert [concern.points for concern in concerns] == sorted(
        (concern.points for concern in concerns), reverse=True
    )


def test_lodging_changes_the_concern_about_distance():
    concerns = explained({**POOR, "lodging": 1})["poor"].concerns

    assert values(concerns, "far_with_lodging") == {"km": 102.4}


def test_what_an_opening_leaves_out_is_said():
    silent = {"id": "silent", "title": "文员"}

    assert values(explained(GOOD, silent)["silent"].concerns, "not_stated") == {
        "facts": ("abilities", "industry", "place", "dates", "seats", "reliability")
    }


def test_earlier_answers_and_agreements_are_named():
    pairs = PairFacts(
        penalty_programme=np.array([0]),
        penalty_opening=np.array([0]),
        penalty_group=np.array([GROUPS.index("time")]),
        penalty_loss=np.array([0.6]),
        agreement_programme=np.array([0]),
        agreement_opening=np.array([0]),
    )

    found = explained(GOOD, POOR, pairs=pairs)["good"]

    assert values(found.concerns, "answered_before") == {"group": "time"}
    assert values(found.reasons, "agreement_in_force") == {}


def test_every_winner_of_a_world_is_explained():
    programme_rows, opening_rows = small_world(5)
    result = match_all(programmes(*programme_rows), openings(*opening_rows), top=3)

    found = explain(result.scene, result.ranking, result.statistics)

    assert len(found) == len(result.ranking.rank)
    assert all(explanation.reasons or explanation.concerns for explanation in found)
    assert sum(bool(explanation.reasons) for explanation in found) > len(found) / 2


def test_only_codes_that_have_a_name_are_used():
    programme_rows, opening_rows = small_world(7)
    result = match_all(programmes(*programme_rows), openings(*opening_rows), top=60)
    found = explain(result.scene, result.ranking, result.statistics)

    assert {reason.code for one in found for reason in one.reasons} <= set(REASON_CODES)
    assert {concern.code for one in found for concern in one.concerns} <= set(CONCERN_CODES)

"""The API: the same rows and rules as the pages."""

import pytest

from partnerships.matching.models import Answer, MatchRun

ROOT = "/api/v1/"


def results(client, path):
    answer = client.get(ROOT + path)
    assert answer.status_code == 200
    return answer.json()["results"]


def test_both_sides_read_the_same_suggestion(suggestion, alice, bob, as_user):
    for user in (alice, bob):
        row = results(as_user(user), "suggestions/")[0]
        assert row["public_id"] == suggestion.public_id
        assert row["points"] == suggestion.points
        assert round(sum(part["points"] for part in row["parts"]), 1) == row["points"]
        assert [part["part"] for part in row["parts"]] == [
            "major",
            "distance",
            "time",
            "seats",
            "reliability",
        ]


@pytest.mark.parametrize("who", ["carol", "dave", "gao"])
def test_others_read_none(who, suggestion, request, as_user):
    client = as_user(request.getfixturevalue(who))

    assert results(client, "suggestions/") == []
    assert client.get(f"{ROOT}suggestions/{suggestion.public_id}/").status_code == 404
    assert (
        client.post(f"{ROOT}suggestions/{suggestion.public_id}/decline/", {"reason": "terms"}).status_code
        == 404
    )
    assert results(client, "funnels/") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=opening", 1), ("kind=partner", 1), ("min_points=101", 0), ("min_points=0", 2),
        ("programme={programme}", 2), ("programme=other", 0), ("opening={opening}", 1),
    ],
)  # fmt: skip
def test_filters(query, found, suggestion, dogwood, match, alice, as_user):
    match()
    words = {"programme": suggestion.programme.public_id, "opening": suggestion.opening.public_id}

    assert len(results(as_user(alice), "suggestions/?" + query.format(**words))) == found


def test_declining_answering_and_taking_back(suggestion, alice, bob, as_user):
    address = f"{ROOT}suggestions/{suggestion.public_id}/"
    client = as_user(alice)

    first = client.post(address + "answer/", {"kind": "shortlisted"})
    second = client.post(address + "decline/", {"reason": "terms", "note": "pay"})
    again = client.post(address + "decline/", {"reason": "terms", "note": "pay"})

    assert (first.status_code, second.status_code, again.json()) == (200, 200, second.json())
    said = Answer.objects.get()
    assert (said.kind, said.reason) == ("declined", "terms")
    assert results(as_user(bob), "answers/") == []
    assert as_user(bob).post(f"{ROOT}answers/{said.public_id}/take-back/").status_code == 404
    assert as_user(alice).post(f"{ROOT}answers/{said.public_id}/take-back/").status_code == 204
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("act", "body"),
    [("decline", {}), ("decline", {"reason": "x"}), ("answer", {}), ("answer", {"kind": "declined"})],
)
def test_a_bad_body_is_named(act, body, suggestion, alice, as_user):
    answer = as_user(alice).post(f"{ROOT}suggestions/{suggestion.public_id}/{act}/", body)

    assert answer.status_code in {400, 422}
    assert set(answer.json()["errors"]) <= {"reason", "kind"}
    assert not Answer.objects.exists()


def test_runs_are_open_to_members_and_funnels_to_the_own_school(suggestion, alice, bob, mallory, as_user):
    run = results(as_user(bob), "match-runs/")[0]
    funnel = results(as_user(alice), "funnels/")[0]

    assert run["public_id"] == MatchRun.objects.get().public_id
    assert run["gates"][0] == {"gate": "all", "left": 1}
    assert funnel["programme"] == suggestion.programme.public_id
    assert [gate["left"] for gate in funnel["gates"]] == [1] * 7
    assert results(as_user(bob), "funnels/") == []
    assert results(as_user(mallory), "match-runs/") == []


def test_three_suggestions_cost_as_much_as_one(
    suggestion, make_enterprise, make_opening, match, alice, as_user, django_assert_num_queries
):
    client = as_user(alice)
    results(client, "suggestions/")
    with django_assert_num_queries(7):
        results(client, "suggestions/")
    for name in ("Elm", "Fir"):
        make_opening(make_enterprise(name))
    match()

    with django_assert_num_queries(7):
        assert len(results(client, "suggestions/")) == 3

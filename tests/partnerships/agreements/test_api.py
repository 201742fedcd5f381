"""The API of the room: the same services, the same no."""

from datetime import timedelta

import pytest

from partnerships.agreements.models import Agreement, Partnership, Proposal, Signature
from portal.records.models import ApiToken
from portal.records.tokens import issue_token
from tests.partnerships.conftest import pdf

API = "/api/v1"


@pytest.fixture
def api(client):
    """`api(alice).post("/partnerships/", {...})` with a writing token."""

    class Caller:
        def __init__(self, user, scope):
            _token, text = issue_token(user, name="test", scope=scope)
            self.headers = {"authorization": f"Bearer {text}", "accept-language": "en"}

        def get(self, path):
            return client.get(API + path, headers=self.headers)

        def post(self, path, body=None):
            return client.post(API + path, body or {}, content_type="application/json", headers=self.headers)

        def patch(self, path, body):
            return client.patch(API + path, body, content_type="application/json", headers=self.headers)

        def upload(self, path, body):
            return client.post(API + path, body, headers=self.headers)

        def delete(self, path):
            return client.delete(API + path, headers=self.headers)

    return lambda user, scope=ApiToken.Scope.WRITE: Caller(user, scope)


def test_a_partnership_is_begun_shown_and_changed(alder, birch, alice, api, today):
    caller = api(alice)
    body = {"school": alder.public_id, "enterprise": birch.public_id, "started_on": today.isoformat()}

    made = caller.post("/partnerships/", body).json()
    again = caller.post("/partnerships/", body)
    changed = caller.patch(f"/partnerships/{made['public_id']}/", {"version": 1, "purpose": "Courses"})
    stale = caller.patch(f"/partnerships/{made['public_id']}/", {"version": 1, "purpose": "Other"})

    assert (made["stage"], made["page"]) == ("aware", f"/partnerships/{made['public_id']}/")
    assert (again.status_code, again.json()["code"]) == (409, "partnership_exists")
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")


def test_nobody_begins_a_partnership_for_others(cedar, dogwood, alice, api, today):
    body = {"school": cedar.public_id, "enterprise": dogwood.public_id, "started_on": today.isoformat()}

    assert api(alice).post("/partnerships/", body).status_code == 403
    assert not Partnership.objects.exists()


def test_unknown_ids_are_field_errors(alder, alice, api):
    answer = api(alice).post(
        "/partnerships/", {"school": alder.public_id, "enterprise": "nothing", "started_on": "2026-13-45"}
    )

    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"enterprise", "started_on"}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_is_foreign_is_404_as_what_is_missing(foreign, partnership, alice, bob, gao, api):
    for user in (alice, bob, gao):
        caller = api(user)
        for path in (
            f"/partnerships/{foreign['partnership'].public_id}/",
            f"/agreements/{foreign['agreement'].public_id}/",
            f"/activities/{foreign['activity'].public_id}/",
            "/partnerships/nothinghere1/",
        ):
            assert caller.get(path).status_code == 404
        for plural in ("partnerships", "proposals", "agreements", "activities"):
            assert "Kestrel" not in caller.get(f"/{plural}/").content.decode()


def test_a_reading_token_writes_nothing(partnership, alice, api):
    caller = api(alice, ApiToken.Scope.READ)

    answer = caller.patch(f"/partnerships/{partnership.public_id}/", {"version": 1, "purpose": "x"})

    assert answer.status_code == 403
    assert Partnership.objects.get().purpose == ""


def test_the_ladder_moves_by_the_same_table(partnership, alice, bob, api):
    Partnership.objects.update(stage="active")
    path = f"/partnerships/{partnership.public_id}/moves/"

    assert api(alice).post(path + "propose_strategic/").json()["strategic_side"] == "school"
    assert api(alice).post(path + "agree_strategic/").status_code == 409
    assert api(bob).post(path + "agree_strategic/").json()["stage"] == "strategic"
    assert api(bob).post(path + "end/").status_code == 404
    assert api(bob).post(path + "nonsense/").status_code == 409
    moves = api(bob).get(f"/partnerships/{partnership.public_id}/history/").json()
    assert [move["move"] for move in moves] == ["propose_strategic", "agree_strategic"]


def test_a_partnership_ends_with_reason_and_day(partnership, alice, ed, api, today):
    path = f"/partnerships/{partnership.public_id}/end/"

    assert api(alice).post(path, {"on": today.isoformat()}).status_code == 400
    assert api(ed).post(path, {"on": today.isoformat(), "reason": "x"}).status_code == 403
    assert api(alice).post(path, {"on": today.isoformat(), "reason": "Moved"}).json()["stage"] == "ended"


def test_a_proposal_is_put_and_answered(alder, birch, plan, coming_opening, alice, bob, api):
    body = {
        "school": alder.public_id,
        "enterprise": birch.public_id,
        "from_side": "school",
        "plan": plan.public_id,
        "opening": coming_opening.public_id,
        "students": 4,
    }

    made = api(alice).post("/proposals/", body)
    path = f"/proposals/{made.json()['public_id']}"
    own = api(alice).post(path + "/accept/")
    accepted = api(bob).post(path + "/accept/", {"students": 3, "note": "As many as fit"})
    twice = api(bob).post(path + "/accept/")

    assert (made.status_code, made.json()["students_asked"]) == (201, 4)
    assert own.status_code == 403
    assert (accepted.json()["status"], accepted.json()["students"]) == ("accepted", 3)
    assert (twice.status_code, twice.json()["code"]) == (409, "wrong_state")


def test_nobody_proposes_in_the_name_of_the_other_side(alder, birch, alice, api):
    body = {"school": alder.public_id, "enterprise": birch.public_id, "from_side": "enterprise"}

    assert api(alice).post("/proposals/", body).status_code == 403
    assert not Proposal.objects.exists()


def test_a_decline_and_a_withdrawal(proposal, alice, bob, api):
    path = f"/proposals/{proposal.public_id}"

    assert api(bob).post(path + "/decline/", {"reason": "whim"}).status_code == 400
    assert api(bob).post(path + "/withdraw/").status_code == 403
    assert api(bob).post(path + "/decline/", {"reason": "too_far"}).json()["status"] == "declined"
    assert api(alice).post(path + "/withdraw/").status_code == 409
    assert api(alice).post(path + "/cancel/", {"reason": "x"}).status_code == 409


def test_an_agreement_is_drafted_offered_and_signed(partnership, order_class, logistics, alice, bob, ed, api):
    caller = api(alice)
    body = {
        "partnership": partnership.public_id,
        "title": "Order class",
        "forms": ["order_class"],
        "programmes": [logistics.public_id],
        "starts_on": "2026-09-01",
        "ends_on": "2029-08-31",
    }

    made = caller.post("/agreements/", body).json()
    path = f"/agreements/{made['public_id']}/"
    changed = caller.patch(path, {"version": 1, "students_per_year": 12}).json()
    offered = caller.post(path + "offer/").json()
    refused = api(ed).post(path + "sign/", {"version": offered["version"]})
    stale = caller.post(path + "sign/", {"version": 1})
    caller.post(path + "sign/", {"version": offered["version"]})
    twice = caller.post(path + "sign/", {"version": offered["version"]})
    signed = api(bob).post(path + "sign/", {"version": offered["version"]}).json()

    assert (changed["students_per_year"], changed["forms"], changed["programmes"]) == (
        12,
        ["order_class"],
        [logistics.public_id],
    )
    assert refused.status_code == 403
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert (twice.status_code, twice.json()["code"]) == (409, "already_signed")
    assert (signed["status"], len(signed["signatures"])) == ("signed", 2)


def test_foreign_ids_in_an_agreement_are_refused(partnership, foreign, order_class, alice, api):
    body = {
        "partnership": foreign["partnership"].public_id,
        "title": "Order class",
        "forms": ["order_class"],
        "starts_on": "2026-09-01",
        "ends_on": "2029-08-31",
    }
    caller = api(alice)

    assert set(caller.post("/agreements/", body).json()["errors"]) == {"partnership"}
    body |= {"partnership": partnership.public_id, "programmes": [foreign["programme"].public_id]}
    assert caller.post("/agreements/", body).status_code in {400, 409}
    assert not Agreement.objects.filter(partnership=partnership).exists()


def test_paper_link_copy_and_end(offered, alice, bob, api, today, client):
    path = f"/agreements/{offered.public_id}/"
    caller = api(alice)

    paper = caller.upload(
        path + "paper/",
        {"signer": "Li", "signed_on": today.isoformat(), "scan": pdf(), "version": offered.version},
    ).json()
    scan = caller.get(f"{path}scans/{Signature.objects.get().public_id}/")
    refused = caller.post(path + "link/", {"person": "Huang", "side": "enterprise"})
    link = api(bob).post(path + "link/", {"person": "Huang", "side": "enterprise"}).json()
    copied = caller.post(path + "copy/")
    api(bob).post(path + "sign/", {"version": offered.version})
    Agreement.objects.filter(pk=offered.pk).update(starts_on=today - timedelta(days=9))
    ended = caller.post(path + "terminate/", {"reason": "Closed", "on": today.isoformat()}).json()

    assert paper["signatures"][0]["method"] == "paper"
    assert scan.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(scan.streaming_content).startswith(b"%PDF")
    assert refused.status_code == 409
    assert "/l/" in link["address"]
    assert copied.status_code == 201
    assert ended["status"] == "terminated"


def test_reopen_withdraw_and_decline(offered, alice, bob, api):
    path = f"/agreements/{offered.public_id}/"

    assert api(alice).post(path + "reopen/").json()["status"] == "draft"
    assert api(alice).post(path + "offer/").json()["status"] == "offered"
    assert api(bob).post(path + "withdraw/", {"reason": "x"}).status_code == 403
    assert api(bob).post(path + "decline/").status_code == 400
    assert api(bob).post(path + "decline/", {"reason": "No"}).json()["status"] == "withdrawn"


def test_one_row_costs_as_much_as_three_in_the_api(
    draft, terms, make_enterprise, alder, alice, api, today, django_assert_num_queries
):
    from partnerships.agreements.services.agreements import draft_agreement

    caller = api(alice)
    caller.get("/agreements/")
    with django_assert_num_queries(9):
        caller.get("/agreements/")
    for name in ("Elm", "Fir"):
        pair = Partnership.objects.create(school=alder, enterprise=make_enterprise(name), started_on=today)
        draft_agreement(pair, terms, by=alice, side="school")
    with django_assert_num_queries(9):
        caller.get("/agreements/")

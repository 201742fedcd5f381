"""Who sees and may do what: roles within the parties, bureaus, strangers."""

import pytest
from django.urls import reverse

from partnerships.agreements.models import Agreement, Partnership, Signature

WRITING = [
    ("partnership_edit", "partnership"),
    ("partnership_end", "partnership"),
    ("agreement_create", "partnership"),
    ("agreement_edit", "draft"),
    ("agreement_offer", "draft"),
    ("agreement_withdraw", "draft"),
    ("agreement_copy", "draft"),
    ("proposal_withdraw", "proposal"),
    ("activity_edit", "activity"),
    ("activity_withdraw", "activity"),
    ("activity_link", "activity"),
    ("evidence_add", "activity"),
]
READING = [
    ("partnership_detail", "partnership"),
    ("agreement_detail", "agreement"),
    ("activity_detail", "activity"),
]


@pytest.mark.parametrize(("name", "thing"), WRITING)
@pytest.mark.parametrize("who", ["vera", "gao"])
def test_viewers_and_bureaus_see_it_but_may_not_act(name, thing, who, request, as_user):
    row = request.getfixturevalue(thing)
    client = as_user(request.getfixturevalue(who))

    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.post(reverse(name, args=[row.public_id])).status_code == 403


@pytest.mark.parametrize(
    ("name", "thing"), [*WRITING, ("proposal_accept", "proposal"), ("agreement_sign", "draft")]
)
@pytest.mark.parametrize("who", ["carol", "dave", "mallory"])
def test_strangers_find_nothing(name, thing, who, request, as_user):
    row = request.getfixturevalue(thing)
    client = as_user(request.getfixturevalue(who))

    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.post(reverse(name, args=[row.public_id])).status_code == 404


@pytest.mark.parametrize(("name", "kind"), READING)
@pytest.mark.parametrize("who", ["alice", "bob", "gao"])
def test_nothing_of_a_foreign_pair_is_in_sight(name, kind, who, foreign, request, as_user):
    client = as_user(request.getfixturevalue(who))

    assert client.get(reverse(name, args=[foreign[kind].public_id])).status_code == 404


@pytest.mark.parametrize("name", ["partnership_list", "proposal_list", "agreement_list", "activity_list"])
@pytest.mark.parametrize("who", ["alice", "bob", "gao", "mallory"])
def test_no_list_shows_a_foreign_pair(name, who, partnership, foreign, request, as_user):
    page = as_user(request.getfixturevalue(who)).get(reverse(name)).content.decode()

    assert "Kestrel" not in page
    assert "Dogwood" not in page


def test_the_bureau_of_the_city_sees_its_partnerships_and_agreements(offered, activity, gao, as_user):
    client = as_user(gao)

    assert "Birch Engineering" in client.get(reverse("partnership_list")).content.decode()
    assert "Order class 2026" in client.get(reverse("agreement_list")).content.decode()
    assert "WMS course" in client.get(reverse("activity_list")).content.decode()


def test_an_editor_may_not_sign_and_a_signatory_may(offered, eve, sigrid, as_user):
    address = reverse("agreement_sign", args=[offered.public_id])

    assert as_user(eve).post(address).status_code == 403
    assert not Signature.objects.exists()
    as_user(sigrid).post(address, {"version": offered.version})

    assert Signature.objects.get().party == "enterprise"


def test_the_sender_may_not_accept_his_own_proposal(proposal, alice, as_user):
    answer = as_user(alice).post(
        reverse("proposal_accept", args=[proposal.public_id]), {"students": 4, "note": "x"}
    )

    assert answer.status_code == 403
    proposal.refresh_from_db()
    assert proposal.status == "sent"


def test_the_other_side_may_not_withdraw_a_draft_it_did_not_write(draft, bob, as_user):
    answer = as_user(bob).post(reverse("agreement_withdraw", args=[draft.public_id]), {"reason": "No"})

    assert answer.status_code == 403
    assert Agreement.objects.get().status == "draft"


def test_whoever_belongs_nowhere_begins_nothing(birch, mallory, gao, as_user):
    for user in (mallory, gao):
        answer = as_user(user).post(
            reverse("partnership_create") + f"?partner={birch.public_id}", {"started_on": "2026-01-01"}
        )
        assert answer.status_code == 403

    assert not Partnership.objects.exists()

"""Every page of the room answers for those who may see it, in both languages."""

import pytest
from django.urls import reverse

LISTS = ["partnership_list", "proposal_list", "agreement_list", "activity_list"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["alice", "bob", "gao", "mallory"])
def test_every_list_opens_for_everybody(name, who, partnership, request, as_user):
    user = request.getfixturevalue(who)

    answer = as_user(user).get(reverse(name))

    assert answer.status_code == 200


def test_the_partnership_page_shows_both_parties_and_the_ladder(partnership, alice, as_user):
    page = as_user(alice).get(partnership.get_absolute_url()).content.decode()

    assert "Alder Vocational School" in page
    assert "Birch Engineering" in page
    assert page.count("rh-ladder__step ") == 5
    assert "Log an activity" in page

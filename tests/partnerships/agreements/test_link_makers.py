"""A signed link holds while whoever made it has the role that making it asked for."""

from datetime import date

import pytest
from django.urls import reverse

from enterprises.models import EnterpriseMembership
from partnerships.agreements.models import Signature
from portal.accounts.models import Role
from portal.common.errors import DomainError
from portal.records import links
from schools.models import SchoolMembership
from tests.partnerships.agreements.test_signing import link_of
from tests.partnerships.conftest import member


@pytest.mark.parametrize("change", [{"ended_on": date(2026, 1, 1)}, {"role": Role.EDITOR}])
def test_whoever_has_left_signs_no_more_by_a_link_of_his(offered, sigrid, stranger, change):
    _link, token = link_of(offered, "enterprise", sigrid)
    EnterpriseMembership.objects.filter(user=sigrid).update(**change)

    page = stranger.get(reverse("signed_link", args=[token]))
    answer = stranger.post(reverse("signed_link_answer", args=[token, "sign"]))

    assert (page.status_code, answer.status_code) == (410, 410)
    assert "no longer valid" in page.content.decode()
    assert not Signature.objects.exists()
    with pytest.raises(DomainError, match="may no longer do so"):
        links.use(links.find(token), "decline", note="No")


def test_a_link_for_the_other_side_lives_while_its_maker_belongs_to_his_own(offered, ed, birch, stranger):
    _link, token = link_of(offered, "enterprise", ed)
    address = reverse("signed_link", args=[token])
    member("late", birch, Role.OWNER)

    assert stranger.get(address).status_code == 200
    SchoolMembership.objects.filter(user=ed).delete()
    assert stranger.get(address).status_code == 410

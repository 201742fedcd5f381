"""The operator's desk keeps the rules of the house: paths of bureaus, last owners, open invitations."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from portal.accounts.models import Bureau, BureauMembership, Invitation, Role, User
from portal.accounts.services.bureaus import make_bureau, place_bureau
from portal.accounts.services.invitations import invite
from portal.reference.models import Region
from tests.conftest import make_user


@pytest.fixture
def desk(as_user: Any, db: None) -> Any:
    return as_user(make_user("operator", is_staff=True, is_superuser=True))


@pytest.fixture
def top(guangzhou: Region) -> Bureau:
    return make_bureau(by=None, name_zh="甲局", region=guangzhou)


@pytest.fixture
def low(top: Bureau, guangzhou: Region) -> Bureau:
    return make_bureau(by=None, name_zh="乙局", region=guangzhou, parent=top)


def _form(parent: Bureau | None, name: str = "丙局") -> dict[str, Any]:
    values = {"name_zh": name, "name_en": "", "kind": "education", "region": "440100", "follows": "both"}
    return {**values, "parent": parent.pk if parent else ""}


def _paths() -> dict[str, str]:
    return dict(Bureau.objects.values_list("name_zh", "path"))


def test_a_new_bureau_leaves_the_others_where_they_stand(desk: Any, top: Bureau, low: Bureau) -> None:
    answer = desk.post(reverse("admin:accounts_bureau_add"), _form(None))

    added = Bureau.objects.get(name_zh="丙局")
    assert answer.status_code == 302
    assert _paths() == {
        "甲局": f"/{top.pk}/",
        "乙局": f"/{top.pk}/{low.pk}/",
        "丙局": f"/{added.pk}/",
    }


def test_a_new_bureau_stands_below_its_superior(desk: Any, low: Bureau) -> None:
    answer = desk.post(reverse("admin:accounts_bureau_add"), _form(low))

    added = Bureau.objects.get(name_zh="丙局")
    assert (answer.status_code, added.parent) == (302, low)
    assert added.path == f"{low.path}{added.pk}/"


def test_a_bureau_moves_with_those_below(desk: Any, top: Bureau, low: Bureau, guangzhou: Region) -> None:
    other = make_bureau(by=None, name_zh="丁局", region=guangzhou)

    desk.post(reverse("admin:accounts_bureau_change", args=[top.pk]), _form(other, "甲局"))

    assert _paths() == {
        "丁局": f"/{other.pk}/",
        "甲局": f"/{other.pk}/{top.pk}/",
        "乙局": f"/{other.pk}/{top.pk}/{low.pk}/",
    }


def test_a_circle_is_refused_in_a_sentence(desk: Any, top: Bureau, low: Bureau) -> None:
    before = _paths()

    page = desk.post(reverse("admin:accounts_bureau_change", args=[top.pk]), _form(low, "甲局"), follow=True)

    assert "A bureau cannot stand below itself." in page.content.decode()
    assert _paths() == before
    assert Bureau.objects.get(pk=top.pk).parent is None


def test_a_row_without_a_path_moves_alone(top: Bureau, guangzhou: Region) -> None:
    lost = Bureau.objects.create(name_zh="戊局", region=guangzhou)

    place_bureau(lost, parent=top, by=None)

    assert _paths() == {"甲局": f"/{top.pk}/", "戊局": f"/{top.pk}/{lost.pk}/"}


@pytest.fixture
def second(guangzhou_bureau: Bureau, gao: User) -> BureauMembership:
    """A second owner of Gao's bureau, who has invited a colleague."""
    user = make_user("ming", "Ming")
    row = BureauMembership.objects.create(user=user, bureau=guangzhou_bureau, role=Role.OWNER)
    invite(guangzhou_bureau, kind="bureau", person="Lu", role=Role.EDITOR, by=user)
    return row


def _change(desk: Any, row: BureauMembership, **values: Any) -> Any:
    form = {"role": row.role, "job_title": row.job_title, "ended_on": "", **values}
    url = reverse("admin:accounts_bureaumembership_change", args=[row.pk])
    answer = desk.post(url, form, follow=True)
    row.refresh_from_db()
    return answer


@pytest.mark.parametrize("values", [{"ended_on": "2026-03-02"}, {"role": "editor"}])
def test_who_is_no_owner_any_more_leaves_no_way_back(
    desk: Any, second: BureauMembership, values: dict[str, str]
) -> None:
    _change(desk, second, **values)

    assert not Invitation.objects.open().exists()
    assert {name: str(getattr(second, name)) for name in values} == values


@pytest.mark.parametrize("values", [{"ended_on": "2026-03-02"}, {"role": "editor"}])
def test_the_last_owner_stays(desk: Any, gao: User, values: dict[str, str]) -> None:
    row = BureauMembership.objects.get(user=gao)

    page = _change(desk, row, **values)

    assert "An organisation needs an owner" in page.content.decode()
    assert (row.role, row.ended_on) == (Role.OWNER, None)


def test_what_ended_stays_ended(desk: Any, second: BureauMembership) -> None:
    BureauMembership.objects.filter(pk=second.pk).update(ended_on=date(2026, 3, 1))

    _change(desk, second, ended_on="", role="viewer")

    assert (second.role, second.ended_on) == (Role.OWNER, date(2026, 3, 1))


def test_the_operator_writes_an_office(desk: Any, second: BureauMembership) -> None:
    _change(desk, second, job_title="Head of office")

    assert second.job_title == "Head of office"
    assert Invitation.objects.open().exists()


def test_a_member_who_is_added_twice_is_one(desk: Any, guangzhou_bureau: Bureau, mallory: User) -> None:
    url = reverse("admin:accounts_bureaumembership_add")
    form = {"user": mallory.pk, "bureau": guangzhou_bureau.pk, "role": "viewer", "job_title": ""}

    for role in ("viewer", "editor"):
        desk.post(url, {**form, "role": role})

    assert BureauMembership.objects.filter(user=mallory).count() == 1

"""The register of schools: who enters, who keeps, who reads."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.accounts.models import Bureau
from portal.common.errors import DomainError, StaleVersion
from portal.records.models import AuditEvent
from schools.models import Campus, School
from schools.services import schools as services
from tests.counting import queries_of

LIST = reverse("school_list")


def new_school(region: Any, **values: Any) -> dict[str, Any]:
    return {
        "name_zh": "番山职业技术学校",
        "name_en": "Fanshan Vocational School",
        "kind": "secondary",
        "nature": "public",
        "region": region.pk,
        **values,
    }


def test_the_bureau_enters_a_school_of_its_territory(as_user: Any, gao: Any, guangzhou: Any) -> None:
    answer = as_user(gao).post(reverse("school_create"), new_school(guangzhou, code="4144010558"))

    school = School.objects.get(code="4144010558")
    assert answer.status_code == 302
    assert answer.url == school.get_absolute_url()
    assert AuditEvent.objects.get(model="schools.School", object_id=school.pk).verb == "created"


def test_the_bureau_enters_no_school_of_another_city(as_user: Any, gao: Any, shenzhen: Any) -> None:
    answer = as_user(gao).post(reverse("school_create"), new_school(shenzhen))

    assert answer.status_code == 409
    assert "outside your jurisdiction" in answer.content.decode()
    assert not School.objects.exists()


def test_a_school_that_answers_to_the_bureau_may_stand_elsewhere(
    gao: Any, guangzhou_bureau: Bureau, shenzhen: Any
) -> None:
    school = services.create_school(
        by=gao, name_zh="港城技师学院", kind="technician", region=shenzhen, authority=guangzhou_bureau
    )

    assert list(School.objects.managed_by(gao)) == [school]


@pytest.mark.parametrize("who", ["alice", "bob", "mallory"])
def test_nobody_else_enters_schools(as_user: Any, who: str, request: Any, guangzhou: Any) -> None:
    client = as_user(request.getfixturevalue(who))
    before = School.objects.count()

    assert client.post(reverse("school_create"), new_school(guangzhou)).status_code == 403
    assert School.objects.count() == before


def test_a_code_is_given_once(as_user: Any, gao: Any, guangzhou: Any, alder: School) -> None:
    School.objects.filter(pk=alder.pk).update(code="4144010558")

    answer = as_user(gao).post(reverse("school_create"), new_school(guangzhou, code="4144010558"))

    assert answer.status_code == 200
    assert School.objects.count() == 1


def test_a_wrong_code_is_a_field_error(as_user: Any, gao: Any, guangzhou: Any) -> None:
    answer = as_user(gao).post(reverse("school_create"), new_school(guangzhou, code="12"))

    assert "A school code has 10 digits." in answer.content.decode()
    assert not School.objects.exists()


def test_the_school_writes_its_address_but_not_its_name(
    as_user: Any, alice: Any, alder: School, guangzhou: Any
) -> None:
    url = reverse("school_edit", args=[alder.public_id])
    sent = {
        "version": 1,
        "address": "1 Alder Road",
        "name_zh": "Another",
        "name_en": "Alder",
        "region": "440300",
    }

    assert as_user(alice).post(url, sent).status_code == 302

    alder.refresh_from_db()
    assert (alder.address, alder.name_zh, alder.region) == (
        "1 Alder Road",
        "Alder Vocational School",
        guangzhou,
    )


def test_the_service_keeps_the_register_from_the_school(alice: Any, alder: School) -> None:
    with pytest.raises(PermissionDenied):
        services.edit_school(alder, version=1, values={"kind": "college"}, by=alice)

    alder.refresh_from_db()
    assert alder.kind == "secondary"


def test_a_bureau_moves_no_school_out_of_its_reach(gao: Any, alder: School, shenzhen: Any) -> None:
    with pytest.raises(DomainError, match="outside your jurisdiction"):
        services.edit_school(alder, version=1, values={"region": shenzhen}, by=gao)

    alder.refresh_from_db()
    assert alder.region_id == "440100"


def test_two_editors_lose_nothing(as_user: Any, alice: Any, alder: School) -> None:
    services.edit_school(alder, version=1, values={"address": "First Road"}, by=alice)
    url = reverse("school_edit", args=[alder.public_id])

    answer = as_user(alice).post(url, {"version": 1, "address": "Second Road", "name_en": alder.name_en})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First Road" in page
    assert "Second Road" in page
    assert School.objects.get().address == "First Road"


def test_saving_again_after_the_comparison_wins(as_user: Any, alice: Any, alder: School) -> None:
    services.edit_school(alder, version=1, values={"address": "First Road"}, by=alice)
    url = reverse("school_edit", args=[alder.public_id])

    answer = as_user(alice).post(url, {"version": 2, "address": "Second Road", "name_en": alder.name_en})

    assert answer.status_code == 302
    assert School.objects.get().address == "Second Road"


def test_a_stale_version_is_refused_by_the_service(alice: Any, alder: School) -> None:
    services.edit_school(alder, version=1, values={"address": "First Road"}, by=alice)

    with pytest.raises(StaleVersion):
        services.edit_school(alder, version=1, values={"address": "Second Road"}, by=alice)


def test_half_a_coordinate_is_an_error(as_user: Any, alice: Any, alder: School) -> None:
    url = reverse("school_edit", args=[alder.public_id])

    answer = as_user(alice).post(url, {"version": 1, "longitude": "113.2"})

    assert "Give both longitude and latitude" in answer.content.decode()


def test_the_register_is_open_to_members_and_empty_for_strangers(
    as_user: Any, bob: Any, mallory: Any, alder: School
) -> None:
    assert "Alder Vocational School" in as_user(bob).get(LIST).content.decode()

    page = as_user(mallory).get(LIST).content.decode()
    assert "Alder" not in page
    assert "0 schools" in page
    assert as_user(mallory).get(alder.get_absolute_url()).status_code == 404


def test_the_list_is_filtered_by_city_kind_nature_and_text(
    as_user: Any, bob: Any, alder: School, cedar: School, make_school: Any
) -> None:
    make_school("Ebony College", kind="college", nature="private")
    client = as_user(bob)

    def names(query: str) -> set[str]:
        return {row.name for row in client.get(f"{LIST}?{query}").context["listing"].page}

    assert names("city=440300") == {"Cedar Vocational School"}
    assert names("kind=college") == {"Ebony College"}
    assert names("nature=private") == {"Ebony College"}
    assert names("q=cedar") == {"Cedar Vocational School"}
    assert names("kind=nonsense&page=99&sort=nonsense") == {
        "Alder Vocational School",
        "Cedar Vocational School",
        "Ebony College",
    }


def test_the_heading_counts_the_schools(as_user: Any, bob: Any, alder: School, cedar: School) -> None:
    assert "<h1>2 schools</h1>" in as_user(bob).get(LIST).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_length(as_user: Any, bob: Any, make_school: Any, rows: int) -> None:
    for number in range(rows):
        make_school(f"School {number}")

    assert queries_of(as_user(bob), LIST) == 8


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_at_any_length(
    as_user: Any, bob: Any, alder: School, logistics_class: Any, rows: int
) -> None:
    for number in range(rows):
        alder.programmes.create(
            major_code=f"73080{number}", major_class=logistics_class, name_zh=f"P{number}"
        )
        Campus.objects.create(school=alder, name=f"C{number}", region=alder.region)

    assert queries_of(as_user(bob), alder.get_absolute_url()) == 8


def test_a_campus_is_added_and_its_name_is_given_once(as_user: Any, alice: Any, alder: School) -> None:
    client = as_user(alice)
    url = reverse("campus_create", args=[alder.public_id])
    sent = {"name": "North", "region": "440100"}

    assert client.post(url, sent).status_code == 302
    again = client.post(url, sent)

    assert again.status_code == 409
    assert "already has a campus of this name" in again.content.decode()
    assert Campus.objects.count() == 1


def test_a_foreign_school_edits_no_campus(as_user: Any, carol: Any, alder: School) -> None:
    campus = Campus.objects.create(school=alder, name="North", region=alder.region)
    url = reverse("campus_edit", args=[campus.public_id])

    assert as_user(carol).post(url, {"version": 1, "name": "South", "region": "440100"}).status_code == 403
    assert Campus.objects.get().name == "North"


def test_the_page_has_a_slot_for_the_rooms_above(
    as_user: Any, bob: Any, alder: School, monkeypatch: Any
) -> None:
    asked: list[tuple[str, Any]] = []
    monkeypatch.setattr(
        "portal.common.templatetags.panels.panels_for", lambda slot: asked.append((slot, None)) or []
    )

    as_user(bob).get(alder.get_absolute_url())

    assert ("school.detail", None) in asked

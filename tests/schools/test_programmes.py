"""Programmes: filled from the catalogue, written by their school alone."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from portal.common.errors import DomainError
from portal.records import marks
from portal.reference.models import Major, MajorClass
from schools.models import Campus, Programme, School
from schools.services import programmes as services
from tests.counting import queries_of

LIST = reverse("programme_list")


@pytest.fixture
def logistics_major(logistics_class: MajorClass) -> Major:
    return Major.objects.create(
        catalogue="national",
        year=2021,
        code="730801",
        level="secondary",
        major_class=logistics_class,
        name_zh="物流服务与管理",
        name_en="Logistics services",
        abilities="仓储作业\n货物盘点",
        occupations="仓储管理员",
        courses="仓储实务\n运输实务",
    )


def test_the_catalogue_fills_what_is_left_empty(alder: School, alice: Any, logistics_major: Major) -> None:
    programme = services.create_programme(
        alder, by=alice, major_code="730801", name_zh="物流服务与管理", abilities=["叉车作业"]
    )

    assert programme.major_class_id == "7308"
    assert programme.abilities == ["叉车作业"]
    assert programme.occupations == ["仓储管理员"]
    assert programme.courses == ["仓储实务", "运输实务"]


def test_choosing_a_major_fills_the_form(as_user: Any, alice: Any, logistics_major: Major) -> None:
    client = as_user(alice)

    found = client.get(reverse("programme_create"), {"q": "物流"})
    form = client.get(reverse("programme_create"), {"major_code": "730801"})

    assert "?major_code=730801" in found.content.decode()
    assert "叉车" not in form.content.decode()
    assert "货物盘点" in form.content.decode()


@pytest.mark.parametrize("code", ["730801", "530801", "330801K"])
def test_the_class_is_found_at_every_level(logistics_class: MajorClass, code: str) -> None:
    assert services.class_of_code(code) == logistics_class


@pytest.mark.parametrize("code", ["739901", "990101", "73"])
def test_a_code_without_a_class_is_refused(as_user: Any, alice: Any, logistics_class: Any, code: str) -> None:
    sent = {"major_code": code, "name_zh": "不存在"}

    answer = as_user(alice).post(reverse("programme_create"), sent)

    assert answer.status_code in {200, 409}
    assert not Programme.objects.exists()


def test_a_level_that_does_not_fit_is_remarked_not_refused(
    as_user: Any, alice: Any, logistics_class: Any
) -> None:
    sent = {"major_code": "530801", "name_zh": "物流管理"}

    page = as_user(alice).post(reverse("programme_create"), sent, follow=True).content.decode()

    assert Programme.objects.get().major_code == "530801"
    assert "unusual for a Secondary vocational school" in page
    assert "counts under its class" in page


def test_lists_are_edited_one_per_line(as_user: Any, alice: Any, logistics: Programme) -> None:
    url = reverse("programme_edit", args=[logistics.public_id])
    sent = {
        "version": 1,
        "major_code": "730801",
        "name_zh": logistics.name_zh,
        "abilities": "盘点\r\n\r\n  盘点 \r\n出库",
        "courses": "",
        "occupations": "仓管员",
    }

    assert as_user(alice).post(url, sent).status_code == 302

    logistics.refresh_from_db()
    assert logistics.abilities == ["盘点", "出库"]
    assert logistics.occupations == ["仓管员"]


def test_code_and_name_are_given_once_per_school(alder: School, alice: Any, logistics: Programme) -> None:
    with pytest.raises(DomainError, match="already has a programme"):
        services.create_programme(alder, by=alice, major_code="730801", name_zh=logistics.name_zh)


def test_the_campus_of_another_school_is_refused(
    alder: School, cedar: School, alice: Any, logistics_class: Any
) -> None:
    foreign = Campus.objects.create(school=cedar, name="Foreign", region=cedar.region)

    with pytest.raises(DomainError, match="belongs to another school"):
        services.create_programme(alder, by=alice, major_code="730801", name_zh="物流", campus=foreign)


@pytest.mark.parametrize(("who", "status"), [("carol", 403), ("bob", 403), ("gao", 403), ("mallory", 404)])
def test_only_its_school_edits_a_programme(
    as_user: Any, request: Any, logistics: Programme, who: str, status: int
) -> None:
    client = as_user(request.getfixturevalue(who))
    url = reverse("programme_edit", args=[logistics.public_id])
    sent = {"version": 1, "major_code": "730801", "name_zh": "Stolen"}

    assert client.post(url, sent).status_code == status
    assert Programme.objects.get(pk=logistics.pk).name_zh == "物流服务与管理"


def test_a_closed_programme_leaves_the_list_and_comes_back(
    as_user: Any, alice: Any, logistics: Programme
) -> None:
    client = as_user(alice)

    client.post(reverse("programme_close", args=[logistics.public_id]))
    assert list(client.get(LIST).context["listing"].page) == []

    client.post(reverse("programme_reopen", args=[logistics.public_id]))
    assert list(client.get(LIST).context["listing"].page) == [logistics]


def test_closing_twice_is_refused(alice: Any, logistics: Programme) -> None:
    services.close_programme(logistics, by=alice, on=date(2026, 3, 2))

    with pytest.raises(DomainError, match="closed already"):
        services.close_programme(logistics, by=alice, on=date(2026, 3, 3))


def test_a_change_is_said_to_the_rooms_above(alice: Any, logistics: Programme, monkeypatch: Any) -> None:
    said: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(marks, "changed", lambda subject, ids: said.append((subject, list(ids))))

    services.edit_programme(logistics, version=1, values={"name_en": "Logistics"}, by=alice)

    assert said == [("programme", [logistics.pk])]


def test_the_list_is_filtered_by_class_category_city_school_and_text(
    as_user: Any, bob: Any, logistics: Programme, cedar: School, logistics_class: Any
) -> None:
    other = Programme.objects.create(
        school=cedar, major_code="530802", major_class=logistics_class, name_zh="现代物流管理"
    )
    client = as_user(bob)

    def found(query: str) -> set[Programme]:
        return set(client.get(f"{LIST}?{query}").context["listing"].page)

    assert found("major_class=7308") == {logistics, other}
    assert found("category=73") == {logistics, other}
    assert found("city=440300") == {other}
    assert found(f"school={cedar.public_id}") == {other}
    assert found("q=现代") == {other}
    assert found("q=Alder") == {logistics}


def test_the_heading_counts_programmes_and_schools(as_user: Any, bob: Any, logistics: Programme) -> None:
    page = as_user(bob).get(LIST).content.decode()

    assert "<h1>1 programme</h1>" in page
    assert "offered by 1 school" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_length(
    as_user: Any, bob: Any, alder: School, logistics_class: Any, rows: int
) -> None:
    for number in range(rows):
        alder.programmes.create(
            major_code=f"73080{number}", major_class=logistics_class, name_zh=f"P{number}"
        )

    assert queries_of(as_user(bob), LIST) == 12


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_at_any_length(
    as_user: Any, alice: Any, logistics: Programme, rows: int
) -> None:
    for number in range(rows):
        logistics.year_groups.create(entry_year=2021 + number, size=40)

    assert queries_of(as_user(alice), logistics.get_absolute_url()) == 8


def test_closing_is_asked_before_it_happens(as_user: Any, alice: Any, logistics: Programme) -> None:
    page = as_user(alice).get(reverse("programme_close", args=[logistics.public_id]))

    assert "gets no new plans" in page.content.decode()
    assert Programme.objects.get(pk=logistics.pk).closed_on is None


def test_a_year_group_is_begun_from_its_programme(as_user: Any, alice: Any, logistics: Programme) -> None:
    client = as_user(alice)
    home = logistics.get_absolute_url()
    begin = f"{reverse('year_group_create')}?programme={logistics.public_id}&next={home}"

    assert begin.replace("&", "&amp;") in client.get(home).content.decode()
    assert client.get(begin).context["form"]["programme"].value() == logistics.public_id
    sent = {"programme": logistics.public_id, "entry_year": 2024, "size": 30}
    assert client.post(begin, sent).url == home


@pytest.mark.parametrize(("query", "label"), [("?school={own}", "Our programmes"), ("", "All programmes")])
def test_one_link_of_the_side_bar_stands_for_the_page(
    as_user: Any, alice: Any, logistics: Programme, query: str, label: str
) -> None:
    body = as_user(alice).get(LIST + query.format(own=logistics.school.public_id)).content.decode()

    nav = body.split('class="rh-side"')[1].split("</nav>")[0]
    assert re.findall(r'aria-current="page">([^<]+)', nav) == [label]


def test_a_word_is_no_address_to_go_back_to(as_user: Any, alice: Any, logistics: Programme) -> None:
    sent = {"programme": logistics.public_id, "entry_year": 2024, "size": 30}

    answer = as_user(alice).post(f"{reverse('year_group_create')}?next=nowhere", sent)

    assert answer.url == reverse("student_overview")

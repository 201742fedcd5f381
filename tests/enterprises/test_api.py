"""The API of enterprises: the same rows, rules and sentences as the pages."""

from typing import Any

import pytest

from enterprises.models import Enterprise, Opening, Site
from tests.enterprises.conftest import SOUND

API = "/api/v1"
JSON = "application/json"


def test_a_school_registers_a_firm_and_is_told_of_a_similar_one(
    as_user: Any, alice: Any, make_enterprise: Any
) -> None:
    make_enterprise("岭通供应链")
    sent = {"name_zh": "岭通供应链有限公司", "region": "440100", "credit_code": SOUND}
    client = as_user(alice)

    told = client.post(f"{API}/enterprises/", sent, JSON)
    made = client.post(f"{API}/enterprises/", {**sent, "is_another": True}, JSON)

    assert (told.status_code, told.json()["code"]) == (409, "similar")
    assert told.headers["Content-Type"] == "application/problem+json"
    assert "岭通供应链" in told.json()["title"]
    assert (made.status_code, made.json()["vetting"]) == (201, "pending")


def test_a_wrong_code_is_a_field_error(as_user: Any, alice: Any, guangzhou: Any) -> None:
    wrong = SOUND[:17] + ("0" if SOUND[17] != "0" else "1")
    sent = {"name_zh": "甲", "region": "440100", "credit_code": wrong}

    answer = as_user(alice).post(f"{API}/enterprises/", sent, JSON)

    assert answer.status_code == 400
    assert "check character" in answer.json()["errors"]["credit_code"][0]


def test_the_bureau_approves_and_refuses(as_user: Any, gao: Any, elm: Enterprise) -> None:
    client = as_user(gao)

    assert client.post(f"{API}/enterprises/{elm.public_id}/approve/").json()["vetting"] == "approved"
    assert client.post(f"{API}/enterprises/{elm.public_id}/refuse/", {}, JSON).status_code == 400
    refused = client.post(f"{API}/enterprises/{elm.public_id}/refuse/", {"reason": "停业"}, JSON)
    assert (refused.json()["vetting"], refused.json()["vetting_remarks"]) == ("refused", "停业")


def test_vetting_is_not_written_by_a_patch(as_user: Any, erin: Any, elm: Enterprise) -> None:
    sent = {"version": 1, "vetting": "approved", "address": "1 Elm Road"}

    answer = as_user(erin).patch(f"{API}/enterprises/{elm.public_id}/", sent, JSON)

    elm.refresh_from_db()
    assert answer.status_code == 200
    assert (elm.vetting, elm.address) == ("pending", "1 Elm Road")


def test_a_stale_version_is_a_conflict(as_user: Any, bob: Any, birch: Enterprise) -> None:
    client = as_user(bob)
    url = f"{API}/enterprises/{birch.public_id}/"

    assert client.patch(url, {"version": 1, "address": "A"}, JSON).json()["version"] == 2
    stale = client.patch(url, {"version": 1, "address": "B"}, JSON)
    missing = client.patch(url, {"address": "B"}, JSON)

    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert (missing.status_code, list(missing.json()["errors"])) == (400, ["version"])


def test_an_opening_goes_its_way(as_user: Any, bob: Any, birch: Enterprise) -> None:
    client = as_user(bob)
    sent = {"enterprise": birch.public_id, "title": "仓管", "seats": 3, "accepted_majors": ["7308"]}

    made = client.post(f"{API}/openings/", sent, JSON).json()
    url = f"{API}/openings/{made['public_id']}"
    states = [
        client.post(f"{url}/{act}/").json()["status"] for act in ("publish", "confirm", "close", "reopen")
    ]
    gone = client.post(f"{url}/withdraw/", {"reason": "取消"}, JSON).json()["status"]

    assert made["status"] == "draft"
    assert states == ["open", "open", "closed", "open"]
    assert gone == "withdrawn"


def test_forbidden_text_is_a_conflict_that_names_the_word(as_user: Any, bob: Any, birch: Enterprise) -> None:
    sent = {"enterprise": birch.public_id, "title": "仓管", "seats": 3, "tasks": "交押金"}

    answer = as_user(bob).post(f"{API}/openings/", sent, JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "forbidden_text")
    assert "押金" in answer.json()["title"]


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("dave", 403), ("gao", 403), ("mallory", 403)])
def test_nobody_posts_for_another_enterprise(
    as_user: Any, request: Any, birch: Enterprise, who: str, status: int
) -> None:
    client = as_user(request.getfixturevalue(who))
    sent = {"enterprise": birch.public_id, "title": "CANARY", "seats": 3}

    assert client.post(f"{API}/openings/", sent, JSON).status_code == status
    assert not Opening.objects.exists()


def test_the_site_of_another_enterprise_is_not_known(
    as_user: Any, bob: Any, birch: Enterprise, dogwood: Enterprise
) -> None:
    foreign = Site.objects.create(enterprise=dogwood, name="F", region=dogwood.region)
    sent = {"enterprise": birch.public_id, "title": "仓管", "seats": 3, "site": foreign.public_id}

    answer = as_user(bob).post(f"{API}/openings/", sent, JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "foreign_site")


def test_an_opening_is_not_moved_to_another_enterprise(
    as_user: Any, bob: Any, opening: Opening, dogwood: Enterprise
) -> None:
    sent = {"version": 1, "enterprise": dogwood.public_id, "seats": 9}

    as_user(bob).patch(f"{API}/openings/{opening.public_id}/", sent, JSON)

    opening.refresh_from_db()
    assert (opening.enterprise.name_en, opening.seats) == ("Birch Engineering", 9)


def test_lists_are_filtered_as_on_the_page(
    as_user: Any, alice: Any, opening: Opening, dogwood: Enterprise
) -> None:
    client = as_user(alice)

    assert [row["title"] for row in client.get(f"{API}/openings/?city=440100").json()["results"]] == [
        "仓储运营实习生"
    ]
    assert client.get(f"{API}/openings/?city=440300").json()["results"] == []
    assert client.get(f"{API}/enterprises/?q=dogwood").json()["count"] == 1


def test_an_anonymous_caller_is_asked_who_he_is(client: Any, opening: Opening) -> None:
    assert client.get(f"{API}/openings/").status_code in {401, 403}


def test_other_facts_of_the_enterprise_are_written_too(as_user: Any, bob: Any, birch: Enterprise) -> None:
    client = as_user(bob)
    owner = {"enterprise": birch.public_id}

    site = client.post(f"{API}/sites/", {**owner, "name": "太和", "region": "440100"}, JSON)
    group = client.post(f"{API}/staff-groups/", {**owner, "name": "仓储", "staff": 9}, JSON)
    contact = client.post(f"{API}/contacts/", {**owner, "name": "林颖"}, JSON)
    alias = client.post(f"{API}/aliases/", {**owner, "name": "桦木"}, JSON)

    assert [answer.status_code for answer in (site, group, contact, alias)] == [201] * 4
    url = f"{API}/contacts/{contact.json()['public_id']}"
    assert client.post(f"{url}/archive/").json()["archived_on"]
    assert client.post(f"{url}/restore/").json()["archived_on"] is None
    assert client.post(f"{API}/staff-groups/{group.json()['public_id']}/remove/").status_code == 204


@pytest.mark.parametrize("path", ["sites", "staff-groups", "contacts", "aliases"])
def test_nobody_writes_facts_of_another_enterprise(
    as_user: Any, dave: Any, birch: Enterprise, path: str
) -> None:
    sent = {"enterprise": birch.public_id, "name": "X", "region": "440100", "staff": 1}

    answer = as_user(dave).post(f"{API}/{path}/", sent, JSON)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["enterprise"])

"""Sites, staff and contacts: written by the enterprise alone, contacts with consent and freshness."""

from typing import Any

import pytest
from django.urls import reverse

from enterprises.models import Contact, Enterprise, Site, StaffGroup
from portal.records.models import AuditEvent
from tests.counting import queries_of

CONTACTS, PREMISES = reverse("contact_list"), reverse("enterprise_premises")


@pytest.fixture
def contact(birch: Enterprise) -> Contact:
    return Contact.objects.create(enterprise=birch, name="林颖", mobile="13911112222", is_main=True)


def test_site_and_post_group_are_added_changed_and_removed(as_user: Any, bob: Any, birch: Enterprise) -> None:
    client = as_user(bob)

    client.post(reverse("site_create"), {"name": "太和物流园", "region": "440100"})
    client.post(reverse("staff_group_create"), {"name": "仓储操作", "staff": 92})
    group = StaffGroup.objects.get()
    client.post(
        reverse("staff_group_edit", args=[group.public_id]), {"version": 1, "name": "仓储操作", "staff": 95}
    )

    page = client.get(PREMISES).content.decode()
    assert "太和物流园" in page
    assert "95" in page
    client.post(reverse("staff_group_remove", args=[group.public_id]))
    assert not StaffGroup.objects.exists()
    assert AuditEvent.objects.filter(model="enterprises.StaffGroup", verb="deleted").count() == 1


def test_a_name_is_given_once(as_user: Any, bob: Any, birch: Enterprise) -> None:
    Site.objects.create(enterprise=birch, name="太和物流园", region=birch.region)

    answer = as_user(bob).post(reverse("site_create"), {"name": "太和物流园", "region": "440100"})

    assert answer.status_code == 409
    assert "already has a site of this name" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("dave", 403), ("gao", 403), ("mallory", 404)])
def test_nobody_else_edits_a_site(
    as_user: Any, request: Any, birch: Enterprise, who: str, status: int
) -> None:
    site = Site.objects.create(enterprise=birch, name="太和物流园", region=birch.region)
    client = as_user(request.getfixturevalue(who))
    url = reverse("site_edit", args=[site.public_id])

    assert client.post(url, {"version": 1, "name": "X", "region": "440100"}).status_code == status
    assert Site.objects.get().name == "太和物流园"


def test_the_first_contact_is_the_main_one_and_vouched_for(as_user: Any, bob: Any, birch: Enterprise) -> None:
    as_user(bob).post(reverse("contact_create"), {"name": "林颖", "consent_on": "2026-01-05"})

    contact = Contact.objects.get()
    assert (contact.is_main, contact.confirmed_by, str(contact.consent_on)) == (
        True,
        "Bob（HR）",
        "2026-01-05",
    )


def test_a_new_main_contact_relieves_the_old(as_user: Any, bob: Any, contact: Contact) -> None:
    as_user(bob).post(reverse("contact_create"), {"name": "何俊", "is_main": "on"})

    assert dict(Contact.objects.values_list("name", "is_main")) == {"林颖": False, "何俊": True}


def test_the_trail_holds_no_contact_data(as_user: Any, bob: Any, contact: Contact) -> None:
    url = reverse("contact_edit", args=[contact.public_id])

    as_user(bob).post(url, {"version": 1, "name": "林颖", "mobile": "13933334444", "is_main": "on"})

    changes = AuditEvent.objects.get(model="enterprises.Contact", verb="changed").changes
    assert changes == {"mobile": "***"}


def test_an_archived_contact_is_out_of_sight_of_the_page_and_comes_back(
    as_user: Any, bob: Any, birch: Enterprise, contact: Contact
) -> None:
    client = as_user(bob)

    client.post(reverse("contact_archive", args=[contact.public_id]))
    contact.refresh_from_db()
    assert (contact.archived_on is not None, contact.is_main) == (True, False)
    assert "13911112222" not in client.get(birch.get_absolute_url()).content.decode()
    refused = client.post(reverse("contact_confirm", args=[contact.public_id]), follow=True)
    assert "restore it first" in refused.content.decode()

    client.post(reverse("contact_restore", args=[contact.public_id]))
    contact.refresh_from_db()
    assert contact.archived_on is None


def test_a_wrong_mobile_number_is_a_field_error(as_user: Any, bob: Any, birch: Enterprise) -> None:
    page = as_user(bob).post(reverse("contact_create"), {"name": "林颖", "mobile": "123"}).content.decode()

    assert "A mobile number has 11 digits" in page
    assert not Contact.objects.exists()


@pytest.mark.parametrize("who", ["alice", "dave", "mallory"])
def test_contacts_are_nobody_elses(as_user: Any, request: Any, contact: Contact, who: str) -> None:
    client = as_user(request.getfixturevalue(who))

    assert client.get(reverse("contact_edit", args=[contact.public_id])).status_code == 404
    assert client.get(f"/api/v1/contacts/{contact.public_id}/").status_code == 404
    assert client.get("/api/v1/contacts/").json()["results"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_at_any_length(as_user: Any, bob: Any, birch: Enterprise, rows: int) -> None:
    for number in range(rows):
        Contact.objects.create(enterprise=birch, name=f"C{number}")
        Site.objects.create(enterprise=birch, name=f"S{number}", region=birch.region)
        StaffGroup.objects.create(enterprise=birch, name=f"G{number}", staff=3)
    client = as_user(bob)

    assert queries_of(client, CONTACTS) == 6
    assert queries_of(client, PREMISES) == 7

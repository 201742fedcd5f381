"""Sites, staff groups and contacts: what only the enterprise itself writes."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enterprises.models import Contact, Enterprise, Site, StaffGroup
from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.records import audit, changes, marks

SITE_TAKEN = _("The enterprise already has a site of this name.")
GROUP_TAKEN = _("The enterprise already has a post group of this name.")
MAIN_TAKEN = _("Somebody else was made main contact meanwhile.")
PRIVATE = ("name", "mobile", "email")


@transaction.atomic
def add_site(enterprise: Enterprise, *, by: User, **values: Any) -> Site:
    """Add a place of business."""
    site = changes.add(Site(enterprise=enterprise, **values), by=by, taken=SITE_TAKEN)
    marks.changed("enterprise", [enterprise.pk])
    return site


@transaction.atomic
def edit_site(site: Site, *, version: int, values: dict[str, Any], by: User) -> Site:
    """Change a site; the openings there move with it."""
    changes.change(site, version=version, values=values, by=by, taken=SITE_TAKEN)
    marks.changed("opening", site.openings.values_list("pk", flat=True))
    return site


@transaction.atomic
def add_staff_group(enterprise: Enterprise, *, by: User, **values: Any) -> StaffGroup:
    """Say how many work on like posts: the base of the 20 % limit."""
    group = changes.add(StaffGroup(enterprise=enterprise, **values), by=by, taken=GROUP_TAKEN)
    marks.changed("enterprise", [enterprise.pk])
    return group


@transaction.atomic
def edit_staff_group(group: StaffGroup, *, version: int, values: dict[str, Any], by: User) -> StaffGroup:
    """Change the number of people."""
    changes.change(group, version=version, values=values, by=by, taken=GROUP_TAKEN)
    marks.changed("enterprise", [group.enterprise_id])
    return group


@transaction.atomic
def remove_staff_group(group: StaffGroup, *, by: User) -> Enterprise:
    """Drop a post group that no longer exists; returns its enterprise."""
    enterprise: Enterprise = group.enterprise
    audit.record(by, audit.DELETED, group, changes={"name": group.name, "staff": group.staff})
    group.delete()
    marks.changed("enterprise", [enterprise.pk])
    return enterprise


@transaction.atomic
def add_contact(enterprise: Enterprise, *, by: User, now: datetime, **values: Any) -> Contact:
    """Add a person to speak to; the first is the main one. Whoever enters a contact vouches for it."""
    if values.get("is_main") or not enterprise.contacts.current().filter(is_main=True).exists():
        _clear_main(enterprise)
        values["is_main"] = True
    contact = Contact(enterprise=enterprise, **values, **changes.vouched(by, now))
    return changes.add(contact, by=by, taken=MAIN_TAKEN, private=PRIVATE)


@transaction.atomic
def edit_contact(
    contact: Contact, *, version: int, values: dict[str, Any], by: User, now: datetime
) -> Contact:
    """Change a contact; whoever does vouches for it."""
    if values.get("is_main") and not contact.is_main:
        _clear_main(contact.enterprise)
    before = contact.version
    changes.change(contact, version=version, values=values, by=by, taken=MAIN_TAKEN, private=PRIVATE)
    return contact if contact.version == before else changes.confirm(contact, by=by, now=now)


def confirm_contact(contact: Contact, *, by: User, now: datetime) -> Contact:
    """Say that the contact is still right."""
    if contact.archived_on is not None:
        raise DomainError(_("An archived contact is not approached; restore it first."), code="archived")
    return changes.confirm(contact, by=by, now=now)


def archive_contact(contact: Contact, *, by: User, on: date) -> Contact:
    """The person is approached no more; the history keeps the name."""
    if contact.archived_on is not None:
        raise DomainError(_("This contact is archived already."), code="wrong_state")
    values = {"archived_on": on, "is_main": False}
    return changes.change(contact, version=contact.version, values=values, by=by)


def restore_contact(contact: Contact, *, by: User) -> Contact:
    """Approach the person again."""
    if contact.archived_on is None:
        raise DomainError(_("This contact is not archived."), code="wrong_state")
    return changes.change(contact, version=contact.version, values={"archived_on": None}, by=by)


def _clear_main(enterprise: Enterprise) -> None:
    for other in enterprise.contacts.filter(is_main=True).select_for_update():
        changes.change(other, version=other.version, values={"is_main": False}, by=None)

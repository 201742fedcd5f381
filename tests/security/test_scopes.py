"""`visible_to` and `managed_by` of every model say what the written rules say, for every person of the world."""

from typing import Any

import pytest
from django.apps import apps

from portal.accounts.models import User
from portal.common.models import ScopedQuerySet
from tests.security.subjects import SUBJECTS, subject_of

pytestmark = pytest.mark.django_db
PEOPLE = [login for login in SUBJECTS if login != "anonymous"]
EXTRA = [
    "school-b-owner",
    "school-d-editor",
    "enterprise-c-viewer",
    "enterprise-d-owner",
    "bureau-district-1-owner",
    "bureau-labour-1-owner",
    "bureau-province-2-owner",
    "bureau-city-3-viewer",
    "bureau-city-1-viewer",
]


def by_model(world: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Objects of the models that are scoped, by label."""
    found: dict[str, list[dict[str, Any]]] = {}
    for thing in world["objects"]:
        if isinstance(apps.get_model(thing["model"])._default_manager.all(), ScopedQuerySet):
            found.setdefault(thing["model"], []).append(thing)
    return found


def ids_of(label: str, scope: str, user: Any) -> set[str]:
    rows = getattr(apps.get_model(label)._default_manager.all(), scope)(user)
    return set(rows.values_list("public_id", flat=True))


@pytest.mark.parametrize("login", [*PEOPLE, *EXTRA])
def test_a_person_sees_exactly_the_rows_of_the_written_rules(in_world: dict[str, Any], login: str) -> None:
    subject = subject_of(login)

    wrong = {
        label: sorted(seen ^ ids_of(label, "visible_to", subject.user))
        for label, things in by_model(in_world).items()
        if (seen := {thing["public_id"] for thing in things if subject.sees(thing)})
        != ids_of(label, "visible_to", subject.user) & {thing["public_id"] for thing in things}
    }

    assert wrong == {}


@pytest.mark.parametrize("login", [*PEOPLE, *EXTRA])
def test_a_person_may_change_exactly_the_rows_of_the_written_rules(
    in_world: dict[str, Any], login: str
) -> None:
    subject = subject_of(login)

    wrong = {}
    for label, things in by_model(in_world).items():
        listed = {thing["public_id"] for thing in things}
        expected = {thing["public_id"] for thing in things if subject.manages(thing)}
        given = ids_of(label, "managed_by", subject.user) & listed
        if expected != given:
            wrong[label] = sorted(expected ^ given)

    assert wrong == {}


def test_somebody_who_belongs_nowhere_or_may_not_sign_in_sees_nothing(in_world: dict[str, Any]) -> None:
    for login in ("acceptance-nobody", "acceptance-inactive"):
        user = User.objects.get(username=login)

        seen = {label: ids_of(label, "visible_to", user) for label in by_model(in_world)}

        assert {label for label, ids in seen.items() if ids} <= {"accounts.Bureau", "records.ApiToken"}

"""What no record of ours can hold is a bad request, never a fault of the portal."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnerships.agreements.capacity import Stay, peak_overlap
from portal.common.bounds import LATEST, validate_day

pytestmark = pytest.mark.django_db
PROPOSALS = "/api/v1/proposals/"


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"message": "\\ud800"}',
        '{"message": "a\\u0000b"}',
        '{"a\\u0000": 1}',
        '[["deep", {"er": "\\u0000"}]]',
    ],
)
def test_json_that_cannot_be_stored_is_a_bad_request(as_user, alice, body):
    answer = as_user(alice).post(PROPOSALS, body, content_type="application/json")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address", ["/partnerships/?q=%00", "/api/v1/students/?page_size=%00", "/activities/new/?a=%00"]
)
def test_an_address_with_a_nul_is_a_bad_request(as_user, alice, address):
    assert as_user(alice).get(address).status_code == 400


def test_a_percent_sign_in_a_code_is_said_as_it_is(as_user, alice):
    answer = as_user(alice).get("/api/v1/industries/", {"under": "%"})

    assert answer.status_code == 400
    assert "%" in answer.content.decode()


def test_a_version_of_five_thousand_digits_is_another_version(as_user, bob, activity):
    answer = as_user(bob).post(
        reverse("activity_confirm", args=[activity.public_id]), {"version": "9" * 5000}, follow=True
    )

    activity.refresh_from_db()
    assert "Read it again" in answer.content.decode()
    assert activity.status == "logged"


@pytest.mark.parametrize("last", ["9999-12-31", "0001-01-01"])
def test_a_proposal_for_days_beyond_the_calendar_is_refused(as_user, alice, alder, birch, last):
    body = {
        "school": alder.public_id,
        "enterprise": birch.public_id,
        "from_side": "school",
        "students": 2,
        "starts_on": "0001-01-01" if last < "1" else "2026-12-01",
        "ends_on": last,
    }

    answer = as_user(alice).post(PROPOSALS, body, content_type="application/json")

    assert answer.status_code in {400, 409}
    assert not alder.proposals.exists()


def test_days_up_to_the_bound_pass():
    validate_day(LATEST)

    with pytest.raises(ValidationError, match="between 1950-01-01 and 2150-12-31"):
        validate_day(LATEST + timedelta(days=1))


def test_a_stay_that_never_ends_is_counted_all_the_same():
    assert peak_overlap([Stay(date(2026, 3, 1), date.max, 2)]).people == 2


def test_a_plan_with_more_students_than_a_province_has_is_refused(as_user, alice, alder, logistics, batch):
    body = {
        "programme": logistics.public_id,
        "batch": batch.public_id,
        "students_due": 20,
        "deferred_army": 2**62,
    }

    answer = as_user(alice).post("/api/v1/plans/", body, content_type="application/json")

    assert answer.status_code == 400
    assert "deferred_army" in answer.content.decode()

"""Activities over the API."""

import pytest

from partnerships.activities.models import Activity, Evidence
from tests.partnerships.agreements.test_api import api  # noqa: F401 (a fixture)
from tests.partnerships.conftest import pdf, png


@pytest.fixture
def body(partnership, today):
    return {
        "partnership": partnership.public_id,
        "kind": "joint_course",
        "title": "WMS course",
        "happened_on": today.isoformat(),
        "quantity": "2.00",
    }


def test_an_activity_is_logged_corrected_and_confirmed(body, alice, bob, api):  # noqa: F811
    made = api(alice).post("/activities/", body)
    path = f"/activities/{made.json()['public_id']}/"
    changed = api(alice).patch(path, {"version": 1, "quantity": "3"}).json()
    own = api(alice).post(path + "confirm/", {"version": 2})
    stale = api(bob).post(path + "confirm/", {"version": 1})
    done = api(bob).post(path + "confirm/", {"version": 2}).json()
    twice = api(bob).post(path + "confirm/", {"version": done["version"]})

    assert (made.status_code, made.json()["status"]) == (201, "logged")
    assert (changed["quantity"], changed["kind"]) == ("3.00", "joint_course")
    assert own.status_code == 403
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert (done["status"], done["confirmations"][0]["is_confirmed"]) == ("confirmed", True)
    assert twice.status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("kind", "witchcraft", 400),
        ("partnership", "nothing", 400),
        ("quantity", "-1", 400),
        ("quantity", "NaN", 400),
        ("happened_on", "yesterday", 400),
        ("title", "", 400),
        ("quantity", "0", 409),
        ("happened_on", "2999-01-01", 400),
        ("happened_on", "1999-01-01", 409),
        ("description", "按人头返利", 409),
    ],
)
def test_bad_input_says_no_and_stores_nothing(body, alice, api, field, value, status):  # noqa: F811
    answer = api(alice).post("/activities/", {**body, field: value})

    assert answer.status_code == status
    assert not Activity.objects.exists()


def test_foreign_ids_in_every_field_are_refused(body, foreign, alice, api):  # noqa: F811
    for field in ("partnership", "programme", "agreement"):
        answer = api(alice).post("/activities/", {**body, field: foreign[field].public_id})
        assert answer.status_code in {400, 409}
        assert "Kestrel" not in answer.content.decode()

    assert Activity.objects.exclude(pk=foreign["activity"].pk).count() == 0


def test_files_go_up_and_down_and_away(activity, alice, bob, carol, api):  # noqa: F811
    path = f"/activities/{activity.public_id}/evidence/"

    kept = api(alice).upload(path, {"files": [pdf(), png()]})
    one = kept.json()[0]
    down = api(bob).get(f"{path}{one['public_id']}/")

    assert kept.status_code == 201
    assert len(kept.json()) == 2
    assert down.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(down.streaming_content).startswith(b"%PDF")
    assert api(carol).get(f"{path}{one['public_id']}/").status_code == 404
    assert api(bob).delete(f"{path}{one['public_id']}/").status_code == 403
    assert api(alice).delete(f"{path}{one['public_id']}/").status_code == 204
    assert Evidence.objects.count() == 1


def test_no_file_and_a_foreign_side_are_refused(activity, alice, bob, api):  # noqa: F811
    path = f"/activities/{activity.public_id}/evidence/"

    assert api(alice).upload(path, {}).status_code == 400
    assert api(bob).upload(path, {"files": [pdf()]}).status_code == 403
    assert not Evidence.objects.exists()


def test_dispute_offer_again_withdraw_and_link(activity, alice, bob, api):  # noqa: F811
    path = f"/activities/{activity.public_id}/"

    assert api(alice).post(path + "link/", {"person": "Huang"}).status_code == 409
    assert "/l/" in api(bob).post(path + "link/", {"person": "Huang"}).json()["address"]
    assert api(bob).post(path + "dispute/").status_code == 400
    assert api(bob).post(path + "dispute/", {"note": "No"}).json()["status"] == "disputed"
    assert api(bob).post(path + "offer_again/").status_code == 403
    assert api(alice).post(path + "offer_again/").json()["status"] == "logged"
    assert api(alice).post(path + "withdraw/", {"reason": "Twice"}).json()["status"] == "withdrawn"
    moves = api(bob).get(path + "history/").json()
    assert [move["move"] for move in moves] == ["dispute", "offer_again", "withdraw"]

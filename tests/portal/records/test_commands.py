"""Commands that let a stranger look at the portal without reading its code."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import Bureau, Invitation, Role, User
from portal.accounts.services.invitations import digest
from portal.reference.models import Region
from portal.routes import OBJECTS, plain, routes
from schools.models import School


def _json(capsys: pytest.CaptureFixture[str], name: str, **options: Any) -> Any:
    call_command(name, json=True, **options)
    return json.loads(capsys.readouterr().out)


def test_list_routes_tells_methods_kwargs_and_who(capsys: pytest.CaptureFixture[str]) -> None:
    found = {row["name"]: row for row in _json(capsys, "list_routes")}

    assert found["member_end"] == {
        "pattern": "accounts/members/<public_id>/end/",
        "name": "member_end",
        "methods": ["GET", "HEAD", "POST"],
        "kwargs": {
            "public_id": "schools.SchoolMembership | enterprises.EnterpriseMembership | accounts.BureauMembership"
        },
        "who": "signed_in",
    }
    assert found["school_detail"]["kwargs"] == {"public_id": "schools.School"}
    assert (found["livez"]["who"], found["signed_link"]["who"]) == ("everybody", "token")
    assert found["admin:index" if "admin:index" in found else "index"]["who"] == "operator"


def test_list_routes_prints_a_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("list_routes")

    assert "/accounts/members/<public_id>/end/" in capsys.readouterr().out


def test_every_word_of_the_route_table_is_used() -> None:
    patterns = {route.pattern.removeprefix("api/v1/") for route in routes()}

    unused = [words for words in OBJECTS if not any(pattern.startswith(words) for pattern in patterns)]

    assert unused == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("api/v1/^schools/(?P<public_id>[a-z0-9]+)/$", "api/v1/schools/<public_id>/"),
        ("l/<str:token>/<slug:answer>/", "l/<token>/<answer>/"),
        (r"^(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "<uidb36>-<key>/"),
    ],
)
def test_patterns_are_read_without_their_grammar(written: str, read: str) -> None:
    assert plain(written) == read


def test_table_hashes_differ_where_rows_differ_and_not_by_order(
    capsys: pytest.CaptureFixture[str], alder: School, cedar: School
) -> None:
    before = _json(capsys, "table_hashes")
    School.objects.filter(pk=alder.pk).update(address="1 Elm Street")
    changed = _json(capsys, "table_hashes")
    School.objects.filter(pk=alder.pk).update(address="")
    after = _json(capsys, "table_hashes")

    assert after == before
    assert {table for table in before if before[table] != changed[table]} == {"schools_school"}


def test_make_bureau_makes_a_bureau_and_its_owners_link(
    capsys: pytest.CaptureFixture[str], guangzhou: Region, guangzhou_bureau: Bureau
) -> None:
    call_command(
        "make_bureau", "荔湾区教育局", region="440100", owner="林颖", parent=guangzhou_bureau.public_id
    )

    made = Bureau.objects.get(name_zh="荔湾区教育局")
    token = capsys.readouterr().out.strip().rstrip("/").rsplit("/", 1)[1]
    invitation = Invitation.objects.get(token_hash=digest(token))
    assert made.path == f"{guangzhou_bureau.path}{made.pk}/"
    assert (invitation.kind, invitation.organisation_id, invitation.role) == ("bureau", made.pk, Role.OWNER)


@pytest.mark.parametrize("options", [{"region": "999999"}, {"region": "440100", "parent": "nothing"}])
def test_make_bureau_writes_nothing_on_bad_input(guangzhou: Region, options: dict[str, str]) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("make_bureau", "某局", owner="林颖", **options)

    assert caught.value.returncode == 2
    assert not Bureau.objects.filter(name_zh="某局").exists()


def test_make_member_prints_a_link_into_any_organisation(
    capsys: pytest.CaptureFixture[str], alder: School
) -> None:
    call_command("make_member", "school", alder.public_id, "陈敏", role="editor")

    invitation = Invitation.objects.get()
    assert "/accounts/join/" in capsys.readouterr().out
    assert (invitation.organisation_id, invitation.role, invitation.invited_by) == (
        alder.pk,
        Role.EDITOR,
        None,
    )


def test_make_member_names_the_organisation_that_is_not_there(db: None) -> None:
    with pytest.raises(CommandError, match="no school nothing") as caught:
        call_command("make_member", "school", "nothing", "陈敏")

    assert caught.value.returncode == 2


def test_the_acceptance_world_is_refused_under_production_settings(
    settings: Any, db: None, tmp_path: Any
) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production") as caught:
        call_command("seed_acceptance", seed=1, json=tmp_path / "out.json")

    assert (caught.value.returncode, User.objects.count()) == (2, 0)


def test_the_acceptance_world_is_the_same_for_the_same_seed(db: None, tmp_path: Any) -> None:
    out = tmp_path / "out.json"

    call_command("seed_acceptance", seed=3, json=out)

    world = json.loads(out.read_text(encoding="utf-8"))
    first = world["objects"][0]
    assert {"organisations", "objects", "operator", "inactive"} <= set(world)
    assert len({row["canary"] for row in world["organisations"]}) == 15
    assert set(first) >= {"model", "public_id", "state", "written_by", "seen_by", "managed_by", "page", "api"}
    with pytest.raises(CommandError, match="there already"):
        call_command("seed_acceptance", seed=3, json=out)

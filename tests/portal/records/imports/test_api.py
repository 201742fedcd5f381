import pytest
from django.urls import reverse

from portal.records.models import ImportBatch, RememberedWord
from schools.models import YearGroup

from .conftest import CODE, xlsx_file

LOGISTICS = "物流服务与管理"
PLACES = {"programme": 0, "entry_year": 1, "size": 2}


def post(client, batch, act, **body):
    return client.post(f"/api/v1/imports/{batch}/{act}/", body, content_type="application/json")


def upload(client, *rows):
    return client.post("/api/v1/imports/", {"kind": CODE, "file": xlsx_file(*rows)})


def test_a_table_goes_in_through_the_api(as_user, alice, logistics):
    client = as_user(alice)

    made = upload(client, [LOGISTICS, 2023, 42], ["烹饪", 2023, 3])
    batch = made.json()["public_id"]
    matched = post(client, batch, "match", places=PLACES).json()
    rows = client.get(f"/api/v1/imports/{batch}/rows/", {"fate": "rejected"}).json()
    done = post(client, batch, "commit", digest=matched["plan_digest"]).json()

    assert (made.status_code, made.json()["status"]) == (201, "mapping")
    assert matched["counts"] == {"rejected": 1, "changed": 0, "new": 1, "unchanged": 0}
    assert rows["results"][0]["problems"] == ["Column 1 “专业”: “烹饪” is not known"]
    assert done["status"] == "done"
    assert YearGroup.objects.get().size == 42


def test_what_is_wrong_is_a_sentence_with_409(as_user, alice, logistics):
    client = as_user(alice)
    nonsense = client.post("/api/v1/imports/", {"kind": CODE, "file": xlsx_file(header=[])})
    batch = upload(client, [LOGISTICS, 2023, 42]).json()["public_id"]
    columns = post(client, batch, "match", places={"programme": 0})
    early = post(client, batch, "commit", digest="0" * 64)

    assert (nonsense.status_code, nonsense.json()["code"]) == (409, "not_a_table")
    assert (columns.status_code, columns.json()["code"]) == (409, "columns")
    assert early.status_code == 409


LONG = "长" * 201
WRONG_BODIES = [
    ("match", {}),
    ("match", {"places": "x"}),
    ("match", {"places": [0, 1]}),
    ("match", {"places": {"programme": -1}}),
    ("match", {"places": {"programme": 10**30}}),
    ("match", {"places": {"programme": {"place": 1}}}),
    ("words", {}),
    ("words", {"words": [["programme", "x"]]}),
    ("words", {"words": {"programme": ["x"]}}),
    ("words", {"words": {"programme": {"x": {"y": "z"}}}}),
    ("words", {"words": {"programme": {LONG: LOGISTICS}}}),
    ("words", {"words": {"programme": {"": LOGISTICS}}}),
    ("words", {"words": {"programme": {"x": LONG}}}),
    ("words", {"words": {"programme": dict.fromkeys(map(str, range(5_001)), "")}}),
    ("sheet", {"sheet": ["a"]}),
    ("sheet", {"sheet": LONG}),
    ("commit", {}),
    ("commit", {"digest": ""}),
    ("commit", {"digest": {"a": 1}}),
    ("commit", {"digest": "0" * 65}),
]


@pytest.mark.parametrize(("act", "body"), WRONG_BODIES)
def test_a_body_of_the_wrong_form_is_400_and_stores_nothing(as_user, alice, previewed, act, body):
    batch = previewed([LOGISTICS, 2023, 42], ["物流管理", 2023, 42])

    answer = post(as_user(alice), batch.public_id, act, **body)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    batch.refresh_from_db()
    assert (batch.status, batch.words, batch.plan_number) == ("previewed", {}, 1)
    assert not RememberedWord.objects.exists()


@pytest.mark.parametrize(("act", "name"), [("match", "places"), ("words", "words")])
def test_a_column_that_is_not_there_is_told(as_user, alice, previewed, act, name):
    batch = previewed([LOGISTICS, 2023, 42])
    value = {"nothing": 0} if name == "places" else {"nothing": {"x": ""}}

    answer = post(as_user(alice), batch.public_id, act, **{name: value})

    assert (answer.status_code, answer.json()["title"]) == (409, "There is no such column.")


def test_words_that_differ_only_beyond_what_is_kept_are_refused_together(as_user, alice, previewed):
    batch = previewed([LOGISTICS, 2023, 42])
    words = {"长" * 200 + "甲": LOGISTICS, "长" * 200 + "乙": LOGISTICS}

    answer = post(as_user(alice), batch.public_id, "words", words={"programme": words})

    assert answer.status_code == 400
    assert "A word has 1 to 200 characters." in answer.content.decode()


def test_the_words_of_one_import_have_a_bound_over_all_calls(as_user, alice, previewed, monkeypatch):
    monkeypatch.setattr("portal.records.imports.services.MOST_DECISIONS", 3)
    batch = previewed([LOGISTICS, 2023, 42])
    client = as_user(alice)

    answers = [
        post(client, batch.public_id, "words", words={"programme": {f"{call}{n}": LOGISTICS for n in "ab"}})
        for call in "xy"
    ]

    assert [answer.status_code for answer in answers] == [200, 409]
    batch.refresh_from_db()
    assert len(batch.words["programme"]) == 2


def test_words_and_discarding_go_through_the_api(as_user, alice, previewed):
    batch = previewed(["物流管理", 2023, 42])
    client = as_user(alice)

    decided = post(client, batch.public_id, "words", words={"programme": {"物流管理": LOGISTICS}})
    discarded = post(client, batch.public_id, "discard")

    assert decided.json()["counts"]["new"] == 1
    assert discarded.json()["status"] == "abandoned"


def test_another_sheet_and_another_try_go_through_the_api(as_user, alice, uploaded):
    batch = uploaded([LOGISTICS, 2023, 42])
    client = as_user(alice)

    missing = post(client, batch.public_id, "sheet", sheet="没有")
    same = post(client, batch.public_id, "sheet", sheet=batch.sheet)
    early = post(client, batch.public_id, "retry")

    assert (missing.status_code, missing.json()["code"]) == (409, "no_sheet")
    assert same.json()["status"] == "mapping"
    assert (early.status_code, early.json()["code"]) == (409, "wrong_state")


def test_the_kinds_tell_their_columns(as_user, alice, logistics):
    kinds = as_user(alice).get("/api/v1/import-kinds/").json()

    mine = next(kind for kind in kinds if kind["kind"] == CODE)
    assert [column["name"] for column in mine["columns"]] == ["programme", "entry_year", "size", "remark"]


@pytest.mark.parametrize("act", ["match", "words", "commit", "discard"])
def test_what_is_foreign_is_404(as_user, carol, previewed, act):
    batch = previewed([LOGISTICS, 2023, 42])
    client = as_user(carol)
    body = {"places": PLACES, "words": {}, "digest": batch.plan_digest}

    assert post(client, batch.public_id, act, **body).status_code == 404
    assert client.get(f"/api/v1/imports/{batch.public_id}/rejected/").status_code == 404
    batch.refresh_from_db()
    assert batch.status == "previewed"


def test_only_open_kinds_can_be_uploaded(as_user, bob, mallory, logistics):
    for stranger in (bob, mallory):
        assert upload(as_user(stranger), [LOGISTICS, 2023, 42]).status_code == 403
    assert not ImportBatch.objects.exists()


def test_the_rejected_rows_are_a_file(as_user, alice, previewed):
    batch = previewed(["烹饪", 2023, 42])

    answer = as_user(alice).get(f"/api/v1/imports/{batch.public_id}/rejected/")

    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_an_unknown_list_cannot_be_asked_for(as_user, alice):
    answer = as_user(alice).post("/api/v1/exports/", {"kind": "nothing"}, content_type="application/json")

    assert answer.status_code == 400
    assert reverse("export-list") == "/api/v1/exports/"

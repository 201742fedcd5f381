"""`score_partnership` as somebody runs it who has never read the code."""

import json
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.partnerships.depth.scoring.made import FORMS, KINDS, alder_and_birch, document, scored

ROOT = Path(__file__).parents[4]
DIMENSIONS = [
    "governance",
    "curriculum",
    "teachers",
    "facilities",
    "placements",
    "employment",
    "service",
    "continuity",
]


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("score_partnership", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def facts_file(tmp_path):
    def write(facts: object) -> str:
        path = tmp_path / "facts.json"
        path.write_text(json.dumps(facts), encoding="utf-8")
        return str(path)

    return write


def test_the_answer_has_exactly_the_keys_of_the_contract(facts_file):
    out, err = run(facts_file(alder_and_birch()))

    answer = json.loads(out)
    assert list(answer) == [
        "points",
        "level",
        "dimensions",
        "coverage",
        "gate",
        "flags",
        "next_steps",
        "rubric",
    ]
    assert list(answer["dimensions"]) == DIMENSIONS
    assert all(list(d) == ["points", "max"] for d in answer["dimensions"].values())
    assert all(list(step) == ["do", "gain", "level_after"] for step in answer["next_steps"])
    assert (answer["level"], answer["coverage"], answer["gate"], answer["rubric"]) == (3, 1.0, [], "2026.1")
    assert err == ""


def test_printed_points_carry_their_decimals_and_add_up(facts_file):
    out, _ = run(facts_file(alder_and_birch()))

    answer = json.loads(out)
    assert answer["points"] == pytest.approx(float(scored(alder_and_birch()).points), abs=1e-10)
    assert sum(d["points"] for d in answer["dimensions"].values()) == pytest.approx(
        answer["points"], abs=1e-10
    )


def test_nothing_at_all_scores_0_and_names_the_gate(facts_file):
    answer = json.loads(run(facts_file(document()))[0])

    assert (answer["points"], answer["level"], answer["gate"]) == (0, 0, ["no_agreement_in_force"])
    assert answer["next_steps"][0]["do"] == "Sign an agreement that is in force now"


def test_steps_are_told_in_chinese_on_request(facts_file):
    answer = json.loads(run(facts_file(document()), "--language", "zh-hans")[0])

    assert answer["next_steps"][0]["do"] == "签署现行有效的合作协议"


def test_a_dash_reads_standard_input(monkeypatch):
    raw = json.dumps(alder_and_birch()).encode()
    monkeypatch.setattr(sys, "stdin", type("Input", (), {"buffer": BytesIO(raw)}))

    assert json.loads(run("-")[0])["level"] == 3


def test_kinds_are_printed_as_the_contract_says():
    answer = json.loads(run("--kinds")[0])

    assert [row["kind"] for row in answer["activities"]] == KINDS
    assert {
        "kind": "joint_course",
        "unit": "courses",
        "dimension": "curriculum",
        "measure": "quantity",
    } in answer["activities"]
    assert answer["forms"] == FORMS
    assert {row["measure"] for row in answer["activities"]} == {"quantity", "person_hours", "money"}
    assert {row["dimension"] for row in answer["activities"]} == set(DIMENSIONS)


def test_a_misspelt_key_is_named_beside_the_answer(facts_file):
    out, err = run(facts_file(document(activites=[])))

    assert json.loads(out)["points"] == 0
    assert "'activites' is not known and was left out" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Give a file of facts"),
        (("no such file.json",), "No such file"),
        ((str(ROOT),), "Is a directory"),
    ],
)
def test_without_a_readable_file_the_command_says_what_to_give(arguments, message):
    with pytest.raises(CommandError, match=message) as caught:
        run(*arguments)

    assert caught.value.returncode == 2


def test_bad_facts_end_with_2_the_place_and_nothing_on_standard_output(facts_file):
    path = facts_file(document(agreements=[{"from": "2026-01-01", "to": "2025-01-01", "signed": True}]))

    done = subprocess.run(
        [sys.executable, "manage.py", "score_partnership", path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "agreements[0].to: 2025-01-01 is before the start, 2026-01-01; correct one of them" in done.stderr

"""How long a depth score takes, and how much of it the next steps cost."""

import time
from datetime import date, timedelta
from typing import Any

from partnerships.depth.scoring.facts import ActivityFact, AgreementFact, Facts
from partnerships.depth.scoring.rubric_reading import built_in
from partnerships.depth.scoring.scorer import score
from partnerships.depth.scoring.steps import next_steps

PARTNERSHIPS = 1000
ACTIVITIES = 10
ON = date(2026, 1, 13)


def rows() -> dict[str, dict[str, Any]]:
    """Partnerships a second: the score alone beside the score with its next steps."""
    rubric = built_in()
    kinds = list(rubric.activity_kinds)
    facts = [_facts(number, kinds) for number in range(PARTNERSHIPS)]
    alone = _seconds(lambda: [score(found, rubric) for found in facts])
    steps = _seconds(lambda: [(score(found, rubric), next_steps(found, rubric)) for found in facts])
    return {
        "depth: scores with next steps": {
            "value": round(PARTNERSHIPS / steps, 1),
            "unit": "1/s",
            "better": "higher",
            "baseline": {"scores alone": round(PARTNERSHIPS / alone, 1)},
            "ratio": round(alone / steps, 3),
        }
    }


def _facts(number: int, kinds: list[str]) -> Facts:
    activities = tuple(
        ActivityFact(
            id=f"{number}-{index}",
            kind=kinds[(number * 7 + index * 3) % len(kinds)],
            on=ON - timedelta(days=(number * 13 + index * 41) % 1000),
            quantity=1 + index,
            people=20,
            hours=8,
            money=10_000,
            is_confirmed=index % 3 != 0,
            file_hashes=(f"{number}-{index}",),
        )
        for index in range(ACTIVITIES)
    )
    agreement = AgreementFact(
        ("student_placement",), ON - timedelta(days=400), ON + timedelta(days=600), is_signed=True
    )
    return Facts(on=ON, agreements=(agreement,), activities=activities)


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

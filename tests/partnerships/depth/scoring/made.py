"""Documents of facts as Hypothesis makes them, and a believable partnership to start from."""

from copy import deepcopy
from datetime import date, timedelta

from hypothesis import strategies as st

from partnerships.depth.scoring.facts import parse_facts
from partnerships.depth.scoring.rubric_reading import built_in
from partnerships.depth.scoring.scorer import Score, score

RUBRIC = built_in()
ON = date(2026, 11, 22)
KINDS = list(RUBRIC.activity_kinds)
FORMS = list(RUBRIC.form_weights)


def days_ago(days: int) -> str:
    return (ON - timedelta(days=days)).isoformat()


def activity(
    key: str, kind: str, *, days: int = 0, files: list[str] | None = None, **amounts: object
) -> dict:
    """A confirmed activity with a file of its own."""
    return {
        "id": key,
        "kind": kind,
        "on": days_ago(days),
        "unit": RUBRIC.activity_kinds[kind].unit,
        "confirmed": True,
        "file_hashes": [f"file of {key}"] if files is None else files,
        **amounts,
    }


def document(**parts: object) -> dict:
    return {"on": ON.isoformat(), **parts}


def scored(facts: dict) -> Score:
    return score(parse_facts(facts, RUBRIC), RUBRIC)


def agreement(
    first: int = 800, last: int = -300, *, signed: bool = True, forms: tuple[str, ...] = ("order_class",)
) -> dict:
    return {"forms": list(forms), "from": days_ago(first), "to": days_ago(last), "signed": signed}


def alder_and_birch() -> dict:
    """Two years of work between Alder Vocational School and Birch Engineering: real, and not yet deep."""
    forms = ("enterprise_training_base", "joint_course", "teacher_practice_base")
    activities = [
        activity("c1", "joint_course", days=180, quantity=1),
        activity("c2", "joint_course", days=420, quantity=1),
        activity("t1", "teacher_practice", days=120, people=2, hours=160),
        activity("t2", "teacher_practice", days=480, people=2, hours=160),
        activity("t3", "teacher_practice", days=300, people=2, hours=80),
        activity("m1", "mentor_teaching", days=90, quantity=24),
        activity("l1", "leadership_visit", days=150, quantity=1),
        activity("p1", "training_plan", days=240, quantity=1),
        activity("r1", "course_review", days=240, quantity=1),
        activity("e1", "equipment_donation", days=360, quantity=1, money="86000.00"),
        activity("b1", "base_use", days=180, people=40, hours=24),
        activity("g1", "graduates_employed", days=120, quantity=4),
        activity("j1", "job_fair", days=180, quantity=1),
        activity("s1", "staff_training", days=210, people=20, hours=16),
        activity("o1", "open_day", days=180, quantity=1),
        activity("y1", "yearly_review", days=300, quantity=1),
    ]
    grades = ["excellent"] * 2 + ["good"] * 5 + ["pass"] * 3
    return document(
        agreements=[agreement(812, -282, forms=forms)],
        activities=activities,
        placements=[
            {"from": days_ago(631), "to": days_ago(448), "students": 10, "completed": True},
            {"from": days_ago(266), "to": days_ago(83), "students": 10, "completed": True},
        ],
        evaluations=[{"on": days_ago(83), "grade": grade} for grade in grades],
        working_group={
            "meetings": [{"on": days_ago(10 + 120 * n), "decisions": 2} for n in range(4)],
            "actions_done": 4,
            "actions_open": 2,
        },
    )


def rich(*, per_kind: int = 3) -> dict:
    """Alder and Birch with everything the rubric can count, several times over."""
    facts = alder_and_birch()
    facts["activities"] = [
        activity(f"{kind}-{n}", kind, days=30 + 120 * n, quantity=20, people=40, hours=40, money="200000.00")
        for kind in KINDS
        for n in range(per_kind)
    ]
    return facts


ages = st.integers(min_value=0, max_value=4000)
small = st.one_of(
    st.integers(0, 60), st.floats(0, 500, allow_nan=False), st.sampled_from([0, 1e-9, 0.1, 1e15, 1e308])
)
ids = st.text(min_size=1, max_size=6)
yuan = st.decimals(0, 10**7, places=2).map(str)


@st.composite
def activities(draw: st.DrawFn, keys: st.SearchStrategy[str] = ids) -> dict:
    """Any activity; files come from a small pool, so that some are shared."""
    kind = draw(st.sampled_from(KINDS))
    return {
        "id": draw(keys),
        "kind": kind,
        "unit": RUBRIC.activity_kinds[kind].unit,
        "on": days_ago(draw(ages)),
        "quantity": draw(small),
        "people": draw(small),
        "hours": draw(small),
        "money": draw(yuan),
        "confirmed": draw(st.booleans()),
        "file_hashes": draw(
            st.lists(st.sampled_from(["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8"]), max_size=2)
        ),
    }


periods = st.tuples(ages, st.integers(-900, 4000)).map(sorted).map(lambda p: (max(p[1], 0), p[0]))


@st.composite
def documents(draw: st.DrawFn, *, size: int = 12) -> dict:
    """Any document of facts that keeps the form."""
    terms = draw(st.lists(periods, max_size=3))
    stays = draw(st.lists(st.tuples(periods, st.integers(0, 60), st.booleans()), max_size=3))
    grades = draw(
        st.lists(st.tuples(ages, st.sampled_from(["excellent", "good", "pass", "fail"])), max_size=4)
    )
    meetings = draw(st.lists(st.tuples(ages, st.integers(0, 5)), max_size=4))
    return document(
        agreements=[
            agreement(
                a,
                b,
                signed=draw(st.booleans()),
                forms=tuple(draw(st.lists(st.sampled_from(FORMS), max_size=3))),
            )
            for a, b in terms
        ],
        activities=draw(st.lists(activities(), max_size=size, unique_by=lambda a: a["id"])),
        placements=[
            {"from": days_ago(a), "to": days_ago(b), "students": n, "completed": done}
            for (a, b), n, done in stays
        ],
        evaluations=[{"on": days_ago(a), "grade": grade} for a, grade in grades],
        working_group={
            "meetings": [{"on": days_ago(a), "decisions": n} for a, n in meetings],
            "actions_done": draw(st.integers(0, 9)),
            "actions_open": draw(st.integers(0, 9)),
        },
    )


def with_activities(facts: dict, added: list[dict]) -> dict:
    """A copy of the document with more activities."""
    copy = deepcopy(facts)
    copy["activities"] = [*copy["activities"], *added]
    return copy

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from partnerships.activities.models import Activity, Confirmation, Evidence
from partnerships.agreements.models import Agreement, Partnership
from partnerships.depth import services
from partnerships.depth.gathering import facts_of, facts_until
from partnerships.depth.models import DepthPoint, DepthRun, DepthScore
from partnerships.depth.pages import trend_of
from portal.records import marks
from portal.records.models import StaleMark
from portal.reference.models import CooperationForm

TODAY = date(2026, 3, 2)


@pytest.fixture
def agreement(partnership: Partnership) -> Agreement:
    form = CooperationForm.objects.create(code="student_placement", name_zh="学生实习", kind="people", rank=1)
    found = Agreement.objects.create(
        partnership=partnership,
        title="Agreement",
        starts_on=date(2024, 9, 1),
        ends_on=date(2027, 8, 31),
        status="signed",
        drafted_side="school",
    )
    found.forms.add(form)
    return found


@pytest.fixture
def make_activity(partnership: Partnership) -> Any:
    def make(kind: str = "joint_course", **values: Any) -> Activity:
        values.setdefault("happened_on", TODAY - timedelta(days=30))
        values.setdefault("status", "confirmed")
        values.setdefault("quantity", 2)
        return Activity.objects.create(
            partnership=partnership, kind=kind, title=kind, logged_side="school", **values
        )

    return make


def test_a_partnership_without_anything_scores_nothing_and_names_the_gate(partnership: Partnership) -> None:
    (found,) = services.refresh([partnership.pk], on=TODAY)

    assert (found.points, found.level, found.gate) == (Decimal(0), 0, ["no_agreement_in_force"])


def test_confirmed_activities_raise_the_score_and_keep_their_ids(
    partnership: Partnership, agreement: Agreement, make_activity: Any
) -> None:
    (before,) = services.refresh([partnership.pk], on=TODAY)
    activity = make_activity()

    (after,) = services.refresh([partnership.pk], on=TODAY)

    counted = [key for part in after.parts["dimensions"] for kind in part["kinds"] for key in kind["ids"]]
    assert after.points > before.points
    assert counted == [activity.public_id]
    assert after.gate == []


def test_withdrawn_and_disputed_activities_count_for_nothing(
    partnership: Partnership, agreement: Agreement, make_activity: Any
) -> None:
    (before,) = services.refresh([partnership.pk], on=TODAY)
    make_activity(status="disputed")
    make_activity(status="withdrawn")

    (after,) = services.refresh([partnership.pk], on=TODAY)

    assert after.points == before.points


def test_an_agreement_that_ended_early_no_longer_opens_the_gate(
    partnership: Partnership, agreement: Agreement
) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(
        status="terminated", ended_early_on=TODAY - timedelta(days=1)
    )

    (found,) = services.refresh([partnership.pk], on=TODAY)

    assert found.gate == ["no_agreement_in_force"]


def test_the_dimensions_add_up_to_the_points(
    partnership: Partnership, agreement: Agreement, make_activity: Any
) -> None:
    make_activity()
    make_activity("teacher_practice", people=2, hours=80)

    (found,) = services.refresh([partnership.pk], on=TODAY)

    found.refresh_from_db()
    assert sum(Decimal(points) for _code, points, _most in found.dimensions) == found.points


def test_coverage_is_the_share_of_activities_confirmed_with_a_file(
    partnership: Partnership, make_activity: Any
) -> None:
    covered = make_activity()
    make_activity("job_fair")
    Evidence.objects.create(
        activity=covered,
        file="evidence/a.pdf",
        name="a.pdf",
        content_type="application/pdf",
        size=1,
        sha256="a" * 64,
    )

    (found,) = services.refresh([partnership.pk], on=TODAY)

    assert (found.covered_count, found.evidence_count, found.coverage) == (1, 2, 0.5)


def test_scoring_twice_leaves_one_score_and_one_point_of_the_month(partnership: Partnership) -> None:
    services.refresh([partnership.pk], on=TODAY)
    services.refresh([partnership.pk], on=TODAY)

    assert DepthScore.objects.count() == 1
    assert [point.month for point in DepthPoint.objects.all()] == [date(2026, 3, 1)]


def test_the_past_is_scored_from_what_had_happened_by_then(
    partnership: Partnership, agreement: Agreement, make_activity: Any
) -> None:
    make_activity(happened_on=date(2026, 2, 20))
    facts = facts_of([partnership.pk], TODAY)[partnership.pk]

    assert len(facts.activities) == 1
    assert facts_until(facts, date(2026, 2, 19)).activities == ()


def test_history_holds_the_quarters_since_the_first_fact(
    partnership: Partnership, agreement: Agreement
) -> None:
    services.refresh([partnership.pk], on=TODAY, with_history=True)

    months = [point.month for point in DepthPoint.objects.order_by("month")]
    assert months[0] == date(2024, 9, 1)
    assert months[-1] == date(2026, 3, 1)
    assert len(months) == 7


def test_what_changed_is_scored_from_its_mark_and_only_that(
    partnership: Partnership, cedar: Any, birch: Any
) -> None:
    other = Partnership.objects.create(school=cedar, enterprise=birch, started_on=TODAY)
    marks.changed("partnership", [partnership.pk])

    assert services.refresh_marked(on=TODAY) == 1

    assert list(DepthScore.objects.values_list("partnership", flat=True)) == [partnership.pk]
    assert other.pk not in DepthScore.objects.values_list("partnership", flat=True)
    assert not StaleMark.objects.filter(consumer="depth").exists()


def test_a_new_score_tells_the_sums(partnership: Partnership) -> None:
    services.refresh([partnership.pk], on=TODAY)

    assert StaleMark.objects.filter(consumer="summaries", subject="depth", object_id=partnership.pk).exists()


def test_the_nightly_run_scores_every_partnership_with_progress(partnership: Partnership) -> None:
    run = DepthRun.objects.create()
    run.claim()

    result = services.run_depth(run)

    run.refresh_from_db()
    assert result == {"partnerships": 1, "rubric": "2026.1"}
    assert (run.progress_done, run.progress_total) == (1, 1)


def test_a_waiting_run_is_not_queued_twice(db: None) -> None:
    assert services.queue_run() == services.queue_run()


@pytest.mark.parametrize("count", [1, 3])
def test_gathering_asks_the_same_few_questions_for_any_number(
    count: int, alder: Any, make_enterprise: Any, django_assert_num_queries: Any
) -> None:
    keys = []
    for number in range(count):
        row = Partnership.objects.create(
            school=alder, enterprise=make_enterprise(f"Firm {number}"), started_on=TODAY
        )
        activity = Activity.objects.create(
            partnership=row,
            kind="job_fair",
            title="fair",
            happened_on=TODAY,
            status="confirmed",
            logged_side="school",
        )
        Confirmation.objects.create(activity=activity, side="enterprise", is_confirmed=True, person="Bob")
        keys.append(row.pk)

    with django_assert_num_queries(5):
        facts = facts_of(keys, TODAY)

    assert [len(found.activities) for found in facts.values()] == [1] * count


def test_steps_come_from_different_dimensions(partnership: Partnership, agreement: Agreement) -> None:
    (found,) = services.refresh([partnership.pk], on=TODAY)

    assert len({dimension for _code, dimension, _gain, _level in found.next_steps}) == 3


def test_the_trend_shows_four_years_by_quarters_after_many_monthly_points(partnership: Partnership) -> None:
    first = date(2021, 1, 1)
    for number in range(60):
        month = date(first.year + number // 12, number % 12 + 1, 1)
        DepthPoint.objects.create(partnership=partnership, month=month, points=number, level=0)

    assert trend_of(partnership) == [float(number) for number in range(14, 60, 3)]

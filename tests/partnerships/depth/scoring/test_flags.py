"""Each sign of gaming, raised when it should be and silent just before."""

import pytest

from tests.partnerships.depth.scoring.made import activity, days_ago, document, rich, scored


def codes(facts: dict) -> list[str]:
    return [flag.code for flag in scored(facts).flags]


def test_the_same_file_in_two_activities_is_flagged_with_both_ids():
    rows = [
        activity("a", "open_day", quantity=1, files=["x", "x"]),
        activity("b", "joint_course", quantity=1, files=["x"]),
        activity("c", "job_fair", quantity=1),
    ]

    flags = scored(document(activities=rows)).flags

    assert [(flag.code, flag.ids) for flag in flags] == [("same_file_twice", ("a", "b"))]


def test_one_activity_that_lists_its_file_twice_is_no_sign():
    assert codes(document(activities=[activity("a", "open_day", quantity=1, files=["x", "x"])])) == []


@pytest.mark.parametrize(("count", "gap", "raised"), [(8, 0, True), (7, 0, False), (8, 1, False)])
def test_eight_activities_within_three_days_are_a_burst(count, gap, raised):
    rows = [activity(f"a{n}", "open_day", days=200 + n * gap, quantity=1) for n in range(count)]

    assert ("burst" in codes(document(activities=rows))) is raised


@pytest.mark.parametrize(("days", "raised"), [((0, 1, 2), True), ((0, 1, 3), False)])
def test_a_burst_may_spread_over_three_days_of_the_calendar_and_no_more(days, raised):
    rows = [activity(f"a{n}", "open_day", days=200 + days[n % 3], quantity=1) for n in range(8)]

    assert ("burst" in codes(document(activities=rows))) is raised


def test_a_burst_names_its_activities_and_no_others():
    rows = [activity(f"a{n}", "open_day", days=200, quantity=1) for n in range(9)]
    rows.append(activity("z", "open_day", days=250, quantity=1))

    flags = scored(document(activities=rows)).flags

    assert [(flag.code, len(flag.ids), "z" in flag.ids) for flag in flags] == [("burst", 9, False)]


@pytest.mark.parametrize(("late", "early", "raised"), [(3, 3, True), (2, 3, False), (3, 4, False)])
def test_half_of_at_least_six_logged_in_the_last_days_of_a_quarter(late, early, raised):
    rows = [
        activity(f"l{n}", "open_day", quantity=1) | {"on": "2026-06-01", "logged_on": "2026-06-26"}
        for n in range(late)
    ]
    rows += [activity(f"e{n}", "open_day", quantity=1) | {"on": f"2026-0{n + 3}-25"} for n in range(early)]

    assert ("quarter_end_logging" in codes(document(activities=rows))) is raised


def test_without_a_day_of_logging_the_day_of_the_activity_counts():
    rows = [activity(f"a{n}", "open_day", quantity=1) | {"on": f"2026-09-{25 + n}"} for n in range(6)]

    flag = next(
        flag for flag in scored(document(activities=rows)).flags if flag.code == "quarter_end_logging"
    )

    assert flag.ids == ("a1", "a2", "a3", "a4", "a5")


@pytest.mark.parametrize(
    ("people", "raised"), [(["Bob"] * 5, True), (["Bob"] * 4 + ["Bea"], False), (["Bob"] * 4, False)]
)
def test_five_confirmations_all_by_one_person(people, raised):
    rows = [
        activity(f"a{n}", "open_day", days=50 * n, quantity=1) | {"confirmed_by": person}
        for n, person in enumerate(people)
    ]

    assert ("all_confirmed_by_one" in codes(document(activities=rows))) is raised


@pytest.mark.parametrize(("staff", "raised"), [(19, True), (20, False), (None, False)])
def test_more_students_on_one_day_than_staff(staff, raised):
    stays = [
        {"from": days_ago(100), "to": days_ago(51), "students": 10},
        {"from": days_ago(50), "to": days_ago(-10), "students": 15},
        {"from": days_ago(10), "to": days_ago(5), "students": 5},
    ]

    assert ("more_students_than_staff" in codes(document(placements=stays, enterprise_staff=staff))) is raised


def test_money_for_heads_earns_nothing_and_is_flagged():
    paid = activity("a", "placement_cohort", quantity=10, people=10, money="8000.00")
    clean = activity("a", "placement_cohort", quantity=10, people=10)

    assert codes(document(activities=[paid])) == ["cash_per_head"]
    assert scored(document(activities=[paid])).points == scored(document(activities=[clean])).points


def test_flags_come_sorted_by_code():
    facts = rich(per_kind=1)

    assert codes(facts) == ["burst", "cash_per_head"]

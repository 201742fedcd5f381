"""The legal limit by day: sums, peaks and verdicts."""

import doctest
import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from partnerships.agreements import capacity, screening
from partnerships.agreements.capacity import Limits, Peak, Stay, limits, peak_overlap, steps, verdict

DAY = date(2026, 3, 1)
stays = st.lists(
    st.builds(
        lambda first, days, people: Stay(DAY + timedelta(first), DAY + timedelta(first + days), people),
        st.integers(0, 40),
        st.integers(0, 40),
        st.integers(0, 9),
    ),
    max_size=8,
)


def people_on(rows, day):
    return sum(row.people for row in rows if row.first <= day <= row.last)


def test_the_examples_in_the_text_are_true():
    assert doctest.testmod(capacity).failed == 0
    assert doctest.testmod(screening).failed == 0


@given(stays)
def test_steps_say_for_every_day_how_many_are_there(rows):
    found = steps(rows)

    for offset in range(-1, 85):
        day = DAY + timedelta(offset)
        assert people_on(found, day) == people_on(rows, day)


@given(stays)
def test_steps_are_apart_in_order_and_as_few_as_possible(rows):
    found = steps(rows)

    for before, after in itertools.pairwise(found):
        assert before.last < after.first
        assert before.people != after.people or before.last + timedelta(1) < after.first


@given(stays, st.integers(0, 60), st.integers(0, 30))
def test_the_peak_of_a_period_is_the_greatest_day_in_it(rows, start, days):
    first, last = DAY + timedelta(start), DAY + timedelta(start + days)
    by_day = {first + timedelta(n): people_on(rows, first + timedelta(n)) for n in range(days + 1)}

    peak = peak_overlap(rows, first=first, last=last)

    assert peak.people == max(by_day.values())
    if peak.people:
        assert peak.on == min(day for day, people in by_day.items() if people == peak.people)
    else:
        assert peak == Peak(0, None)


def test_the_shares_are_rounded_down():
    assert limits(319, 24) == Limits(31, 4, needs_reason=False)


def test_a_firm_of_nine_needs_a_reason_and_ten_may_take_one():
    assert limits(9) == Limits(None, None, needs_reason=True)
    assert limits(10) == Limits(1, None, needs_reason=False)


def test_unknown_staff_gives_no_limit_and_asks_no_reason():
    assert limits(None) == Limits(None, None, needs_reason=False)


def test_the_verdict_counts_all_schools_by_day_overlap():
    there = [Stay(DAY, DAY + timedelta(30), 28), Stay(DAY + timedelta(31), DAY + timedelta(60), 5)]
    asked = Stay(DAY + timedelta(10), DAY + timedelta(40), 5)

    found = verdict(asked, there, [], limits(312))

    assert (found.peak, found.limit, found.most, found.is_over) == (
        Peak(33, DAY + timedelta(10)),
        31,
        3,
        True,
    )


def test_students_who_leave_the_day_before_do_not_count():
    there = [Stay(DAY, DAY + timedelta(9), 31)]

    found = verdict(Stay(DAY + timedelta(10), DAY + timedelta(20), 31), there, [], limits(312))

    assert (found.most, found.is_over) == (31, False)


def test_the_tighter_of_the_two_limits_binds():
    like_posts = [Stay(DAY, DAY + timedelta(9), 3)]

    found = verdict(Stay(DAY, DAY, 2), like_posts, like_posts, limits(312, 20))

    assert (found.limit, found.most, found.peak.people, found.is_over) == (4, 1, 5, True)

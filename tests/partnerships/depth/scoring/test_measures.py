"""The exact arithmetic under the score."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.depth.scoring.measures import (
    LARGEST_AMOUNT,
    SHARE_BITS,
    faded,
    fading_unit,
    points,
    product,
    saturated,
    scaled,
    units_of,
)

FULL = 1 << SHARE_BITS
sizes = st.integers(1, 10**12)
totals = st.integers(0, 10**14)


@pytest.mark.parametrize(
    ("age", "weight"), [(0, "1"), (365, "3/4"), (730, "1/2"), (1095, "3/8"), (1460, "1/4")]
)
def test_an_amount_halves_with_every_half_life_and_falls_evenly_in_between(age, weight):
    assert Fraction(faded(age, 730), fading_unit(730)) == Fraction(weight)


def test_what_has_no_half_life_never_fades():
    assert faded(36500, None) == fading_unit(None)


def test_what_is_64_half_lives_old_is_nothing():
    assert faded(63 * 730, 730) > 0
    assert faded(64 * 730, 730) == 0


def test_the_future_cannot_be_counted():
    with pytest.raises(ValueError, match="after the day of scoring"):
        faded(-1, 730)


@given(st.integers(0, 50_000), st.integers(1, 5000))
def test_older_never_weighs_more(age, half_life):
    assert faded(age + 1, half_life) <= faded(age, half_life)


@given(totals, totals, sizes)
def test_saturation_never_falls_and_stays_within_0_and_1(total, more, half):
    assert 0 <= saturated(total, half) <= saturated(total + more, half) <= FULL


@given(totals, sizes, sizes)
def test_saturation_is_concave_each_further_amount_earns_no_more_than_the_one_before(total, step, half):
    first = saturated(total + step, half) - saturated(total, half)
    second = saturated(total + 2 * step, half) - saturated(total + step, half)

    assert second <= first + 1


@given(sizes)
def test_nothing_earns_nothing_the_half_measure_half_and_sixty_one_of_them_all(half):
    assert saturated(0, half) == 0
    assert saturated(half, half) == FULL // 2
    assert saturated(61 * half, half) == FULL


def test_amounts_are_counted_in_millionths_rounded_down_and_end_somewhere():
    assert scaled(Decimal("0.00000199")) == 1
    assert scaled(3) == 3_000_000
    assert scaled(Decimal("1e400")) == scaled(LARGEST_AMOUNT) == 10**21


def test_person_hours_are_people_times_hours_to_the_last_millionth():
    assert product(Decimal("0.1"), Decimal("0.2")) == 20_000
    assert product(0, Decimal(16)) == 0


def test_points_have_ten_decimals():
    assert points(units_of(125_000_000_000, FULL // 4)) == Decimal("3.125")
    assert points(1) == Decimal("0.0000000001")

"""Exact arithmetic of the depth score: amounts, fading by age, saturation, points.

Everything is whole numbers, so that the laws of the score hold to the last digit on every machine, and the order of
addition cannot matter:

* an **amount** is counted in millionths of its unit, rounded down;
* **fading** halves an amount with every half-life, evenly in between (a straight line from 1 to 1/2, from 1/2 to 1/4);
* a **sum** of faded amounts of one kind is an exact fraction, whatever its order;
* **saturation** turns the sum into a share in [0, 1]: each further half-measure earns half of what is still missing,
  evenly in between;
* **points** are counted in units of 10^-10; thirds of a unit are dropped, other rounding is to the nearest.

Straight lines between the halvings, instead of 2 ** -x, differ from it by at most 0.043 and buy two things: a person
can check a score with pencil and paper, and every step is monotone also in its last digit, which library exponentials
do not promise.
"""

from decimal import ROUND_DOWN, Decimal

AMOUNT_SCALE = 10**6
"""Parts of a unit in which amounts are counted."""

LARGEST_AMOUNT = 10**15
"""Amounts beyond count as this; every kind is full long before."""

POINT_DIGITS = 10
"""Decimals of a point."""

POINT_SCALE = 10**POINT_DIGITS
SHARE_BITS = 60
FADING_BITS = 64
MILLIONTH = Decimal("0.000001")


def scaled(amount: int | Decimal) -> int:
    """Return `amount` (0 or more, any unit) in millionths, rounded down, at most `LARGEST_AMOUNT`.

    >>> scaled(Decimal("2.0000019"))
    2000001
    """
    if amount >= LARGEST_AMOUNT:
        return LARGEST_AMOUNT * AMOUNT_SCALE
    if isinstance(amount, int):
        return amount * AMOUNT_SCALE
    return int(amount.quantize(MILLIONTH, rounding=ROUND_DOWN).scaleb(6))


def product(first: int | Decimal, second: int | Decimal) -> int:
    """Return `first` x `second` (people x hours) in millionths of the product, rounded down.

    >>> product(40, Decimal("1.5"))
    60000000
    """
    return scaled(first) * scaled(second) // AMOUNT_SCALE


def faded(age_days: int, half_life_days: int | None) -> int:
    """Return the weight of something `age_days` old, in units of `fading_unit(half_life_days)`.

    With n whole half-lives and a rest r of the age: weight = 2 ** -n * (1 - r / (2 * half_life)). It is 1 today, 1/2
    after one half-life, 3/8 after one and a half, and 0 from 64 half-lives on. None never fades. Raises ValueError for
    a negative age.

    >>> [faded(age, 100) / fading_unit(100) for age in (0, 50, 100, 150, 200)]
    [1.0, 0.75, 0.5, 0.375, 0.25]
    """
    if age_days < 0:
        raise ValueError("age_days must be 0 or more: nothing after the day of scoring may be counted")
    if half_life_days is None:
        return 1
    halvings, rest = divmod(age_days, half_life_days)
    if halvings >= FADING_BITS:
        return 0
    return (2 * half_life_days - rest) << (FADING_BITS - halvings)


def fading_unit(half_life_days: int | None) -> int:
    """Return the weight that `faded` gives to something of today; sums are fractions of it."""
    return 1 if half_life_days is None else (2 * half_life_days) << FADING_BITS


def saturated(total: int, half_measure: int) -> int:
    """Return the share in [0, 1] that `total` earns, in units of 2 ** -60, to the nearest.

    `half_measure` is the total that earns one half, in the same units (both whole numbers). With n whole half-measures
    and a rest r: share = 1 - 2 ** -n * (1 - r / (2 * half_measure)). share(0) = 0; it is concave and never falls.

    >>> [saturated(total, 4) / 2**60 for total in (0, 2, 4, 6, 8, 4000)]
    [0.0, 0.25, 0.5, 0.625, 0.75, 1.0]
    """
    full = 1 << SHARE_BITS
    halvings, rest = divmod(total, half_measure)
    if halvings > SHARE_BITS:
        return full
    return full - nearest((2 * half_measure - rest) << SHARE_BITS, (2 * half_measure) << halvings)


def nearest(numerator: int, denominator: int) -> int:
    """Return the quotient of two whole numbers (0 or more, more than 0) to the nearest, halves up.

    >>> nearest(7, 2), nearest(5, 4)
    (4, 1)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def units_of(max_units: int, share: int) -> int:
    """Return the point units of a share (as `saturated` gives it) of `max_units`, to the nearest.

    >>> units_of(30, 1 << 59)
    15
    """
    return nearest(max_units * share, 1 << SHARE_BITS)


def points(units: int) -> Decimal:
    """Return point units as points with ten decimals.

    >>> points(635_000_000_000)
    Decimal('63.5000000000')
    """
    return Decimal(units).scaleb(-POINT_DIGITS)


def point_units(value: Decimal) -> int:
    """Return points as point units, the inverse of `points`; digits beyond the tenth are dropped."""
    return int(value.scaleb(POINT_DIGITS))

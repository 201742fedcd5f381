"""How far days and numbers may reach: what lies beyond is a slip of the pen, and would overflow sums."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)


def validate_day(day: date) -> None:
    """A model field's validator; ValidationError beyond EARLIEST and LATEST."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(
            _("Write a day between %(first)s and %(last)s."),
            code="out_of_reach",
            params={"first": EARLIEST.isoformat(), "last": LATEST.isoformat()},
        )


MOST_STUDENTS = MaxValueValidator(20_000)
MOST_KM = MaxValueValidator(5_000)
MOST_STAFF = MaxValueValidator(5_000_000)
MOST_PEOPLE = MaxValueValidator(10_000_000)

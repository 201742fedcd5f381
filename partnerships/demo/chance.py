"""Seeded chance with the few draws that invented worlds need."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.utils import timezone

from portal.common.models import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH

Item = TypeVar("Item")


class Chance(random.Random):
    """The same seed and section give the same draws, whatever other sections draw."""

    def __init__(self, seed: int, section: str) -> None:
        super().__init__(f"{seed}/{section}")

    def public_id(self) -> str:
        return "".join(self.choices(PUBLIC_ID_ALPHABET, k=PUBLIC_ID_LENGTH))

    def weighted(self, items: Sequence[Item], weights: Sequence[float]) -> Item:
        return self.choices(items, weights)[0]

    def some(self, items: Sequence[Item], least: int, most: int) -> list[Item]:
        """Between `least` and `most` different items (fewer where there are fewer)."""
        return self.sample(items, min(len(items), self.randint(least, most)))

    def holds(self, share: float) -> bool:
        """True in `share` of the draws."""
        return self.random() < share

    def moment(self, day: date) -> datetime:
        """A working-hours moment of that day."""
        return timezone.make_aware(datetime.combine(day, time(self.randint(8, 17), self.randint(0, 59))))

    def moment_after(self, day: date, *, days: int) -> datetime:
        """A working-hours moment some days later, but not after this one."""
        return min(self.moment(day + timedelta(days=days)), timezone.now())

    def days_before(self, day: date, least: int, most: int) -> date:
        return day - timedelta(days=self.randint(least, most))

"""What changed is said once per consumer, and what changes again meanwhile keeps its mark."""

from collections import defaultdict
from collections.abc import Sequence

import pytest
from django.db import OperationalError

from portal.records import marks
from portal.records.models import StaleMark


@pytest.fixture(autouse=True)
def _consumers(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(marks, "_consumers", defaultdict(set))
    marks.subscribe("depth", "partnership")
    marks.subscribe("summaries", "partnership", "opening")


def _left(consumer: str) -> list[tuple[str, int]]:
    return [(mark.subject, mark.object_id) for mark in marks.waiting(consumer)]


def test_each_consumer_of_a_subject_gets_one_mark_per_row() -> None:
    marks.changed("partnership", [2, 1, 1])
    marks.changed("partnership", [1])
    marks.changed("opening", [9])

    assert _left("depth") == [("partnership", 2), ("partnership", 1)]
    assert sorted(_left("summaries")) == [("opening", 9), ("partnership", 1), ("partnership", 2)]


def test_a_subject_that_nobody_listens_to_leaves_nothing() -> None:
    marks.changed("holiday", [1])

    assert StaleMark.objects.count() == 0


def test_settled_marks_go_and_renewed_ones_stay() -> None:
    marks.changed("partnership", [1, 2])
    taken = marks.waiting("depth")
    marks.changed("partnership", [2])

    marks.settle(taken)

    assert _left("depth") == [("partnership", 2)]


def test_the_oldest_come_first_and_no_more_than_asked_for() -> None:
    for pk in (3, 1, 2):
        marks.changed("opening", [pk])

    assert [mark.object_id for mark in marks.waiting("summaries", limit=2)] == [3, 1]


def test_a_row_that_breaks_the_work_holds_up_no_other() -> None:
    done: list[int] = []

    def work(found: Sequence[StaleMark]) -> None:
        for mark in found:
            if mark.object_id == 2:
                raise ValueError("this row cannot be summed")
            done.append(mark.object_id)

    for pk in (2, 1, 3):
        marks.changed("opening", [pk])

    assert marks.work_off("summaries", work, limit=2) == 1
    assert marks.work_off("summaries", work, limit=2) == 1
    assert marks.work_off("summaries", work, limit=2) == 0
    assert sorted(done) == [1, 3, 3]  # the round in which 3 stood before 2 was taken back as a whole
    assert _left("summaries") == [("opening", 2)]


def test_a_database_that_is_away_is_no_fault_of_a_row() -> None:
    marks.changed("opening", [1])

    def work(found: Sequence[StaleMark]) -> None:
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        marks.work_off("summaries", work, limit=2)
    assert _left("summaries") == [("opening", 1)]

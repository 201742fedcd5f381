"""What changed is said once per consumer, and what changes again meanwhile keeps its mark."""

from collections import defaultdict

import pytest

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

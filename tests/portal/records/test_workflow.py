"""A status changes in one way only, and of two who are equally fast one wins."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
import rules
from django.core.exceptions import PermissionDenied
from django.db import connection

from portal.accounts.models import Role, User
from portal.accounts.predicates import member_of
from portal.common.errors import DomainError
from portal.records import workflow
from portal.records.models import AuditEvent, Transition
from portal.records.workflow import Move, Workflow, history, transition
from schools.models import Batch


def _no_empty_name(batch: Batch) -> None:
    if not batch.name:
        raise DomainError("A batch needs a name.")


@pytest.fixture
def flow(monkeypatch: pytest.MonkeyPatch) -> Any:
    """planned -> open -> closed, of batches; closing asks for a reason."""
    monkeypatch.setattr(workflow, "_workflows", {})
    rules.add_perm("tests.move_batch", member_of("school", Role.EDITOR, of="school_id"))
    opens = Move("open", ("planned",), "open", "Open", "tests.move_batch", guards=(_no_empty_name,))
    closes = Move("close", ("open",), "closed", "Close", "tests.move_batch", needs_reason=True)
    yield Workflow("schools.Batch", (opens, closes))
    rules.remove_perm("tests.move_batch")


@pytest.fixture
def planned(batch: Batch) -> Batch:
    Batch.objects.filter(pk=batch.pk).update(status="planned")
    batch.refresh_from_db()
    return batch


def test_a_move_writes_status_version_transition_and_trail_together(
    planned: Batch, alice: User, flow: Workflow
) -> None:
    version = planned.version

    transition(planned, flow, "open", by=alice, values={"name": "Spring"})

    step = Transition.objects.get()
    assert (planned.status, planned.name, planned.version) == ("open", "Spring", version + 1)
    assert (step.from_state, step.to_state, step.user) == ("planned", "open", alice)
    assert AuditEvent.objects.get().changes == {"status": ["planned", "open"]}
    assert list(history(planned)) == [step]


@pytest.mark.parametrize(
    ("name", "reason", "sentence"),
    [("close", "because", "no longer possible"), ("fly", "", "no such step")],
)
def test_a_step_that_is_not_open_from_here_is_refused(
    planned: Batch, alice: User, flow: Workflow, name: str, reason: str, sentence: str, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"

    with pytest.raises(DomainError, match=sentence):
        transition(planned, flow, name, by=alice, reason=reason)

    assert (planned.status, Transition.objects.count()) == ("planned", 0)


def test_a_missing_reason_and_a_guard_refuse(planned: Batch, alice: User, flow: Workflow) -> None:
    with pytest.raises(DomainError, match="needs a name"):
        transition(_renamed(planned, ""), flow, "open", by=alice)
    transition(_renamed(planned, "Spring"), flow, "open", by=alice)

    with pytest.raises(DomainError):
        transition(planned, flow, "close", by=alice, reason="  ")

    assert [row.move for row in Transition.objects.all()] == ["open"]


def _renamed(batch: Batch, name: str) -> Batch:
    Batch.objects.filter(pk=batch.pk).update(name=name)
    batch.refresh_from_db()
    return batch


def test_who_may_not_is_refused_and_nothing_is_written(planned: Batch, carol: User, flow: Workflow) -> None:
    with pytest.raises(PermissionDenied):
        transition(planned, flow, "open", by=carol)

    planned.refresh_from_db()
    assert (planned.status, Transition.objects.count(), AuditEvent.objects.count()) == ("planned", 0, 0)


def test_the_page_offers_only_what_this_person_could_do_now(
    planned: Batch, alice: User, carol: User, flow: Workflow
) -> None:
    assert [move.name for move in flow.open_to(planned, alice)] == ["open"]
    assert flow.open_to(planned, carol) == []


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_are_equally_fast_one_wins(planned: Batch, alice: User, flow: Workflow) -> None:
    outcomes = at_once(8, lambda: transition(Batch.objects.get(pk=planned.pk), flow, "open", by=alice))

    assert sorted(outcomes) == ["DomainError"] * 7 + ["done"]
    assert Transition.objects.count() == 1
    planned.refresh_from_db()
    assert (planned.status, planned.version) == ("open", 2)


def at_once(count: int, act: Callable[[], Any]) -> list[str]:
    """Do the same in many threads together; "done" or the name of the exception, one per thread."""
    gate, outcomes = threading.Barrier(count), []

    def run() -> None:
        gate.wait()
        try:
            act()
            outcomes.append("done")
        except Exception as error:  # noqa: BLE001 (the name of whatever happened is the result)
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes

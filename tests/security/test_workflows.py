"""Every table of moves is whole: states that exist, permissions that somebody rules on, no dead ends unsaid."""

import pytest
import rules
from django.apps import apps
from django.core.exceptions import PermissionDenied

from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.records.models import AuditEvent, Transition
from portal.records.workflow import Workflow, all_workflows, transition

FLOWS = [pytest.param(flow, id=f"{flow.label}.{flow.status_field}") for flow in all_workflows()]


def states_of(flow: Workflow) -> list[str]:
    return [value for value, _label in apps.get_model(flow.label)._meta.get_field(flow.status_field).choices]


def test_there_are_workflows_to_look_at() -> None:
    assert len(FLOWS) >= 4


@pytest.mark.parametrize("flow", FLOWS)
def test_moves_name_states_and_permissions_that_exist(flow: Workflow) -> None:
    states = set(states_of(flow))

    assert all({*move.sources, move.target} <= states for move in flow.moves)
    assert [move.permission for move in flow.moves if not rules.perm_exists(move.permission)] == []
    assert len({move.name for move in flow.moves}) == len(flow.moves)


@pytest.mark.parametrize("flow", FLOWS)
def test_every_state_is_reached_from_the_first(flow: Workflow) -> None:
    first = apps.get_model(flow.label)._meta.get_field(flow.status_field).default
    reached, grew = {str(first)}, True

    while grew:
        step = {move.target for move in flow.moves if reached & set(move.sources)}
        grew = not step <= reached
        reached |= step

    assert set(states_of(flow)) - reached == set()


@pytest.mark.django_db
@pytest.mark.parametrize("flow", FLOWS)
def test_nobody_without_the_right_makes_any_move_from_any_state(in_world: dict, flow: Workflow) -> None:
    """All states x moves, by a person who belongs nowhere: refused, and nothing is written."""
    nobody = User.objects.get(username="acceptance-nobody")
    rows = apps.get_model(flow.label)._base_manager
    before = (Transition.objects.count(), AuditEvent.objects.count())
    tried = 0

    for state in states_of(flow):
        row = rows.filter(**{flow.status_field: state}).first()
        for move in flow.moves if row is not None else ():
            with pytest.raises((PermissionDenied, DomainError)):
                transition(row, flow, move.name, by=nobody, reason="because")
            tried += 1

    assert tried >= len(flow.moves)
    assert (Transition.objects.count(), AuditEvent.objects.count()) == before

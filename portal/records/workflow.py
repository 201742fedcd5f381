"""The one way in which a status changes.

Each workflow is a table of moves; `transition` locks the row, checks the table, the permission and the guards,
writes status and version, and leaves a Transition row and an audit event in the same transaction. Docs and tests
read the same tables (`all_workflows`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.common.middleware import request_id
from portal.common.models import Record
from portal.records import audit
from portal.records.actors import Actor, label_of, user_of
from portal.records.models import SignedLink, Transition

Row = TypeVar("Row", bound=Record)
# A guard raises DomainError where the move may not happen now.
Guard = Callable[[Any], None]


@dataclass(frozen=True)
class Move:
    """One allowed step: from any of `sources` to `target`, by whoever has `permission`."""

    name: str
    sources: tuple[str, ...]
    target: str
    label: Any
    permission: str
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False


@dataclass(frozen=True)
class Workflow:
    """All moves of one status field of one model (`label` such as "agreements.Agreement")."""

    label: str
    moves: tuple[Move, ...]
    status_field: str = "status"
    _by_name: dict[str, Move] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._by_name.update({move.name: move for move in self.moves})
        _workflows[(self.label, self.status_field)] = self

    def move(self, name: str) -> Move:
        """The move of that name; DomainError where there is none."""
        if name not in self._by_name:
            raise DomainError(_("There is no such step."), code="unknown_move")
        return self._by_name[name]

    def open_to(self, row: Record, user: User | AnonymousUser) -> list[Move]:
        """The moves this user could make now (guards aside): what a page offers as buttons."""
        state = getattr(row, self.status_field)
        return [move for move in self.moves if state in move.sources and user.has_perm(move.permission, row)]


_workflows: dict[tuple[str, str], Workflow] = {}


def all_workflows() -> list[Workflow]:
    """Every workflow that was declared, for docs and tests."""
    return [_workflows[key] for key in sorted(_workflows)]


@transaction.atomic
def transition(
    row: Row,
    workflow: Workflow,
    name: str,
    *,
    by: Actor,
    reason: str = "",
    values: dict[str, Any] | None = None,
) -> Row:
    """Make the move `name`; further `values` are written with it. Returns the row, refreshed.

    Raises DomainError where the move is not open from the row's present state, a guard refuses or the reason is
    missing; PermissionDenied where `by` may not. A SignedLink acts within what its issuer opened to it, so the
    link's own purpose was checked by the edge; None is the portal itself.
    """
    move = workflow.move(name)
    locked = type(row)._base_manager.select_for_update().get(pk=row.pk)
    state = getattr(locked, workflow.status_field)
    if state not in move.sources:
        raise DomainError(
            _("This step is no longer possible: the state changed meanwhile."), code="wrong_state"
        )
    if isinstance(by, User) and not by.has_perm(move.permission, locked):
        raise PermissionDenied
    if move.needs_reason and not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason_needed")
    for guard in move.guards:
        guard(locked)
    _write(locked, workflow, move, values or {})
    _note(locked, workflow, move, state, by, reason)
    row.refresh_from_db()
    return row


def history(row: Record) -> Iterable[Transition]:
    """All moves of a row, oldest first."""
    label = row._meta.label
    return Transition.objects.filter(model=label, object_id=row.pk).select_related("user")


def _write(locked: Record, workflow: Workflow, move: Move, values: dict[str, Any]) -> None:
    type(locked)._base_manager.filter(pk=locked.pk).update(
        **{workflow.status_field: move.target},
        **values,
        version=locked.version + 1,
        updated_at=timezone.now(),
    )


def _note(locked: Record, workflow: Workflow, move: Move, state: str, by: Actor, reason: str) -> None:
    Transition.objects.create(
        user=user_of(by),
        actor=label_of(by),
        model=workflow.label,
        object_id=locked.pk,
        object_public_id=locked.public_id,
        field=workflow.status_field,
        move=move.name,
        from_state=state,
        to_state=move.target,
        reason=reason,
        request_id=request_id.get(),
    )
    audit.record(by, move.name, locked, changes={workflow.status_field: [state, move.target]}, reason=reason)


def link_may(link: SignedLink, purpose: str, row: Record) -> bool:
    """Whether this link was issued for this act on this row and is still open."""
    return (
        link.is_open
        and link.purpose == purpose
        and link.model == row._meta.label
        and link.object_id == row.pk
    )

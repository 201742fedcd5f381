"""The kinds of import that rooms offer. A room registers an `ImportKind` in AppConfig.ready.

    register(ImportKind(code="programmes", label=_("Programmes"), organisations=("school",), spec=..., ...))

`scope` is the organisation on whose behalf is imported: a school imports its own programmes, a bureau the
schools and enterprises of its jurisdiction. Every lookup of a kind stays within the scope, so that a
foreign name or code in a file is simply not known.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.accounts.memberships import memberships_of, model_of
from portal.accounts.models import AbstractMembership, Role, User
from portal.common.tabular.columns import ImportSpec, Key, Values
from portal.common.tabular.planning import Plan, PlannedRow
from portal.common.tabular.sentences import Text


@dataclass(frozen=True)
class Scope:
    """The organisation on whose behalf is imported, and its kind (`school`, `enterprise`, `bureau`)."""

    kind: str
    organisation: Any

    def allows(self, user: Any, at_least: Role) -> bool:
        """Whether the user has this role here."""
        return memberships_of(user).has(self.kind, self.organisation.pk, at_least)


def scope_of(membership: AbstractMembership) -> Scope:
    """The scope of a membership."""
    return Scope(membership.kind, membership.organisation)


def scope_for(organisation_kind: str, organisation_id: int) -> Scope:
    """The scope of a stored row. Raises ObjectDoesNotExist where the organisation is gone."""
    model = model_of(organisation_kind)
    related: Any = model._meta.get_field(model.organisation_field).related_model
    return Scope(organisation_kind, related._default_manager.get(pk=organisation_id))


def _no_effects(scope: Scope, plan: Plan) -> Sequence[Text]:
    return ()


@dataclass(frozen=True)
class ImportKind:
    """What can be imported and how.

    `spec(scope)`: columns, keys and checks, with words looked up within the scope.
    `existing(scope, keys, lock)`: the records of these keys as column name -> value, as the spec's readers give it;
    with `lock` inside the transaction of the commit, where rows are to be locked.
    `commit(scope, rows, by)`: write new and changed rows in bulk, note them in the trail and mark what is stale; called
    in one transaction with everything else, so that any exception leaves nothing. Answers counts for the result page.
    `effects(scope, plan)`: what the import would change in the user's own numbers, as sentences.
    """

    code: str
    label: Any
    organisations: tuple[str, ...]
    spec: Callable[[Scope], ImportSpec]
    existing: Callable[[Scope, Sequence[Key], bool], Mapping[Key, Values]]
    commit: Callable[[Scope, Sequence[PlannedRow], User | None], Mapping[str, int]]
    effects: Callable[[Scope, Plan], Sequence[Text]] = _no_effects
    note: Any = ""
    list_url_name: str = ""
    order: int = 100
    at_least: Role = field(default=Role.EDITOR)

    def is_open_to(self, scope: Scope, user: Any) -> bool:
        """Whether this user may import this kind on behalf of this organisation."""
        return scope.kind in self.organisations and scope.allows(user, self.at_least)


_kinds: dict[str, ImportKind] = {}


def register(*kinds: ImportKind) -> None:
    """Offer kinds of import; called from AppConfig.ready."""
    _kinds.update({kind.code: kind for kind in kinds})


def kind_of(code: str) -> ImportKind:
    """The kind of that code; KeyError where nobody registered it."""
    return _kinds[code]


def kinds_open_to(scope: Scope, user: Any) -> list[ImportKind]:
    """What this user may import here, in order."""
    open_kinds = [kind for kind in _kinds.values() if kind.is_open_to(scope, user)]
    return sorted(open_kinds, key=lambda kind: (kind.order, kind.code))

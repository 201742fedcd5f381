"""Starting empty: everything invented goes, everything real stays."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction

from enterprises.models import Enterprise
from partnerships.demo import people
from partnerships.summaries.services import queue_recount
from portal.accounts.models import Bureau, User
from portal.accounts.services.bureaus import place_bureau
from portal.records import audit
from portal.records.actors import Actor
from portal.records.tasks import enqueue
from schools.models import School

ROOTS: tuple[Any, ...] = (School, Enterprise, Bureau)


def start_empty(*, by: Actor) -> int:
    """Remove the demo and count anew, so that sums and open data forget it too; returns how many rows went."""
    removed = remove_demo(by=by)
    enqueue(queue_recount())
    return removed


def remove_demo(*, by: Actor) -> int:
    """Delete all demo organisations with everything that hangs on them; returns how many rows went.

    Rows are deleted from the top of the house down, model by model, each in a short transaction. The accounts of the
    demo can no longer sign in, except that of who does it.
    """
    removed = 0
    _release_real(by)
    for model, lookups in _dependents():
        condition = models.Q()
        for lookup in lookups:
            condition |= models.Q(**{f"{lookup}__is_demo": True})
        removed += _delete(model, condition)
    for root in ROOTS:
        if root is Bureau:
            Bureau.objects.filter(is_demo=True).update(parent=None)
        removed += _delete(root, models.Q(is_demo=True))
    usernames = [person.username for person in people.SHOWN]
    kept = by.username if isinstance(by, User) else ""
    User.objects.filter(username__in=[*usernames, people.OPERATOR]).exclude(username=kept).update(
        is_active=False
    )
    if removed:
        audit.record_many(by, audit.DELETED, "demo", rows=removed)
    return removed


@transaction.atomic
def _release_real(by: Actor) -> None:
    """What is real and names a demo organisation as superior, authority or group stays, without it."""
    for bureau in Bureau.objects.filter(is_demo=False, parent__is_demo=True).order_by("pk"):
        place_bureau(bureau, parent=None, by=by if isinstance(by, User) else None)
    for model in ROOTS:
        for field in model._meta.fields:
            if field.null and field.related_model in ROOTS:
                rows = model._base_manager.filter(**{"is_demo": False, f"{field.name}__is_demo": True})
                audit.record_bulk(by, audit.CHANGED, rows)
                rows.update(**{field.name: None})


def _delete(model: type[models.Model], condition: models.Q) -> int:
    """Delete without cascade, because the leaves went before; what merely mentions these rows forgets them."""
    with transaction.atomic():
        keys = model._base_manager.filter(condition).values("pk")
        for other, field in _mentioning(model):
            other._base_manager.filter(**{f"{field}__in": keys}).update(**{field: None})
        rows = model._base_manager.filter(pk__in=keys)
        return int(rows._raw_delete(rows.db))  # noqa: SLF001


def _dependents() -> list[tuple[type[models.Model], list[str]]]:
    """Every model that leads to a demo organisation, with the lookups that lead there; leaves first."""
    paths: dict[type[models.Model], list[str]] = {}
    order: list[type[models.Model]] = []
    frontier: list[tuple[type[models.Model], str]] = [(root, "") for root in ROOTS]
    while frontier:
        model, path = frontier.pop(0)
        for related, field in _pointing_to(model):
            lookup = f"{field}__{path}".removesuffix("__")
            if lookup.count("__") > 3 or related in ROOTS:
                continue
            paths.setdefault(related, []).append(lookup)
            if related in order:
                order.remove(related)
            order.append(related)
            frontier.append((related, lookup))
    return [(model, sorted(set(paths[model]))) for model in reversed(order)]


def _pointing_to(target: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """(model, foreign key) of every model, through tables included, that must go with a row of `target`."""
    return [(model, field.name) for model, field in _links_to(target) if not _is_loose(field)]


def _mentioning(target: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """(model, foreign key) of every model whose rows stay where a row of `target` goes."""
    return [(model, field.name) for model, field in _links_to(target) if _is_loose(field)]


def _links_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], Any]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if (field.many_to_one or field.one_to_one) and field.concrete and field.related_model is target:
                yield model, field


def _is_loose(field: Any) -> bool:
    return field.null and field.remote_field.on_delete is models.SET_NULL

"""Starting empty: everything invented goes, everything real stays."""

from django.apps import apps
from django.db import models, transaction

from enterprises.models import Enterprise
from partnerships.demo import people
from portal.accounts.models import Bureau, User
from portal.records import audit
from portal.records.actors import Actor
from schools.models import School

ROOTS = (School, Enterprise, Bureau)


def remove_demo(*, by: Actor) -> int:
    """Delete all demo organisations with everything that hangs on them; returns how many rows went.

    Rows are deleted from the top of the house down, model by model, each in a short transaction. The accounts of the
    demo can no longer sign in, except that of who does it.
    """
    removed = 0
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


def _delete(model: type[models.Model], condition: models.Q) -> int:
    with transaction.atomic():
        keys = model._base_manager.filter(condition).values("pk")
        rows = model._base_manager.filter(pk__in=keys)
        return int(rows._raw_delete(rows.db))  # noqa: SLF001 (no cascade: the leaves went before)


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
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if (
                not (field.many_to_one or field.one_to_one)
                or not field.concrete
                or field.related_model is not target
            ):
                continue
            if (
                not field.null
                or field.remote_field is None
                or field.remote_field.on_delete is not models.SET_NULL
            ):
                found.append((model, field.name))
    return found

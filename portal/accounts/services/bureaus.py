"""Bureaus and their place in the line of superiors."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Bureau, User
from portal.common import trail
from portal.common.errors import DomainError
from portal.common.models import update_if_unchanged


@transaction.atomic
def make_bureau(*, by: User | None, **values: Any) -> Bureau:
    """Make a bureau and set its path below its superior."""
    return found_bureau(Bureau(**values), by=by)


@transaction.atomic
def found_bureau(bureau: Bureau, *, by: User | None) -> Bureau:
    """Write a new bureau, as a form has filled it in, and set its path below its superior."""
    bureau.save(force_insert=True)
    bureau.path = _path_of(bureau)
    Bureau.objects.filter(pk=bureau.pk).update(path=bureau.path)
    trail.record(by, "created", bureau, changes={"name_zh": bureau.name_zh, "region": bureau.region_id})
    return bureau


@transaction.atomic
def update_bureau(bureau: Bureau, *, version: int, by: User, **values: Any) -> Bureau:
    """Write names and kind; StaleVersion where somebody was faster."""
    changes = {
        name: [getattr(bureau, name), value]
        for name, value in values.items()
        if getattr(bureau, name) != value
    }
    if changes or bureau.version != version:
        update_if_unchanged(bureau, version=version, **values)
        trail.record(by, "changed", bureau, changes=changes)
    return bureau


@transaction.atomic
def place_bureau(bureau: Bureau, *, parent: Bureau | None, by: User | None) -> Bureau:
    """Put a bureau, with all below it, under another superior. DomainError where that would make a circle."""
    rows = {row.pk: row for row in _with_those_below(bureau).select_for_update()}
    if parent is not None and parent.pk in rows:
        raise DomainError(_("A bureau cannot stand below itself."), code="circle")
    old = bureau.path
    new = f"{parent.path if parent else '/'}{bureau.pk}/"
    Bureau.objects.filter(pk=bureau.pk).update(parent=parent)
    for row in rows.values():
        row.path = new + row.path.removeprefix(old)
    Bureau.objects.bulk_update(rows.values(), ["path"])
    trail.record(by, "changed", bureau, changes={"path": [old, new]})
    bureau.refresh_from_db()
    return bureau


def _with_those_below(bureau: Bureau) -> QuerySet[Bureau]:
    """The bureau and all below it; a row without a path stands alone, though every path begins with nothing."""
    if not bureau.path:
        return Bureau.objects.filter(pk=bureau.pk)
    return Bureau.objects.filter(path__startswith=bureau.path)


def _path_of(bureau: Bureau) -> str:
    return f"{bureau.parent.path if bureau.parent else '/'}{bureau.pk}/"

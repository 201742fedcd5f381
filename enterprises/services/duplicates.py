"""Which enterprises of the register a new one may be.

By code, by name as it is compared, by an alias that somebody confirmed before, and by the name without a bracketed
place. Only what the user may see is named.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from enterprises.models import Alias, Enterprise
from enterprises.names import SHORTEST_KEY, name_key, place_free_key
from portal.accounts.models import User
from portal.common.errors import DomainError

MOST = 8


@dataclass(frozen=True)
class Similar:
    """An enterprise that is perhaps the same, and why one thinks so."""

    enterprise: Enterprise
    why: str


class SimilarEnterprises(DomainError):
    """The register has enterprises that may be the one entered; say that it is another, or take one of them."""

    def __init__(self, similar: list[Similar]) -> None:
        names = "、".join(str(found.enterprise) for found in similar)
        super().__init__(
            _("The register may have this enterprise already: %(names)s") % {"names": names}, code="similar"
        )
        self.similar = similar


def similar_to(
    values: dict[str, Any], *, seen_by: User, apart_from: Enterprise | None = None
) -> list[Similar]:
    """The enterprises that may be the one with these values, surest first, at most eight."""
    rows = Enterprise.objects.visible_to(seen_by).select_related("region__parent")
    if apart_from is not None:
        rows = rows.exclude(pk=apart_from.pk)
    keys = {key for key in _keys(values) if len(key) >= SHORTEST_KEY}
    same = Q(name_key__in=keys)
    if values.get("credit_code"):
        same |= Q(credit_code=values["credit_code"])
    if values.get("number"):
        same |= Q(number=values["number"], number_kind=values.get("number_kind", ""))
    aliased = Alias.objects.filter(normalised__in=keys).values("enterprise")
    found = rows.filter(same | Q(pk__in=aliased)).order_by("pk")[:MOST]
    return sorted((Similar(row, _why(row, values)) for row in found), key=_sureness)


def _keys(values: dict[str, Any]) -> list[str]:
    names = [values.get("name_zh") or "", values.get("name_en") or ""]
    return [key(name) for name in names for key in (name_key, place_free_key)]


def _why(row: Enterprise, values: dict[str, Any]) -> str:
    if values.get("credit_code") and row.credit_code == values["credit_code"]:
        return _("same credit code")
    if values.get("number") and row.number == values["number"]:
        return _("same number")
    if row.name_key in {name_key(values.get("name_zh") or ""), name_key(values.get("name_en") or "")}:
        return _("same name")
    return _("known under a similar name")


def _sureness(similar: Similar) -> tuple[int, int]:
    order = [_("same credit code"), _("same number"), _("same name")]
    return (order.index(similar.why) if similar.why in order else len(order), similar.enterprise.pk)

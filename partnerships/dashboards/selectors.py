"""The selectors of a bureau's scope: region, city, district, whose rows, month. Each choice is a link."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from partnerships.dashboards.scope import TERRITORY, Scope
from portal.common.wording import month_words
from portal.reference.models import Region


@dataclass(frozen=True)
class Choice:
    """One entry of a selector."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Selector:
    """A labelled button that opens its choices; without choices it only says what holds."""

    label: str
    shown: str
    choices: tuple[Choice, ...]
    is_set: bool = False
    follows: bool = False


def selectors_of(
    scope: Scope, regions: Iterable[Region], months: Iterable[str], *, keep: dict[str, str] | None = None
) -> list[Selector]:
    """Region downwards, then territory or authority where the bureau has both, then month; `keep` stays in links."""
    kept = {name: value for name, value in (keep or {}).items() if value}
    known = list(regions)
    line = _line(scope, known)
    selectors = [
        Selector(
            pgettext("region", "Scope"),
            scope.bureau.region.name,
            (_choice(scope.at(scope.bureau.region), kept),),
            is_set=True,
        )
    ]
    selectors += [
        _below(scope, line, known, at, kept) for at in range(len(line)) if _children(line[at], known)
    ]
    if len(scope.ways) > 1:
        selectors.append(_ways(scope, kept))
    selectors.append(_months(scope, months, kept))
    return selectors


def _line(scope: Scope, regions: list[Region]) -> list[Region]:
    """The regions from the bureau's own down to the chosen one."""
    return [region for region in regions if scope.region.path.startswith(region.path)]


def _children(parent: Region, regions: list[Region]) -> list[Region]:
    return [region for region in regions if region.parent_id == parent.pk]


def _below(
    scope: Scope, line: list[Region], regions: list[Region], at: int, kept: dict[str, str]
) -> Selector:
    """The regions one step below `line[at]`, with "all" first."""
    parent, chosen = line[at], line[at + 1] if at + 1 < len(line) else None
    children = _children(parent, regions)
    everything = _all_words(parent, len(children))
    choices = [Choice(everything, _link(scope.at(parent), kept), chosen is None)]
    choices += [Choice(region.name, _link(scope.at(region), kept), region == chosen) for region in children]
    label = _("City") if parent.level == Region.Level.PROVINCE else _("District")
    return Selector(
        label, chosen.name if chosen else everything, tuple(choices), chosen is not None, follows=True
    )


def _all_words(parent: Region, count: int) -> str:
    if parent.level == Region.Level.PROVINCE:
        return ngettext("All %(n)s city", "All %(n)s cities", count) % {"n": count}
    return ngettext("All %(n)s district", "All %(n)s districts", count) % {"n": count}


def _ways(scope: Scope, kept: dict[str, str]) -> Selector:
    names = {way: _("territory") if way == TERRITORY else _("competent authority") for way in scope.ways}
    choices = [Choice(names[way], _link(replace(scope, by=way), kept), way == scope.by) for way in scope.ways]
    return Selector(
        pgettext("whose schools", "By"), names[scope.by], tuple(choices), scope.by != scope.ways[0]
    )


def _months(scope: Scope, months: Iterable[str], kept: dict[str, str]) -> Selector:
    words = {month: month_words(_first_day(month)) for month in months}
    everything = _("All months")
    choices = [Choice(everything, _link(replace(scope, month=""), kept), not scope.month)]
    choices += [
        Choice(words[month], _link(replace(scope, month=month), kept), month == scope.month)
        for month in words
    ]
    shown = words.get(scope.month, scope.month) or everything
    return Selector(_("Report month"), shown, tuple(choices), bool(scope.month))


def _first_day(month: str) -> date:
    year, number = month.split("-")
    return date(int(year), int(number), 1)


def _choice(scope: Scope, kept: dict[str, str]) -> Choice:
    return Choice(scope.region.name, _link(scope, kept), is_current=True)


def _link(scope: Scope, kept: dict[str, Any]) -> str:
    """A link to the same page in another scope."""
    return scope.query(**kept) or "?"

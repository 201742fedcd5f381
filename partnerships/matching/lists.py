"""A page of suggestions: its filter, order, view and how many are shown, all of it in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django_filters import FilterSet

from partnerships.matching.filters import SORTS, ordered
from partnerships.matching.models import Suggestion
from portal.common.furniture import Tab

STEP, MOST = 10, 200


@dataclass(frozen=True)
class Found:
    """The suggestions that the address asks for."""

    filter: FilterSet
    rows: list[Suggestion]
    total: int
    sort_label: str
    sorts: list[tuple[str, str, bool]]
    views: list[Tab]
    is_list: bool
    more_url: str

    @property
    def form(self) -> Any:
        return self.filter.form

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set: an empty list then means something else."""
        values = self.filter.form.cleaned_data.values() if self.filter.form.is_valid() else []
        return any(value not in (None, "") for value in values)


def found(
    request: HttpRequest,
    rows: QuerySet[Any],
    filter_class: type[FilterSet],
    sorts: Sequence[str] = tuple(SORTS),
) -> Found:
    """Ten suggestions, or as many more as ?show= says; unknown words in the address are ignored."""
    query = request.GET
    filtered = filter_class(query, queryset=rows, request=request)
    sort = query.get("sort", "") if query.get("sort", "") in sorts else "score"
    total = filtered.qs.count()
    show = _shown(query)
    shown = list(ordered(filtered.qs, sort)[:show])
    return Found(
        filter=filtered,
        rows=_with_open_panel(shown, rows, query.get("decline", "")),
        total=total,
        sort_label=str(SORTS[sort][0]),
        sorts=[(str(SORTS[name][0]), address(query, sort=name), name == sort) for name in sorts],
        views=_views(query),
        is_list=query.get("view") == "list",
        more_url=f"{address(query, show=str(show + STEP))}#more" if total > show < MOST else "",
    )


def _with_open_panel(shown: list[Suggestion], rows: QuerySet[Any], public_id: str) -> list[Suggestion]:
    """The suggestion that is being declined stands first where the page would not hold it."""
    if not public_id or any(row.public_id == public_id for row in shown):
        return shown
    return [*rows.filter(public_id=public_id), *shown]


def _shown(query: QueryDict) -> int:
    """How many suggestions to show: a multiple of ten, at most two hundred."""
    asked = query.get("show", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else STEP
    return max(STEP, min(MOST, number // STEP * STEP))


def _views(query: QueryDict) -> list[Tab]:
    is_list = query.get("view") == "list"
    return [
        Tab(_("Cards"), address(query, view=None), is_current=not is_list),
        Tab(_("List"), address(query, view="list"), is_current=is_list),
    ]


def address(query: QueryDict, **changed: str | None) -> str:
    """The same address with these words changed; None takes a word away, and an open panel is closed."""
    return f"?{_query(query, **changed).urlencode()}"


def _query(query: QueryDict, **changed: str | None) -> QueryDict:
    values = query.copy()
    values.pop("decline", None)
    for name, value in changed.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    return values


def addresses(request: HttpRequest) -> dict[str, str]:
    """For the links of the cards: the query without an open panel, and the page with that panel closed."""
    kept = _query(request.GET).urlencode()
    return {"kept_query": kept, "close_url": f"{request.path}?{kept}" if kept else request.path}

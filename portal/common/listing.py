"""A list page: filter, order and page of scoped rows, all of it in the address.

`?sort=name` rises, `?sort=-name` falls; an unknown word, page or filter value is ignored, never an error, because
addresses are typed, shortened and shared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django_filters import FilterSet

PAGE_SIZE = 50


@dataclass(frozen=True)
class Listing:
    """What a list template shows: the filter form, the page, and all rows found in their order."""

    filter: FilterSet
    page: Page[Any]
    rows: QuerySet[Any]
    sort: str

    @property
    def form(self) -> Any:
        return self.filter.form

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set: an empty list then means something else."""
        values = self.filter.form.cleaned_data.values() if self.filter.form.is_valid() else []
        return any(value not in (None, "", [], ()) for value in values)


def listing(
    request: HttpRequest,
    rows: QuerySet[Any],
    filter_class: type[FilterSet],
    *,
    sorts: Mapping[str, str],
    default: str,
) -> Listing:
    """Filter and order `rows` by the query string. `sorts` maps the words of ?sort= to fields; `default` is one
    of them, with a minus if it falls. Rows without a value come last either way."""
    filtered = filter_class(request.GET, queryset=rows, request=request)
    sort = request.GET.get("sort", "")
    if sort.removeprefix("-") not in sorts:
        sort = default
    ordered = filtered.qs.order_by(_order(sorts[sort.removeprefix("-")], falls=sort.startswith("-")), "pk")
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    return Listing(filtered, page, ordered, sort)


def _order(field: str, *, falls: bool) -> Any:
    return F(field).desc(nulls_last=True) if falls else F(field).asc(nulls_last=True)

"""A list page: filter, order and page of scoped rows, all of it in the address.

`?sort=name` rises, `?sort=-name` falls; an unknown word, page or filter value is ignored, never an error, because
addresses are typed, shortened and shared.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict
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


@dataclass(frozen=True)
class Asker:
    """Who asks for a list outside a request: what a filter needs to scope its choices."""

    user: Any


@dataclass(frozen=True)
class ListSpec:
    """A list that a page shows and an export writes: the same rows, filters and order.

    `rows(user, query)` are the scoped rows; `sorts` maps the words of ?sort= to fields, `default` is one of them, with
    a minus if it falls.
    """

    rows: Callable[[Any, QueryDict], QuerySet[Any]]
    filter_class: type[FilterSet]
    sorts: Mapping[str, str]
    default: str

    def sort_of(self, query: QueryDict) -> str:
        """The order asked for, if it is known."""
        sort = query.get("sort", "")
        return sort if sort.removeprefix("-") in self.sorts else self.default

    def filtered(self, user: Any, query: QueryDict) -> FilterSet:
        """The filter over the user's rows; its `qs` are the rows found, in no order."""
        return self.filter_class(query, queryset=self.rows(user, query), request=Asker(user))

    def ordered(self, rows: QuerySet[Any], query: QueryDict) -> QuerySet[Any]:
        """Rows in the order asked for; those without a value come last either way."""
        sort = self.sort_of(query)
        field = self.sorts[sort.removeprefix("-")]
        return rows.order_by(_order(field, falls=sort.startswith("-")), "pk")

    def found(self, user: Any, query: QueryDict) -> QuerySet[Any]:
        """The rows of the list, as an export writes them."""
        return self.ordered(self.filtered(user, query).qs, query)


def listing(request: HttpRequest, spec: ListSpec) -> Listing:
    """The page of the list that the query string asks for."""
    filtered = spec.filtered(request.user, request.GET)
    rows = spec.ordered(filtered.qs, request.GET)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return Listing(filtered, page, rows, spec.sort_of(request.GET))


def _order(field: str, *, falls: bool) -> Any:
    return F(field).desc(nulls_last=True) if falls else F(field).asc(nulls_last=True)

"""Pages of the depth room: the list by level, and the evidence behind one score."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema_field

from partnerships.agreements.models import Partnership
from partnerships.depth import pages
from partnerships.depth.models import DepthScore
from partnerships.depth.unearned import confirmed_by_link, unearned_rows
from portal.accounts.models import User
from portal.common.listing import ListSpec, listing
from portal.reference.models import Region

LEVELS = [(level, str(level)) for level in range(6)]
SORTS = {
    "points": "points",
    "coverage": "coverage",
    "last": "partnership__last_activity_on",
    "school": "partnership__school__name_zh",
    "enterprise": "partnership__enterprise__name_zh",
}


class DepthFilter(django_filters.FilterSet):
    """Level, level at most, city and gate."""

    level = django_filters.ChoiceFilter(label=_("Level"), choices=LEVELS)
    at_least = django_filters.ChoiceFilter(
        label=_("Level at least"), field_name="level", lookup_expr="gte", choices=LEVELS
    )
    at_most = django_filters.ChoiceFilter(
        label=_("Level at most"), field_name="level", lookup_expr="lte", choices=LEVELS
    )
    city = django_filters.ModelChoiceFilter(
        label=_("City"), queryset=Region.objects.filter(level="city"), method="of_city"
    )

    class Meta:
        model = DepthScore
        fields: list[str] = []

    @extend_schema_field(str)
    def of_city(self, rows: QuerySet[DepthScore], name: str, city: Region) -> QuerySet[DepthScore]:
        return rows.filter(partnership__school__region__path__startswith=city.path)


def scored_for(user: User, query: QueryDict | None = None) -> QuerySet[DepthScore]:
    """Scores of live partnerships that the user may see."""
    rows = DepthScore.objects.visible_to(user).exclude(partnership__stage=Partnership.Stage.ENDED)
    return rows.select_related("partnership__school__region", "partnership__enterprise__region")


LIST = ListSpec(rows=scored_for, filter_class=DepthFilter, sorts=SORTS, default="-points")


@require_safe
def depth_list(request: HttpRequest) -> HttpResponse:
    """All scored partnerships in sight, the shallow ones one filter away."""
    found = listing(request, LIST)
    shallow = found.rows.filter(level__lte=1).count()
    rows = [(row, pages.level_name(row.level)) for row in found.page]
    context = {"listing": found, "rows": rows, "heading": pages.heading(found.count, shallow)}
    return render(request, "depth/list.html", context)


@require_safe
def depth_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every part of the score of a partnership, opened into its evidence."""
    partnership = get_object_or_404(
        Partnership.objects.visible_to(request.user).select_related("school__region", "enterprise__industry"),
        public_id=public_id,
    )
    found = DepthScore.objects.filter(partnership=partnership).first()
    by_link = confirmed_by_link(partnership)
    context = {
        "partnership": partnership,
        "score": found,
        "level_name": pages.level_name(found.level, full=True) if found else "",
        "dimensions": pages.evidence_pages(found, by_link) if found else [],
        "unearned": unearned_rows(found) if found else [],
        "confirmations": len(by_link),
        "by_link": sum(by_link.values()),
        "gate": pages.gate_words(found, pages.current_rubric()) if found else "",
        "flags": [pages.flag_words(code) for code in found.flags] if found else [],
    }
    return render(request, "depth/detail.html", context)

"""What the list of activities is filtered by."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partnerships.activities.kinds import dimensions, kinds
from partnerships.activities.models import Activity
from partnerships.activities.showing import language
from partnerships.agreements.filters import PairFilter
from partnerships.agreements.models import Partnership


def kind_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds under their dimensions."""
    return [
        (
            dimension.name_in(language()),
            [
                (kind.code, kind.name_in(language()))
                for kind in kinds().values()
                if kind.dimension == dimension.code
            ],
        )
        for dimension in dimensions()
    ]


class ActivityFilter(PairFilter):
    """State, kind, period, partnership, text, city."""

    pair = "partnership__"

    status = django_filters.MultipleChoiceFilter(label=_("State"), choices=Activity.Status.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kind_choices)
    dimension = django_filters.ChoiceFilter(
        label=_("Dimension"),
        method="by_dimension",
        choices=lambda: [(row.code, row.name_in(language())) for row in dimensions()],
    )
    period = django_filters.DateFromToRangeFilter(
        label=_("Period"),
        field_name="happened_on",
        widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"}),
    )
    partnership = django_filters.CharFilter(label=_("Partnership"), method="by_partnership")

    class Meta:
        model = Activity
        fields = ["status", "kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["partnership"].widget.input_type = "hidden"

    def by_dimension(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Kinds that count in this dimension."""
        return rows.filter(kind__in=[kind.code for kind in kinds().values() if kind.dimension == value])

    def by_partnership(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those of one partnership in sight, by its public id."""
        seen = Partnership.objects.visible_to(self.request.user).filter(public_id=value)
        return rows.filter(partnership__in=seen)

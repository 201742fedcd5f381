"""The list of activities: what it holds, filters and orders by."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from partnerships.activities.filters import ActivityFilter
from partnerships.activities.models import Activity
from portal.common.listing import ListSpec

PARTIES = ("partnership__school__region", "partnership__enterprise__region")


def _activities(user: Any, query: QueryDict) -> QuerySet[Any]:
    return Activity.objects.visible_to(user).select_related(*PARTIES).prefetch_related("evidence")


ACTIVITIES = ListSpec(
    _activities,
    ActivityFilter,
    {
        "day": "happened_on",
        "title": "title",
        "kind": "kind",
        "school": "partnership__school__name_zh",
        "enterprise": "partnership__enterprise__name_zh",
        "state": "status",
    },
    "-day",
)

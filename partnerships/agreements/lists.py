"""The lists of this room: what they hold, filter and order by; pages show them, exports write them."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from partnerships.agreements.answering import RELATED
from partnerships.agreements.filters import AgreementFilter, PartnershipFilter, ProposalFilter
from partnerships.agreements.models import Agreement, Partnership, Proposal
from portal.common.listing import ListSpec

AGREEMENT_PARTIES = (
    "partnership__school__region",
    "partnership__enterprise__region",
    "partnership__enterprise__industry",
)


def _partnerships(user: Any, query: QueryDict) -> QuerySet[Any]:
    return Partnership.objects.visible_to(user).select_related("school__region", "enterprise__region")


def _proposals(user: Any, query: QueryDict) -> QuerySet[Any]:
    return Proposal.objects.visible_to(user).select_related(*RELATED)


def _agreements(user: Any, query: QueryDict) -> QuerySet[Any]:
    rows = Agreement.objects.visible_to(user).select_related(*AGREEMENT_PARTIES)
    return rows.prefetch_related("forms")


PARTNERSHIPS = ListSpec(
    _partnerships,
    PartnershipFilter,
    {
        "school": "school__name_zh",
        "enterprise": "enterprise__name_zh",
        "stage": "stage",
        "since": "started_on",
        "activity": "last_activity_on",
    },
    "-activity",
)
PROPOSALS = ListSpec(
    _proposals,
    ProposalFilter,
    {
        "school": "school__name_zh",
        "enterprise": "enterprise__name_zh",
        "students": "students",
        "sent": "sent_at",
        "state": "status",
    },
    "-sent",
)
AGREEMENTS = ListSpec(
    _agreements,
    AgreementFilter,
    {
        "title": "title",
        "school": "partnership__school__name_zh",
        "enterprise": "partnership__enterprise__name_zh",
        "from": "starts_on",
        "to": "ends_on",
        "state": "status",
    },
    "-from",
)

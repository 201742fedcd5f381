"""What the lists of this room are filtered by; the state stands in the address."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.answered import is_told
from partnerships.agreements.models import Agreement, Partnership, Proposal
from portal.reference.form_fields import city_choices
from portal.reference.models import CooperationForm

DAYS = (
    (30, _("within 30 days")),
    (60, _("within 60 days")),
    (90, _("within 90 days")),
    (180, _("within 180 days")),
)


class PairFilter(django_filters.FilterSet):
    """Text and city of rows that hold a school and an enterprise; `pair` leads to the row that holds them."""

    pair = ""

    q = django_filters.CharFilter(label=_("Name"), method="by_text")
    city = django_filters.ChoiceFilter(label=_("City"), choices=city_choices, method="by_city")

    def by_text(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """In either name, Chinese or English."""
        condition = Q()
        for word in value.split()[:5]:
            each = Q()
            for party in ("school", "enterprise"):
                for field in ("name_zh", "name_en"):
                    each |= Q(**{f"{self.pair}{party}__{field}__icontains": word})
            condition &= each
        return rows.filter(condition)

    def by_city(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Either party stands in the city."""
        part = f"/{value}/"
        return rows.filter(
            Q(**{f"{self.pair}school__region__path__contains": part})
            | Q(**{f"{self.pair}enterprise__region__path__contains": part})
        )


class PartnershipFilter(PairFilter):
    """Stage, text, city, and those without a confirmed activity for long."""

    stage = django_filters.MultipleChoiceFilter(label=_("Stage"), choices=Partnership.Stage.choices)
    quiet = django_filters.ChoiceFilter(
        label=_("Quiet"),
        method="by_quiet",
        choices=(
            (180, _("no confirmed activity for 180 days")),
            (365, _("no confirmed activity for a year")),
        ),
    )

    class Meta:
        model = Partnership
        fields = ["stage"]

    def by_quiet(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Live ones whose last confirmed activity lies that many days back, or who never had one."""
        since = timezone.localdate() - timedelta(days=int(value))
        return rows.live().filter(Q(last_activity_on=None) | Q(last_activity_on__lt=since))  # type: ignore[attr-defined]


class ProposalFilter(PairFilter):
    """State, who sent it, what its sender should hear of, text, city."""

    status = django_filters.MultipleChoiceFilter(label=_("State"), choices=Proposal.Status.choices)
    from_side = django_filters.ChoiceFilter(
        label=_("Sent by"), choices=(("school", _("School")), ("enterprise", _("Enterprise")))
    )
    news = django_filters.ChoiceFilter(
        label=_("News"),
        choices=(
            (Proposal.Status.ACCEPTED, _("accepted lately")),
            (Proposal.Status.DECLINED, _("declined within a week")),
            (Proposal.Status.SENT, _("no answer for over a week")),
        ),
        method="by_news",
    )

    class Meta:
        model = Proposal
        fields = ["status", "from_side"]

    def by_news(self, rows: QuerySet[Proposal], name: str, value: str) -> QuerySet[Proposal]:
        return rows.filter(is_told(timezone.now()), status=value)


class AgreementFilter(PairFilter):
    """State, form, expiring soon, partnership, text, city."""

    pair = "partnership__"

    status = django_filters.MultipleChoiceFilter(label=_("State"), choices=Agreement.Status.choices)
    expiring = django_filters.ChoiceFilter(label=_("Expires"), choices=DAYS, method="by_expiry")
    form_of = django_filters.ModelChoiceFilter(
        label=_("Forms of cooperation"), field_name="forms", queryset=CooperationForm.objects.all()
    )

    partnership = django_filters.CharFilter(label=_("Partnership"), method="by_partnership")

    class Meta:
        model = Agreement
        fields = ["status"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["partnership"].widget.input_type = "hidden"

    def by_partnership(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those of one partnership in sight, by its public id."""
        seen = Partnership.objects.visible_to(self.request.user).filter(public_id=value)
        return rows.filter(partnership__in=seen)

    def by_text(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """In a name of either side, or in the title."""
        return super().by_text(rows, name, value) | rows.filter(title__icontains=value)

    def by_expiry(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Signed and ending in the coming days."""
        return rows.expiring_within(timezone.localdate(), int(value))  # type: ignore[attr-defined]

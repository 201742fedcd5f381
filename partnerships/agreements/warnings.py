"""What to look at twice before an agreement is signed: it warns, it does not forbid."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from partnerships.agreements.models import Agreement
from partnerships.agreements.services.agreements import free_title

# Forms by which the enterprise takes interns: the term is to be not less than 3 years (校企合作促进办法, 2018).
INTERN_FORMS = frozenset({"student_placement", "order_class", "modern_apprenticeship", "new_apprenticeship"})
LEAST_YEARS = 3


@dataclass(frozen=True)
class AgreementWarning:
    """A sentence, and the agreement it points to."""

    code: str
    sentence: str
    other: Agreement | None = None


def warnings_for(agreement: Agreement) -> list[AgreementWarning]:
    """A title that another bears, similar agreements of the pair, and a term that is short for taking interns."""
    codes = {form.pk for form in agreement.forms.all()}
    found = _same_title(agreement)
    found += [
        AgreementWarning(
            "similar",
            _("“%(title)s” between the two covers the same time and names the same forms.")
            % {"title": other.title},
            other,
        )
        for other in similar_to(agreement, codes)
    ]
    if codes & INTERN_FORMS and is_short(agreement.starts_on, agreement.ends_on):
        found.append(
            AgreementWarning(
                "short_term",
                _(
                    "Where the enterprise takes interns the term should be not less than 3 years "
                    "(Measures on cooperation of 2018; to be confirmed by the bureau)."
                ),
            )
        )
    return found


def _same_title(agreement: Agreement) -> list[AgreementWarning]:
    """Two agreements of the pair under one title: lists cannot tell them apart."""
    rows = Agreement.objects.filter(partnership=agreement.partnership_id, title=agreement.title)
    other = rows.exclude(pk=agreement.pk).exclude(status=Agreement.Status.WITHDRAWN).first()
    if other is None:
        return []
    title = free_title(agreement.partnership, agreement.title)
    words = _("Another agreement of the two is called “%(old)s” too. “%(new)s” would tell them apart.")
    return [AgreementWarning("same_title", words % {"old": other.title, "new": title}, other)]


def similar_to(agreement: Agreement, codes: set[str]) -> list[Agreement]:
    """Agreements of the same pair, not withdrawn or ended, whose term overlaps and whose forms are the same."""
    rows = (
        Agreement.objects.filter(
            partnership=agreement.partnership_id,
            status__in=[Agreement.Status.DRAFT, Agreement.Status.OFFERED, Agreement.Status.SIGNED],
            starts_on__lte=agreement.ends_on,
            ends_on__gte=agreement.starts_on,
        )
        .exclude(pk=agreement.pk)
        .prefetch_related("forms")
    )
    return [row for row in rows if {form.pk for form in row.forms.all()} == codes]


def is_short(starts_on: date, ends_on: date) -> bool:
    """Whether the term, both days included, is under 3 years.

    >>> is_short(date(2026, 9, 1), date(2029, 8, 31)), is_short(date(2026, 9, 1), date(2029, 8, 30))
    (False, True)
    """
    day_after = date.fromordinal(ends_on.toordinal() + 1)
    anniversary = (starts_on.year + LEAST_YEARS, starts_on.month, starts_on.day)
    return (day_after.year, day_after.month, day_after.day) < anniversary

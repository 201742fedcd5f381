"""From rows to facts: what the pure score needs of many partnerships, in a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from partnerships.activities.models import Activity, Confirmation, Evidence
from partnerships.agreements.models import Agreement, Partnership
from partnerships.depth.scoring.facts import ActivityFact, AgreementFact, Facts
from portal.common.wording import as_day


def facts_of(
    partnerships: Iterable[int], on: date, *, as_if_ended: Agreement | None = None
) -> dict[int, Facts]:
    """Facts by primary key of the partnership, as of the day `on`; five queries whatever their number.

    With `as_if_ended` they are what they would be had that agreement ended the day before.
    """
    keys = list(partnerships)
    staff = dict(Partnership.objects.filter(pk__in=keys).values_list("pk", "enterprise__staff_total"))
    agreements, activities = _agreements(keys, on, as_if_ended), _activities(keys, on)
    return {
        pk: Facts(
            on=on,
            agreements=tuple(agreements[pk]),
            activities=tuple(activities[pk]),
            enterprise_staff=staff[pk],
        )
        for pk in keys
        if pk in staff
    }


def facts_until(facts: Facts, on: date) -> Facts:
    """The facts as they stood on an earlier day: later agreements and activities are left out."""
    return replace(
        facts,
        on=on,
        agreements=tuple(row for row in facts.agreements if row.starts_on <= on),
        activities=tuple(row for row in facts.activities if row.on <= on),
    )


def _agreements(
    keys: Iterable[int], on: date, as_if_ended: Agreement | None
) -> Mapping[int, list[AgreementFact]]:
    """Signed agreements that began; one that ended early ends on that day."""
    counted = [Agreement.Status.SIGNED, Agreement.Status.TERMINATED]
    rows = Agreement.objects.filter(partnership__in=keys, status__in=counted, starts_on__lte=on)
    found: defaultdict[int, list[AgreementFact]] = defaultdict(list)
    for row in rows.prefetch_related("forms").order_by("pk"):
        end = min(row.ends_on, row.ended_early_on or row.ends_on)
        if row == as_if_ended:
            end = min(end, on - timedelta(days=1))
        if end >= row.starts_on:
            forms = tuple(form.code for form in row.forms.all())
            found[row.partnership_id].append(AgreementFact(forms, row.starts_on, end, is_signed=True))
    return found


def _activities(keys: Iterable[int], on: date) -> Mapping[int, list[ActivityFact]]:
    rows = list(Activity.objects.filter(partnership__in=keys, happened_on__lte=on).counted().order_by("pk"))
    hashes, confirmers = _hashes(keys), _confirmers(keys)
    found: defaultdict[int, list[ActivityFact]] = defaultdict(list)
    for row in rows:
        found[row.partnership_id].append(_activity(row, hashes.get(row.pk, ()), confirmers.get(row.pk, "")))
    return found


def _activity(row: Activity, hashes: Sequence[str], confirmer: str) -> ActivityFact:
    is_confirmed = row.status == Activity.Status.CONFIRMED
    return ActivityFact(
        id=row.public_id,
        kind=row.kind,
        on=row.happened_on,
        quantity=row.quantity,
        people=row.people,
        hours=row.hours,
        money=row.money,
        is_confirmed=is_confirmed,
        file_hashes=tuple(hashes),
        confirmed_by=confirmer if is_confirmed else "",
        logged_on=as_day(row.created_at),
    )


def _hashes(keys: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows: Any = Evidence.objects.filter(activity__partnership__in=keys).order_by("sha256")
    for activity, digest in rows.values_list("activity_id", "sha256"):
        found.setdefault(activity, []).append(digest)
    return found


def _confirmers(keys: Iterable[int]) -> dict[int, str]:
    rows = Confirmation.objects.filter(activity__partnership__in=keys, is_confirmed=True).order_by("pk")
    return dict(rows.values_list("activity_id", "person"))

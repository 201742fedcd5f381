"""What an enterprise's home page says: who waits, how many students it may take, its openings, what it gave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models import Enterprise, Opening
from partnerships.activities.kinds import kind_of
from partnerships.activities.models import Activity
from partnerships.activities.showing import language
from partnerships.activities.waiting import PARTIES, asked_of
from partnerships.activities.waiting import queue_rows as activity_rows
from partnerships.agreements.answering import (
    RELATED,
    answer_acts,
    facts_of,
    is_late,
    law_of,
    sentence_of,
    when_of,
)
from partnerships.agreements.capacity import Peak
from partnerships.agreements.hosting import Hosting
from partnerships.agreements.models import Proposal, Side
from portal.common.charts.capacity import Spell as ChartSpell
from portal.common.due import read_waiting
from portal.common.furniture import ButtonTone, QueueRow
from portal.common.wording import grouped, short_day_words, ten_thousands
from portal.reference.codes import CodeError, parse_major_code
from portal.reference.codes.catalogue import MajorCode
from portal.reference.models import MajorClass

SHOWN = 8
MOST = 500
WEEKS_BACK = 6
LEAST_DAYS, MOST_DAYS = 120, 366
GIVEN_MONEY = ("equipment_donation", "base_investment", "software_licence")


def proposals_of(membership: Any) -> tuple[list[Proposal], list[Proposal]]:
    """What the enterprise of this membership has to answer, the oldest first, and what it accepted; one query."""
    waiting = Q(status=Proposal.Status.SENT) & ~Q(from_side=Side.ENTERPRISE)
    rows = (
        Proposal.objects.filter(enterprise=membership.organisation_id)
        .filter(waiting | Q(status=Proposal.Status.ACCEPTED))
        .select_related(*RELATED)
        .order_by("sent_at", "pk")
    )
    found = list(rows)
    asked = [row for row in found if row.status == Proposal.Status.SENT]
    accepted = [row for row in found if row.status == Proposal.Status.ACCEPTED]
    return read_waiting(membership, "proposals", asked, len(asked) + 1), accepted


def activities_waiting(membership: Any) -> list[Activity]:
    """Activities that the enterprise of this membership has to confirm or settle, the oldest first."""
    rows = asked_of(Side.ENTERPRISE, [membership.organisation_id]).select_related(*PARTIES)
    return read_waiting(membership, "activities", rows, MOST)


def proposal_row(proposal: Proposal, hosting: Hosting, now: datetime, *, may_answer: bool) -> QueueRow:
    """A proposal with the limit by law and the acts that answer it."""
    verdict = hosting.verdict_on(proposal)
    law, is_warning = law_of(verdict)
    facts = facts_of(proposal)
    return QueueRow(
        when=when_of(proposal, now),
        on=_("over 7 days") if is_late(proposal, now) else short_day_words(proposal.sent_at),
        sentence=sentence_of(proposal, Side.ENTERPRISE),
        url=proposal.get_absolute_url(),
        note=facts if is_warning or not law else " · ".join(part for part in (facts, law) if part),
        warning=law if is_warning else "",
        acts=answer_acts(proposal, verdict) if may_answer else (),
        is_late=is_late(proposal, now),
    )


def queue_rows(
    proposals: Sequence[Proposal],
    activities: Sequence[Activity],
    hosting: Hosting,
    now: datetime,
    *,
    may_act: bool,
) -> list[QueueRow]:
    """Both kinds of waiting things, what waits longest first."""
    rows = [
        (proposal.sent_at, proposal_row(proposal, hosting, now, may_answer=may_act)) for proposal in proposals
    ]
    asked = activities if may_act else ()
    confirm = activity_rows(asked, Side.ENTERPRISE, now)
    rows += [
        (activity.offered_at, replace(row, on=short_day_words(activity.offered_at)))
        for activity, row in zip(asked, confirm, strict=True)
    ]
    ordered = [row for _at, row in sorted(rows, key=lambda pair: pair[0])]
    return [_toned(row, "" if at == 0 else "brand") for at, row in enumerate(ordered)]


def _toned(row: QueueRow, tone: ButtonTone) -> QueueRow:
    """The row with its first act in this tone: the first row of the queue leaves it to the component."""
    if not row.acts:
        return row
    return replace(row, acts=[replace(row.acts[0], tone=tone), *row.acts[1:]])


def heading(proposals: Sequence[Proposal], activities: Sequence[Activity], now: datetime) -> str:
    """Who waits, and the longest for how long."""
    schools = {row.school_id for row in proposals} | {row.partnership.school_id for row in activities}
    if not schools:
        return _("Nobody is waiting for your answer")
    since = [row.sent_at for row in proposals] + [row.offered_at for row in activities]
    days = max(0, (now - min(since)).days)
    who = ngettext(
        "%(n)s school is waiting for your answer", "%(n)s schools are waiting for your answer", len(schools)
    ) % {"n": len(schools)}
    if not days:
        return who
    words = ngettext("%(who)s, the longest for %(n)s day", "%(who)s, the longest for %(n)s days", days)
    return words % {"who": who, "n": days}


@dataclass(frozen=True)
class GroupLimit:
    """A post group: staff, the 20 % of it, and the most students on these posts on one day to come."""

    name: str
    staff: int
    limit: int | None
    used: int


@dataclass(frozen=True)
class Capacity:
    """The limit by law, the peak to come, and the days that the chart shows."""

    limit: int | None
    needs_reason: bool
    peak: Peak
    groups: tuple[GroupLimit, ...]
    spells: tuple[ChartSpell, ...]
    first: date
    last: date

    @property
    def free(self) -> int | None:
        """How many more fit on the fullest day; None where no limit is known."""
        return None if self.limit is None else max(0, self.limit - self.peak.people)

    @property
    def over(self) -> int:
        """By how many the fullest day is over the limit."""
        return 0 if self.limit is None else max(0, self.peak.people - self.limit)


def capacity_of(hosting: Hosting, on: date) -> Capacity:
    """From the day `on` to the last day of a promise; the chart begins six weeks earlier."""
    first = on - timedelta(weeks=WEEKS_BACK)
    latest = max((spell.stay.last for spell in hosting.spells), default=on)
    last = min(max(latest, on + timedelta(days=LEAST_DAYS)), on + timedelta(days=MOST_DAYS))
    limits = hosting.limits
    return Capacity(
        limits.enterprise,
        limits.needs_reason,
        hosting.peak(on, last),
        tuple(_groups(hosting, on, last)),
        tuple(
            ChartSpell(spell.school, spell.stay.first, spell.stay.last, spell.stay.people, _accepted_url())
            for spell in hosting.by_school(first, last)
        ),
        first,
        last,
    )


def _groups(hosting: Hosting, first: date, last: date) -> Iterable[GroupLimit]:
    limits = hosting.group_limits
    for name, staff in hosting.groups.items():
        of_group = [spell for spell in hosting.spells if spell.group == name]
        peak = Hosting(hosting.enterprise, hosting.groups, tuple(of_group)).peak(first, last)
        yield GroupLimit(name, staff, limits[name], peak.people)


def _accepted_url() -> str:
    return f"{reverse('proposal_list')}?status=accepted"


def openings_of(enterprise: Enterprise) -> list[Opening]:
    """The openings that are in use or on their way, published ones first."""
    over = (Opening.Status.CLOSED, Opening.Status.EXPIRED, Opening.Status.WITHDRAWN)
    rows = Opening.objects.filter(enterprise=enterprise).exclude(status__in=over).select_related("site")
    return sorted(rows, key=lambda row: (not row.is_published, row.starts_on or date.max, row.pk))


def openings_note(rows: Sequence[Opening]) -> str:
    """4 openings, 36 seats, 8 free: of the published ones."""
    published = [row for row in rows if row.is_published]
    words = ngettext(
        "%(n)s opening, %(seats)s seats, %(free)s free",
        "%(n)s openings, %(seats)s seats, %(free)s free",
        len(published),
    )
    numbers = {
        "n": len(published),
        "seats": sum(row.seats for row in published),
        "free": sum(row.seats_free for row in published),
    }
    return words % numbers


def major_class_words(codes: Iterable[str]) -> dict[str, str]:
    """Accepted majors in the words of their class or category, which is enough for a narrow column; one query."""
    parsed = {code: row for code in set(codes) if (row := _parsed(code)) is not None}
    categories = {row.equated_category for row in parsed.values()}
    classes = list(MajorClass.objects.filter(category__in=categories).select_related("category"))
    names = {row.pk: row.name for row in classes} | {row.category_id: row.category.name for row in classes}
    return {code: names.get(row.equated_class or row.equated_category, code) for code, row in parsed.items()}


def _parsed(code: str) -> MajorCode | None:
    try:
        return parse_major_code(code)
    except CodeError:
        return None


@dataclass(frozen=True)
class Given:
    """One figure of what the enterprise has contributed, with the list behind it."""

    label: str
    value: str
    unit: str
    url: str


def contribution(enterprise: Enterprise, hosting: Hosting, on: date) -> list[Given]:
    """Students taken and activities confirmed by both: places, days, mentors, teaching, money."""
    begun = [spell.stay for spell in hosting.spells if spell.stay.first <= on]
    days = sum(stay.people * ((min(stay.last, on) - stay.first).days + 1) for stay in begun)
    sums = _sums_by_kind(enterprise)
    money = sum((sums[kind]["money"] for kind in GIVEN_MONEY), Decimal(0))
    activities = sum(row["n"] for row in sums.values())
    accepted = _accepted_url()
    return [
        Given(_("Students taken"), grouped(sum(stay.people for stay in begun)), _("students"), accepted),
        Given(_("Time of placements"), grouped(days), _("person-days"), accepted),
        _counted(sums, "mentor_pairing", _("Students with a mentor")),
        _counted(sums, "mentor_teaching", _("Taught at schools")),
        Given(
            _("Equipment, bases, software"),
            ten_thousands(money) or "0",
            _("10,000 yuan"),
            _confirmed_url("dimension", "facilities"),
        ),
        Given(_("Confirmed activities"), grouped(activities), _("activities"), _confirmed_url()),
    ]


def _counted(sums: dict[str, dict[str, Any]], kind: str, label: str) -> Given:
    number = sums[kind]["quantity"].normalize() if sums[kind]["quantity"] else 0
    return Given(label, grouped(number), _unit(kind), _confirmed_url("kind", kind))


def _unit(kind: str) -> str:
    return kind_of(kind).unit_in(language())


def _confirmed_url(name: str = "", value: str = "") -> str:
    more = f"&{name}={value}" if name else ""
    return f"{reverse('activity_list')}?status=confirmed{more}"


def _sums_by_kind(enterprise: Enterprise) -> Any:
    """Count, quantity and money of confirmed activities by kind; zeros where there are none."""
    rows = (
        Activity.objects.filter(partnership__enterprise=enterprise, status=Activity.Status.CONFIRMED)
        .order_by()
        .values("kind")
        .annotate(n=Count("pk"), quantity=Sum("quantity"), money=Sum("money"))
    )
    sums: dict[str, dict[str, Any]] = {row["kind"]: dict(row) for row in rows}
    nothing = {"n": 0, "quantity": Decimal(0), "money": Decimal(0)}
    for kind in (*GIVEN_MONEY, "mentor_pairing", "mentor_teaching"):
        sums.setdefault(kind, nothing)
    return sums

"""What is known of one partnership on one day, as the score needs it: frozen rows without database or clock.

Build them from a JSON document with `parse_facts`, or directly from rows of the database. Amounts are whole numbers or
Decimals (money in yuan); dates are inclusive.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from partnerships.depth.scoring.documents import DocumentError, Record, shown
from partnerships.depth.scoring.rubric import Amount, Rubric


class FactsError(DocumentError):
    """The facts of a partnership break their form: `path` says where, `message` what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """An agreement with its forms of cooperation and its term; unsigned ones count for nothing."""

    forms: tuple[str, ...]
    starts_on: date
    ends_on: date
    is_signed: bool

    def is_in_force(self, on: date) -> bool:
        """Say whether the agreement is signed and its term holds `on`."""
        return self.is_signed and self.starts_on <= on <= self.ends_on


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """Something that happened. `file_hashes` are opaque; `confirmed_by` and `logged_on` are known to flags only."""

    id: str
    kind: str
    on: date
    quantity: Amount = 0
    people: Amount = 0
    hours: Amount = 0
    money: Amount = 0
    is_confirmed: bool = False
    file_hashes: tuple[str, ...] = ()
    confirmed_by: str = ""
    logged_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlacementFact:
    """Students placed together at the enterprise for a period."""

    starts_on: date
    ends_on: date
    students: int
    is_completed: bool = False


@dataclass(frozen=True, slots=True)
class EvaluationFact:
    """One student's grade: excellent, good, pass or fail."""

    on: date
    grade: str


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """A meeting of the working group and how many decisions it took."""

    on: date
    decisions: int = 0


@dataclass(frozen=True, slots=True)
class WorkingGroupFact:
    """The working group: meetings, and action items done and open."""

    meetings: tuple[MeetingFact, ...] = ()
    actions_done: int = 0
    actions_open: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the score of one partnership rests on, as of the day `on`.

    `enterprise_staff` (None = unknown) serves a flag only. `unknown_keys` are places in the document that were not
    understood and therefore left out.
    """

    on: date
    agreements: tuple[AgreementFact, ...] = ()
    activities: tuple[ActivityFact, ...] = ()
    placements: tuple[PlacementFact, ...] = ()
    evaluations: tuple[EvaluationFact, ...] = ()
    working_group: WorkingGroupFact = field(default_factory=WorkingGroupFact)
    enterprise_staff: int | None = None
    unknown_keys: tuple[str, ...] = ()


def parse_facts(document: object, rubric: Rubric) -> Facts:
    """Return the facts of a JSON document in the form of docs/depth.md.

    The rubric gives the kinds, units, forms and grades allowed. Raises FactsError: something missing or malformed, an
    unknown kind, form, grade or wrong unit, a repeated id, a day after `on`, or a period that ends before it starts.
    """
    record = Record(document, "", FactsError)
    on = record.day("on")
    facts = Facts(
        on=on,
        agreements=tuple(_agreement(row, on, rubric) for row in record.records("agreements")),
        activities=_activities(record, on, rubric),
        placements=tuple(_placement(row, on) for row in record.records("placements")),
        evaluations=tuple(_evaluation(row, on, rubric) for row in record.records("evaluations")),
        working_group=_working_group(record.record("working_group"), on),
        enterprise_staff=None if record.get("enterprise_staff") is None else record.whole("enterprise_staff"),
    )
    return replace(facts, unknown_keys=tuple(record.unknown()))


def _day_until(row: Record, key: str, on: date) -> date:
    day = row.day(key)
    if day > on:
        raise row.refuse(
            key, f"{day} is after the day of scoring, {on}; correct one of them or leave the row out"
        )
    return day


def _period(row: Record, on: date) -> tuple[date, date]:
    starts_on = _day_until(row, "from", on)
    ends_on = row.day("to")
    if ends_on < starts_on:
        raise row.refuse("to", f"{ends_on} is before the start, {starts_on}; correct one of them")
    return starts_on, ends_on


def _agreement(row: Record, on: date, rubric: Rubric) -> AgreementFact:
    forms = row.texts("forms")
    for place, form in enumerate(forms):
        if form not in rubric.form_weights:
            known = ", ".join(rubric.form_weights)
            raise row.refuse(f"forms[{place}]", f"{shown(form)} is not known; use one of {known}")
    starts_on, ends_on = _period(row, on)
    return AgreementFact(forms=forms, starts_on=starts_on, ends_on=ends_on, is_signed=row.truth("signed"))


def _activities(record: Record, on: date, rubric: Rubric) -> tuple[ActivityFact, ...]:
    seen: set[str] = set()
    activities = []
    for row in record.records("activities"):
        activity = _activity(row, on, rubric)
        if activity.id in seen:
            raise row.refuse("id", f"{shown(activity.id)} occurs twice; give each activity its own id")
        seen.add(activity.id)
        activities.append(activity)
    return tuple(activities)


def _activity(row: Record, on: date, rubric: Rubric) -> ActivityFact:
    code = row.one_of("kind", rubric.activity_kinds)
    unit = rubric.activity_kinds[code].unit
    if row.get("unit") is not None and row.get("unit") != unit:
        raise row.refuse("unit", f"{shown(row.get('unit'))} is not the unit of {code}; write {unit}")
    return ActivityFact(
        id=row.text("id"),
        kind=code,
        on=_day_until(row, "on", on),
        quantity=row.amount("quantity"),
        people=row.amount("people"),
        hours=row.amount("hours"),
        money=row.money("money"),
        is_confirmed=row.truth("confirmed"),
        file_hashes=row.texts("file_hashes"),
        confirmed_by=row.optional_text("confirmed_by"),
        logged_on=row.optional_day("logged_on"),
    )


def _placement(row: Record, on: date) -> PlacementFact:
    starts_on, ends_on = _period(row, on)
    return PlacementFact(
        starts_on, ends_on, students=row.whole("students"), is_completed=row.truth("completed")
    )


def _evaluation(row: Record, on: date, rubric: Rubric) -> EvaluationFact:
    return EvaluationFact(on=_day_until(row, "on", on), grade=row.one_of("grade", rubric.grades))


def _working_group(record: Record, on: date) -> WorkingGroupFact:
    meetings = tuple(
        MeetingFact(on=_day_until(row, "on", on), decisions=row.whole("decisions"))
        for row in record.records("meetings")
    )
    return WorkingGroupFact(meetings, record.whole("actions_done"), record.whole("actions_open"))

"""What a school offers: programmes filled from the catalogue of majors."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.common.tabular.sentences import Message, gettext_noop, say
from portal.common.tabular.speech import in_both, speak
from portal.records import changes
from portal.reference.codes import CodeError, parse_major_code
from portal.reference.models import Major, MajorClass, MajorLevel
from portal.reference.sentences import spoken
from schools.models import Campus, Programme, School

TAKEN = gettext_lazy("The school already has a programme of this major code and name.")
# The levels that a kind of school usually teaches; another one is possible (five-year courses) and only remarked.
USUAL_LEVELS = {
    School.Kind.SECONDARY: {MajorLevel.SECONDARY},
    School.Kind.TECHNICIAN: {MajorLevel.SECONDARY, MajorLevel.JUNIOR_COLLEGE},
    School.Kind.COLLEGE: {MajorLevel.JUNIOR_COLLEGE},
    School.Kind.BACHELOR: {MajorLevel.VOCATIONAL_BACHELOR, MajorLevel.JUNIOR_COLLEGE},
}
UNUSUAL_LEVEL = gettext_noop(
    "%(code)s is a code of the level “%(level)s”, unusual for a %(kind)s. Please check it."
)
UNKNOWN_MAJOR = gettext_noop(
    "The catalogue loaded here has no major %(code)s; the programme counts under its class."
)
LISTS = ("occupations", "abilities", "courses")


def class_of_code(code: str) -> MajorClass:
    """The class of a major code, levels equated (530801 and 730801 are both of 7308).

    Raises DomainError where the code cannot be read or no class is known.
    """
    try:
        parsed = parse_major_code(code)
    except CodeError as error:
        raise DomainError(spoken(error), code="major_code") from error
    found = MajorClass.objects.filter(pk=parsed.equated_class).first() if parsed.equated_class else None
    if found is None:
        raise DomainError(
            _("The catalogue has no class for the code %(code)s.") % {"code": code}, code="major_code"
        )
    return found


def from_catalogue(code: str) -> dict[str, Any]:
    """What the newest catalogue says of a major: names, occupations, abilities, courses; {} where it is missing."""
    try:
        major = Major.objects.of_code(code).first()
    except CodeError:
        return {}
    if major is None:
        return {}
    return {
        "major_code": major.official_code,
        "name_zh": major.name_zh,
        "name_en": major.name_en,
        "occupations": major.occupation_phrases,
        "abilities": major.ability_phrases,
        "courses": major.course_names,
    }


def remarks_on(code: str, kind: str, *, is_in_catalogue: bool) -> Iterator[Message]:
    """What is unusual about a major code at a kind of school; it may be right all the same."""
    level = parse_major_code(code).level
    if level not in {usual.value for usual in USUAL_LEVELS[School.Kind(kind)]}:
        label, school = in_both(MajorLevel(level).label), in_both(School.Kind(kind).label)
        yield say(UNUSUAL_LEVEL, code=code, level=label, kind=school)
    if not is_in_catalogue:
        yield say(UNKNOWN_MAJOR, code=code)


def advice(programme: Programme) -> list[str]:
    """What is unusual about a programme, in sentences."""
    is_known = Major.objects.of_code(programme.major_code).exists()
    remarks = remarks_on(programme.major_code, programme.school.kind, is_in_catalogue=is_known)
    return [speak(remark) for remark in remarks]


@transaction.atomic
def create_programme(school: School, *, by: User, **values: Any) -> Programme:
    """Begin a programme; lists left empty are filled from the catalogue."""
    _check_campus(school, values.get("campus"))
    known = from_catalogue(values["major_code"])
    for name in LISTS:
        values[name] = values.get(name) or known.get(name, [])
    programme = Programme(school=school, major_class=class_of_code(values["major_code"]), **values)
    return changes.add(programme, by=by, subject="programme", taken=TAKEN)


@transaction.atomic
def edit_programme(programme: Programme, *, version: int, values: dict[str, Any], by: User) -> Programme:
    """Change what a programme teaches; its class follows its code."""
    _check_campus(programme.school, values.get("campus"))
    if "major_code" in values:
        values = {**values, "major_class": class_of_code(values["major_code"])}
    return changes.change(programme, version=version, values=values, by=by, subject="programme", taken=TAKEN)


def close_programme(programme: Programme, *, by: User, on: date) -> Programme:
    """The programme admits and places nobody any more; its records stay."""
    if programme.closed_on is not None:
        raise DomainError(_("This programme is closed already."), code="wrong_state")
    return changes.change(
        programme, version=programme.version, values={"closed_on": on}, by=by, subject="programme"
    )


def reopen_programme(programme: Programme, *, by: User) -> Programme:
    """Teach it again."""
    if programme.closed_on is None:
        raise DomainError(_("This programme is not closed."), code="wrong_state")
    return changes.change(
        programme, version=programme.version, values={"closed_on": None}, by=by, subject="programme"
    )


def _check_campus(school: School, campus: Campus | None) -> None:
    if campus is not None and campus.school_id != school.pk:
        raise DomainError(_("This campus belongs to another school."), code="foreign_campus")

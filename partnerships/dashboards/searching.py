"""One search over what a person may see, by kind of row: the first ten of each kind, and how many there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises import lists as enterprise_lists
from partnerships.agreements import lists as agreement_lists
from partnerships.agreements.showing import AGREEMENT_TONES
from schools import lists as school_lists

SHOWN = 10
LONGEST = 80


@dataclass(frozen=True)
class Hit:
    """A row that was found: its name, address and what tells it from others."""

    name: str
    url: str
    note: str
    state: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Group:
    """All rows of a kind that were found: how many, the first ten, the list of all."""

    code: str
    title: str
    count: int
    hits: tuple[Hit, ...]
    all_url: str


def search(user: Any, text: str) -> list[Group]:
    """A group a kind, each in two queries whatever is found; an empty text finds nothing."""
    words = text.strip()[:LONGEST]
    if not words:
        return []
    return [make(user, words) for make in (_enterprises, _schools, _programmes, _openings, _agreements)]


def _asked(name: str, text: str) -> QueryDict:
    return QueryDict(urlencode({name: text}))


def _group(code: str, title: str, rows: QuerySet[Any], hit: Callable[[Any], Hit], query: str) -> Group:
    first = list(rows[: SHOWN + 1])
    count = len(first) if len(first) <= SHOWN else rows.count()
    address = f"{reverse(f'{code}_list')}?{query}"
    return Group(code, title, count, tuple(hit(row) for row in first[:SHOWN]), address)


def _enterprises(user: Any, text: str) -> Group:
    query = _asked("q", text)
    rows = enterprise_lists.ENTERPRISES.found(user, query)
    return _group("enterprise", _("Enterprises"), rows, _enterprise, query.urlencode())


def _enterprise(row: Any) -> Hit:
    industry = row.industry.name if row.industry else ""
    return Hit(row.name, row.get_absolute_url(), " · ".join(part for part in (row.place, industry) if part))


def _schools(user: Any, text: str) -> Group:
    query = _asked("q", text)
    rows = school_lists.SCHOOLS.found(user, query)
    return _group("school", _("Schools"), rows, _school, query.urlencode())


def _school(row: Any) -> Hit:
    return Hit(row.name, row.get_absolute_url(), f"{row.region} · {row.get_kind_display()}")


def _programmes(user: Any, text: str) -> Group:
    query = _asked("q", text)
    rows = school_lists.PROGRAMMES.found(user, query)
    return _group("programme", _("Programmes"), rows, _programme, query.urlencode())


def _programme(row: Any) -> Hit:
    return Hit(row.name, row.get_absolute_url(), f"{row.school.name} · {row.major_code}")


def _openings(user: Any, text: str) -> Group:
    query = _asked("q", text)
    rows = enterprise_lists.OPENINGS.found(user, query)
    return _group("opening", _("Openings"), rows, _opening, query.urlencode())


def _opening(row: Any) -> Hit:
    return Hit(
        row.title, row.get_absolute_url(), f"{row.enterprise.name} · {row.place}", row.get_status_display()
    )


def _agreements(user: Any, text: str) -> Group:
    query = _asked("q", text)
    rows = agreement_lists.AGREEMENTS.found(user, query)
    return _group("agreement", _("Agreements"), rows, _agreement, query.urlencode())


def _agreement(row: Any) -> Hit:
    return Hit(
        row.title,
        row.get_absolute_url(),
        str(row.partnership),
        row.get_status_display(),
        AGREEMENT_TONES[row.status],
    )

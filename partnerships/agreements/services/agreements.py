"""Drafting agreements, offering them, ending them; signing is in signing.py."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.models import Agreement, Partnership
from partnerships.agreements.services.rules import (
    Check,
    refuse_agencies,
    refuse_broken,
    refuse_cash_per_head,
    refuse_ended,
)
from partnerships.agreements.workflows import AGREEMENT
from portal.common.errors import DomainError
from portal.common.models import update_if_unchanged
from portal.records import audit, links, marks
from portal.records.actors import Actor
from portal.records.workflow import transition
from portal.reference.models import CooperationForm
from schools.models import Programme

LONGEST_YEARS = 20
TITLE_LENGTH = 160
NUMBERED = re.compile(r" \(\d{1,4}\)$")


@dataclass(frozen=True)
class Terms:
    """What an agreement says."""

    title: str
    forms: tuple[CooperationForm, ...]
    starts_on: date
    ends_on: date
    programmes: tuple[Programme, ...] = ()
    students_per_year: int | None = None
    school_duties: str = ""
    enterprise_duties: str = ""

    def columns(self) -> dict[str, Any]:
        """The terms that stand on the row itself."""
        return {
            "title": self.title,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "students_per_year": self.students_per_year,
            "school_duties": self.school_duties,
            "enterprise_duties": self.enterprise_duties,
        }


@transaction.atomic
def draft_agreement(partnership: Partnership, terms: Terms, *, by: Actor, side: str) -> Agreement:
    """Write a draft for both sides to see."""
    refuse_ended(partnership)
    refuse_agencies(partnership.enterprise)
    _check(partnership, terms)
    agreement = Agreement.objects.create(partnership=partnership, drafted_side=side, **terms.columns())
    agreement.forms.set(terms.forms)
    agreement.programmes.set(terms.programmes)
    audit.record(by, audit.CREATED, agreement, changes=_trail(terms))
    _mark(agreement)
    return agreement


@transaction.atomic
def edit_agreement(agreement: Agreement, terms: Terms, *, version: int, by: Actor) -> Agreement:
    """Change a draft. StaleVersion where somebody was faster."""
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if locked.status != Agreement.Status.DRAFT:
        raise DomainError(_("Only a draft can be changed. Take it back to draft first."), code="no_draft")
    _check(agreement.partnership, terms)
    changes = audit.differences(agreement, terms.columns())
    update_if_unchanged(agreement, version=version, **terms.columns())
    agreement.forms.set(terms.forms)
    agreement.programmes.set(terms.programmes)
    audit.record(by, audit.CHANGED, agreement, changes={**changes, **_related(terms)})
    _mark(agreement)
    return agreement


def _check(partnership: Partnership, terms: Terms) -> None:
    if not terms.forms:
        raise DomainError(_("Choose at least one form of cooperation."), code="no_form")
    if any(programme.school_id != partnership.school_id for programme in terms.programmes):
        raise DomainError(_("A programme belongs to another school."), code="foreign_programme")
    refuse_broken(checks_of(terms.columns()))


def checks_of(said: Mapping[str, Any]) -> Iterator[Check]:
    """The rules of what an agreement says, each with its field; what is not said (yet) is not asked."""
    if said.get("starts_on") and said.get("ends_on"):
        yield "ends_on", partial(_refuse_bad_term, said["starts_on"], said["ends_on"])
    for name in ("title", "school_duties", "enterprise_duties"):
        yield name, partial(refuse_cash_per_head, said.get(name) or "")


def _refuse_bad_term(first: date, last: date) -> None:
    if last < first:
        raise DomainError(_("The agreement ends before it begins."), code="bad_term")
    if last.year - first.year > LONGEST_YEARS:
        raise DomainError(
            _("An agreement runs at most %(years)s years.") % {"years": LONGEST_YEARS}, code="long_term"
        )


def _related(terms: Terms) -> dict[str, list[str]]:
    return {
        "forms": [form.pk for form in terms.forms],
        "programmes": [programme.public_id for programme in terms.programmes],
    }


def _trail(terms: Terms) -> dict[str, Any]:
    return {**terms.columns(), **_related(terms)}


@transaction.atomic
def move_agreement(agreement: Agreement, name: str, *, by: Actor, reason: str = "") -> Agreement:
    """Offer, reopen, withdraw or decline. Links that were sent for signing close with the offer."""
    if name == "offer":
        refuse_ended(agreement.partnership)
        refuse_agencies(agreement.partnership.enterprise)
    else:
        # Links first: whoever signs by link holds the link and then asks for the agreement.
        links.revoke(agreement, "sign_agreement", by=None)
    transition(agreement, AGREEMENT, name, by=by, reason=reason)
    _mark(agreement)
    return agreement


@transaction.atomic
def terminate_agreement(agreement: Agreement, *, by: Actor, reason: str, on: date) -> Agreement:
    """End a signed agreement before its term, with reason and day."""
    if not agreement.starts_on <= on <= agreement.ends_on:
        raise DomainError(_("The day lies outside the term of the agreement."), code="bad_day")
    if on > timezone.localdate():
        raise DomainError(_("An agreement is ended today or as of a day before."), code="future")
    transition(agreement, AGREEMENT, "terminate", by=by, reason=reason, values={"ended_early_on": on})
    _mark(agreement)
    return agreement


@transaction.atomic
def copy_agreement(agreement: Agreement, *, by: Actor, side: str) -> Agreement:
    """A new draft with the same terms under a title of its own: for a renewal, or after a withdrawal."""
    partnership, terms = agreement.partnership, terms_of(agreement)
    terms = replace(terms, title=free_title(partnership, terms.title))
    return draft_agreement(partnership, terms, by=by, side=side)


def free_title(partnership: Partnership, title: str) -> str:
    """The title, or with the next free number where an agreement of the two bears it: "Order class (2)"."""
    taken = set(partnership.agreements.values_list("title", flat=True))
    stem = NUMBERED.sub("", title)
    numbers = (f"{stem[: TITLE_LENGTH - 8]} ({number})" for number in range(2, len(taken) + 3))
    return next(name for name in (title, *numbers) if name not in taken)


def terms_of(agreement: Agreement) -> Terms:
    """What the agreement says now."""
    names = (
        "title",
        "starts_on",
        "ends_on",
        "students_per_year",
        "school_duties",
        "enterprise_duties",
    )
    return Terms(
        forms=tuple(agreement.forms.all()),
        programmes=tuple(agreement.programmes.all()),
        **{name: getattr(agreement, name) for name in names},
    )


def _mark(agreement: Agreement) -> None:
    marks.changed("agreement", [agreement.pk])
    marks.changed("partnership", [agreement.partnership_id])

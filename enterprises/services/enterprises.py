"""Entering enterprises in the register, keeping and vetting them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Alias, Enterprise
from enterprises.names import name_key
from enterprises.services.duplicates import SimilarEnterprises, similar_to
from enterprises.workflows import VETTING
from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.records import changes, marks
from portal.records.workflow import transition
from portal.reference.codes import CodeError, parse_credit_code
from portal.reference.sentences import spoken

TAKEN = gettext_lazy("The register already has an enterprise with this code or number.")
VETTED_FACTS = ("name_zh", "credit_code", "number", "number_kind", "region", "industry")
ALIAS_TAKEN = gettext_lazy("This name already points to an enterprise.")


def sound_code(text: str) -> str:
    """The credit code as it is stored; DomainError where the outer check or a character is wrong."""
    try:
        return parse_credit_code(text).value
    except CodeError as error:
        raise DomainError(spoken(error), code="credit_code") from error


def advice(enterprise: Enterprise) -> list[str]:
    """What is unusual about an enterprise's facts, in sentences; it may be right all the same."""
    said = []
    if enterprise.credit_code and not parse_credit_code(enterprise.credit_code).is_organisation_code_sound:
        said.append(
            _("Places 9 to 17 of the credit code break their own check. Some older codes do; please compare.")
        )
    if enterprise.is_agency:
        said.append(_("Employment agencies and labour dispatch (7262, 7263) may not host students."))
    return said


@transaction.atomic
def register_enterprise(*, by: User, is_another: bool = False, **values: Any) -> Enterprise:
    """Enter an enterprise; a bureau's own entry in its territory is approved at once, any other is to be vetted.

    Raises SimilarEnterprises unless `is_another` says that it is none of those found; DomainError where neither a
    sound code nor another number is given, or the code is taken.
    """
    values = _identified(values)
    if not is_another:
        similar = similar_to(values, seen_by=by)
        if similar:
            raise SimilarEnterprises(similar)
    enterprise = changes.add(Enterprise(**values), by=by, subject="enterprise", taken=TAKEN)
    if not enterprise.is_agency and by.has_perm("enterprises.vet_enterprise", enterprise):
        transition(enterprise, VETTING, "approve", by=by)
    return enterprise


@transaction.atomic
def edit_enterprise(enterprise: Enterprise, *, version: int, values: dict[str, Any], by: User) -> Enterprise:
    """Change an enterprise's facts; its former name is remembered as an alias.

    What the bureau vouched for is vetted again where somebody else changes it. DomainError where a bureau would move
    the enterprise out of its territory.
    """
    values = _identified(values, enterprise)
    former = enterprise.name_zh
    is_key_change = any(getattr(enterprise, name) != values[name] for name in VETTED_FACTS if name in values)
    if "name_zh" in values:
        values["name_key"] = name_key(values["name_zh"])
    changes.change(enterprise, version=version, values=values, by=by, subject="enterprise", taken=TAKEN)
    if name_key(former) != enterprise.name_key:
        _remember(enterprise, former)
    if not Enterprise.objects.managed_by(by).filter(pk=enterprise.pk).exists():
        raise DomainError(_("This place lies outside your jurisdiction."), code="outside_jurisdiction")
    vouches = by.has_perm("enterprises.vet_enterprise", enterprise) and not enterprise.is_agency
    if is_key_change and enterprise.vetting == Enterprise.Vetting.APPROVED and not vouches:
        transition(enterprise, VETTING, "recheck", by=by)
    return enterprise


def add_alias(enterprise: Enterprise, *, name: str, by: User) -> Alias:
    """Remember another name, so that the same wrong name finds the right firm from now on."""
    owner = Enterprise.objects.filter(name_key=name_key(name)).exclude(pk=enterprise.pk).first()
    if owner is not None:
        raise DomainError(ALIAS_TAKEN, code="taken")
    return changes.add(Alias(enterprise=enterprise, name=name), by=by, taken=ALIAS_TAKEN)


@transaction.atomic
def approve_enterprise(enterprise: Enterprise, *, by: User) -> Enterprise:
    """The bureau vouches for the enterprise as a host."""
    transition(enterprise, VETTING, "approve", by=by, values={"vetting_remarks": ""})
    marks.changed("enterprise", [enterprise.pk])
    return enterprise


@transaction.atomic
def refuse_enterprise(enterprise: Enterprise, *, by: User, reason: str) -> Enterprise:
    """The bureau refuses it as a host; only the enterprise and its bureaus see it from now on."""
    transition(enterprise, VETTING, "refuse", by=by, reason=reason, values={"vetting_remarks": reason})
    marks.changed("enterprise", [enterprise.pk])
    return enterprise


def _identified(values: dict[str, Any], row: Enterprise | None = None) -> dict[str, Any]:
    """The values with a sound code (None where there is none) and a number that names its kind."""
    values = dict(values)
    if "credit_code" in values:
        values["credit_code"] = sound_code(values["credit_code"]) if values["credit_code"] else None
    if "number" in values:
        values["number"] = (values["number"] or "").strip()
    final = {
        name: values.get(name, getattr(row, name, "") or "")
        for name in ("credit_code", "number", "number_kind")
    }
    if not final["credit_code"] and not final["number"]:
        raise DomainError(_("Give the credit code, or another number until it is known."), code="no_number")
    if final["number"] and not final["number_kind"]:
        raise DomainError(_("Say which kind of number it is."), code="number_kind")
    return values


def _remember(enterprise: Enterprise, former: str) -> None:
    key = name_key(former)
    if not Alias.objects.filter(normalised=key).exists():
        Alias.objects.create(enterprise=enterprise, name=former)

"""The signed link by which somebody without an account signs an agreement, or says no."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from partnerships.agreements.models import Agreement, Partnership
from partnerships.agreements.services import signing
from partnerships.agreements.services.rules import may_back_link
from portal.accounts.models import Role
from portal.common.wording import day_words, range_words
from portal.records import links
from portal.records.models import SignedLink


def facts(agreement: Agreement) -> dict[str, Any]:
    """What the page of the link shows."""
    partnership = agreement.partnership
    joint = pgettext("enumeration", ", ")
    rows = [
        (_("School"), partnership.school.name),
        (_("Enterprise"), partnership.enterprise.name),
        (_("Forms of cooperation"), joint.join(form.name for form in agreement.forms.all())),
        (_("Programmes"), joint.join(programme.name for programme in agreement.programmes.all())),
        (_("Term"), range_words(agreement.starts_on, agreement.ends_on)),
        (_("Students a year"), str(agreement.students_per_year or "")),
        (_("Duties of the school"), agreement.school_duties),
        (_("Duties of the enterprise"), agreement.enterprise_duties),
        (_("Signed so far"), "\n".join(signed_words(agreement))),
    ]
    return {
        "title": _("Please sign a cooperation agreement"),
        "subject": agreement.title,
        "intro": _("%(school)s and %(enterprise)s have agreed on the terms below.")
        % {"school": partnership.school.name, "enterprise": partnership.enterprise.name},
        "rows": [(label, value) for label, value in rows if value],
        "consequence": _(
            "Signing binds your organisation. When both sides have signed, the agreement is in force for its term."
        ),
        "is_demo": is_demo(partnership),
    }


def is_demo(partnership: Partnership) -> bool:
    """Whether one of the two is invented: the page says so, as every page does."""
    return partnership.school.is_demo or partnership.enterprise.is_demo


def issuer_of(partnership: Partnership, link: SignedLink) -> str:
    """Who made the link, and for which of the two: "Alice · Alder Vocational School"."""
    if link.created_by is None:
        return ""
    sides = partnership.sides_of(link.created_by, Role.EDITOR)
    return " · ".join([str(link.created_by), *(partnership.party(side).name for side in sides[:1])])


def is_backed(partnership: Partnership, link: SignedLink, at_least: Role) -> bool:
    """Whether whoever made the link could still act for the side that answers by it."""
    return may_back_link(partnership, link.side, by=link.created_by, at_least=at_least)


def signed_words(agreement: Agreement) -> list[str]:
    """Who has signed, when and how; a line each."""
    return [
        _("%(signer)s, %(day)s, %(way)s")
        % {
            "signer": signature.signer_name,
            "day": day_words(signature.signed_on),
            "way": signature.get_method_display(),
        }
        for signature in agreement.signatures.all()
    ]


def done(agreement: Agreement, link: SignedLink) -> Any:
    """What is said after the act."""
    if link.answer == "decline":
        return _("You did not sign. The offer is withdrawn and the other side sees your reason.")
    parties = {
        "school": agreement.partnership.school.name,
        "enterprise": agreement.partnership.enterprise.name,
    }
    missing = _unsigned(agreement)
    if not missing:
        return _("Your signature is recorded: %(school)s and %(enterprise)s have both signed.") % parties
    if agreement.status == Agreement.Status.OFFERED:
        return _("Your signature is recorded. %(name)s has yet to sign.") % {"name": missing}
    return _("Your signature is recorded.")


def _unsigned(agreement: Agreement) -> str:
    """The party that has not signed; "" where both have."""
    signed = {signature.party for signature in agreement.signatures.all()}
    missing = [side for side in signing.Side if side not in signed]
    return agreement.partnership.party(missing[0]).name if missing else ""


def after(agreement: Agreement, link: SignedLink) -> list[str]:
    """What comes next, as the agreement stands today."""
    if link.answer == "decline":
        return [_("To sign after all, ask whoever sent you the link for a new offer.")]
    days = {"first": day_words(agreement.starts_on), "last": day_words(agreement.ends_on)}
    if agreement.status == Agreement.Status.OFFERED:
        next_step = _("Next, %(name)s signs; the agreement then runs from %(first)s to %(last)s.")
        return [next_step % {"name": _unsigned(agreement), **days}]
    today = timezone.localdate()
    if agreement.status != Agreement.Status.SIGNED or agreement.ends_on < today:
        return [
            _("Since then the agreement has ended or its offer was withdrawn. Nothing more is asked of you.")
        ]
    if agreement.starts_on > today:
        term = _("The agreement comes into force on %(first)s and runs to %(last)s.")
    else:
        term = _("The agreement is in force and runs to %(last)s.")
    return [
        term % days,
        _("Nothing more is asked of you now. What the two do together will be put to your side to confirm."),
    ]


def has_copy(agreement: Agreement, link: SignedLink) -> bool:
    """A text that one side has signed does not change any more."""
    return any(signature.link_id == link.pk for signature in agreement.signatures.all())


PURPOSE = links.Purpose(
    signing.PURPOSE,
    Agreement,
    facts,
    (
        links.Answer("sign", gettext_lazy("Sign the agreement"), signing.sign_by_link),
        links.Answer(
            "decline", gettext_lazy("I do not sign, because…"), signing.decline_by_link, needs_note=True
        ),
    ),
    done,
    after=after,
    has_copy=has_copy,
    issuer=lambda agreement, link: issuer_of(agreement.partnership, link),
    is_backed=lambda agreement, link: is_backed(agreement.partnership, link, Role.SIGNATORY),
)

"""The signed link by which somebody without an account signs an agreement, or says no."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from partnerships.agreements.models import Agreement
from partnerships.agreements.services import signing
from portal.common.wording import range_words
from portal.records import links


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
    ]
    signed = [f"{signature.signer}" for signature in agreement.signatures.all()]
    return {
        "title": _("Please sign a cooperation agreement"),
        "subject": agreement.title,
        "intro": _("%(school)s and %(enterprise)s have agreed on the terms below.")
        % {"school": partnership.school.name, "enterprise": partnership.enterprise.name},
        "rows": [
            (label, value) for label, value in [*rows, (_("Signed so far"), joint.join(signed))] if value
        ],
        "consequence": _(
            "Signing binds your organisation. When both sides have signed, the agreement is in force for its term."
        ),
    }


def done(agreement: Agreement, answer: str) -> Any:
    """What is said after the act."""
    if answer == "decline":
        return _("You did not sign. The offer is withdrawn and the other side sees your reason.")
    if agreement.status == Agreement.Status.SIGNED:
        return _("Signed. Both sides have signed now.")
    return _("Signed. The other side has yet to sign.")


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
)

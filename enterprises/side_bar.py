"""The links of this room in the side bar, with what waits for the bureau."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Opening
from portal.accounts.jurisdiction import jurisdiction
from portal.accounts.memberships import memberships_of
from portal.accounts.models import Role
from portal.common.navigation import Link


def enterprises_to_vet(request: HttpRequest) -> int:
    """Enterprises of the territory that wait for the bureau's word."""
    own = jurisdiction(request.user, region="region", at_least=Role.EDITOR)
    return Enterprise.objects.filter(own, vetting=Enterprise.Vetting.PENDING, closed_on=None).count()


def openings_to_review(request: HttpRequest) -> int:
    """Openings of the territory that wait for the bureau's word."""
    own = jurisdiction(request.user, region="enterprise__region", at_least=Role.EDITOR)
    return Opening.objects.filter(own, status=Opening.Status.IN_REVIEW).count()


def openings_returned(request: HttpRequest) -> int:
    """Own openings that came back for correction."""
    own = memberships_of(request.user).ids("enterprise", Role.EDITOR)
    return Opening.objects.filter(enterprise__in=own, status=Opening.Status.RETURNED).count()


LINKS = (
    Link("enterprise", "year", _("Our openings"), "opening_own", 10, openings_returned),
    Link("enterprise", "registers", _("Enterprises"), "enterprise_list", 30),
    Link("enterprise", "registers", _("All openings"), "opening_list", 40),
    Link("enterprise", "settings", _("Our enterprise"), "enterprise_own", 10),
    Link("enterprise", "settings", _("Sites and staff"), "enterprise_premises", 20),
    Link("enterprise", "settings", _("Contacts"), "contact_list", 30),
    Link("school", "registers", _("Enterprises"), "enterprise_list", 10),
    Link("school", "registers", _("Openings"), "opening_list", 20),
    Link("bureau", "registers", _("Enterprises"), "enterprise_list", 30, enterprises_to_vet),
    Link("bureau", "registers", _("Openings"), "opening_list", 40, openings_to_review),
    Link("operator", "registers", _("Enterprises"), "enterprise_list", 20),
)

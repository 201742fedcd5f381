"""The links of this room in the side bar, with what waits for somebody's word."""

from django.utils.translation import gettext_lazy as _

from enterprises.waiting import enterprises_to_vet, in_side_bar, openings_returned, openings_to_review
from portal.common.navigation import Link

LINKS = (
    Link("enterprise", "year", _("Our openings"), "opening_own", 10, in_side_bar(openings_returned)),
    Link("enterprise", "registers", _("Enterprises"), "enterprise_list", 30),
    Link("enterprise", "registers", _("All openings"), "opening_list", 40),
    Link("enterprise", "settings", _("Our enterprise"), "enterprise_own", 10),
    Link("enterprise", "settings", _("Sites and staff"), "enterprise_premises", 20),
    Link("enterprise", "settings", _("Contacts"), "contact_list", 30),
    Link("school", "registers", _("Enterprises"), "enterprise_list", 10),
    Link("school", "registers", _("Openings"), "opening_list", 20),
    Link("bureau", "registers", _("Enterprises"), "enterprise_list", 30, in_side_bar(enterprises_to_vet)),
    Link("bureau", "registers", _("Openings"), "opening_list", 40, in_side_bar(openings_to_review)),
    Link("operator", "registers", _("Enterprises"), "enterprise_list", 20),
)

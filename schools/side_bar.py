"""The links of this room in the side bar."""

from django.utils.translation import gettext_lazy as _

from portal.common.navigation import Link

LINKS = (
    Link("school", "year", _("Students and classes"), "student_overview", 10),
    Link("school", "year", _("Placement plans"), "plan_list", 20),
    Link("school", "year", _("Batches"), "batch_list", 90),
    Link("school", "year", _("Our programmes"), "programme_own", 5),
    Link("school", "registers", _("Schools"), "school_list", 30),
    Link("school", "registers", _("All programmes"), "programme_list", 40),
    Link("school", "settings", _("Our school"), "school_own", 10),
    Link("enterprise", "registers", _("Schools"), "school_list", 10),
    Link("enterprise", "registers", _("Programmes"), "programme_list", 20),
    Link("bureau", "registers", _("Schools"), "school_list", 10),
    Link("bureau", "registers", _("Programmes"), "programme_list", 20),
    Link("bureau", "registers", _("Placement plans"), "plan_list", 50),
    Link("operator", "registers", _("Schools"), "school_list", 10),
)

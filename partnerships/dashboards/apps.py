from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """What the three users see first; owns no facts."""

    name = "partnerships.dashboards"
    label = "dashboards"
    verbose_name = _("Dashboards")

    def ready(self) -> None:
        from partnerships.dashboards.exports import KINDS
        from partnerships.dashboards.waiting import count_shown
        from portal.common.navigation import Link, register
        from portal.records.imports.exports import register_export

        register_export(*KINDS)
        register(
            Link("school", "home", _("My desk"), "school_home", 10, count_shown),
            Link("enterprise", "home", _("My desk"), "enterprise_home", 10, count_shown),
            Link("bureau", "home", _("Dashboard"), "bureau_home", 10),
            Link("bureau", "situation", _("Supply and demand"), "bureau_supply", 10),
            Link("operator", "home", _("Running the site"), "operator_home", 10),
        )

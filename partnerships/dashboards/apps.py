from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """What the three users see first; owns no facts."""

    name = "partnerships.dashboards"
    label = "dashboards"
    verbose_name = _("Dashboards")

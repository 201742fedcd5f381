from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """What happens in a partnership, with its evidence."""

    name = "partnerships.activities"
    label = "activities"
    verbose_name = _("Activities")

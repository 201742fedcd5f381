from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What the site keeps about itself."""

    name = "portal.records"
    label = "records"
    verbose_name = _("Records")

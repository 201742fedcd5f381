from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demo province, worlds for tests and benches."""

    name = "partnerships.demo"
    label = "demo"
    verbose_name = _("Demo")

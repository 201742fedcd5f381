from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DepthConfig(AppConfig):
    """How deep each partnership is, and why."""

    name = "partnerships.depth"
    label = "depth"
    verbose_name = _("Depth")

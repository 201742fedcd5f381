from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Who could work with whom, and why."""

    name = "partnerships.matching"
    label = "matching"
    verbose_name = _("Matching")

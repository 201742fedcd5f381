from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SummariesConfig(AppConfig):
    """Counted cells, kept right from marks."""

    name = "partnerships.summaries"
    label = "summaries"
    verbose_name = _("Summaries")

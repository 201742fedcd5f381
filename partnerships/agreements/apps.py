from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """What the two sides agree: partnerships, proposals, agreements."""

    name = "partnerships.agreements"
    label = "agreements"
    verbose_name = _("Agreements")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    """What an enterprise can fill in alone."""

    name = "enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        from enterprises.models import EnterpriseMembership
        from portal.accounts import memberships

        memberships.register(EnterpriseMembership)

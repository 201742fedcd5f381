from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, bureaus and memberships."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from portal.accounts import memberships
        from portal.accounts.models import BureauMembership
        from portal.common.navigation import Link, register

        memberships.register(BureauMembership)
        register(
            *(
                Link(kind, "settings", _("Members"), "member_list", 90)
                for kind in ("school", "enterprise", "bureau")
            )
        )
        register(
            *(Link(kind, "registers", _("Bureaus"), "bureau_list", 80) for kind in ("bureau", "operator"))
        )

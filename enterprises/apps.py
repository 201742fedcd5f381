from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    """What an enterprise can fill in alone."""

    name = "enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        from enterprises import exports, imports
        from enterprises.due import due_for_bureau, due_for_enterprise
        from enterprises.models import EnterpriseMembership
        from enterprises.side_bar import LINKS
        from portal.accounts import memberships
        from portal.common import navigation
        from portal.common.due import register_due
        from portal.records.imports import kinds
        from portal.records.imports.exports import register_export

        memberships.register(EnterpriseMembership)
        navigation.register(*LINKS)
        register_due("enterprise", due_for_enterprise)
        register_due("bureau", due_for_bureau)
        register_export(*exports.KINDS)
        kinds.register(*imports.KINDS)

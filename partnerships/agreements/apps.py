from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """What the two sides agree: partnerships, proposals, agreements."""

    name = "partnerships.agreements"
    label = "agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        from partnerships.agreements.due import due_items
        from partnerships.agreements.exports import KINDS
        from partnerships.agreements.link_purposes import PURPOSE
        from partnerships.agreements.links_in_frame import LINKS
        from partnerships.agreements.panels import PANELS
        from portal.common import navigation, panels
        from portal.common.due import register_due
        from portal.records import links
        from portal.records.imports.exports import register_export

        navigation.register(*LINKS)
        panels.register(*PANELS)
        links.register(PURPOSE)
        register_export(*KINDS)
        for kind in ("school", "enterprise"):
            register_due(kind, due_items)

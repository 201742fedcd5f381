from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """What happens in a partnership, with its evidence."""

    name = "partnerships.activities"
    label = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        from partnerships.activities.exports import KINDS
        from partnerships.activities.link_purposes import PURPOSE
        from partnerships.activities.panels import PANELS
        from partnerships.activities.waiting import due_items, waiting_count
        from portal.common import navigation, panels
        from portal.common.due import register_due
        from portal.common.navigation import Link
        from portal.records import links
        from portal.records.imports.exports import register_export

        label = _("Activities")
        for kind in ("school", "enterprise", "bureau"):
            count = None if kind == "bureau" else waiting_count
            navigation.register(Link(kind, "cooperation", label, "activity_list", order=40, count=count))
        for kind in ("school", "enterprise"):
            register_due(kind, due_items)
        panels.register(*PANELS)
        links.register(PURPOSE)
        register_export(*KINDS)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DepthConfig(AppConfig):
    """How deep each partnership is, and why."""

    name = "partnerships.depth"
    label = "depth"
    verbose_name = _("Depth")

    def ready(self) -> None:
        from partnerships.agreements import columns
        from partnerships.depth import pages, services
        from partnerships.depth.models import DepthRun
        from partnerships.depth.panels import PANELS
        from portal.common import navigation, panels
        from portal.common.jobs import register_job
        from portal.records import marks

        marks.subscribe(services.CONSUMER, services.SUBJECT)
        register_job(DepthRun, services.run_depth)
        panels.register(*PANELS)
        columns.register(columns.Column(_("Depth"), pages.badges))
        for kind, group in (
            ("school", "cooperation"),
            ("enterprise", "cooperation"),
            ("bureau", "situation"),
        ):
            navigation.register(
                navigation.Link(kind, group, _("Depth of cooperation"), "depth_list", order=45)
            )

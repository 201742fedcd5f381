from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Who could work with whom, and why."""

    name = "partnerships.matching"
    label = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from partnerships.matching import job
        from partnerships.matching.models import MatchRun
        from partnerships.matching.panels import PANELS
        from portal.common import navigation, panels
        from portal.common.jobs import register_job
        from portal.records import marks

        marks.subscribe(job.CONSUMER, *job.SUBJECTS)
        register_job(MatchRun, job.run_matching)
        panels.register(*PANELS)
        for kind in ("school", "enterprise"):
            navigation.register(navigation.Link(kind, "year", _("Suggestions"), "suggestion_home", order=30))

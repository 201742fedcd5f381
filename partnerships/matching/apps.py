from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Who could work with whom, and why."""

    name = "partnerships.matching"
    label = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from partnerships.matching import services
        from partnerships.matching.models import MatchRun
        from portal.common.jobs import register_job
        from portal.records import marks

        marks.subscribe(services.CONSUMER, *services.SUBJECTS)
        register_job(MatchRun, services.run_matching)

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
        from portal.common.jobs import register_job
        from portal.records import marks

        marks.subscribe(job.CONSUMER, *job.SUBJECTS)
        register_job(MatchRun, job.run_matching)

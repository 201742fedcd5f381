from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SummariesConfig(AppConfig):
    """Counted cells, kept right from marks."""

    name = "partnerships.summaries"
    label = "summaries"
    verbose_name = _("Summaries")

    def ready(self) -> None:
        from partnerships.summaries import services
        from partnerships.summaries.models import SummaryRun
        from portal.common.jobs import register_job
        from portal.records import marks

        marks.subscribe(services.CONSUMER, *services.SUBJECTS_HEARD)
        register_job(SummaryRun, services.run_recount)

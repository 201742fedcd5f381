from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What the site keeps about itself."""

    name = "portal.records"
    label = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        from portal.common import trail
        from portal.common.jobs import register_job
        from portal.records import audit, mail
        from portal.records.models import MailJob

        trail.keep(audit.record)
        register_job(MailJob, mail.deliver)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demo province, worlds for tests and benches."""

    name = "partnerships.demo"
    label = "demo"
    verbose_name = _("Demo")

    def ready(self) -> None:
        from partnerships.demo.models import DemoLoad
        from partnerships.demo.services import run_demo_load
        from portal.common.jobs import register_job

        register_job(DemoLoad, run_demo_load)

"""Loading the demo is a job like others: visible, restartable, done once."""

from django.utils.translation import gettext_lazy as _

from portal.common.jobs import Job


class DemoLoad(Job):
    """One loading of an invented world."""

    class Meta:
        verbose_name = _("Loading of the demo")
        verbose_name_plural = _("Loadings of the demo")

    def __str__(self) -> str:
        return f"demo {self.state}"

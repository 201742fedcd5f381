from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CommonConfig(AppConfig):
    """Abstract models and functions that every room shares."""

    name = "portal.common"
    label = "common"

    def ready(self) -> None:
        from portal.common import checks  # noqa: F401 (registers the checks)

        autodiscover_modules("permissions")

import gc

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

# Lists and jobs build many rows and few cycles. With Python's 700 the collector walks all of them again and again,
# which is a fifth of the time of a matching run (benchmarks/matching_job.py).
ALLOCATIONS_PER_COLLECTION = 50_000


class CommonConfig(AppConfig):
    """Abstract models and functions that every room shares."""

    name = "portal.common"
    label = "common"

    def ready(self) -> None:
        # The Celery application, so that tasks find it in every process; not in portal/__init__, which pure cores pass.
        from portal import celery  # noqa: F401
        from portal.common import checks  # noqa: F401 (registers the checks)

        autodiscover_modules("permissions")
        gc.set_threshold(ALLOCATIONS_PER_COLLECTION)

"""The edge between a person's act and the work it asks for: at once where it is small, else by a worker."""

from portal.records.imports.services import is_small
from portal.records.models import ImportBatch
from portal.records.tasks import enqueue, run_job


def go_on(batch: ImportBatch) -> None:
    """Do the next step now if it is small; else wake a worker."""
    if not batch.is_waiting_for_worker:
        return
    if is_small(batch):
        run_job(batch._meta.label_lower, batch.pk)
    else:
        enqueue(batch)

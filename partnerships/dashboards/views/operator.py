"""The operator's page: he keeps the site running and reads no business of others."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.predicates import is_operator
from portal.common.jobs import Job, JobKind, job_kinds


@dataclass(frozen=True)
class JobRow:
    """A kind of job: how many wait, run, are done, failed, and when the last one ended."""

    name: str
    counts: dict[str, int]
    last: object

    @property
    def failed(self) -> int:
        return self.counts.get(Job.State.FAILED, 0)

    @property
    def open(self) -> int:
        return self.counts.get(Job.State.QUEUED, 0) + self.counts.get(Job.State.RUNNING, 0)

    @property
    def done(self) -> int:
        return self.counts.get(Job.State.DONE, 0)


@require_safe
def operator_home(request: HttpRequest) -> HttpResponse:
    """Jobs by kind and state, and the way to the administration."""
    if not is_operator(request.user):
        raise PermissionDenied
    rows = [_row(kind) for kind in job_kinds()]
    context = {"jobs": rows, "failed": sum(row.failed for row in rows), "open": sum(row.open for row in rows)}
    return render(request, "dashboards/operator.html", context)


def _row(kind: JobKind) -> JobRow:
    """One kind of job; one query."""
    states = kind.model._default_manager.order_by().values_list("state")
    found = list(states.annotate(n=Count("pk"), last=Max("finished_at")))
    ends = [last for _state, _n, last in found if last is not None]
    name = str(kind.model._meta.verbose_name).capitalize()
    return JobRow(name, {state: n for state, n, _last in found}, max(ends, default=None))

"""Pages of the exports: small lists at once, large ones as a job with its page."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from portal.common.files import as_attachment
from portal.common.jobs import Job
from portal.records.imports.exports import (
    AT_ONCE,
    CONTENT,
    ExportKind,
    export_kind,
    export_now,
    request_export,
    rows_for,
)
from portal.records.imports.kinds import scope_of
from portal.records.models import ExportJob
from portal.records.tasks import enqueue

REFRESH_SECONDS = "2"
NOT_FILTERS = ("file_format", "page", "csrfmiddlewaretoken")


def _kind(request: HttpRequest, code: str) -> ExportKind:
    try:
        kind = export_kind(code)
    except KeyError as error:
        raise Http404 from error
    if not request.user.has_perm(kind.permission):
        raise PermissionDenied
    return kind


def _asked(values: QueryDict) -> tuple[QueryDict, str]:
    """The filter of the list without what is only ours, and the format."""
    query = values.copy()
    for name in NOT_FILTERS:
        query.pop(name, None)
    file_format = values.get("file_format", "xlsx")
    return query, file_format if file_format in CONTENT else "xlsx"


@require_safe
def export_list(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """The list as a file; a large one asks to be prepared."""
    kind = _kind(request, code)
    query, file_format = _asked(request.GET)
    count = rows_for(kind, request.user, query).count()  # type: ignore[arg-type]
    if count <= AT_ONCE:
        return export_now(kind, query, user=request.user, file_format=file_format)
    context = {"kind": kind, "count": count, "query": query.urlencode(), "file_format": file_format}
    return render(request, "records/export_large.html", context)


@require_POST
def export_prepare(request: HttpRequest, code: str) -> HttpResponse:
    """Make a large list due to be written."""
    kind = _kind(request, code)
    membership = request.membership  # type: ignore[attr-defined]
    if not membership:
        raise PermissionDenied
    query, _format = _asked(QueryDict(request.POST.get("query", "")))
    job = request_export(
        kind,
        query,
        scope=scope_of(membership),
        by=request.user,  # type: ignore[arg-type]
        file_format=request.POST.get("file_format", "xlsx"),
        language=get_language() or "zh-hans",
    )
    enqueue(job)
    return redirect(job)


@require_safe
def export_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far the file is; then where to get it."""
    job = get_object_or_404(ExportJob.objects.visible_to(request.user), public_id=public_id)
    answer = render(request, "records/export_detail.html", {"job": job, "kind": export_kind(job.kind)})
    if job.is_open:
        answer["Refresh"] = REFRESH_SECONDS
    return answer


@require_safe
def export_file(request: HttpRequest, public_id: str) -> FileResponse:
    """The finished file."""
    job = get_object_or_404(
        ExportJob.objects.visible_to(request.user), public_id=public_id, state=Job.State.DONE
    )
    if not job.file:
        raise Http404
    name = f"{export_kind(job.kind).label}.{job.file_format}"
    return as_attachment(job.file.open("rb"), name, CONTENT[job.file_format])

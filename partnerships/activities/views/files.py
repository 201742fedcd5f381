"""Evidence: add, take away, hand out through the permission."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.activities.forms import EvidenceForm
from partnerships.activities.models import Activity, Evidence
from partnerships.activities.services import evidence as services
from partnerships.activities.views.entries import activity_row, warn_of_doubles
from portal.common import files
from portal.common.acts import crumb
from portal.common.form_pages import FormPage, form_page
from portal.common.web import require, told_to


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """More files for an activity."""
    activity = activity_row(request, public_id)
    require(request, "activities.change_activity", activity)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    page = FormPage(
        title=_("Add evidence"),
        submit=_("Add the files"),
        lead=activity.title,
        crumbs=[crumb(_("Activities"), "activity_list"), (activity.title, activity.get_absolute_url())],
        cancel_url=activity.get_absolute_url(),
        done=_("The files are kept."),
        is_two=False,
        template="agreements/upload_page.html",
    )

    def save(values: dict[str, list[object]]) -> Activity:
        kept = services.add_evidence(activity, values["files"], by=request.user)  # type: ignore[arg-type]
        left_out = len(values["files"]) - len(kept)
        if left_out:
            sentence = ngettext(
                "%(n)s file was here already and is kept once.",
                "%(n)s files were here already and are kept once.",
                left_out,
            )
            messages.warning(request, sentence % {"n": left_out})
        warn_of_doubles(request, activity)
        return activity

    return form_page(request, form, save, page)


@require_safe
def evidence_download(request: HttpRequest, public_id: str, child_id: str) -> FileResponse:
    """A file as an attachment, for whoever sees the activity."""
    evidence = _row(request, public_id, child_id)
    require(request, "activities.download_evidence", evidence)
    return files.as_attachment(evidence.file.open("rb"), evidence.name, evidence.content_type)


@require_POST
def evidence_remove(request: HttpRequest, public_id: str, child_id: str) -> HttpResponse:
    """Take a file away while nothing is confirmed."""
    evidence = _row(request, public_id, child_id)
    activity = evidence.activity
    require(request, "activities.change_activity", activity)
    with told_to(request):
        services.remove_evidence(evidence, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The file is removed; the trail keeps its name."))
    return redirect(activity)


def _row(request: HttpRequest, public_id: str, child_id: str) -> Evidence:
    rows = Evidence.objects.visible_to(request.user).filter(activity__public_id=public_id)
    related = rows.select_related("activity__partnership__school", "activity__partnership__enterprise")
    return get_object_or_404(related, public_id=child_id)

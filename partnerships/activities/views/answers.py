"""Pages on which the other side answers: confirm, dispute, or by a link without an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.activities.forms import DisputeForm, PersonForm
from partnerships.activities.services import confirming as services
from partnerships.activities.views.entries import activity_row
from partnerships.agreements.views.signing import link_page
from portal.common.acts import crumb, posted_version
from portal.common.form_pages import FormPage, form_page
from portal.common.web import back_to, require, told_to


@require_POST
def activity_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """It was so."""
    activity = activity_row(request, public_id)
    require(request, "activities.confirm_activity", activity)
    word = services.Word(request.user, activity.confirming_side)  # type: ignore[arg-type]
    with told_to(request):
        services.confirm_activity(activity, word, version=posted_version(request))
        messages.success(request, _("Confirmed. It counts in full from now on."))
    return redirect(back_to(request, activity.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
def activity_dispute(request: HttpRequest, public_id: str) -> HttpResponse:
    """It was not so: what is wrong?"""
    activity = activity_row(request, public_id)
    require(request, "activities.confirm_activity", activity)
    word = services.Word(request.user, activity.confirming_side)  # type: ignore[arg-type]
    page = FormPage(
        title=_("It was not so"),
        submit=_("Send the objection"),
        lead=activity.title,
        crumbs=[crumb(_("Activities"), "activity_list"), (activity.title, activity.get_absolute_url())],
        cancel_url=activity.get_absolute_url(),
        done=_("Your objection is on record; the other side corrects or withdraws the entry."),
        is_two=False,
        template="agreements/end_page.html",
        extra={"slot": "activity.back", "row": activity},
    )

    def save(values: dict[str, str]) -> object:
        services.dispute_activity(activity, word, note=values["note"])
        return activity

    return form_page(request, DisputeForm(request.POST or None), save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a link by which one named person of the other side answers without an account."""
    activity = activity_row(request, public_id)
    require(request, "activities.link_activity", activity)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_to(request):
            link, token = services.issue_confirming_link(activity, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            text = _("%(person)s, please confirm whether this was so: “%(title)s”.")
            return link_page(
                request,
                link,
                token,
                text=text % {"person": link.person, "title": activity.title},
                back=activity.get_absolute_url(),
            )
    page = FormPage(
        title=_("Link for confirming without an account"),
        submit=_("Make the link"),
        lead=_("For one person of %(name)s, one answer, valid for 7 days. Opening the link uses nothing up.")
        % {"name": activity.partnership.party(activity.confirming_side).name},
        crumbs=[crumb(_("Activities"), "activity_list"), (activity.title, activity.get_absolute_url())],
        cancel_url=activity.get_absolute_url(),
        is_two=False,
    )
    return render(request, page.template, {"form": form, "page": page, "conflicts": []})
